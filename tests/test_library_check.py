import re
from datetime import date

import pytest

from knowledge.articles import Article
from knowledge.check import check
from knowledge.check_bodies import body_problems
from knowledge.check_facts import fact_notes
from knowledge.library import FOLDER
from knowledge.problems import Severity
from knowledge.tables import MODELS
from knowledge.yaml_tree import read_yaml
from tests.knowledge_base import cache_folder, copy_of_the_tables, library, write_article

TODAY = date(2026, 11, 22)
GOOD_HEAD = """+++
title = "A title"
asked_as = ["{0} a", "{0} b", "{0} c", "{0} d", "{0} e", "{0} f", "{0} g", "{0} h"]
sources = ["general"]
reviewed_on = 2026-11-22
+++
"""


def article(body, language="zh"):
    return Article(
        name="a-title",
        language=language,
        title="A title",
        asked_as=("one",),
        sources=("general",),
        reviewed_on=TODAY,
        body=body,
        body_line=7,
    )


@pytest.mark.parametrize(
    ("body", "column", "says"),
    [
        pytest.param("打 {channel:cn-1}。", 3, "leads nowhere", id="a dead reference"),
        pytest.param("{channel:cn-12315.fax}", 1, "leads nowhere", id="a part that is none"),
        pytest.param("{deadline:cn-12315-mediate}", 1, "leads nowhere", id="a superseded rule"),
        pytest.param(
            "{deadline:cn-payment-error}", 1, "leads nowhere", id="a rule without period"
        ),
        pytest.param("{urgent:panic}", 1, "leads nowhere", id="a situation that is none"),
        pytest.param("一 {name} 二", 3, "brace", id="a brace that is no reference"),
        pytest.param("打 95188 挂失", 3, "bare phone", id="a number of the tables"),
        pytest.param("打 0571-26888888", 3, "bare phone", id="a long number"),
        pytest.param("打 400 123 4567", 3, "bare phone", id="with blanks"),
        pytest.param("看 www.alipay.com 吧", 3, "web address", id="an address"),
        pytest.param("https://x.cn", 1, "web address", id="with its scheme"),
        pytest.param("15 天内答复", 1, "bare period", id="days"),
        pytest.param("要等 3 个工作日", 4, "bare period", id="working days"),
        pytest.param("within 10 business days", 8, "bare period", id="days in English"),
        pytest.param("a 30-day limit", 3, "bare period", id="with a hyphen"),
        pytest.param("# 标题", 1, "not shown", id="a heading"),
        pytest.param("[here](x)", 1, "not shown", id="a hidden link"),
        pytest.param("a <i>b</i>", 3, "not shown", id="a tag"),
        pytest.param("字" * 3_501, 1, "characters long", id="a text too long"),
    ],
)
def test_what_must_not_stand_in_a_body(body, column, says):
    language = "zh" if any(ord(letter) > 0x3000 for letter in body) else "en"
    found = list(body_problems(article(body, language), library(), TODAY))
    assert any(says in each.what and each.column == column for each in found), found
    assert {each.line for each in found} == {7}


@pytest.mark.parametrize(
    "body",
    [
        "24 小时都能打：{channel:cn-110}",
        "扣了 22 次，每次 89 元，共 1,958.00 元",
        "例：11 月 22 日 21:14，尾号 6620",
        "说 110 元也算",
        "Round the clock, 24 hours: {channel:uk-159}",
        "{deadline:visa-12-6} from 22 November 2026",
        "编号 PA-7K3M-4QXW-X",
    ],
)
def test_what_may_stand_in_a_body(body):
    language = "zh" if any(ord(letter) > 0x3000 for letter in body) else "en"
    assert list(body_problems(article(body, language), library(), TODAY)) == []


def errors(folder):
    found = check(TODAY, folder, cache_folder())
    return [
        each
        for each in found
        if each.severity is Severity.ERROR and "/topics.yaml" not in each.file
    ]


@pytest.fixture
def folder(tmp_path):
    copy = copy_of_the_tables(tmp_path)
    write_article(copy, "one", GOOD_HEAD.format("en one") + "Body.\n", ("en",))
    write_article(copy, "one", GOOD_HEAD.format("zh one") + "正文。\n", ("zh",))
    return copy


def test_two_good_articles_have_no_error(folder):
    assert errors(folder) == []


