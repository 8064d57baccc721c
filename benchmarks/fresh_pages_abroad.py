"""Pages of apps abroad in layouts and words that `screen_pages_abroad` does not draw."""

from collections.abc import Callable

from benchmarks.fresh_drawing import Fresh
from benchmarks.screen_cases import LONG_MONTHS, MONTHS, Case

NAMES = (
    "Deliveroo", "IKEA Leeds", "Blue Bottle Coffee", "Ryanair DAC", "Etsy Inc.", "Lidl 0412",
    "Canva Pty Ltd", "Trainline", "Boots 1183", "GitHub, Inc.", "Zalando SE", "Notion Labs",
    "DoorDash", "Bolt.eu", "Adobe Systems", "Harbour Books", "Pret A Manger",
)  # fmt: skip
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def _name(case: Case) -> str:
    case.merchant = case.random.choice(NAMES)
    return case.merchant


def _date(case: Case, *, clock: bool = True) -> str:
    """Return a moment as English pages write it."""
    case.moment("%H:%M")
    at = case.at
    day = case.random.choice((
        f"{MONTHS[at.month - 1]} {at.day}, {at.year}",
        f"{LONG_MONTHS[at.month - 1]} {at.day}, {at.year}",
        f"{at.day} {MONTHS[at.month - 1]} {at.year}",
        f"{at.day} {LONG_MONTHS[at.month - 1]} {at.year}",
    ))  # fmt: skip
    if not clock:
        case.time = at.strftime("%Y-%m-%d")
        return day
    return f"{day}{case.random.choice((', ', ' at ', ' '))}" + case.random.choice(
        (f"{at:%H:%M}", at.strftime("%-I:%M %p"), at.strftime("%-I:%M%p").lower())
    )


def paypal_new(case: Case, draw: Fresh) -> None:
    """The newer page: name, sum, state and date at the top, details under them."""
    draw.bar(case.random, case.random.choice(("", "Details")))
    case.currency = case.random.choice(list(SIGNS))
    draw.icon(_name(case)[0])
    draw.centred(case.merchant, 18, bold=True)
    draw.y += 44
    code = f" {case.currency}" if case.random.random() < 0.5 else ""
    sign = case.random.choice(("-", "", "- "))
    draw.centred(f"{sign}{SIGNS[case.currency]}{case.money()}{code}", 34, bold=True)
    draw.y += 36
    state = case.word(
        success="Completed", refunded="Refunded/Partially refunded", closed="Canceled/Denied",
        pending="Pending",
    )  # fmt: skip
    draw.centred(state, 14, faint=True)
    draw.y += 26
    if case.random.random() < 0.5:
        draw.centred(_date(case, clock=case.random.random() < 0.5), 13, faint=True)
        date = []
    else:
        date = [(case.random.choice(("Date", "Transaction date")), _date(case))]
    draw.y += 50
    case.txn_id = case.mixed(17)
    draw.lines([
        *date, ("Transaction ID", case.txn_id), ("Paid with", "Balance"),
        ("Seller info", case.merchant), ("Email", "pay@example.com"),
    ], case.random.choice(("under", "plain", "card")))  # fmt: skip


def paypal_mail(case: Case, draw: Fresh) -> None:
    """The receipt that PayPal mails."""
    draw.bar(case.random, "")
    case.status, case.currency = "success", case.random.choice(list(SIGNS))
    draw.centred("PayPal", 22, bold=True)
    draw.y += 50
    sum_ = f"{SIGNS[case.currency]}{case.money()} {case.currency}"
    draw.text(24, f"You paid {sum_}", 20, bold=True)
    draw.y += 30
    draw.text(24, f"to {_name(case)}", 20, bold=True)
    draw.y += 50
    case.txn_id = case.mixed(17)
    draw.lines([
        ("Transaction ID", case.txn_id), ("Transaction date", _date(case, clock=False)),
        ("Merchant", case.merchant), ("Subtotal", sum_), ("Total", sum_), ("Status", "Completed"),
    ], case.random.choice(("under", "plain")))  # fmt: skip


