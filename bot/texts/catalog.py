"""Key and language to text: the sentences, read from the TOML files beside this module."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from opencc import OpenCC

from bot.domain.languages import Language
from bot.texts.shown import Rendered, Value
from bot.texts.template import Template, close_up, parse

_FOLDER = Path(__file__).parent
# Hong Kong and Macau write differently from Taiwan; the rest of the world reads Taiwan's.
_HONG_KONG_WRITING = ("HK", "MO")

# What the conversion leaves in mainland words, and quotation marks. Source: read by eye.
_HONG_KONG_WORDS = {
    "賬户": "戶口", "帳户": "戶口", "户": "戶", "裏": "裡", "短信": "短訊", "派出所": "警署",
    "材料": "資料", "公安局": "警署", "説": "說", "髮卡": "發卡",
    "“": "「", "”": "」", "‘": "『", "’": "』",
}  # fmt: skip
_TAIWAN_WORDS = {
    "臺北": "台北",
    "結束通話電話": "掛斷電話", "結束通話": "掛斷", "二維碼": "QR Code", "賬": "帳",
    "銀行網點": "分行", "派出所": "派出所", "材料": "資料", "手機銀行": "網銀", "髮卡": "發卡",
    "“": "「", "”": "」", "‘": "『", "’": "』",
}  # fmt: skip

Entry = str | list[str] | list[list[str]]
Texts = Mapping[Language, Mapping[str, Entry]]


class Catalog:
    """All texts of the bot.

    Traditional Chinese is converted from simplified, one text at a time and once, before
    anything is filled in; single keys are overridden by their own files.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._texts = _shipped() if folder == _FOLDER else _all_of(folder)

    def keys(self, language: Language) -> frozenset[str]:
        """Return all keys of one language; traditional Chinese has those of simplified."""
        if language is Language.TRADITIONAL:
            language = Language.SIMPLIFIED
        return frozenset(self._texts[language])

    def has(self, key: str) -> bool:
        """Whether there is a text under this key."""
        return key in self._texts[Language.SIMPLIFIED]

    def entry(self, key: str, language: Language, region: str = "") -> Entry:
        """Return a text as it stands in its file, converted where it has to be.

        Raises:
            KeyError: no such key.
        """
        if language is not Language.TRADITIONAL:
            return self._texts[language][key]
        own = self._texts[Language.TRADITIONAL].get(key)
        if own is not None:
            return own
        return _each(self._texts[Language.SIMPLIFIED][key], region)

    def fill(
        self,
        key: str,
        language: Language,
        values: Mapping[str, Value] | None = None,
        region: str = "",
    ) -> Rendered:
        """Return a text with its values, in Telegram HTML."""
        return self._template(key, language, region).fill(values or {})

    def line(self, key: str, language: Language, region: str = "", **values: Value) -> str:
        """Return a text of one line as plain text, for buttons and commands."""
        entry = self.entry(key, language, region)
        if not isinstance(entry, str):
            raise TypeError(f"{key} is a list, not a line")
        return close_up(entry.format_map({name: _plain(value) for name, value in values.items()}))

    def words(self, key: str, language: Language, region: str = "") -> list[str]:
        """Return a list of short texts; empty where there is none."""
        if not self.has(key):
            return []
        entry = self.entry(key, language, region)
        if isinstance(entry, str):
            return [entry]
        return [each for each in entry if isinstance(each, str)]

    def rows(self, key: str, language: Language, region: str = "") -> list[list[str]]:
        """Return a layout: lines of segments."""
        entry = self.entry(key, language, region)
        if isinstance(entry, str):
            raise TypeError(f"{key} is a text, not a layout")
        return [row if isinstance(row, list) else [row] for row in entry]

    def _template(self, key: str, language: Language, region: str) -> Template:
        entry = self.entry(key, language, region)
        if not isinstance(entry, str):
            raise TypeError(f"{key} is a list, not a text")
        return _parsed(entry)


def _plain(value: Value) -> str:
    return str(getattr(value, "text", value))


_parsed = lru_cache(maxsize=4096)(parse)


@lru_cache(maxsize=2)
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


@lru_cache(maxsize=8192)
def to_traditional(text: str, region: str) -> str:
    """Return simplified Chinese in the traditional script and the words of a region."""
    hong_kong = region in _HONG_KONG_WRITING
    converted: str = _converter("s2hk" if hong_kong else "s2twp").convert(text)
    words = _HONG_KONG_WORDS if hong_kong else _TAIWAN_WORDS
    for ours, theirs in words.items():
        converted = converted.replace(ours, theirs)
    return converted


def _each(entry: Entry, region: str) -> Entry:
    if isinstance(entry, str):
        return to_traditional(entry, region)
    return [_each(each, region) for each in entry]  # type: ignore[return-value]  # nested alike


@cache
def _shipped() -> Texts:
    """The texts of this program, which do not change while it runs."""
    return _all_of(_FOLDER)


def _all_of(folder: Path) -> Texts:
    return {language: dict(_read(folder / language.value)) for language in Language}


def _read(folder: Path) -> Iterator[tuple[str, Entry]]:
    for path in sorted(folder.glob("*.toml")):
        with path.open("rb") as file:
            yield from _flat(tomllib.load(file))


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, Entry]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, str | list):
            yield f"{prefix}{name}", value
        else:
            raise TypeError(f"{prefix}{name}: a text or a list of texts, not {value!r}")
