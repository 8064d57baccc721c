"""What holds for any bytes, any text and any rows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.duplicates import find_duplicates
from bot.domain.purchases import goods_key, payee_key
from bot.domain.transactions import Kind, Precision, Source, State, Transaction
from bot.readers.decoding import decode
from bot.readers.errors import Unreadable
from bot.readers.statements.amounts import minor_units
from bot.readers.statements.cells import order_in
from bot.readers.statements.reading import read_statements
from bot.readers.statements.times import read_time

FILES = sorted((Path(__file__).parent / "fixtures" / "statements").iterdir())
START = datetime(2026, 3, 1, tzinfo=UTC)

edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=12)), min_size=1, max_size=6
)


@settings(max_examples=80, deadline=None)
@given(file=st.sampled_from(FILES), changes=edits)
def test_a_broken_file_is_read_or_refused(file: Path, changes: list[tuple[float, int, bytes]]):
    data = file.read_bytes()
    for place, cut, put in changes:
        at = int(place * len(data))
        data = data[:at] + put + data[at + cut :]
    try:
        read = read_statements(data, "x")
    except Unreadable:
        return
    for statement in read:
        assert statement.transactions
        assert all(row.amount_minor >= 0 for row in statement.transactions)
        find_duplicates(statement.transactions)


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_an_amount_a_time_a_name_or_nothing(text: str):
    minor_units(text, "CNY")
    read_time(text)
    order, rest = order_in(text)
    assert order in text
    assert len(rest) <= len(text)
    assert payee_key(payee_key(text)) == payee_key(payee_key(text))
    assert goods_key(text) == goods_key(f" {text} ")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_have_a_text(data: bytes):
    assert isinstance(decode(data), str)


@settings(max_examples=120, deadline=None)
@given(st.integers(-(10**9), 10**9))
def test_an_amount_survives_being_written(minor: int):
    assert minor_units(f"{minor / 100:,.2f}") == minor
    european = f"{minor / 100:,.2f}".translate(str.maketrans(",.", ".,"))
    assert minor_units(european, decimal_comma=True) == minor


rows = st.builds(
    Transaction,
    row=st.integers(1, 9_999),
    kind=st.sampled_from(Kind),
    state=st.sampled_from(State),
    at=st.integers(0, 900).map(lambda seconds: START + timedelta(seconds=seconds)),
    amount_minor=st.sampled_from((0, 100, 250)),
    currency=st.just("CNY"),
    precision=st.sampled_from(Precision),
    payee=st.sampled_from(("店", "支付宝-店", "馆")),
    goods=st.sampled_from(("", "热饮 123456", "会员月卡", "地铁", "第1期")),
    transaction_ref=st.sampled_from(("", "1", "2", "3", "4")),
    order_ref=st.sampled_from(("", "A", "B")),
    refund_of=st.sampled_from(("", "1", "2")),
    refunded_minor=st.sampled_from((0, 50, 100)),
    refund_told=st.booleans(),
    file=st.sampled_from(("a", "b")),
    source=st.sampled_from(Source),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, max_size=14))
def test_a_finding_names_paid_charges_once_and_leaves_one_owed(transactions: list[Transaction]):
    found = find_duplicates(transactions)
    named = [(row.file, row.row) for one in found for row in one.charges]
    assert len(named) == len(set(named))
    for one in found:
        assert all(row.is_open_charge for row in one.charges)
        assert one.extra == len(one.charges) - 1 >= 1
        assert 0 < one.extra_minor <= sum(row.amount_minor for row in one.charges[1:])
        assert len({row.amount_minor for row in one.charges}) == 1
