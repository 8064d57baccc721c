"""Writes invented rows as banks, cards and PayPal export them."""

import random
from datetime import timedelta

from statement_cases import Row
from statement_wallets import table, yuan

OUT = ("charge", "transfer")


def signed(row: Row) -> int:
    return -row.minor if row.kind in OUT else row.minor


def free_text(row: Row, mark: str) -> str:
    """Goods that say something, and the order number that a bank's text may hold."""
    goods = "" if row.goods[-6:].isdigit() else row.goods
    order = f"{mark}{row.order[-9:]}" if row.order and row.kind != "topup" else ""
    return " ".join(part for part in (goods, order) if part)


def icbc(rows: list[Row], rng: random.Random) -> bytes:
    head = '明细查询文件下载\n\n卡号: 6222****5678,"卡别名: "\n\n子账户类别:\n\n'
    names = (
        "交易日期,记账日期,摘要,交易场所,交易国家或地区简称,交易金额(收入),交易金额(支出),交易"
        "币种,记账金额(收入),"
        "记账金额(支出),记账币种,余额,对方户名"
    )  # fmt: skip
    lines = [names]
    for row in rows:
        word = {"charge": "消费", "refund": "退款"}.get(row.kind, "转账")
        place = f"{row.payee} {free_text(row, '订单')}".strip()
        out, into = ("", yuan(row.minor)) if row.kind not in OUT else (yuan(row.minor), "")
        lines.append(
            f'{row.at:%Y-%m-%d}     \t,{row.at:%Y-%m-%d}     \t,"{word:<10}\t","{place:<20}\t",'
            f'"CHN \t","{into:<20}\t",'
            f'"{out:<20}\t",人民币  \t,"{into:<20}\t","{out:<20}\t",人民币  \t,"1,234.00\t","'
            f'{row.payee}\t"'
        )
    return (
        head + "\n".join(lines) + '\n \n合计金额,,,,,"12.00\t","13.00\t",\t,"12.00\t"\n'
    ).encode()


def boc(rows: list[Row], rng: random.Random) -> bytes:
    names = (
        "记账日期 记账时间 币别 金额 余额 交易名称 渠道 网点名称 附言 对方账户名 "
        "对方卡号/账号 对方开户行"
    )
    body = [["中国银行交易流水明细清单"], names.split()]
    for row in rows:
        word = {"charge": "网上快捷支付", "refund": "网上快捷退款"}.get(row.kind, "跨行转账")
        memo = f"支付宝-{row.goods} 订单{row.order[-12:]}" if row.kind != "transfer" else "转账"
        body.append([
            f"{row.at:%Y-%m-%d}", f"{row.at:%H:%M:%S}", "人民币", f"{signed(row) / 100:,.2f}",
            "1,000.00", word, "银企对接", "-------------------", memo, f"支付宝-{row.payee}",
            "Z200******010N", "----------",
        ])  # fmt: skip
    return table(body).encode("gb18030")


_PAYPAL = (
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Add"
    "ress,"
    "Transaction ID,Item Title,Item ID,Reference Txn ID,Invoice Number,Balance,Balance Impact"
)
_TYPES = {
    "refund": "Payment Refund", "transfer": "Mobile Payment",
    "topup": "Bank Deposit to PP Account",
}  # fmt: skip


def _paypal(rows: list[Row], date: str, comma: bool) -> list[dict[str, str]]:
    out = []
    for row in rows:
        money = f"{signed(row) / 100:,.2f}"
        if comma:
            money = money.translate(str.maketrans(",.", ".,"))
        held = row.state == "pending"
        out.append({
            "Date": row.at.strftime(date), "Time": f"{row.at:%H:%M:%S}", "TimeZone": "PST",
            "Name": row.payee,
            "Type": "General Authorization" if held else _TYPES.get(row.kind, "Website Payment"),
            "Status": "Pending" if held else "Completed", "Currency": "EUR" if comma else "USD",
            "Gross": money, "Fee": "0.00", "Net": money,
            "Transaction ID": row.txn.replace("_", "R")[-17:], "Item Title": row.goods,
            "Reference Txn ID": row.refund_of[-17:], "Invoice Number": row.order,
            "Balance Impact": "Memo" if held else "Debit" if row.kind in OUT else "Credit",
        })  # fmt: skip
    return out


