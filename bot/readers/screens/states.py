"""What a payment page says about how far the payment got, and notices of frozen accounts."""

import re

from bot.readers.screens.reading import PaymentStatus
from bot.readers.screens.wording import key, simplified

# Read in this order: a page that shows payment and refund tells of a refunded payment.
_STATES: tuple[tuple[PaymentStatus, str], ...] = (
    (
        PaymentStatus.PENDING,
        "退款中|退款处理中|退款申请中|等待退款|refundpending|refundprocessing|refundinprogress",
    ),
    (
        PaymentStatus.REFUNDED,
        "已全额退款|已部分退款|部分退款|已退款|退款成功|已退还|对方已退还|过期已退还|超时已退还|全额退款|退款完成|已退回"
        "|refunded|fullyrefunded|partiallyrefunded|partialrefund|refundcompleted|moneyback"
        "|已原路退回|退款已到账|退款到账|已全部退款|全部退款|退货成功|已退货|退款已完成|退回成功|资金已退回|款项已退回"
        "|refundedinfull|refundissued|refundsent|refundcomplete|paymentrefunded|refundsuccessful",
    ),
    (
        PaymentStatus.CLOSED,
        "交易关闭|已关闭|交易已关闭|订单关闭|订单已关闭|已撤销|交易撤销|已取消|交易取消|订单已取消"
        "|支付失败|交易失败|付款失败|转账失败|扣款失败|已失败|失败|已冲正|冲正|已作废|已过期|已失效"
        "|交易已取消|支付已取消|付款已取消|已拒绝|交易已撤销|超时关闭"
        "|cancel+ed|paymentcancel+ed|transactioncancel+ed|closed|declined|reverted|failed"
        "|paymentfailed|paymentdeclined|transactiondeclined|denied|voided|expired|reversed"
        "|rejected|returned|transactionfailed|unsuccessful|incomplete"
        "|交易终止|已终止|支付超时|付款超时|支付未成功|交易未成功|扣款未成功|未成功|订单已失效|订单失效|已驳回|已撤回"
        "|交易已失败|支付已失败|付款未成功|transferfailed|notcompleted|paymentnotcompleted|ordercancel+ed",
    ),
    (
        PaymentStatus.PENDING,
        "等待付款|待付款|待支付|等待支付|处理中|交易处理中|支付处理中|银行处理中|付款处理中|待确认"
        "|等待确认|待处理|审核中|待入账|未入账|等待对方收款|待对方收款|待收款|转账中|支付中|付款中|受理中|已受理"
        "|等待对方确认收钱|待对方确认收钱|交易进行中|进行中|未支付|未付款"
        "|pending|processing|inprogress|authori[sz]ed|onhold|unclaimed|held|awaitingpayment"
        "|paymentpending|waiting|waitingforpayment|underreview|scheduled|requested|unpaid"
        "|paymentprocessing|transactionpending"
        "|支付确认中|付款确认中|等待商家确认|等待银行处理|正在处理|正在处理中|清算中|待到账|预授权|授权中|等待买家付款"
        "|awaitingconfirmation|beingprocessed|intransit|paymentinprogress",
    ),
    (
        PaymentStatus.SUCCESS,
        "交易成功|转入成功|转出成功|提现成功|支付成功|付款成功|转账成功|扣款成功|缴费成功|充值成功|还款成功|消费成功|支付完成"
        "|付款完成|交易完成|已支付|已付款|已完成|成功|已转账|对方已收钱|朋友已收钱|已收钱|已存入零钱"
        "|等待确认收货|等待对方发货|待发货|待收货|已到账|已入账|完成|汇款成功|下单成功|处理成功|扣费成功"
        "|completed|complete|success|successful|succeeded|paid|paymentcompleted|paymentsuccessful"
        "|paymentcomplete|paymentsuccess|transactioncompleted|transactionsuccessful|posted|settled"
        "|sent|captured|cleared|approved|paymentsent|paymentsucceeded|transactioncomplete|done"
        "|对方已收款|收款成功|已收款|交易已完成|支付已完成|付款已完成|已成功|购买成功|开通成功|续费成功|出票成功|预订成功"
        "|已扣款|扣款完成|缴费完成|充值完成|转账完成|待评价|已签收|已发货|待自提|已核销|支付完毕"
        "|transfercomplete|transfercompleted|paidinfull|processed|confirmed|executed|accepted"
        "|paymentconfirmed|ordercomplete|orderconfirmed|purchasecomplete|debited",
    ),
)
_PATTERNS = tuple((status, re.compile(words)) for status, words in _STATES)
# A second clause says more of the same: 支付成功,对方已收款.
_CLAUSE = re.compile(r"[,;。]")
# A state may carry a sum, an exclamation mark or a tick: 已退款(¥5.00), 支付成功!
_EXTRA = re.compile(r"[(\[].*|[!?✓√✔©◎●]|[-+]?[¥$€£]?\d.*$")

_NOTICE = re.compile(
    "冻结|止付|解冻|受限|被限制|限制(?:收款|支付|提现|交易|使用)|暂停(?:支付|服务|使用|提现|收款)|封停|封禁"
    "|存在(?:异常|风险)|账户异常|交易异常|安全风险|身份(?:信息|验证|证件)|实名|人脸识别|锁定|错误次数"
    "|限额|额度(?:已|上限)|挂失|休眠|涉嫌|惩戒|非柜面|只收不付|尽职调查|资金来源|违规|被投诉|举报"
    "|系统(?:繁忙|维护)|服务不可用|网络异常|逾期|已停用|长期未(?:使用|登录)"
    "|frozen|limited|restricted|suspend|locked|verify your identity|unusual activity|blocked"
    "|incorrect attempts|deactivated|could not be verified|compliance review|on hold|inactive"
    "|temporarily stopped|service unavailable|something went wrong|has expired|limit reached"
)


def status_of(text: str) -> PaymentStatus | None:
    """Return the state that a whole line is, or None."""
    plain = key(text)
    first = key(_CLAUSE.split(simplified(text))[0])
    for candidate in (plain, _EXTRA.sub("", plain), first):
        for status, pattern in _PATTERNS:
            if pattern.fullmatch(candidate):
                return status
    return None


def first_of(found: set[PaymentStatus]) -> PaymentStatus | None:
    """Return the state that a page with several tells of: refunded before closed, and so on."""
    order = (
        PaymentStatus.REFUNDED,
        PaymentStatus.CLOSED,
        PaymentStatus.PENDING,
        PaymentStatus.SUCCESS,
    )
    return next((status for status in order if status in found), None)


def is_notice(lines: tuple[str, ...]) -> bool:
    """Whether a page speaks of a frozen, limited or unreachable account."""
    return _NOTICE.search(simplified("\n".join(lines))) is not None
