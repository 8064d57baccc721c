"""The small language of the texts: lines that come and go, marks, values, escaping."""

import pytest

from bot.domain.languages import Language
from bot.texts.catalog import Catalog
from bot.texts.shown import Lines, Rendered, Shown
from bot.texts.template import parse, put_in

HOSTILE = "<b>&\"'</b> <a href='x'>y</a>"
ESCAPED = "&lt;b&gt;&amp;\"'&lt;/b&gt; &lt;a href='x'&gt;y&lt;/a&gt;"


def filled(source, **values):
    return parse(source).fill(values)


def lines(source, **values):
    return filled(source, **values).lines


@pytest.mark.parametrize(
    ("source", "values", "shown"),
    [
        pytest.param("one\ntwo", {}, ("one", "two"), id="a line is a line"),
        pytest.param("\none\n", {}, ("one",), id="the breaks around a text are none of its lines"),
        pytest.param("a {x}\nb", {"x": "1"}, ("a 1", "b"), id="a value is put in"),
        pytest.param("a {x}\nb", {}, ("b",), id="a line without its value is left out"),
        pytest.param("a {x}\nb", {"x": ""}, ("b",), id="an empty value is none"),
        pytest.param("a {x}\nb", {"x": None}, ("b",), id="nor is None"),
        pytest.param("a {x}", {"x": 0}, ("a 0",), id="zero is a value"),
        pytest.param("a {x} {y}\nb", {"x": "1"}, ("b",), id="half of the values is not enough"),
        pytest.param("a {x}\n~ b", {"x": "1"}, ("a 1",), id="the second best is not needed"),
        pytest.param("a {x}\n~ b", {}, ("b",), id="the second best stands in"),
        pytest.param("a {x}\n~ b {y}\n~ c", {}, ("c",), id="or the third"),
        pytest.param("a {x}\n~ b {y}\n~ c", {"y": "2"}, ("b 2",), id="but only one of them"),
        pytest.param("a {x}\n~ b\n~ c", {"x": "1"}, ("a 1",), id="none after the first"),
        pytest.param("a\n~ b {x}\nc", {"x": "1"}, ("a", "c"), id="the next line is its own"),
        pytest.param("# a\n# b", {}, ("1. a", "2. b"), id="steps are numbered"),
        pytest.param("# a {x}\n# b", {}, ("1. b",), id="a step left out is not counted"),
        pytest.param("# a {x}\n~ # b\n# c", {}, ("1. b", "2. c"), id="its stand-in is"),
        pytest.param("! stop\ngo", {}, ("<b>stop</b>", "go"), id="danger is bold"),
        pytest.param("a {x}\n~ ! b", {}, ("<b>b</b>",), id="marks stand together"),
        pytest.param("#5 is no mark", {}, ("#5 is no mark",), id="a mark has a blank behind it"),
        pytest.param("a {X} { x }", {}, ("a {X} { x }",), id="other braces stay"),
        pytest.param("a {step_1}", {"step_1": "b"}, ("a b",), id="a name may hold a number"),
        pytest.param("付给 {x} 的", {"x": "王某"}, ("付给王某的",), id="no gap in Chinese"),
        pytest.param("付给 {x} 的", {"x": "Lin"}, ("付给 Lin 的",), id="but around Latin"),
    ],
)
def test_lines(source, values, shown):
    assert lines(source, **values) == shown


def test_small_print_is_folded_and_left_out_like_any_line():
    done = filled("a\n| b\n| c {x}\n| d {y}", y="2")
    assert (done.lines, done.folded) == (("a",), ("b", "d 2"))


@pytest.mark.parametrize("value", [HOSTILE, Shown(HOSTILE), Lines((Shown(HOSTILE),))])
def test_what_people_say_is_text_and_never_markup(value):
    assert lines("{x}", x=value) == (ESCAPED,)


def test_what_people_say_is_not_read_as_a_placeholder():
    assert lines("{x} {y}", x="{y}", y="2") == ("{y} 2",)


def test_a_text_of_our_own_is_escaped_too():
    assert lines("! a < b & c") == ("<b>a &lt; b &amp; c</b>",)


def test_what_is_not_checked_has_an_asterisk_and_asks_for_the_hint():
    done = filled("a {x}, {y}", x=Shown("1", hint=True), y=Shown("2", hint=True))
    assert (done.lines, done.hint) == (("a 1*, 2*",), True)
    assert not filled("a {x}", x=Shown("1")).hint


