import re
from datetime import date, timedelta

import pytest

from bot.domain.kinds import ClaimKind
from knowledge.articles import Article
from knowledge.region_names import region_name
from knowledge.rendering import LONGEST, render, render_text
from knowledge.values import Reader
from tests.knowledge_base import library

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


def test_crisis_lines_are_led_by_help_not_by_stopping_a_payment():
    rendered = render_text("{urgent:distress}", library(), ZH)
    assert rendered.text.splitlines()[2:] == ["打不通，或者有危险", "<code>110</code>"]
    rendered = render_text("{urgent:distress}", library(), EN)
    assert rendered.text.splitlines()[2:] == ["No answer, or in danger", "<code>999</code>"]


def test_no_lead_of_a_crisis_line_speaks_of_money():
    for clock in library().tables.calendars.regions:
        for language in ("zh", "en"):
            reader = Reader(language, clock.region, TODAY)
            text = render_text("{urgent:distress}", library(), reader).text
            assert not re.search("止付|被骗|scam|payment", text), (clock.region, text)


def test_who_is_asked_about_a_freeze_is_not_told_of_a_scam():
    for region in ("KE", ""):
        text = render_text("{urgent:freeze}", library(), Reader("en", region, TODAY)).text
        assert text.startswith("First your bank or wallet"), text
        assert "scammed" not in text


ELSEWHERE_BODY = "打 {channel:cn-12315}。\n> 再打 {channel:cn-12363}，或 {channel:cn-12378}"


@pytest.mark.parametrize(
    ("body", "region", "phones", "says"),
    [
        pytest.param(
            ELSEWHERE_BODY, "CN", ("12315", "12363", "12378"),
            ["打 <code>12315</code>。", "再打 <code>12363</code>，或 <code>12378</code>"],
            id="at home nothing is added",
        ),
        pytest.param(
            ELSEWHERE_BODY, "HK", (),
            ["打 <code>12315</code>（中国大陆）。",
             "再打 <code>12363</code>（中国大陆），或 <code>12378</code>"],
            id="elsewhere the region is named once in each part, without copy buttons",
        ),
        pytest.param(
            "中国大陆打 {channel:cn-12315}", "HK", (), ["中国大陆打 <code>12315</code>"],
            id="a region that the text names is not named again",
        ),
        pytest.param(
            "打 {provider:alipay.hotline}", "HK", ("95188",), ["打 <code>95188</code>"],
            id="a provider's hotline keeps its button",
        ),
    ],
)  # fmt: skip
def test_a_number_of_another_region_is_marked(body, region, phones, says):
    rendered = render_text(body, library(), Reader("zh", region, TODAY))
    plain = rendered.text.replace("<blockquote expandable>", "").replace("</blockquote>", "")
    assert plain.splitlines() == says
    assert rendered.phones == phones


def test_every_region_of_a_channel_has_a_name():
    for channel in library().tables.channels.channels:
        if channel.region not in ("INTL", "GLOBAL-CARD", "GLOBAL-PAYPAL"):
            for language in ("zh", "en"):
                assert region_name(channel.region, language) != channel.region


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
