"""Edits of articles: a phrasing added, a proposal checked, its effect, questions in groups."""

import pytest

from knowledge import effects
from knowledge.editing import with_phrasing
from knowledge.effects import Turn, effect_of
from knowledge.grouping import Unanswered, grouped
from knowledge.library import load_library
from knowledge.matching.calibration import Thresholds
from knowledge.matching.ranker import Ranked
from knowledge.problems import KnowledgeError
from knowledge.proposals import (
    article_file,
    propose,
    read_article_text,
    write_article_text,
)
from knowledge.search import examples_of, search_of
from tests.knowledge_base import cache_folder, copy_of_the_tables, write_article
from tests.understood import NOW

TODAY = NOW.date()
HEAD = """+++
title = "{0}"
asked_as = [
  "{1} one", "{1} two", "{1} three", "{1} four", "{1} five", "{1} six",
  "{1} seven", "{1} eight",
]
sources = ["general"]
reviewed_on = 2026-11-22
+++
Body.
"""
ONE = article_file("one", "en")


@pytest.fixture
def folder(tmp_path):
    copy = copy_of_the_tables(tmp_path)
    for name, words in (("one", "forgot my password"), ("two", "card stolen abroad")):
        for language in ("en", "zh"):
            text = HEAD.format(name, words if language == "en" else f"中 {words}")
            write_article(copy, name, text, (language,))
    return copy


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            'asked_as = ["a", "b"]', 'asked_as = ["a", "b", "x"]', id="a list in one line"
        ),
        pytest.param(
            'asked_as = [\n  "a",\n]', 'asked_as = [\n  "a",\n  "x",\n]', id="one a line"
        ),
        pytest.param(
            'asked_as = [\n  "a"\n]', 'asked_as = [\n  "a",\n  "x",\n]', id="no last comma"
        ),
        pytest.param(
            'asked_as = ["a]", "b"]', 'asked_as = ["a]", "b", "x"]', id="a bracket in a string"
        ),
        pytest.param('asked_as = ["x"]', 'asked_as = ["x"]', id="it stands there already"),
    ],
)
def test_a_phrasing_is_added_and_the_rest_stays(before, after):
    text = f'+++\ntitle = "t"\n{before}\nsources = []\n+++\nBody ["y"]\n'
    assert with_phrasing(text, "x") == text.replace(before, after)


def test_quotation_marks_and_line_breaks_of_a_phrasing_are_safe():
    text = with_phrasing('+++\nasked_as = ["a"]\n+++\n', 'he said "pay"\n+++\nnow')
    assert text == '+++\nasked_as = ["a", "he said \\"pay\\" +++ now"]\n+++\n'


def test_a_head_without_phrasings_takes_none():
    with pytest.raises(ValueError, match="asked_as"):
        with_phrasing('+++\ntitle = "t"\n+++\nasked_as = ["b"]\n', "x")


def test_a_good_edit_makes_a_library_and_changes_no_file(folder):
    text = read_article_text(folder, ONE)
    proposal = propose(folder, ONE, with_phrasing(text, "pin lost"), TODAY, cache_folder())
    assert proposal.problems == ()
    assert "pin lost" in proposal.library.article("one", "en").asked_as
    assert read_article_text(folder, ONE) == proposal.before == text


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        pytest.param("Body.", "Call 95188", 10, "bare phone", id="a bare number"),
        pytest.param('"general"', '"channels:cn-1"', 7, "no fact", id="a source that is none"),
        pytest.param("2026-11-22", "soon", 8, "", id="no TOML"),
        pytest.param("forgot my password one", "card stolen abroad one", 4, "two.md",
                     id="a phrasing of another article"),
    ],
)  # fmt: skip
def test_a_bad_edit_is_told_by_line(folder, old, new, line, says):
    text = read_article_text(folder, ONE).replace(old, new)
    proposal = propose(folder, ONE, text, TODAY, cache_folder())
    assert proposal.library is None
    assert any(each.line == line and says in str(each) for each in proposal.problems)


def test_an_edit_waits_for_other_broken_files(folder):
    write_article(folder, "two", "nothing", ("en",))
    with pytest.raises(KnowledgeError, match=r"two\.md"):
        propose(folder, ONE, read_article_text(folder, ONE) + "x", TODAY, cache_folder())


