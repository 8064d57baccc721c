"""Pages of Chinese apps in layouts and words that `screen_pages` does not draw."""

from collections.abc import Callable

from benchmarks.fresh_drawing import Fresh
from benchmarks.screen_cases import Case

NAMES = (
    "蜜雪冰城(大学路店)", "朴朴超市", "永辉超市股份有限公司", "T3出行", "西西弗书店",
    "胖哥俩肉蟹煲", "霸王茶姬", "屈臣氏", "携程旅行网", "铁路12306", "中国移动", "山姆会员商店",
    "M Stand", "广州地铁集团", "百果园(滨江店)", "泡泡玛特", "同程旅行", "小杨生煎", "优衣库",
    "李宁官方旗舰店", "安踏体育", "洽洽食品旗舰店", "花西子", "闲鱼卖家晴天", "便利蜂",
    "沪上阿姨", "一点点奶茶",
)  # fmt: skip
FIRMS = (
    "广州晶东贸易有限公司", "成都蜀道餐饮管理有限公司", "武汉斗鱼网络科技有限公司",
    "厦门点触科技股份有限公司", "南京苏宁易购电子商务有限公司",
)  # fmt: skip
PAID = ("零钱通", "花呗", "余额", "招商银行储蓄卡(6620)", "建设银行信用卡(0031)", "农业银行(1188)")
STYLES = ("card", "ruled", "plain", "near")


def _name(case: Case) -> str:
    case.merchant = case.random.choice(NAMES)
    return case.merchant


def alipay_card(case: Case, draw: Fresh) -> None:
    """The newer bill page: icon, name, sum, cards of details."""
    draw.bar(case.random, case.random.choice(("账单详情", "交易详情")))
    draw.icon(_name(case)[0])
    draw.centred(case.merchant, 15)
    draw.y += 42
    draw.centred(f"-{case.money()}", 38, bold=True)
    draw.y += 36
    words = case.word(
        success="交易成功/支付成功/等待确认收货", refunded="退款成功/已全额退款",
        closed="交易关闭", pending="等待付款",
    )  # fmt: skip
    draw.centred(words, 14, faint=True)
    draw.y += 52
    case.txn_id = case.at.strftime("%Y%m%d") + "220014" + case.digits(14)
    case.merchant_order_id = case.random.choice((case.digits(16), case.mixed(22)))
    off = case.random.random() < 0.4
    whole = f"{(case.amount_minor + 320) / 100:.2f}"
    extra = [("商品总价", whole), ("优惠", "-3.20")] if off else []
    style = case.random.choice(("card", "ruled"))
    draw.lines([
        *extra, ("支付时间", case.moment()), ("付款方式", case.random.choice(PAID)),
        ("商品说明", f"{case.merchant}-线下买单"), ("收款方全称", case.random.choice(FIRMS)),
    ], style)  # fmt: skip
    draw.y += 18
    draw.lines([("订单号", case.txn_id), ("商家订单号", case.merchant_order_id)], style)
    draw.lines([("账单分类", "日用百货 >"), ("计入收支", "开")], style)


def wechat_card(case: Case, draw: Fresh) -> None:
    """The message of WeChat Pay in the chat."""
    draw.bar(case.random, "微信支付")
    draw.text(195, case.moment("%Y年%-m月%-d日 %H:%M"), 12, anchor="mm", ink=draw.theme.faint)
    draw.y += 34
    draw.text(26, case.random.choice(("微信支付凭证", "付款凭证", "交易提醒")), 15)
    draw.y += 46
    draw.centred("付款金额", 14, faint=True)
    draw.y += 42
    draw.big("¥", case.money(commas=False))
    draw.y += 64
    words = case.word(
        success="支付成功，对方已收款/支付成功",
        refunded="已退款",
        closed="支付失败",
        pending="处理中",
    )
    draw.lines([
        ("收款方", _name(case)), ("支付方式", case.random.choice(PAID)),
        (case.random.choice(("交易状态", "当前状态")), words),
    ], case.random.choice(STYLES))  # fmt: skip
    draw.y += 10
    draw.lines([("查看账单详情", ">")], "ruled")


def wechat_bill(case: Case, draw: Fresh) -> None:
    """The bill page with an icon and the newer words."""
    draw.bar(case.random, case.random.choice(("", "账单", "交易详情")))
    draw.icon(_name(case)[0], 18)
    draw.centred(case.merchant, 15)
    draw.y += 46
    draw.centred(f"-{case.money(commas=case.random.random() < 0.5)}", 36, bold=True)
    draw.y += 58
    state = case.word(
        success="支付成功", refunded="已全额退款/已退款(￥1.00)", closed="已关闭", pending="待支付"
    )
    case.txn_id = "42000" + case.digits(23)
    case.merchant_order_id = case.random.choice((case.digits(19), case.mixed(28), case.digits(32)))
    draw.lines([
        ("当前状态", state), ("支付时间", case.moment("%Y年%-m月%-d日 %H:%M:%S")),
        ("商品", case.random.choice(("线下门店消费", "先用后付订单", "点餐-堂食 3号桌"))),
        ("商户全称", case.random.choice(FIRMS)),
        ("收单机构", "银联商务股份有限公司"), ("支付方式", case.random.choice(PAID)),
        ("交易单号", case.txn_id), ("商户单号", case.merchant_order_id),
    ], case.random.choice(("near", "plain")))  # fmt: skip
    draw.lines([("账单服务", ""), ("对订单有疑惑", ""), ("发起群收款", "")], "plain")


