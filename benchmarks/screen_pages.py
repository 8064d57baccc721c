"""Payment pages of apps in mainland China."""

from collections.abc import Callable

from benchmarks.screen_cases import COMPANIES, SHOPS, Case, rows
from benchmarks.screen_render import Drawing


def alipay(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "账单详情")
    case.merchant = case.random.choice(SHOPS)
    draw.centred(case.merchant, 18)
    draw.y += 46
    draw.centred(f"-{case.money()}", 36, bold=True)
    draw.y += 38
    draw.centred(
        case.word(
            success="交易成功",
            refunded="已全额退款/退款成功",
            closed="交易关闭",
            pending="等待付款/处理中",
        ),
        15,
        faint=True,
    )
    draw.y += 46
    case.txn_id = case.at.strftime("%Y%m%d") + "2200" + case.digits(16)
    case.merchant_order_id = case.random.choice(
        (
            case.digits(18),
            case.at.strftime("%Y%m%d%H%M%S") + case.digits(6),
            "T200P" + case.digits(19),
        )
    )
    extra = []
    if case.random.random() < 0.3:
        off = case.random.randint(50, 900)
        extra = [
            ("订单金额", f"{(case.amount_minor + off) / 100:.2f}"),
            ("支付红包", f"-{off / 100:.2f}"),
        ]
    rows(
        draw,
        "sides",
        *extra,
        (case.random.choice(("创建时间", "支付时间")), case.moment()),
        ("付款方式", case.random.choice(("花呗", "余额宝", "工商银行储蓄卡(2210)"))),
        ("商品说明", case.random.choice(("外卖订单", "会员续费", f"{case.merchant}消费"))),
        ("收单机构", "支付宝(杭州)信息技术有限公司"),
        ("收款方全称", case.random.choice(COMPANIES)),
        ("订单号", case.txn_id),
        ("商家订单号", case.merchant_order_id),
    )
    rows(draw, "sides", ("账单分类", "餐饮美食"), ("标签和备注", "添加 >"))


def wechat(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "账单详情")
    case.merchant = case.random.choice(SHOPS)
    draw.centred(case.merchant, 16)
    draw.y += 48
    draw.centred(f"-{case.money(commas=False)}", 38, bold=True)
    draw.y += 54
    layout = case.random.choice(("sides", "column"))
    part = case.status == "refunded" and case.random.random() < 0.4
    state = (
        f"已退款(￥{case.random.randint(1, case.amount_minor) / 100:.2f})"
        if part
        else case.word(
            success="支付成功",
            refunded="已全额退款",
            closed="已关闭/支付失败",
            pending="等待付款/支付中",
        )
    )
    case.txn_id = "42000" + case.digits(5) + case.at.strftime("%Y%m%d") + case.digits(10)
    case.merchant_order_id = case.random.choice(
        (case.digits(20), "T200P" + case.digits(19), case.mixed(24))
    )
    rows(
        draw,
        layout,
        ("当前状态", state),
        ("支付时间", case.moment("%Y年%-m月%-d日 %H:%M:%S")),
        ("商品", f"会员续费{case.digits(6)}"),
        ("商户全称", case.random.choice(COMPANIES)),
        ("收单机构", "财付通支付科技有限公司"),
        ("支付方式", "建设银行储蓄卡(4853)"),
        ("交易单号", case.txn_id),
        ("商户单号", case.merchant_order_id),
    )


def wechat_transfer(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "账单详情")
    case.merchant = case.random.choice(("阿强", "小雨点", "张建国", "林姐海鲜"))
    draw.centred(case.random.choice(("转账-转给", "扫二维码付款-给")) + case.merchant, 16)
    draw.y += 48
    draw.centred(f"-{case.money()}", 38, bold=True)
    draw.y += 54
    state = case.word(
        success="对方已收钱/朋友已收钱/已转账",
        refunded="已退还/过期已退还",
        closed="已关闭",
        pending="待对方收款",
    )
    case.txn_id = "10000" + case.digits(23)
    rows(
        draw,
        "column",
        ("当前状态", state),
        ("转账说明", "微信转账"),
        ("转账时间", case.moment("%Y年%-m月%-d日 %H:%M:%S")),
        ("支付方式", "零钱"),
        ("转账单号", case.txn_id),
    )


