"""Telegram's HTML becomes text and entities, or is refused."""

import pytest

from bot.sandbox import entities
from bot.sandbox.errors import ApiError


@pytest.mark.parametrize(
    ("html", "text", "marks"),
    [
        pytest.param("<b>a</b> b", "a b", [("bold", 0, 1)], id="bold"),
        pytest.param("😭<i>好</i>", "😭好", [("italic", 2, 1)], id="emoji count twice"),
        pytest.param("<b>a<u>b</u></b>", "ab", [("bold", 0, 2), ("underline", 1, 1)], id="nested"),
        pytest.param("a &lt;b&gt; &amp; &#65;", "a <b> & A", [], id="escapes"),
        pytest.param("&nbsp; &", "&nbsp; &", [], id="unknown escapes stay"),
        pytest.param("  <b>a</b> \n", "a", [("bold", 0, 1)], id="trimmed"),
        pytest.param("<code>96110</code>", "96110", [("code", 0, 5)], id="code"),
        pytest.param(
            "<blockquote expandable>a\nb</blockquote>",
            "a\nb",
            [("expandable_blockquote", 0, 3)],
            id="folded quotation",
        ),
        pytest.param('<a href="tel:110">call</a>', "call", [], id="no telephone links"),
        pytest.param(
            '<a href="https://a.org/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)], id="link"
        ),
        pytest.param(
            '<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)], id="listing"
        ),
        pytest.param(
            "see /help or https://a.org/x。",
            "see /help or https://a.org/x。",
            [("bot_command", 4, 5), ("url", 13, 15)],
            id="commands and links are found",
        ),
        pytest.param(
            "https://a.org/#b /x@y_bot a@b.org #tag",
            "https://a.org/#b /x@y_bot a@b.org #tag",
            [("url", 0, 16), ("bot_command", 17, 8), ("email", 26, 7), ("hashtag", 34, 4)],
            id="nothing is found inside what was found",
        ),
        pytest.param("<code>/help</code>", "/help", [("code", 0, 5)], id="not inside code"),
        pytest.param("1/2 a/b", "1/2 a/b", [], id="a fraction is no command"),
    ],
)
def test_html_is_read(html: str, text: str, marks: list[tuple[str, int, int]]) -> None:
    read, found = entities.parse(html, "HTML")
    assert read == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == marks


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'expected "</i>", found "</b>"'),
        ("支<p>a</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler"'),
    ],
)
def test_broken_html_is_refused(html: str, says: str) -> None:
    with pytest.raises(ApiError) as refused:
        entities.parse(html, "HTML")
    assert says in refused.value.description
    assert refused.value.description.startswith("Bad Request: can't parse entities: ")


def test_another_markup_is_refused() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        entities.parse("*a*", "MarkdownV2")
