"""Every item of the coverage checklist is answered, and what must never be said is nowhere."""

import json
import re
from collections.abc import Iterator
from functools import cache

import pytest

from knowledge.compiled import compile_folder
from knowledge.library import FOLDER, Library, load_library
from knowledge.plain import Plain
from knowledge.rendering import render
from knowledge.search import Search, open_search
from knowledge.values import Reader
from knowledge.yaml_tree import read_yaml
from tests.understood import CACHE, NOW, ROOT, read

COVERED = {
    "ISSUE", "CAUSE", "EFFECT", "STEP", "ADVICE-USER", "ADVICE-MERCHANT", "MSG", "CASE"
}  # fmt: skip
LANGUAGES = ("zh", "en")
MATCHED = ("aliases", "typical_messages", "keywords", "wrong_numbers")
# What may lie between the characters of a sentence that must not be said.
_BETWEEN = re.compile(r"[\s*`]+")


@cache
def library() -> Library:
    return load_library(cache=CACHE)


@cache
def search() -> Search:
    return open_search(library(), CACHE)


def entries() -> list[dict[str, Plain]]:
    files = sorted(FOLDER.glob("coverage-*.yaml"))
    read_files = [read_yaml(path.read_text("utf-8"), path.name) for path in files]
    return [entry for content in read_files for entry in content]


def with_key(key: str) -> list[pytest.param]:
    return [
        pytest.param(entry, language, id=f"{entry['item']}-{language}")
        for entry in entries()
        if key in entry
        for language in LANGUAGES
    ]


@pytest.mark.parametrize(("entry", "language"), with_key("article"))
def test_the_question_of_an_item_finds_its_article_first(entry, language):
    question = entry[f"question_{language}"]
    found = [one.entry for one in search().rank(question)]
    assert found[0] == entry["article"], (question, found)


@pytest.mark.parametrize(("entry", "language"), with_key("guide"))
def test_the_question_of_an_item_opens_its_guide(entry, language):
    assert read(entry[f"question_{language}"]).intent == entry["guide"]


def test_no_question_is_a_phrasing_of_its_article_word_for_word():
    phrasings = {_plain(each) for one in library().articles.values() for each in one.asked_as}
    copied = [
        entry[f"question_{language}"]
        for entry in entries()
        if "article" in entry
        for language in LANGUAGES
        if _plain(entry[f"question_{language}"]) in phrasings
    ]
    assert copied == []


def test_every_item_of_the_checklist_has_its_question():
    path = FOLDER / "checklist.yaml"
    kinds = read_yaml(path.read_text("utf-8"), path.name)
    asked = {entry.get("item") for entry in entries()}
    needed = {item for item, tags in kinds.items() if COVERED & set(tags)}
    assert len(kinds) == 181
    assert needed - asked == set()


def test_every_caution_of_the_checklist_says_what_must_not_be_said():
    path = FOLDER / "checklist.yaml"
    kinds = read_yaml(path.read_text("utf-8"), path.name)
    cautions = {item for item, tags in kinds.items() if "CAUTION" in tags}
    assert cautions - {entry.get("caution") for entry in entries()} == set()


@pytest.mark.parametrize(
    ("item", "words"),
    [(entry["caution"], words) for entry in entries() if "caution" in entry
     for words in entry["never"]],
)  # fmt: skip
def test_what_must_never_be_said_is_nowhere(item, words):
    whole = re.compile(rf"(?<!\d){re.escape(_plain(words))}(?!\d)")
    said = [name for name, text in _everything_said().items() if whole.search(text)]
    assert said == [], item


@cache
def _everything_said() -> dict[str, str]:
    """Articles as sent, shown tables, texts; all without blanks and in lower case."""
    book = library()
    said = {
        f"{article.file()} {region}": render(
            article, book, Reader(article.language, region, NOW.date())
        ).text
        for article in book.articles.values()
        for region in ("CN", "GB")
    }
    for path in (ROOT / "bot" / "texts").glob("*/*.toml"):
        said[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8")
    for file, content in compile_folder(FOLDER, CACHE).json.items():
        if file.startswith("tables/"):
            said[file] = "\n".join(_shown(json.loads(content)))
    return {name: _plain(text) for name, text in said.items()}


def _shown(value: Plain) -> Iterator[str]:
    """Yield the texts of a table; what is only matched against messages is never said."""
    if isinstance(value, dict):
        for name, item in value.items():
            if not name.startswith(MATCHED):
                yield from _shown(item)
    elif isinstance(value, list):
        for item in value:
            yield from _shown(item)
    elif isinstance(value, str):
        yield value


def _plain(text: str) -> str:
    return _BETWEEN.sub("", text).casefold().strip("?？。.")