def wallet_app(case: Case, draw: Fresh) -> None:
    """The page of one payment in a neobank's app."""
    draw.bar(case.random, "", band=case.random.choice((0, 110)))
    draw.y = 150
    case.currency = case.random.choice(("GBP", "EUR", "USD"))
    draw.icon(_name(case)[0], 26)
    draw.centred(case.merchant, 20, bold=True)
    draw.y += 48
    draw.centred(f"{case.random.choice(('-', ''))}{SIGNS[case.currency]}{case.money()}", 40,
                 bold=True)  # fmt: skip
    draw.y += 40
    draw.centred(_date(case), 14, faint=True)
    draw.y += 46
    case.txn_id = case.random.choice((case.mixed(12), case.digits(14), None))
    number = [] if case.txn_id is None else [("Reference", case.txn_id)]
    draw.lines([
        ("Status", case.word(success="Completed/Successful", refunded="Refunded",
                             closed="Declined/Reverted", pending="Pending")),
        ("Card", "Debit ••4471"), ("Category", "Groceries"), *number,
    ], case.random.choice(("card", "ruled", "plain")))  # fmt: skip


def bank_payment(case: Case, draw: Fresh) -> None:
    """A payment in a bank's app: words for sums and names in sentences."""
    draw.bar(case.random, "Payment details", band=92)
    draw.y = 140
    case.currency = case.random.choice(("GBP", "USD", "HKD", "SGD"))
    shown = {"HKD": "HK$", "SGD": "S$"} | SIGNS
    case.txn_id = case.random.choice((case.mixed(16), "FT" + case.digits(14)))
    state = case.word(success="Completed/Paid", refunded="Refunded", closed="Failed/Cancelled",
                      pending="Processing")  # fmt: skip
    code = case.random.random() < 0.5
    money = f"{case.currency} {case.money()}" if code else f"{shown[case.currency]}{case.money()}"
    draw.lines([
        ("Amount", money), ("Payee", _name(case)), ("From account", "Current ••1180"),
        (case.random.choice(("Date", "Payment date", "Date and time")), _date(case)),
        (case.random.choice(("Reference number", "Transaction reference")), case.txn_id),
        ("Status", state),
    ], case.random.choice(("under", "ruled", "card")))  # fmt: skip


def hk_wallet(case: Case, draw: Fresh) -> None:
    """A wallet in Hong Kong, in traditional Chinese."""
    draw.language = "hk"
    draw.bar(case.random, "交易詳情", band=case.random.choice((0, 92)))
    draw.y = 136
    case.currency = "HKD"
    case.merchant = case.random.choice(("翠華餐廳", "萬寧", "美心西餅", "港鐵公司"))
    draw.centred(case.merchant, 17)
    draw.y += 46
    draw.centred(case.random.choice(("-HK$", "HK$ ")) + case.money(), 34, bold=True)
    draw.y += 56
    case.txn_id, case.merchant_order_id = case.digits(28), case.mixed(18)
    draw.lines([
        ("交易狀態", case.word(success="交易成功/付款成功", refunded="已退款",
                           closed="交易關閉/已取消", pending="處理中")),
        (case.random.choice(("付款時間", "交易時間")), case.moment(case.random.choice((
            "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%-m月%-d日 %H:%M")))),
        ("付款方式", "轉數快"), (case.random.choice(("交易編號", "訂單編號")), case.txn_id),
        ("商戶訂單號", case.merchant_order_id),
    ], case.random.choice(("card", "ruled", "plain")))  # fmt: skip


ABROAD: tuple[Callable[[Case, Fresh], None], ...] = (
    paypal_new, paypal_mail, wallet_app, bank_payment, hk_wallet,
)  # fmt: skip
ENGLISH = frozenset({"paypal_new", "paypal_mail", "wallet_app", "bank_payment"})
