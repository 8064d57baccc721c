from datetime import date, timedelta

import pytest

from bot.domain.kinds import ClaimKind
from knowledge.articles import Article
from knowledge.check import check
from knowledge.check_bodies import body_problems
from knowledge.check_facts import fact_notes, next_review
from knowledge.problems import Severity
from knowledge.rendering import LONGEST, render, render_text
from knowledge.values import Reader
from tests.knowledge_base import cache_folder, copy_of_the_tables, library, write_article

TODAY = date(2026, 11, 22)
ZH = Reader("zh-Hans", "CN", TODAY)
EN = Reader("en", "GB", TODAY)
HINT_ZH = "* 这条信息没能在官方页面核对，请到官网或 App 里再确认。"
HINT_EN = (
    "* This could not be checked on an official page; "
    "please confirm on the official site or in the app."
)
LAW = "公安机关办理刑事案件程序规定第240、243、247条；刑事诉讼法第145条"
DEADLINE_HINT_ZH = "* 这个期限没能核对原文，请向机构或官方渠道再确认。"
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
        opens=ClaimKind.FRAUD,
        sources=("general",),
        reviewed_on=TODAY,
        body=body,
        body_line=7,
    )


@pytest.mark.parametrize(
    ("body", "reader", "text"),
    [
        pytest.param("打 <b> & 等", ZH, "打 &lt;b&gt; &amp; 等", id="markup is escaped"),
        pytest.param("**先挂断** `x`", ZH, "<b>先挂断</b> <code>x</code>", id="bold and code"),
        pytest.param("1. 一\n- 二", ZH, "1. 一\n• 二", id="lists"),
        pytest.param(
            "行\n> 小字\n> 二", ZH,
            "行\n<blockquote expandable>小字\n二</blockquote>", id="small print is folded",
        ),
        pytest.param("{channel:cn-12315}", ZH, "<code>12315</code>", id="a number of its own"),
        pytest.param("打 {channel:cn-12315}。", ZH, "打 <code>12315</code>。", id="in a line"),
        pytest.param("{channel:us-ic3}", EN, "https://www.ic3.gov", id="no phone: its page"),
        pytest.param("{channel:cn-110.name}", EN, "Police emergency / crime report", id="name"),
        pytest.param("{channel:cn-12315.url}", ZH, "https://www.12315.cn", id="its page"),
        pytest.param(
            "{channel:cn-12308}", EN, "<code>+86-10-12308</code> / <code>+86-10-65612308</code>",
            id="from abroad: the international form",
        ),
        pytest.param("{channel:cn-12308}", ZH, "<code>12308</code>", id="at home: the short form"),
        pytest.param("{provider:alipay.hotline}", ZH, "<code>95188</code>", id="a hotline"),
        pytest.param("{provider:paypal.hotline}", ZH, "官方 App 里的客服", id="none: to the app"),
        pytest.param("{provider:alipay.name}", EN, "Alipay", id="a provider's name"),
        pytest.param("{deadline:visa-12-6}", ZH, "120 天", id="a period"),
        pytest.param("{deadline:visa-12-6} left", EN, "120 days left", id="in the language"),
        pytest.param("{deadline:cn-freeze-6m.reference}", ZH, LAW, id="its law"),
        pytest.param("{deadline:psd2-complaint.longest}", EN, "35 business days", id="at most"),
        pytest.param("{freeze:police_freeze.name}", EN, "Police freeze (case money)", id="freeze"),
        pytest.param(
            "{channel:cn-12389}", ZH, f"<code>12389</code>*\n{HINT_ZH}", id="unverified: the hint"
        ),
        pytest.param(
            "{channel:cn-12389} {provider:jd_pay.hotline}", ZH,
            f"<code>12389</code>* <code>95118</code>*\n{HINT_ZH}", id="one hint for all",
        ),
        pytest.param(
            "{deadline:cn-pboc-15d}", ZH, f"15 天*\n{DEADLINE_HINT_ZH}", id="a period's own hint"
        ),
        pytest.param(
            "{provider:wechat_pay.dispute_path}", EN, None, id="a menu path that nobody saw"
        ),
    ],
)  # fmt: skip
def test_a_body_is_rendered(body, reader, text):
    rendered = render_text(body, library(), reader)
    if text is None:
        assert rendered.text.endswith(f"*\n{HINT_EN}")
    else:
        assert rendered.text == text


def test_urgent_numbers_stand_alone_below_what_to_say():
    rendered = render_text("{urgent:fraud}", library(), EN)
    assert rendered.text.splitlines()[:2] == [
        "Connects you to your bank. Say: “I was scammed.”",
        "<code>159</code>",
    ]
    assert rendered.phones == ("159", "0300 123 2040", "999")


def test_an_article_follows_the_customers_region():
    body = article("{urgent:fraud}")
    phones = [render(body, library(), Reader("zh", region, TODAY)).phones for region in ("HK", "")]
    assert phones == [("18222", "999"), ()]


def test_three_copy_buttons_at_most_each_number_once():
    body = " ".join(f"{{channel:{name}}}" for name in ("cn-110", "cn-110", "cn-12315", "cn-12363"))
    rendered = render_text(body + " {channel:cn-12378}", library(), ZH)
    assert rendered.phones == ("110", "12315", "12363")


def test_a_value_is_not_read_as_markdown():
    tricky = library().all_channels["cn-12315"].model_copy(update={"url": "https://a.cn/**x**`y`"})
    book = library()
    changed = {**book.all_channels, "cn-12315": tricky}
    copy = type(book)(book.tables, book.articles, book.fingerprint)
    copy.__dict__["all_channels"] = changed
    assert render_text("{channel:cn-12315.url}", copy, ZH).text == "https://a.cn/**x**`y`"


def test_only_our_own_words_change_their_script():
    reader = Reader("zh-Hant", "CN", TODAY)
    rendered = render_text("打 {provider:alipay.name}", library(), reader, str.upper)
    assert rendered.text == "打 支付宝"
    rendered = render_text("abc {provider:paypal.name}", library(), reader, str.upper)
    assert rendered.text == "ABC PayPal（贝宝）"


def test_an_old_fact_gets_the_hint():
    later = Reader("zh", "CN", TODAY + timedelta(days=181))
    assert not render_text("{channel:cn-12315}", library(), ZH).hint
    assert render_text("{channel:cn-12315}", library(), later).hint


def test_an_article_says_which_guide_it_opens():
    assert render(article("Text."), library(), ZH).opens is ClaimKind.FRAUD


def test_every_article_fits_into_one_message():
    for each in library().articles.values():
        for region in ("CN", "GB", ""):
            text = render(each, library(), Reader(each.language, region, TODAY)).text
            assert len(text) <= LONGEST, each.file()
            assert "{" not in text, each.file()


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


def test_facts_past_their_review_are_noted():
    texts = {f"tables/{name}.yaml": "" for name in ("channels", "providers", "deadlines")}
    old = [n.what for n in fact_notes(library(), texts, next_review(library()))]
    assert "cn-12363: not checked since 2026-11-22" in old
    assert not [what for what in old if what.startswith("cn-110:")]
    assert not [what for what in old if what.startswith("visa-12-6:")]


def test_the_projects_own_knowledge_has_no_error():
    found = check(TODAY, cache=cache_folder())
    assert [str(each) for each in found if each.severity is Severity.ERROR] == []
