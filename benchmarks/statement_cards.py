"""Writes invented rows as further Chinese cards and HSBC Hong Kong export them."""

import random

from statement_banks import free_text, signed
from statement_cases import Row
from statement_wallets import table


def _text(row: Row) -> str:
    return f"{row.payee} {free_text(row, '订单')}".strip()


def _money(minor: int) -> str:
    return f"{minor / 100:,.2f}"


def boc_credit(rows: list[Row], rng: random.Random) -> bytes:
    body = [
        ["中国银行信用卡账单(2026年06月)"],
        "交易日,银行记账日,卡号后四位,交易描述,存入,支出,币种".split(","),
    ]
    for row in rows:
        text = "李三" if row.kind in ("topup", "transfer") else f"网银在线-{_text(row)}CHN"
        out, into = (_money(row.minor), "") if row.kind == "charge" else ("", _money(row.minor))
        body.append([f"{row.at:%Y-%m-%d}", f"{row.at:%Y-%m-%d}", "2875", text, into, out, "CNY"])
    return table(body).encode("gbk")


def cmb_credit(rows: list[Row], rng: random.Random) -> bytes:
    last = max(row.at for row in rows)
    body = [[f"招商银行信用卡对账单（个人消费卡账户 {last:%Y}年{last:%m}月）"]]
    body.append("交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额".split(","))
    for row in rows:
        paid = row.kind in ("topup", "transfer")
        sign = 1 if row.kind == "charge" else -1
        money = _money(sign * row.minor)
        text = "掌上生活还款" if paid else f"支付宝-{_text(row)}"
        body.append(
            [
                "" if paid else f"{row.at:%m/%d}",
                f"{row.at:%m/%d}",
                text,
                money,
                "1234",
                f"{money}(CN)",
            ]
        )
    return table(body).encode("gbk")


def cmb_debit(rows: list[Row], rng: random.Random) -> bytes:
    body = ["记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要".split(",")]
    for row in rows:
        word = {"charge": "快捷支付", "refund": "快捷退款"}.get(row.kind, "转账汇款")
        other = f"{row.payee}{row.order[:9]}"
        body.append([
            f"{row.at:%Y-%m-%d}", "CNY", _money(signed(row)), "1,000.00", word, other,
            free_text(row, "订单"),
        ])  # fmt: skip
    return table(body).encode("gb18030")


def abc_debit(rows: list[Row], rng: random.Random) -> bytes:
    body = [
        "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日 志 号,交易渠道,交易附言".split(
            ","
        )
    ]
    for row in rows:
        word = {"charge": "消费", "refund": "退款"}.get(row.kind, "转存")
        body.append([
            f"{row.at:%Y%m%d}", f"{row.at:%H%M%S}", word, f"{signed(row) / 100:+.2f}", "100.00",
            row.payee, row.txn[-9:], "电子商务", f"{row.goods} 订单{row.order[-12:]}",
        ])  # fmt: skip
    return table(body).encode("gbk")


def bocom_debit(rows: list[Row], rng: random.Random) -> bytes:
    body = [
        "序号,交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要".split(
            ","
        )
    ]
    for number, row in enumerate(rows, 1):
        word = {"charge": "网上支付", "refund": "网上支付退款"}.get(row.kind, "转账")
        side = "借 Dr" if signed(row) < 0 else "贷 Cr"
        body.append([
            str(number), f"{row.at:%Y-%m-%d}", f"{row.at:%H:%M:%S}", word, side,
            f"{row.minor / 100:.2f}", "9.00", "1111", row.payee, "网银在线",
            f"{row.goods} 订单编号{row.order}",
        ])  # fmt: skip
    return table(body).encode()


def bocom_credit(rows: list[Row], rng: random.Random) -> bytes:
    body = ["交易日期,记账日期,交易说明,交易币种/金额,入账币种/金额".split(",")]
    for row in rows:
        word = {"charge": "消费", "refund": "退货"}.get(row.kind, "信用卡还款 转账还款")
        money = f"CNY{rng.choice(('', ' '))}{row.minor / 100:.2f}"
        day = f"{row.at:%Y-%m-%d}"
        body.append([day, day, f"{word} {_text(row)}", money, money])
    return table(body).encode()


def cgb_credit(rows: list[Row], rng: random.Random) -> bytes:
    body = ["交易日期,入账日期,交易摘要,交易金额,交易货币,入账金额,入账货币".split(",")]
    for row in rows:
        word = {"charge": "消费", "refund": "退款"}.get(row.kind, "还款")
        money = f"{(row.minor if row.kind == 'charge' else -row.minor) / 100:.2f}"
        day = f"{row.at:%Y/%m/%d}"
        body.append([day, day, f"（{word}）{_text(row)}", money, "人民币", money, "人民币"])
    return table(body).encode()


def hsbc(rows: list[Row], rng: random.Random) -> bytes:
    names = (
        "Transaction date,Post date,Description,Billing amount,Billing currency,Transaction sta"
        "tus,Merchant name,"
        "Country / region,Area / district,Credit / Debit"
    )  # fmt: skip
    lines = [names]
    for row in rows:
        paid = row.kind in ("topup", "transfer")
        sign = -1 if row.kind == "charge" else 1
        order = f"  ORDER {row.order[-8:]}" if not paid else ""
        text = "PAYMENT - THANK YOU" if paid else f"SALES:   {row.payee}{order}"
        status = "PENDING" if row.state == "pending" else "POSTED"
        goods = "" if row.goods[-6:].isdigit() else row.goods
        name = "" if paid else f"{row.payee} {goods}".strip()
        lines.append(
            f'{row.at:%d/%m/%Y},{row.at:%d/%m/%Y},"{text}","{_money(sign * row.minor)}"\t\t,HKD'
            f',{status},"{name}",'
            f"CHINA,CHN,{'DEBIT' if sign < 0 else 'CREDIT'}"
        )
    return ("\n".join(lines) + "\n").encode()