def test_a_missing_language_is_an_error(folder):
    (folder / "articles/zh/one.md").unlink()
    (problem,) = errors(folder)
    assert (problem.file, problem.line) == ("articles/en/one.md", 1)
    assert "articles/zh/one.md" in problem.what


def test_a_phrasing_of_two_topics_is_an_error(folder):
    for language in ("en", "zh"):
        text = GOOD_HEAD.format(f"{language} two").replace(f"{language} two b", "EN one, A?")
        write_article(folder, "two", text + "Body.\n", (language,))
    found = errors(folder)
    assert [(each.file, each.line) for each in found] == [
        ("articles/en/two.md", 3),
        ("articles/zh/two.md", 3),
    ]
    assert all("articles/en/one.md" in each.what for each in found)


def test_too_few_phrasings_are_an_error(folder):
    text = GOOD_HEAD.format("zh one").replace(', "zh one h"', "")
    write_article(folder, "one", text + "正文。\n", ("zh",))
    (problem,) = errors(folder)
    assert (problem.line, problem.what) == (3, "only 7 phrasings")


def test_a_source_that_is_no_fact_is_an_error(folder):
    text = GOOD_HEAD.format("zh one").replace("general", "channels:cn-1")
    write_article(folder, "one", text + "正文。\n", ("zh",))
    (problem,) = errors(folder)
    assert (problem.file, problem.line) == ("articles/zh/one.md", 4)


def test_a_topic_without_article_is_an_error(folder):
    found = [each for each in check(TODAY, folder, cache_folder()) if "topics" in each.file]
    assert any("password-advice" in each.what and each.line > 1 for each in found)


def test_a_text_that_is_no_chinese_is_an_error(folder):
    path = folder / "tables/calendars.yaml"
    path.write_text(path.read_text("utf-8").replace("name_zh: 元旦", "name_zh: New", 1), "utf-8")
    assert not errors(folder)  # a name may be foreign
    text = path.read_text("utf-8").replace("note_zh: 全国统一用北京时间", "note_zh: one", 1)
    path.write_text(text, "utf-8")
    (problem,) = errors(folder)
    assert (problem.file, "has no Chinese" in problem.what) == ("tables/calendars.yaml", True)
    assert "note_zh: one" in text.splitlines()[problem.line - 1]


def test_a_broken_file_is_reported_not_raised(folder):
    write_article(folder, "one", "nothing", ("en",))
    (problem,) = errors(folder)
    assert problem.file == "articles/en/one.md"


def test_unverified_facts_are_noted_with_their_line(folder):
    notes = [each for each in check(TODAY, folder, cache_folder()) if each.severity == "note"]
    (note,) = (each for each in notes if each.what.startswith("cn-12389:"))
    lines = (folder / note.file).read_text("utf-8").splitlines()
    assert "cn-12389" in lines[note.line - 1]
    assert not [each for each in notes if each.what.startswith("cn-110:")]


def test_a_hotline_that_nobody_saw_is_noted():
    texts = {f"tables/{name}.yaml": "" for name in ("channels", "providers", "deadlines")}
    noted = {each.what for each in fact_notes(library(), texts, TODAY)}
    assert "gopay_id: the hotline is not verified" in noted
    assert not any(what.startswith("alipay:") for what in noted)


def test_facts_past_their_review_are_noted():
    texts = {f"tables/{name}.yaml": "" for name in ("channels", "providers", "deadlines")}
    old = [n.what for n in fact_notes(library(), texts, date(2027, 5, 22))]
    assert "cn-12363: not checked since 2026-11-22" in old
    assert not [what for what in old if what.startswith("cn-110:")]
    assert not [what for what in old if what.startswith("visa-12-6:")]


def test_the_projects_own_knowledge_has_no_error():
    found = check(TODAY, cache=cache_folder())
    assert [str(each) for each in found if each.severity is Severity.ERROR] == []


def test_texts_of_the_tables_address_their_reader_politely():
    # What others say, in quotation marks, and what is only matched stays as it is.
    quoted, matched = re.compile("“[^”]*”"), ("aliases", "typical_messages")
    for name in MODELS:
        path = FOLDER / "tables" / f"{name}.yaml"
        for where, text in texts_of(read_yaml(path.read_text("utf-8"), path.name)):
            if not where.startswith(matched):
                assert "你" not in quoted.sub("", text), (name, where, text)


def texts_of(value, key=""):
    if isinstance(value, dict):
        for name, item in value.items():
            yield from texts_of(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item, key)
    elif isinstance(value, str):
        yield key, value
