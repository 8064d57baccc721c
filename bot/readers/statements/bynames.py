"""Tables of banks that nobody has described: read by what their columns are called."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path

from bot.domain.transactions import Kind, State, Transaction
from bot.readers.statements.amounts import writes_decimal_comma
from bot.readers.statements.cells import currency_code, is_nothing, order_in
from bot.readers.statements.model import Caution
from bot.readers.statements.postings import is_transfer
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.times import DayOrder, day_order
from bot.readers.statements.words import bank_kind, is_refund, wallet_state

_UNIT = re.compile(r"\s*[(\[]([^()\[\]]{1,8})[)\]]$")
_ROLES = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
_PATTERNS = tuple((role, re.compile("|".join(names))) for role, names in _ROLES.items())
_YEAR_LAST = re.compile(r"^\d{1,2}[-/.]")
_OUT_WORDS = re.compile(r"支|借|出|^d|debit|out", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d{6}")
_PENDING = re.compile(r"pending|authori[sz]|hold", re.IGNORECASE)
_STOPPED = re.compile(r"declin|fail|cancel|revers|reject|void", re.IGNORECASE)
_BACK = re.compile(r"refund|return|reversal|chargeback|erstattung|rembours", re.IGNORECASE)


class _Roles(Mapping[str, str]):
    """The role of a column by its name, as a table of translations."""

    def __getitem__(self, name: str) -> str:
        """Return the role; KeyError where the name tells none."""
        bare = _UNIT.sub("", name)
        for role, pattern in _PATTERNS:
            if pattern.fullmatch(bare):
                return role
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        """There is no list of all names."""
        return iter(())

    def __len__(self) -> int:
        """There is no list of all names."""
        return 0


def _read(table: Table) -> Iterator[Transaction]:
    """Whether a lone amount is one of an account or of a card is decided once."""
    table.cautions[Caution.BY_NAMES] = {}
    if not table.is_chinese:
        table.zone = UTC
    days = [day for day in table.sample("day|moment", "day|moment") if _YEAR_LAST.search(day)]
    table.day_order = day_order(days)
    if days and table.day_order is DayOrder.UNKNOWN:
        table.cautions[Caution.DATE_ORDER] = {}
    amounts = table.sample("day|moment", "amount|out")
    table.decimal_comma = writes_decimal_comma(amounts)
    default, charged = _currency(table), _charge_sign(table, amounts)
    columns = (
        "day|moment", "moment|clock", "clock", "amount", "out", "in", "side", "payee", "summary",
        "goods", "txn", "order", "state", "coin",
    )  # fmt: skip
    for (
        day, moment, clock, money, went, came, side, payee, summary, goods, txn, order, state,
        coin,
    ) in table.records(*columns):  # fmt: skip
        currency = currency_code(coin, default)
        amount = _signed(table, (money, went, came, side), currency, charged)
        told, rest = order_in("" if is_nothing(goods) else goods)
        yield table.row(
            _when(day, moment, clock),
            _kind((summary, goods, payee), amount),
            amount,
            _state(state),
            currency=currency,
            payee="" if is_nothing(payee) else payee,
            goods=rest,
            transaction_ref=table.ref(txn),
            order_ref=table.ref(order) or told,
        )


def _currency(table: Table) -> str:
    """A unit in the header ("Amount (GBP)"), else the home of its language."""
    units = (_UNIT.search(name) for name in table.header)
    told = (currency_code(found[1]) for found in units if found)
    return next((code for code in told if code), "CNY" if table.is_chinese else "USD")


def _charge_sign(table: Table, amounts: list[str]) -> int:
    """-1 where charges are written negative, 1 where a card's statement writes them plain."""
    rows = zip(amounts, *_told(table), strict=True)
    bought = (cell for cell, *words in rows if not _is_no_purchase(*words))
    values = [value for cell in bought if (value := table.glance(cell))]
    return -1 if 2 * sum(value < 0 for value in values) >= len(values) else 1


def _told(table: Table) -> tuple[list[str], list[str]]:
    """Return what the rows say, in the order of `Table.sample`."""
    return table.sample("day|moment", "goods"), table.sample("day|moment", "summary")


def _is_no_purchase(*words: str) -> bool:
    """Money that came back, or moved between accounts."""
    return any(_BACK.search(one) or is_refund(one) or is_transfer(one) for one in words)


def _signed(table: Table, cells: tuple[str, str, str, str], currency: str, charged: int) -> int:
    """Return what a row moved; negative left the account."""
    money, went, came, side = cells
    if not is_nothing(money):
        amount = table.amount(money, currency)
        if side:
            return -abs(amount) if _OUT_WORDS.search(side) else abs(amount)
        return amount if charged < 0 else -amount
    if not is_nothing(went) and (amount := table.amount(went, currency)):
        return -abs(amount)
    return abs(table.amount(came, currency))


def _when(day: str, moment: str, clock: str) -> str:
    """Return day and time of day, which may stand in one column or in two."""
    told = next((one for one in (moment, clock) if _CLOCK.fullmatch(one)), "")
    if told and not re.search(r"\d:\d", day):
        return f"{day}{told}" if day.isdigit() and told.isdigit() else f"{day} {told}"
    return moment if len(moment) > len(day) else day


def _kind(told: tuple[str, str, str], amount: int) -> Kind:
    words = " ".join(told[:2])
    if amount > 0 and _BACK.search(words):
        return Kind.REFUND
    if not is_refund(words) and any(is_transfer(one) for one in told):
        return Kind.TRANSFER
    return bank_kind(words, amount)


def _state(status: str) -> State:
    if _PENDING.search(status):
        return State.PENDING
    return State.CLOSED if _STOPPED.search(status) else wallet_state(status)


_NAMED = "payee|goods|summary"
LAYOUTS = (
    Layout("by_columns", ("day|moment", "out", "in", _NAMED), _read, translations=_Roles()),
    Layout("by_columns", ("day|moment", "amount", _NAMED), _read, translations=_Roles()),
)
