"""ABC (农业银行), BoCom (交通银行), CGB (广发银行), HSBC Hong Kong."""

import re
from collections.abc import Iterator

from bot.domain.transactions import Kind, State, Transaction
from bot.readers.statements.cells import currency_code, is_nothing, order_in
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.words import bank_kind, is_refund, is_repayment

_COIN_AND_MONEY = re.compile(r"([A-Z]{3}|[\u4e00-\u9fff]+)?\s*(-?[\d.,]+)")
_TYPE_WORD = re.compile(r"^(消费|退货|退款|信用卡还款|还款|转账|取现|预借现金|分期)\s*")
_CGB_TYPE = re.compile(r"^[(（]([^)）]*)[)）]\s*")
_HSBC_TYPE = re.compile(
    r"^(?:QR|SALES:|RETURN:|APPLEPAY|GOOGLEPAY|POS PURCHASE)\s+", re.IGNORECASE
)
_HSBC_REPAID = re.compile(r"PAYMENT - THANK YOU|AUTOPAY|TRANSFER|WITHDRAWAL|SALARY|INTEREST", re.I)
_SPACES = re.compile(r"\s{2,}.*$")


def _abc(table: Table) -> Iterator[Transaction]:
    columns = ("交易日期", "交易时间", "交易摘要", "交易金额", "对手信息", "日志号", "交易附言")
    for day, clock, summary, money, payee, log, memo in table.records(*columns):
        amount = table.amount(money)
        order, goods = order_in("" if is_nothing(memo) else memo)
        yield table.row(
            f"{day}{clock}" if clock.isdigit() and len(clock) == 6 else day,
            bank_kind(summary, amount),
            amount,
            payee="" if is_nothing(payee) else payee,
            goods=goods,
            transaction_ref="" if not log.strip("0") else table.ref(log),
            order_ref=order,
        )


def _bocom_debit(table: Table) -> Iterator[Transaction]:
    columns = (
        "交易日期",
        "交易时间",
        "交易类型",
        "借贷",
        "交易金额",
        "对方户名",
        "交易地点",
        "摘要",
    )
    for day, clock, type_, side, money, owner, place, memo in table.records(*columns):
        amount = abs(table.amount(money)) * (-1 if "借" in side or "Dr" in side else 1)
        order, goods = order_in("" if is_nothing(memo) else memo)
        yield table.row(
            f"{day} {clock}".strip(),
            bank_kind(f"{type_} {memo}", amount),
            amount,
            payee=owner or place,
            goods=goods,
            order_ref=order,
        )


def _bocom_credit(table: Table) -> Iterator[Transaction]:
    """Amounts stand after their currency; the one at the merchant may be another."""
    columns = ("交易日期", "交易说明", "交易币种/金额", "入账币种/金额|清算币种/金额")
    for when, text, traded, posted in table.records(*columns):
        currency, money = _coin_and_money(posted or traded)
        foreign, _ = _coin_and_money(traded)
        word = _TYPE_WORD.match(text)
        order, payee = order_in(_TYPE_WORD.sub("", text))
        yield table.row(
            when,
            _card_kind(word[1] if word else "", table.amount(money, currency)),
            table.amount(money, currency),
            currency=currency,
            payee=payee,
            order_ref=order,
            merchant_amount=traded if foreign != currency else "",
        )


def _coin_and_money(text: str) -> tuple[str, str]:
    found = _COIN_AND_MONEY.search(text)
    if not found:
        return "CNY", text
    return currency_code(found[1] or "", "CNY"), found[2]


def _card_kind(word: str, amount: int) -> Kind:
    """A card's row: charges are positive."""
    if is_refund(word):
        return Kind.REFUND
    if is_repayment(word) or "取现" in word:
        return Kind.TRANSFER
    return Kind.CHARGE if amount >= 0 else Kind.REFUND


def _cgb(table: Table) -> Iterator[Transaction]:
    columns = ("交易日期", "交易摘要", "交易金额", "交易货币", "入账金额", "入账货币")
    for when, text, traded, foreign, posted, coin in table.records(*columns):
        currency = currency_code(coin, "CNY")
        amount = table.amount(posted or traded, currency)
        word = _CGB_TYPE.match(text)
        order, payee = order_in(_CGB_TYPE.sub("", text))
        other = currency_code(foreign, currency)
        yield table.row(
            when,
            _card_kind(word[1] if word else "", amount),
            amount,
            currency=currency,
            payee=payee,
            goods="分期" if word and "分期" in word[1] else "",
            order_ref=order,
            merchant_amount=f"{traded} {other}" if other != currency else "",
        )


def _hsbc(table: Table) -> Iterator[Transaction]:
    columns = (
        "Transaction date|Date", "Description", "Billing amount", "Billing currency",
        "Transaction status", "Merchant name",
    )  # fmt: skip
    for when, text, money, coin, status, merchant in table.records(*columns):
        currency = currency_code(coin, "HKD")
        amount = table.amount(money, currency)
        order, rest = order_in(_HSBC_TYPE.sub("", text))
        pending = status.upper() not in ("", "POSTED")
        yield table.row(
            when,
            _hsbc_kind(text, amount),
            amount,
            State.PENDING if pending else State.DONE,
            currency=currency,
            payee=merchant or _SPACES.sub("", rest),
            order_ref=order,
        )


def _hsbc_kind(text: str, amount: int) -> Kind:
    if _HSBC_REPAID.search(text):
        return Kind.TRANSFER
    return Kind.CHARGE if amount < 0 else Kind.REFUND


LAYOUTS = (
    Layout("abc_debit", ("交易日期", "交易摘要", "交易金额", "日志号"), _abc),
    Layout("bocom_debit", ("交易日期", "借贷", "交易金额"), _bocom_debit),
    Layout("bocom_credit", ("交易日期", "交易说明", "交易币种/金额"), _bocom_credit),
    Layout("cgb_credit", ("交易日期", "入账日期", "交易摘要", "入账金额"), _cgb),
    Layout("hsbc_hk_credit", ("Transaction date", "Billing amount", "Post date"), _hsbc),
    Layout("hsbc_hk_debit", ("Date", "Billing amount", "Billing currency"), _hsbc),
)