def alipay_done(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "支付宝")
    case.status = "success"
    case.merchant = case.random.choice(SHOPS)
    draw.centred("支付成功", 20, bold=True)
    draw.y += 50
    draw.centred(f"¥{case.money(commas=False)}", 40, bold=True)
    draw.y += 60
    rows(draw, "sides", ("收款方", case.merchant), ("付款方式", "花呗"))
    draw.y += 60
    draw.centred("完成", 17)


def unionpay(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "订单详情")
    case.merchant = case.random.choice(SHOPS)
    draw.centred(
        case.word(
            success="支付成功",
            refunded="已退款",
            closed="交易关闭/已撤销",
            pending="待支付/处理中",
        ),
        18,
        bold=True,
    )
    draw.y += 46
    draw.centred(f"¥{case.money(commas=False)}", 36, bold=True)
    draw.y += 60
    case.txn_id = case.at.strftime("%Y%m%d%H%M%S") + case.digits(8)
    case.merchant_order_id = case.digits(18)
    rows(
        draw,
        "sides",
        ("商户名称", case.merchant),
        ("订单金额", f"{case.money(commas=False)}元"),
        ("付款卡", "中国银行借记卡[4874]"),
        ("交易时间", case.moment()),
        ("订单编号", case.txn_id),
        ("商户订单号", case.merchant_order_id),
    )


def bank(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, case.random.choice(("交易详情", "收支明细")))
    case.merchant = case.random.choice(SHOPS)
    draw.text(26, "交易金额(人民币)", 14, ink=draw.faint)
    draw.y += 44
    draw.text(26, f"-{case.money()}", 36, bold=True)
    draw.y += 58
    case.txn_id = case.digits(case.random.choice((16, 20, 24)))
    balance = f"{case.random.randint(1000, 9999999) / 100:,.2f}"
    times = [
        ("交易时间", case.moment(case.random.choice(("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S"))))
    ]
    if case.random.random() < 0.3:
        times = [
            ("交易日期", case.at.strftime("%Y-%m-%d")),
            ("交易时间", case.at.strftime("%H:%M:%S")),
        ]
    rows(
        draw,
        case.random.choice(("sides", "sides", "stacked")),
        *times,
        ("商户名称", case.merchant),
        ("交易类型", "网上消费"),
        ("交易卡号", "6225 **** **** 2466"),
        ("交易后余额", balance),
        ("交易流水号", case.txn_id),
        (
            "交易状态",
            case.word(
                success="交易成功/成功",
                refunded="已退款",
                closed="已撤销/交易失败",
                pending="处理中/待入账",
            ),
        ),
    )


def jd(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "交易详情")
    case.merchant = case.random.choice(SHOPS)
    draw.centred(case.merchant, 17, bold=True)
    draw.y += 45
    draw.centred(f"¥{case.money(commas=False)}", 32, bold=True)
    draw.y += 55
    case.txn_id, case.merchant_order_id = case.digits(28), case.digits(12)
    rows(
        draw,
        "sides",
        (
            "交易状态",
            case.word(
                success="支付成功/交易成功",
                refunded="已全额退款",
                closed="交易关闭",
                pending="待付款",
            ),
        ),
        ("实付金额", f"¥{case.money(commas=False)}"),
        ("优惠金额", "-¥3.00"),
        ("支付时间", case.moment("%Y-%m-%d %H:%M:%S")),
        ("支付方式", "京东白条"),
        ("交易单号", case.txn_id),
        ("商户订单号", case.merchant_order_id),
    )


CHINESE: tuple[Callable[[Case, Drawing], None], ...] = (
    alipay,
    wechat,
    wechat_transfer,
    alipay_done,
    unionpay,
    bank,
    jd,
)