@pytest.mark.parametrize(
    "file", ["tables/cases.yaml", "articles/zh/../../x.md", "/etc/passwd", "articles/fr/one.md"]
)
def test_only_articles_are_read_and_written(folder, file):
    with pytest.raises(ValueError, match="no path of an article"):
        read_article_text(folder, file)
    with pytest.raises(ValueError, match="no path of an article"):
        write_article_text(folder, file, "x")


def test_a_file_is_written_whole_and_taken_away_again(folder):
    file = article_file("three", "en")
    write_article_text(folder, file, "text\n")
    assert read_article_text(folder, file) == "text\n"
    write_article_text(folder, file, "")
    assert read_article_text(folder, file) == ""
    assert not list((folder / "articles/en").glob("*.draft"))


def test_the_effect_of_an_edit_names_the_answers_that_change(folder):
    text = read_article_text(folder, ONE)
    before = propose(folder, ONE, text, TODAY, cache_folder()).library
    question = "my card was taken abroad by a thief"
    after = propose(folder, ONE, with_phrasing(text, question), TODAY, cache_folder()).library
    search = search_of(examples_of(before))
    effect, renewed = effect_of(search, before, after, [question])
    assert renewed.rank(question, 1)[0].entry == "one"
    assert effect.asked > 1
    assert [(c.question, c.new, c.turn) for c in effect.changes] == [
        (question, "one", Turn.BETTER)
    ]


class Fixed:
    """Finds what it was told to, as sure as it was told."""

    thresholds = Thresholds(0.5, 0.2)

    def __init__(self, **found):
        self.found = found

    def rank(self, text, top=3):
        entry, score = self.found.get(text.split()[-1], ("one", 0.9))
        return (Ranked(entry, score),)


ASKED = "a question of a customer asking"


@pytest.mark.parametrize(
    ("question", "before", "after", "turn"),
    [
        pytest.param(ASKED, ("one", 0.1), ("two", 0.9), Turn.BETTER, id="now it is answered"),
        pytest.param(ASKED, ("one", 0.9), ("two", 0.1), Turn.WORSE, id="now it is not"),
        pytest.param(ASKED, ("one", 0.9), ("two", 0.9), Turn.OTHER, id="by another article"),
        pytest.param(ASKED, ("one", 0.1), ("two", 0.1), None, id="never sure: nothing changes"),
        pytest.param("forgot my password two", ("one", 0.1), ("two", 0.1), Turn.WORSE,
                     id="a phrasing finds its article no more, however sure"),
        pytest.param("forgot my password two", ("two", 0.1), ("one", 0.1), Turn.BETTER,
                     id="a phrasing finds its article again"),
        pytest.param("forgot my password two", ("one", 0.1), ("one", 0.9), None,
                     id="a phrasing keeps its article"),
    ],
)  # fmt: skip
def test_a_changed_answer_is_better_worse_or_another(
    folder, monkeypatch, question, before, after, turn
):
    word = question.split()[-1]
    edited = with_phrasing(read_article_text(folder, ONE), "pin lost")
    old = load_library(folder, cache_folder())
    new = propose(folder, ONE, edited, TODAY, cache_folder()).library
    monkeypatch.setattr(effects, "renewed_search", lambda *_: Fixed(**{word: after}))
    effect, _ = effect_of(Fixed(**{word: before}), old, new, [ASKED])
    turns = [change.turn for change in effect.changes if change.question == question]
    assert turns == ([] if turn is None else [turn])
    assert sum(effect.count(each) for each in Turn) == len(effect.changes)


def test_an_edit_of_the_body_changes_no_answer(folder):
    text = read_article_text(folder, ONE)
    before = propose(folder, ONE, text, TODAY, cache_folder()).library
    after = propose(folder, ONE, text + "More.\n", TODAY, cache_folder()).library
    search = search_of(examples_of(before))
    assert effect_of(search, before, after, ["x"])[0].asked == 0


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        pytest.param(["亲属卡怎么解绑", "怎么解绑亲属卡？"], [2], id="another order of words"),
        pytest.param(["unlink a family card", "how to unlink family card"], [2], id="English"),
        pytest.param(["退款", "提现"], [1, 1], id="short questions are one only if alike"),
        pytest.param(["a b", "冻结了怎么办", "冻结了怎么办呀", "冻结了，怎么办"], [3, 1],
                     id="the most frequent first"),
        pytest.param([], [], id="none"),
    ],
)  # fmt: skip
def test_questions_that_ask_the_same_are_one_group(texts, groups):
    found = grouped(Unanswered(n, text, "zh", "", 0.1) for n, text in enumerate(texts))
    assert [len(group.questions) for group in found] == groups