def _quoted(names: str, rows: list[dict[str, str]]) -> bytes:
    lines = [",".join(f'"{name}"' for name in names.split(","))]
    lines += [",".join(f'"{row.get(name, "")}"' for name in names.split(",")) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def paypal_us(rows: list[Row], rng: random.Random) -> bytes:
    return _quoted(_PAYPAL, _paypal(rows, "%m/%d/%Y", comma=False))


def paypal_eu(rows: list[Row], rng: random.Random) -> bytes:
    return _quoted(_PAYPAL, _paypal(rows, rng.choice(("%d/%m/%Y", "%d.%m.%Y")), comma=True))


def paypal_statement(rows: list[Row], rng: random.Random) -> bytes:
    names = (
        "Date,Time,Time Zone,Description,Currency,Gross,Fee,Net,Balance,Transaction ID,From Ema"
        "il Address,Name,"
        "Bank Name,Bank Account,Shipping and Handling Amount,Sales Tax,Invoice ID,Reference Txn ID"
    )  # fmt: skip
    rows_ = _paypal(rows, "%m/%d/%Y", comma=False)
    for cells in rows_:
        cells |= {"Description": cells["Type"], "Invoice ID": cells["Invoice Number"]}
    return _quoted(names, rows_)


def revolut(rows: list[Row], rng: random.Random) -> bytes:
    kinds = {
        "charge": "CARD_PAYMENT",
        "refund": "CARD_REFUND",
        "transfer": "TRANSFER",
        "topup": "TOPUP",
    }
    names = "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State"
    body = [[*names.split(","), "Balance"]]
    for row in rows:
        done = row.state == "done"
        state = "COMPLETED" if done else rng.choice(("DECLINED", "REVERTED"))
        later = f"{row.at + timedelta(hours=9)}" if done else ""
        text = f"{row.payee} {free_text(row, 'order ')}".strip()
        body.append([
            kinds[row.kind], "Current", f"{row.at}", later, text, f"{signed(row) / 100:.2f}",
            "0.00", "EUR", state, "100.00" if done else "",
        ])  # fmt: skip
    return table(body).replace("\r\n", "\n").encode()


def wise(rows: list[Row], rng: random.Random) -> bytes:
    body = [
        "TransferWise ID,Date,Amount,Currency,Description,Payment Reference,Running Balance,Exc"
        "hange From,Exchange To,"
        "Exchange Rate,Payer Name,Payee Name,Payee Account Number,Merchant,Card Last Four Digit"
        "s,Card Holder Full "
        "Name,Attachment,Note,Total fees".split(",")
    ]  # fmt: skip
    for row in rows:
        card = row.kind in ("charge", "refund")
        order = f"order {row.order[-9:]}" if card else ""
        text = (
            f"Card transaction of EUR issued by {row.payee}"
            if card
            else f"Sent money to {row.payee}"
        )
        body.append([
            f"{'CARD' if card else 'TRANSFER'}-{row.txn[-12:]}", f"{row.at:%d-%m-%Y}",
            f"{signed(row) / 100:.2f}", "EUR", text, order, "10.00", "", "", "", "",
            "" if card else row.payee, "", row.payee if card else "", "4417", "", "",
            row.goods if card else "", "0.00",
        ])  # fmt: skip
    return table(body).encode()


def stripe(rows: list[Row], rng: random.Random) -> bytes:
    body = [
        "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted "
        "Amount,Fee,Status,"
        "Customer ID,Customer Email,Captured,Card Last4,Card Fingerprint,Invoice ID,PaymentInte"
        "nt ID,"
        "order_id (metadata)".split(",")
    ]  # fmt: skip
    for row in rows:
        status = "Failed" if row.state == "closed" and not row.refunded else "Paid"
        if row.refunded:
            status = "Refunded" if row.refunded == row.minor else "Partially refunded"
        body.append([
            f"ch_{row.txn[-16:]}", row.goods, "Payment complete.", f"{row.at:%Y-%m-%d %H:%M}",
            yuan(row.minor), yuan(row.refunded), "usd", yuan(row.minor), "0.30", status,
            f"cus_{row.payee[:9]}", "a@example.com", "true", "4417", f"fp_{row.payee[:4]}", "",
            f"pi_{row.txn[-16:]}", row.order,
        ])  # fmt: skip
    return table(body).encode()
