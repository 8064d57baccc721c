"""Payment pages outside mainland China."""

from benchmarks.screen_cases import (
    FOREIGN,
    HK_SHOPS,
    LONG_MONTHS,
    MONTHS,
    TW_SHOPS,
    Case,
    rows,
)
from benchmarks.screen_render import Drawing

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def _english_time(case: Case) -> str:
    case.moment("%H:%M")
    clock = case.at.strftime("%-I:%M %p")
    return f"{MONTHS[case.at.month - 1]} {case.at.day}, {case.at.year} at {clock}"


def paypal(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "Transaction details")
    case.merchant, case.currency = case.random.choice(FOREIGN), case.random.choice(list(_SIGNS))
    draw.centred(case.merchant, 20, bold=True)
    draw.y += 46
    draw.centred(f"-{_SIGNS[case.currency]}{case.money()} {case.currency}", 33, bold=True)
    draw.y += 58
    case.txn_id = case.mixed(17)
    rows(
        draw,
        case.random.choice(("sides", "sides", "stacked")),
        ("Date", _english_time(case)),
        (
            "Status",
            case.word(
                success="Completed",
                refunded="Refunded",
                closed="Canceled/Declined",
                pending="Pending",
            ),
        ),
        ("Payment type", "Website Payment"),
        ("Transaction ID", case.txn_id),
        ("Paid with", "Visa x-6831"),
        ("Seller info", case.merchant),
    )


def revolut(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "Details")
    case.merchant, case.currency = case.random.choice(FOREIGN), case.random.choice(("EUR", "GBP"))
    draw.text(20, f"-{_SIGNS[case.currency]}{case.money()}", 34, bold=True)
    draw.y += 40
    draw.text(20, case.merchant, 19, bold=True)
    draw.y += 28
    case.moment("%H:%M")
    draw.text(
        20,
        f"{case.at.day} {LONG_MONTHS[case.at.month - 1]} {case.at.year}, {case.at:%H:%M}",
        14,
        ink=draw.faint,
    )
    draw.y += 50
    rows(
        draw,
        "sides",
        (
            "Status",
            case.word(
                success="Completed",
                refunded="Refunded",
                closed="Reverted/Declined",
                pending="Pending",
            ),
        ),
        ("Card", "Visa ••2210"),
        ("Category", "Shopping"),
        ("Balance", "£1,204.11"),
    )
    draw.y += 10


def stripe(case: Case, draw: Drawing) -> None:
    draw.y = 60
    case.merchant, case.currency = case.random.choice(FOREIGN), "USD"
    draw.text(24, f"Receipt from {case.merchant}", 20, bold=True)
    draw.y += 60
    case.txn_id = "ch_3" + case.mixed(22, _BASE62)
    case.at = case.at.replace(hour=case.at.hour, second=0)
    rows(
        draw,
        "sides",
        ("Amount paid", f"${case.money()}"),
        ("Date paid", _english_time(case)),
        ("Payment method", "Visa - 4242"),
        (
            "Status",
            case.word(success="Paid", refunded="Refunded", closed="Canceled", pending="Pending"),
        ),
        ("Charge ID", case.txn_id),
    )
    if case.random.random() < 0.6:
        case.merchant_order_id = f"INV-{case.digits(8)}"
        draw.pair("Invoice number", case.merchant_order_id, "sides")


def english_bank(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "Payment details")
    case.merchant, case.currency = case.random.choice(FOREIGN), "GBP"
    draw.text(20, "Amount", 14, ink=draw.faint)
    draw.y += 36
    draw.text(20, f"£{case.money()}", 30, bold=True)
    draw.y += 50
    case.txn_id = case.mixed(14)
    case.moment("%H:%M")
    rows(
        draw,
        "stacked",
        ("Paid to", case.merchant),
        (
            "Date and time",
            f"{case.at.day} {MONTHS[case.at.month - 1]} {case.at.year}, {case.at:%H:%M}",
        ),
        ("Reference", case.txn_id),
        (
            "Status",
            case.word(
                success="Completed/Successful",
                refunded="Refunded",
                closed="Failed/Cancelled",
                pending="Processing/Pending",
            ),
        ),
        ("Available balance", "£2,310.55"),
    )


def hong_kong(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "交易詳情")
    case.merchant, case.currency = case.random.choice(HK_SHOPS), "HKD"
    draw.centred(f"HK${case.money()}", 34, bold=True)
    draw.y += 58
    case.txn_id = "FRN" + case.at.strftime("%Y%m%d") + case.digits(10)
    rows(
        draw,
        "sides",
        ("收款人", case.merchant),
        ("交易時間", case.moment()),
        ("付款方式", "儲蓄戶口"),
        ("交易編號", case.txn_id),
        (
            "狀態",
            case.word(
                success="交易成功/已完成", refunded="已退款", closed="已取消", pending="處理中"
            ),
        ),
    )


def taiwan(case: Case, draw: Drawing) -> None:
    draw.status_bar(case.random, "交易明細")
    case.merchant, case.currency = case.random.choice(TW_SHOPS), "TWD"
    case.amount_minor = max(case.amount_minor // 100, 1) * 100
    draw.centred(f"NT$ {case.amount_minor // 100:,}", 34, bold=True)
    draw.y += 58
    case.txn_id, case.merchant_order_id = case.digits(19), case.mixed(16)
    rows(
        draw,
        "sides",
        ("商店名稱", case.merchant),
        ("交易時間", case.moment("%Y/%m/%d %H:%M:%S")),
        ("付款方式", "信用卡"),
        ("交易序號", case.txn_id),
        ("商店訂單編號", case.merchant_order_id),
        (
            "交易狀態",
            case.word(
                success="付款完成/付款成功", refunded="已退款", closed="已取消", pending="處理中"
            ),
        ),
    )


ABROAD = (paypal, revolut, stripe, english_bank, hong_kong, taiwan)
ENGLISH = frozenset({"paypal", "revolut", "stripe", "english_bank"})