def test_a_number_to_call_is_set_as_code_and_copied():
    done = filled("call {x}", x=Shown("110", copy=True, code=True))
    assert (done.lines, done.copies) == (("call <code>110</code>",), ("110",))


def test_a_number_of_a_line_left_out_is_not_copied():
    assert filled("call {x} {y}\nb", x=Shown("110", copy=True)).copies == ()


def test_several_numbers_stand_alone_each_on_its_line():
    numbers = Lines((Shown("110", copy=True, code=True), Shown("96110", hint=True, copy=True)))
    done = filled("call:\n{x}\nthen wait", x=numbers)
    assert done.lines == ("call:", "<code>110</code>", "96110*", "then wait")
    assert (done.copies, done.hint) == (("110", "96110"), True)


@pytest.mark.parametrize(
    ("source", "shown"),
    [("{x}\n~ none", ("none",)), ("a\n{x}", ("a",)), ("inside {x}\nb", ("b",))],
)
def test_no_numbers_are_no_lines(source, shown):
    assert lines(source, x=Lines(())) == shown


def test_parts_of_a_message_are_joined_and_each_number_is_copied_once():
    one = Rendered(("a",), ("f",), ("110", "159"))
    two = Rendered(("b",), (), ("159", "999"), hint=True)
    assert one + two == Rendered(("a", "b"), ("f",), ("110", "159", "999"), hint=True)


def test_a_template_knows_its_placeholders():
    assert parse("a {x}\n| {y_z}").placeholders == {"x", "y_z"}


def test_a_short_text_takes_its_values_as_plain_text():
    assert put_in("{x} & {y}", {"x": Shown("1", hint=True), "y": "<2>"}) == "1 & <2>"


FILES = {
    "en/a.toml": '[a]\nline = "Hi {x}"\nlist = ["one", "two"]\nrows = [["a", "b"], "c"]\n',
    "zh-Hans/a.toml": "[a]\n"
    'line = "短信 {x}"\nlist = ["发短信"]\nrows = [["账户", "网点"], "c"]\n',
    "zh-Hant/a.toml": '[a]\nlist = ["自己的"]\n',
}


@pytest.fixture
def catalog(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Catalog(tmp_path)


def test_a_catalog_reads_its_files(catalog):
    assert catalog.line("a.line", Language.ENGLISH, x=Shown("Lin")) == "Hi Lin"
    assert catalog.words("a.list", Language.ENGLISH) == ["one", "two"]
    assert catalog.words("a.line", Language.ENGLISH) == ["Hi {x}"]
    assert catalog.words("a.none", Language.ENGLISH) == []
    assert catalog.rows("a.rows", Language.ENGLISH) == [["a", "b"], ["c"]]
    assert catalog.fill("a.line", Language.ENGLISH, {"x": "<i>"}).lines == ("Hi &lt;i&gt;",)
    assert catalog.has("a.line")
    assert not catalog.has("a.none")


@pytest.mark.parametrize(
    ("region", "word"),
    [("HK", "短訊"), ("MO", "短訊"), ("TW", "簡訊"), ("", "簡訊")],
)
def test_traditional_chinese_is_converted_with_the_words_of_the_region(catalog, region, word):
    assert catalog.line("a.line", Language.TRADITIONAL, region, x="Lin") == f"{word} Lin"


def test_what_a_customer_says_is_not_converted(catalog):
    assert catalog.line("a.line", Language.TRADITIONAL, "TW", x="短信") == "簡訊短信"


def test_a_text_of_its_own_wins_over_the_conversion(catalog):
    assert catalog.words("a.list", Language.TRADITIONAL, "TW") == ["自己的"]
    assert catalog.rows("a.rows", Language.TRADITIONAL, "HK")[0][0] == "戶口"


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.line("a.list", Language.ENGLISH),
        lambda c: c.fill("a.list", Language.ENGLISH),
        lambda c: c.rows("a.line", Language.ENGLISH),
    ],
)
def test_a_text_of_another_shape_is_refused(catalog, call):
    with pytest.raises(TypeError, match=r"a\."):
        call(catalog)


def test_a_text_that_does_not_exist_is_refused(catalog):
    with pytest.raises(KeyError):
        catalog.line("a.none", Language.ENGLISH)


def test_a_number_in_a_file_of_texts_is_refused(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.toml").write_text("[a]\ncount = 3\n")
    with pytest.raises(TypeError, match=r"a\.count"):
        Catalog(tmp_path)
