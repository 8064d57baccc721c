"""Texts of the tables that customers read: Chinese is Chinese, English is sentences."""

import re
from collections.abc import Iterator, Mapping

from knowledge.plain import Path
from knowledge.problems import Problem
from knowledge.records.base import Record, WordLists, Words
from knowledge.tables import MODELS, Tables, problem_at

# Fields whose English is read as sentences.
_SENTENCES = frozenset(
    {"for", "caution", "notes", "effect", "explain", "what_to_do", "documents", "proves", "rule"}
    | {"dispute_path", "statement_export", "emergency_freeze", "who_can_unfreeze", "typical_time"}
    | {"scam_warning", "how_it_works", "first_hour", "extra_steps", "never_do", "prevent"}
)
# A name, a menu path or a time may be without Chinese characters.
_PLAIN = frozenset({"names", "name", "hours", "dispute_path", "statement_export", "typical_time"})
_MATCHED = frozenset({"typical_messages", "aliases"})
_MOST_HAN = 6  # characters of an app's own words that an English text may quote

_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE_END = re.compile(r"[.!?][”\"')]?$")
_NOT_ZH = re.compile(r"不要|绝不|别")
_NOT_EN = re.compile(r"(?:Do not|Never)\b")


def text_problems(tables: Tables, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the words of the tables.

    Args:
        tables (Tables): as loaded.
        texts (Mapping): path of each file to its text, to name places in.
    """
    for name in MODELS:
        for path, field, language, text in _texts(getattr(tables, name), ()):
            if what := _wrong(field, language, text):
                yield problem_at(name, texts[f"tables/{name}.yaml"], path, f"{what}: {text!r}")


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str, str, str]]:
    """Yield path, field, language and text of every text in both languages."""
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    if isinstance(value, Words):
        yield (*path, "zh"), field, "zh", value.zh
        yield (*path, "en"), field, "en", value.en
    elif isinstance(value, WordLists):
        for language in ("zh", "en"):
            for index, text in enumerate(value.text(language)):
                yield (*path, language, index), field, language, text
    else:
        for step, item in _children(value):
            yield from _texts(item, (*path, step))


def _children(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, Record):
        for name, info in type(value).model_fields.items():
            yield info.alias or name, getattr(value, name)
    elif isinstance(value, tuple):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from ((str(key), item) for key, item in value.items())


def _wrong(field: str, language: str, text: str) -> str:
    if field in _MATCHED:
        return ""
    if language == "zh":
        if field not in _PLAIN and not _HAN.search(text):
            return "the Chinese text has no Chinese"
        if field == "never_do" and not _NOT_ZH.search(text):
            return "does not say 不要"
        return ""
    if len(_HAN.findall(text)) > _MOST_HAN:
        return "the English text has Chinese"
    if field in _SENTENCES and not _SENTENCE_END.search(text.strip()):
        return "is no sentence"
    if field == "never_do" and not _NOT_EN.match(text):
        return "does not begin with Do not or Never"
    return ""
