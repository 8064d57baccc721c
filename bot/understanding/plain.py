"""The normal form of a message: one script, one width, one case, without markup."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

READ_AT_MOST = 1_000
"""Characters that are read for meaning; of longer messages the first 750 and the last 250."""

_HEAD, _TAIL = 750, 249
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_BLANK = re.compile(r"\s+")
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[a-z])|(?<=[a-z])(?=[\u4e00-\u9fff])")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’`´](?=[a-z])")


@cache
def _to_simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, as OpenCC knows them."""
    table = resources.files("opencc").joinpath("dictionary/TSCharacters.txt")
    rows = (line.split("\t") for line in table.read_text("utf-8").splitlines() if "\t" in line)
    return {ord(row[0]): row[1].split(" ")[0] for row in rows if len(row[0]) == 1}


@cache
def _spoken() -> Mapping[str, str]:
    """Cantonese and Taiwanese words to the standard form that the signs know, longest first."""
    text = resources.files(__package__).joinpath("spoken.toml").read_text("utf-8")
    words: dict[str, str] = tomllib.loads(text)["words"]
    return words


def simplified(text: str) -> str:
    """Return the text in simplified characters, character for character."""
    return text.translate(_to_simplified())


def is_traditional(text: str) -> bool:
    """Return whether a text is written in traditional characters."""
    differing = sum(a != b for a, b in zip(text, simplified(text), strict=True))
    return differing > 0 and differing * 20 >= sum("\u4e00" <= one <= "\u9fff" for one in text)


def shortened(text: str) -> str:
    """Return the beginning and the end of a long text, a short one whole."""
    return text if len(text) <= READ_AT_MOST else f"{text[:_HEAD]} {text[-_TAIL:]}"


def plain(text: str) -> str:
    """Return the normal form that routes are read from; never longer than `READ_AT_MOST`."""
    text = _INVISIBLE.sub("", shortened(text))
    text = unicodedata.normalize("NFKC", _MARKUP.sub(" ", text)).lower()
    text = simplified(text)[: READ_AT_MOST + 1]
    if re.search(r"[\u4e00-\u9fff]", text):
        for spoken, standard in _spoken().items():
            if spoken in text:
                text = text.replace(spoken, standard)
    text = _SEAM.sub(" ", _APOSTROPHE.sub("", text))
    return _BLANK.sub(" ", text).strip()
