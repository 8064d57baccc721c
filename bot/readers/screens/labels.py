"""Labels of payment pages and the fields they stand for."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.readers.screens.wording import key, simplified


class Field(StrEnum):
    """What a label announces; OTHER is a known label of no interest."""

    AMOUNT = "amount"
    TIME = "time"
    DATE = "date"
    TXN = "txn"
    ORDER = "order"
    MERCHANT = "merchant"
    STATUS = "status"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its field, and how much its value is preferred; 0 comes first."""

    field: Field
    rank: int


_TABLE = Path(__file__).with_name("labels.toml")
_BY_KEY: dict[str, Label] = {
    word: Label(Field(entry["field"]), entry["rank"])
    for entry in tomllib.loads(_TABLE.read_text("utf-8"))["label"]
    for word in entry["words"].split()
}
_CHINESE = sorted((word for word in _BY_KEY if not word.isascii()), key=len, reverse=True)
# A unit in brackets belongs to the label: 交易金额(人民币), Amount (USD).
_BRACKETED = re.compile(r"[(\[](?:[^()\[\]]{1,6})[)\]]$")
_SEPARATED = re.compile(r"^([^:]{2,28}?)\s*:\s*(.*)$")
_LABEL_THEN_VALUE = re.compile(r"^\s*[:·]?\s*")


def label_of(text: str) -> Label | None:
    """Return the label that a whole line is, or None."""
    plain = key(text)
    return _BY_KEY.get(plain) or _BY_KEY.get(_BRACKETED.sub("", plain))


def split_label(text: str) -> tuple[Label, str] | None:
    """Return the label at the start of a line and the value after it, or None.

    Recognition joins a label and its value where they stand close together.
    """
    separated = _SEPARATED.match(text)
    if separated and separated[2] and (label := label_of(separated[1])):
        return label, separated[2]
    even = simplified(text)
    if len(even) != len(text):
        return None
    for word in _CHINESE:
        if len(word) > 2 and even.startswith(word) and len(even) > len(word):
            return _BY_KEY[word], text[len(word) :].lstrip(" :·")
    return _split_words(text)


def _split_words(text: str) -> tuple[Label, str] | None:
    """Return an English label and its value, where the value starts with a figure or sign."""
    words = text.split(" ")
    for count in (3, 2, 1):
        if len(words) <= count or not re.match(r"[-+$€£¥]?\d|[A-Z]{3}$|[$€£¥]", words[count]):
            continue
        label = label_of(" ".join(words[:count]))
        if label and label.field not in (Field.MERCHANT, Field.OTHER, Field.STATUS):
            return label, " ".join(words[count:])
    return None
