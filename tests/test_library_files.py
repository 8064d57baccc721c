import json

import pytest

from knowledge.compiled import CACHE_NAME, compile_folder
from knowledge.library import load_library
from knowledge.problems import KnowledgeError
from knowledge.reload import LibraryWatcher
from tests.knowledge_base import cache_folder, copy_of_the_tables, write_article

ARTICLE = """+++
title = "A title"
asked_as = ["one", "two"]
opens = "fraud"
sources = ["general"]
reviewed_on = 2026-11-22
+++
Body.
"""


def test_parsed_files_are_kept_and_read_again(tmp_path):
    folder = copy_of_the_tables(tmp_path / "knowledge")
    write_article(folder, "a-title", ARTICLE, ("en", "zh"))
    cache = tmp_path / "cache"
    (cache).mkdir()
    (cache / CACHE_NAME).write_bytes((cache_folder() / CACHE_NAME).read_bytes())
    first = compile_folder(folder, cache)
    kept = json.loads((cache / CACHE_NAME).read_text("utf-8"))["files"]
    assert kept.keys() == first.json.keys()
    second = compile_folder(folder, cache)
    assert (second.fingerprint, second.json) == (first.fingerprint, first.json)
    assert [path.name for path in cache.iterdir()] == [CACHE_NAME]


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"format": 0, "files": {}}', b"\xff"])
def test_a_broken_cache_is_made_anew(tmp_path, broken):
    folder = tmp_path / "knowledge"
    write_article(folder, "a-title", ARTICLE, ("en",))
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / CACHE_NAME).write_bytes(broken)
    compile_folder(folder, cache)
    assert "articles/en/a-title.md" in json.loads((cache / CACHE_NAME).read_text("utf-8"))["files"]


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path):
    folder = tmp_path / "knowledge"
    write_article(folder, "a-title", ARTICLE, ("en",))
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert compile_folder(folder, tmp_path / "cache").json


def test_the_fingerprint_changes_with_any_file(tmp_path):
    folder = tmp_path / "knowledge"
    write_article(folder, "a-title", ARTICLE, ("en",))
    before = compile_folder(folder, None).fingerprint
    write_article(folder, "a-title", ARTICLE + "More.\n", ("en",))
    assert compile_folder(folder, None).fingerprint != before


@pytest.mark.parametrize(
    ("good", "bad", "line", "says"),
    [
        pytest.param("+++\ntitle", "title", 1, "begin with +++", id="no head"),
        pytest.param("\n+++\nBody", "\nBody", 1, "does not end", id="a head without end"),
        pytest.param('title = "A title"', 'title = "A', 2, "", id="no TOML"),
        pytest.param('title = "A title"\n', "", 1, "title: Field required", id="no title"),
        pytest.param('opens = "fraud"', 'opens = "frod"', 4, "opens", id="an unknown guide"),
        pytest.param('["one", "two"]', "[]", 3, "asked_as", id="no phrasings"),
        pytest.param("reviewed_on = 2026-11-22", 'reviewed_on = "x"', 6, "reviewed_on", id="date"),
        pytest.param("Body.\n", "", 1, "body", id="no body"),
        pytest.param('opens = "fraud"', 'opened = "fraud"', 4, "opened", id="a field unknown"),
    ],
)
def test_a_broken_article_names_its_line(tmp_path, good, bad, line, says):
    folder = copy_of_the_tables(tmp_path)
    write_article(folder, "a-title", ARTICLE.replace(good, bad, 1), ("en",))
    with pytest.raises(KnowledgeError) as raised:
        load_library(folder, cache_folder())
    (problem,) = raised.value.problems
    assert (problem.file, problem.line) == ("articles/en/a-title.md", line)
    assert says in str(problem)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path):
    folder = copy_of_the_tables(tmp_path)
    write_article(folder, "a-title", ARTICLE, ("en",))
    (folder / "articles/en/a-title.md").write_bytes(b"+++\n\n\xb5\n")
    with pytest.raises(KnowledgeError, match=r"a-title\.md:3:1: this is not UTF-8"):
        load_library(folder, cache_folder())


class Clock:
    """Seconds that a test moves on."""

    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def watched(tmp_path):
    folder = copy_of_the_tables(tmp_path)
    write_article(folder, "a-title", ARTICLE, ("en", "zh"))
    clock = Clock()
    return folder, clock, LibraryWatcher(clock, folder, cache_folder())


def test_an_edit_is_live_within_a_second(watched):
    folder, clock, watcher = watched
    write_article(folder, "a-title", ARTICLE.replace("A title", "Another title"), ("en", "zh"))
    clock.seconds += 1
    assert watcher.current().article("a-title", "en").title == "Another title"
    assert watcher.problems == ()


def test_within_the_second_the_files_are_not_looked_at(watched):
    folder, clock, watcher = watched
    before = watcher.current()
    write_article(folder, "a-title", ARTICLE.replace("A title", "Another title"), ("en", "zh"))
    clock.seconds += 0.9
    assert watcher.current() is before


def test_files_that_did_not_change_keep_the_library(watched):
    _, clock, watcher = watched
    before = watcher.current()
    clock.seconds += 5
    assert watcher.current() is before


def test_a_broken_edit_keeps_the_last_good_version_and_tells(watched):
    folder, clock, watcher = watched
    write_article(folder, "a-title", ARTICLE.replace('"A title"', '"A title'), ("en",))
    write_article(folder, "a-new-one", ARTICLE, ("en",))
    clock.seconds += 1
    assert watcher.current().article("a-title", "en").title == "A title"
    assert watcher.current().article("a-new-one", "en") is None
    assert [problem.file for problem in watcher.problems] == ["articles/en/a-title.md"]


def test_mending_a_broken_edit_takes_the_problems_away(watched):
    folder, clock, watcher = watched
    write_article(folder, "a-title", "broken", ("en",))
    clock.seconds += 1
    watcher.current()
    write_article(folder, "a-title", ARTICLE, ("en",))
    clock.seconds += 1
    watcher.current()
    assert watcher.problems == ()


def test_a_deleted_article_is_gone(watched):
    folder, clock, watcher = watched
    (folder / "articles/en/a-title.md").unlink()
    clock.seconds += 1
    assert watcher.current().article("a-title", "en") is None
    assert watcher.current().article("a-title", "zh-Hant").language == "zh"
