"""Pages that mislead: small decimals, other large figures, sums beside the one paid, no labels."""

from collections.abc import Callable

from benchmarks.fresh_drawing import WIDTH, Fresh
from benchmarks.fresh_pages import NAMES, PAID, STYLES
from benchmarks.screen_cases import Case


def small_decimals(case: Case, draw: Fresh) -> None:
    """The figure's decimals are written smaller, the old price beside it struck through."""
    draw.bar(case.random, "支付结果", band=case.random.choice((0, 92)))
    draw.y = 150
    draw.centred(case.word(success="支付成功/付款成功", refunded="已退款", closed="支付失败",
                           pending="处理中"), 18, bold=True)  # fmt: skip
    draw.y += 60
    whole, part = case.money(commas=False).split(".")
    draw.text(WIDTH / 2 + 10, whole, 42, anchor="rs", bold=True)
    draw.text(WIDTH / 2 + 12, f".{part}", 26, anchor="ls", bold=True)
    wide = draw.width(whole, 42, bold=True)
    draw.text(WIDTH / 2 + 6 - wide, "¥", 24, anchor="rs", bold=True)
    draw.y += 70
    case.merchant, case.txn_id = case.random.choice(NAMES), case.digits(24)
    draw.lines([
        ("收款商户", case.merchant), ("付款时间", case.moment()),
        ("付款方式", case.random.choice(PAID)),
        ("交易单号", case.txn_id),
    ], case.random.choice(STYLES))  # fmt: skip


def with_points(case: Case, draw: Fresh) -> None:
    """A large figure of points and a discount stand under the sum."""
    draw.bar(case.random, "交易成功")
    case.status = "success"
    case.merchant = case.random.choice(NAMES)
    draw.centred(case.merchant, 16)
    draw.y += 50
    draw.centred(f"¥ {case.money()}", 40, bold=True)
    draw.y += 60
    case.txn_id = case.digits(20)
    draw.lines([
        ("订单金额", f"¥{(case.amount_minor + 1200) / 100:.2f}"), ("立减优惠", "-¥12.00"),
        ("支付时间", case.moment("%Y-%m-%d %H:%M:%S")), ("交易流水号", case.txn_id),
    ], case.random.choice(("card", "ruled")))  # fmt: skip
    draw.y += 30
    draw.box(24, draw.y - 30, WIDTH - 24, draw.y + 60, draw.theme.line, 12)
    draw.centred("本单获得积分", 13, faint=True)
    draw.y += 34
    draw.centred(str(case.random.randint(20, 999)), 30, bold=True)


def instalment(case: Case, draw: Fresh) -> None:
    """A purchase in instalments: the sum of a month is not the sum paid."""
    draw.bar(case.random, "消费详情", band=92)
    draw.y = 140
    case.merchant = case.random.choice(NAMES)
    draw.text(24, case.merchant, 17, bold=True)
    draw.y += 44
    draw.text(24, f"¥{case.money()}", 34, bold=True)
    draw.y += 56
    case.txn_id = case.digits(19)
    monthly = case.amount_minor / 1200
    draw.lines([
        ("交易状态", case.word(success="交易成功", refunded="已退款", closed="已撤销",
                           pending="待入账")),
        ("交易时间", case.moment("%Y-%m-%d %H:%M")), ("分期", "12期"),
        ("每期金额", f"¥{monthly:.2f}"),
        ("可用额度", "¥32,118.40"), ("交易流水号", case.txn_id),
    ], case.random.choice(STYLES))  # fmt: skip


def bare_list(case: Case, draw: Fresh) -> None:
    """Everything in one size, the sum labelled only."""
    draw.bar(case.random, "转账详情")
    case.merchant = case.random.choice(("王小明", "李记五金", "陈师傅", "赵敏"))
    case.txn_id = case.mixed(22)
    draw.lines([
        ("转账金额", f"{case.money()}元"), ("手续费", "0.00元"), ("收款人", case.merchant),
        ("收款账号", "6228 **** **** 1180"), ("付款账户", "6217 **** 0912"),
        ("转账时间", case.moment("%Y年%m月%d日 %H:%M:%S")), ("转账单号", case.txn_id),
        ("转账状态", case.word(success="转账成功/成功", refunded="已退回", closed="转账失败",
                           pending="处理中/银行处理中")),
        ("附言", "货款"),
    ], case.random.choice((*STYLES, "under", "colon")), size=15)  # fmt: skip


ODD: tuple[Callable[[Case, Fresh], None], ...] = (
    small_decimals, with_points, instalment, bare_list,
)  # fmt: skip
