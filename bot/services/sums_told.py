"""Sums that a text tells one by one, and sums that were put in rather than held."""

import re

from pydantic import JsonValue

from bot.domain.money import Money, read_amount
from bot.domain.numerals import fold
from bot.services.facts_found import beside_amount
from bot.understanding.amounts import without_dialled

_LONGEST_WORDS = 2000


def listed_total(text: str, currency: str) -> Money | None:
    """Return the sum of payments told of one by one: 一笔49999 一笔20000, 49985 跟 29985."""
    said = without_dialled(text)
    parts = _EACH.findall(said)
    if len(parts) < _FEWEST_LISTED:
        parts = [part for part in _LISTED.split(said) if part.strip()]
    found = [read_amount(part, currency=currency or None) for part in parts]
    sums = [each.money for each in found if each is not None and each.money is not None]
    whole = all(not beside_amount(part) for part in parts)
    if len(sums) < max(_FEWEST_LISTED, len(parts)) or not whole:
        return None
    if len({each.currency for each in sums}) != 1:
        return None
    return Money(minor=sum(each.minor for each in sums), currency=sums[0].currency)


def price_behind(text: str, currency: str) -> dict[str, JsonValue]:
    """Return the price that stands behind what was bought: 一个电饭锅 199; empty: none does."""
    found = _PRICE.fullmatch(text.strip())
    price = read_amount(found["price"], currency=currency or None) if found else None
    return {"amount": price.money.model_dump()} if price and price.money else {}


_PRICE = re.compile(r"[\u3400-\u9fff]{2,12}[\s，,]+(?P<price>\d{2,6}(?:\.\d{1,2})?)")


def instalments_paid(text: str, currency: str) -> dict[str, JsonValue]:
    """Return what instalments come to: 已经还了3期 每期416.6; empty: none are told of."""
    found = _INSTALMENTS.search(fold(text))
    each = read_amount(found["each"], currency=currency or None) if found else None
    if found is None or each is None or each.money is None:
        return {}
    paid = Money(minor=each.money.minor * int(found["count"]), currency=each.money.currency)
    return {"amount": paid.model_dump()}


_INSTALMENTS = re.compile(
    r"(?:还|還|付|扣|交)了?\s*(?P<count>\d{1,2})\s*(?:期|个月|個月).{0,6}(?:每期|每月|每个月|一期|一个月)"
    r"\s*(?P<each>\d[\d,]*(?:\.\d{1,2})?)"
)


def with_listed_total(
    facts: dict[str, JsonValue], text: str, currency: str
) -> dict[str, JsonValue]:
    """Return the facts with the sum of the payments that a text lists, where it lists any."""
    whole = listed_total(text, currency) if "total" not in facts else None
    if whole is None:
        return facts
    kept = {name: value for name, value in facts.items() if name != "amount"}
    return kept | {"total": whole.model_dump()}


def with_deposits(facts: dict[str, JsonValue], text: str) -> dict[str, JsonValue]:
    """Return the facts of a platform with money put in as that: it is no balance."""
    if "amount" not in facts or not _PUT_IN.search(text) or _HELD.search(text):
        return facts
    kept = {name: value for name, value in facts.items() if name != "amount"}
    return kept | {"deposits": text.strip()[:_LONGEST_WORDS]}


_PUT_IN = re.compile(
    r"(?:投|充|存|转|轉|打|买|買|放)(?:了|进|進|过|過|入|的)|入金|本金"
    r"|deposited|invested|put in|topped up"
)
_HELD = re.compile(r"余额|餘額|里面|裡面|里头|还有|還有|剩|提不|balance|left in|show")
_FEWEST_LISTED = 2
_EACH = re.compile(
    r"(?:一[笔筆]|第[一二三四五六][笔筆]|另一[笔筆])(?:是)?\s*(\d[\d,.]*(?:[万萬千]\d?)?)"
)
_LISTED = re.compile(
    r"[，,；;、+\s]+|和|跟|还有|還有|另外|再加|加上|[一两兩二三四五六七八九十][笔筆]|共|分别是?|分別是?"
)