def scan_done(case: Case, draw: Fresh) -> None:
    """The page right after paying, on a coloured band."""
    case.status = "success"
    draw.bar(case.random, "", band=250)
    white = (255, 255, 255)
    word = case.random.choice(("支付成功", "付款成功"))
    draw.text(195, word, 18, anchor="mm", ink=white, bold=True, y=120)
    draw.y = 180
    draw.big("¥", case.money(commas=case.random.random() < 0.4), size=44, ink=white)
    draw.y = 300
    pairs = [("收款方", _name(case)), ("付款方式", case.random.choice(PAID))]
    if case.random.random() < 0.5:
        pairs.append(("支付时间", case.moment()))
    draw.lines(pairs, case.random.choice(STYLES))
    draw.button("完成")


def unionpay_slip(case: Case, draw: Fresh) -> None:
    """A slip of UnionPay with many numbers."""
    draw.bar(case.random, case.random.choice(("交易详情", "电子签购单", "付款详情")), band=96)
    draw.y = 150
    draw.centred(_name(case), 16)
    draw.y += 44
    draw.big("￥" if case.random.random() < 0.5 else "¥", case.money(), size=36)
    draw.y += 50
    state = case.word(
        success="交易成功/支付成功",
        refunded="已退款/已退货",
        closed="交易失败/已撤销",
        pending="处理中",
    )
    case.txn_id = case.digits(21)
    case.merchant_order_id = case.digits(20)
    draw.lines([
        ("交易状态", state), ("订单金额", f"￥{case.money()}"), ("交易类型", "消费"),
        ("付款卡", "工商银行 信用卡 [0912]"), ("商户编号", case.digits(15)),
        ("终端编号", case.digits(8)), ("授权号", case.digits(6)),
        ("交易时间", case.moment("%Y/%m/%d %H:%M:%S")),
        ("银联订单号", case.txn_id), ("商户订单号", case.merchant_order_id),
    ], case.random.choice(("card", "ruled", "plain")), size=13)  # fmt: skip


def bank_debit(case: Case, draw: Fresh) -> None:
    """A bank's page of one booking, with the balance beside it."""
    draw.bar(case.random, case.random.choice(("明细详情", "交易明细详情", "动账详情")), band=92)
    draw.y = 140
    draw.centred(case.random.choice(("支出", "消费", "快捷支付")), 14, faint=True)
    draw.y += 40
    unit = case.random.choice(("", " 元", "元"))
    draw.centred(f"-{case.money()}{unit}", 34, bold=True)
    draw.y += 56
    case.txn_id = case.random.choice((case.digits(18), "N" + case.digits(20), case.mixed(20)))
    pattern = case.random.choice(("%Y.%m.%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y%m%d %H:%M:%S"))
    balance = f"{case.random.randint(1000, 9999999) / 100:,.2f}"
    draw.lines([
        (case.random.choice(("交易时间", "记账时间")), case.moment(pattern)),
        (case.random.choice(("交易对方", "对方户名", "交易商户")), _name(case)),
        ("交易卡号", "6217********3391"), ("币种", "人民币"),
        (case.random.choice(("余额", "账户余额")), balance),
        (case.random.choice(("交易流水号", "流水号", "交易参考号")), case.txn_id),
        ("交易状态", case.word(success="成功/交易成功", refunded="已退款", closed="失败/已冲正",
                           pending="处理中")),
        ("交易摘要", "网上支付"),
    ], case.random.choice((*STYLES, "colon")))  # fmt: skip


def order_page(case: Case, draw: Fresh) -> None:
    """The page of an order in a shop's app."""
    draw.bar(case.random, "订单详情", band=case.random.choice((0, 90)))
    state = case.word(
        success="交易成功/已完成/待收货",
        refunded="退款成功",
        closed="交易关闭/已取消",
        pending="待付款",
    )
    draw.text(24, state, 20, bold=True)
    draw.y += 46
    draw.text(24, f"{_name(case)} >", 15, bold=True)
    draw.y += 36
    unit = case.amount_minor + 500
    draw.text(24, "春季新款连帽卫衣", 14)
    draw.text(366, f"¥{unit / 100:.2f}", 14, anchor="rm")
    draw.y += 24
    draw.text(24, "黑色 XL", 12, ink=draw.theme.faint)
    draw.text(366, "x1", 12, anchor="rm", ink=draw.theme.faint)
    draw.y += 40
    case.merchant_order_id = None
    case.txn_id = case.digits(28)
    order = case.digits(19)
    draw.lines([
        ("商品总价", f"¥{unit / 100:.2f}"), ("运费", "¥0.00"), ("店铺优惠", "-¥5.00"),
        (case.random.choice(("实付款", "实付金额")), f"¥{case.money(commas=False)}"),
    ], "plain")  # fmt: skip
    draw.y += 12
    draw.lines([
        ("支付宝交易号", case.txn_id), ("商户订单号", order),
        ("付款时间", case.moment()), ("收货地址", "浙江省某市某路 8 号"),
    ], case.random.choice(("plain", "ruled", "colon")))  # fmt: skip
    case.merchant_order_id = order


CHINESE: tuple[Callable[[Case, Fresh], None], ...] = (
    alipay_card, wechat_card, wechat_bill, scan_done, unionpay_slip, bank_debit, order_page,
)  # fmt: skip
