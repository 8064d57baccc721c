"""Status feeds that are broken or meant to harm: refused, or cut to harmless words."""

import json
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.official import LONGEST_TITLE, OfficialLevel, Published
from bot.readers.feeds.plain import moment, plain_line
from bot.readers.feeds.reading import LARGEST_FEED, read_feed
from bot.readers.feeds.refused import FeedRefused
from tests.feeds import apple, atom, entry, incident, item, maintenance, rss, statuspage, update
from tests.gateway import NOW

KINDS = ("statuspage-v2", "rss", "atom", "json")
_LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10 if level else "lol"}">' for level in range(10)
)
BOMB = f"<!DOCTYPE rss [{_LAUGHS}]><rss version='2.0'><channel><item><title>&l9;</title></item></channel></rss>"  # noqa: E501
EMPTY = '<rss version="2.0"><channel><title>x</title></channel></rss>'
EXTERNAL = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>'  # noqa: E501


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<!doctype html><html><body>404 not found", id="a page for people"),
        pytest.param(b"<html xmlns='x'><head/><body/></html>", id="the same, well formed"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"status": "fine"}', id="another JSON"),
        pytest.param(b"[" * 100_000, id="a deep nest"),
        pytest.param(b"<a>" * 100_000, id="a deep nest of tags"),
        pytest.param(b'{"status": {"indicator": "none"', id="JSON cut off"),
        pytest.param(b"<rss version='2.0'><channel><item><title>x", id="XML cut off"),
        pytest.param(BOMB.encode(), id="a billion laughs"),
        pytest.param(EXTERNAL.encode(), id="a file of ours"),
        pytest.param(f"<!DOCTYPE rss [<!ENTITY a 'x'>]>{EMPTY}".encode(), id="an entity"),
        pytest.param(f"<!DOCTYPE rss SYSTEM 'x.dtd'>{EMPTY}".encode(), id="a DTD"),
        pytest.param(b"\x1f\x8b\x08\x00\x00\x00\x00\x00", id="something packed"),
        pytest.param(b"\xff\xfe\x00\x01" * 100, id="noise"),
        pytest.param(b" " * (LARGEST_FEED + 1), id="too large"),
    ],
)
def test_what_is_no_feed_is_refused_at_once(kind, content):
    began = time.process_time()
    with pytest.raises(FeedRefused):
        read_feed(kind, content, NOW)
    assert time.process_time() - began < 5


def test_a_kind_that_nobody_reads_is_refused():
    with pytest.raises(FeedRefused):
        read_feed("html", b"<html/>", NOW)


def test_a_refusal_holds_none_of_the_words():
    with pytest.raises(FeedRefused) as refused:
        read_feed("statuspage-v2", b'{"status": "secret words"}', NOW)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


HOSTILE = [
    pytest.param("<script>alert(1)</script>Slow", "Slow", id="a script"),
    pytest.param("<b onclick=x>Sl<i>ow</b>, <p>now</p>or", "Slow, now or", id="tags"),
    pytest.param("&lt;script&gt;x&lt;/script&gt; Slow", "script x /script Slow", id="escaped"),
    pytest.param("Refund at https://evil.example/pay now", "Refund at … now", id="an address"),
    pytest.param("Refund at HTTP:evil now", "Refund at … now", id="an odd address"),
    pytest.param("See evil.example/pay?x and t.me/evil", "See … and …", id="names of sites"),
    pytest.param("Write to help@evil.example or @evil", "Write to … or …", id="people"),
    pytest.param("/start #refund $EVIL", "… … …", id="commands and tags"),
    pytest.param("Call +86 138-0013-8000 now", "Call … now", id="a number to call"),
    pytest.param("Call ４００１２３４５６７", "Call …", id="a number in wide digits"),
    pytest.param("On 2026-11-22 10:00 for 12 minutes", "On 2026-11-22 10:00 for 12 minutes",
                 id="dates stay"),
    pytest.param("2026-11-22 138001380001", "…", id="a number behind a date"),
    pytest.param("a\u202egnp.exe\u2066\u200b b\x00\x07c\nd\u2028e", "a … b c d e",
                 id="characters that are not seen"),
    pytest.param("1 < 2 > 0 & more", "1 2 0 & more", id="signs of markup"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "shown"), HOSTILE)
def test_a_title_is_one_harmless_line(title, shown):
    assert plain_line(title) == shown


def titles(content, kind):
    return [each.title for each in read_feed(kind, content, NOW)]


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("statuspage-v2", lambda t: statuspage("major", [incident(t)], [maintenance(t)])),
        ("json", lambda t: apple({"eventStatus": "ongoing", "message": t})),
        ("rss", lambda t: rss(item(f"<![CDATA[{t}]]>", update("Update")))),
        ("atom", lambda t: atom(entry(f"<![CDATA[{t}]]>", update("Update")))),
    ],
)
def test_titles_of_every_kind_are_cut_and_cleaned(kind, document):
    evil = "<script>x</script>Pay at https://evil.example/ " + "long " * 100_000
    for title in titles(document(evil), kind):
        assert title.startswith("Pay at … long long")
        assert len(title) <= LONGEST_TITLE


def test_ten_megabytes_of_title_are_too_large_to_be_looked_at():
    with pytest.raises(FeedRefused, match="larger"):
        read_feed("statuspage-v2", statuspage("major", [incident("x" * 10**7)]), NOW)


@pytest.mark.parametrize("kind", ["statuspage-v2", "rss"])
def test_the_largest_feed_is_read_in_time(kind):
    if kind == "rss":
        one = item("Payments fail", update("Investigating", "x.y-" * 200))
        content = rss(*[one] * (LARGEST_FEED // len(one) - 1))
    else:
        content = statuspage("major", [incident("a-" * 900)] * 400, [maintenance()] * 100)
    assert len(content) <= LARGEST_FEED
    began = time.process_time()
    assert read_feed(kind, content, NOW)[0].level is OfficialLevel.DEGRADED
    assert time.process_time() - began < 5


def test_markup_made_to_cost_time_costs_little():
    costly = item("<![CDATA[" + "<a " * 600 + "]]>", "<![CDATA[" + "<a " * 5000 + "]]>")
    began = time.process_time()
    assert len(read_feed("rss", rss(*[costly] * 50), NOW)) == 1
    assert time.process_time() - began < 8


def test_moments_of_another_century_and_without_a_zone_are_none():
    for text in (None, "", "soon", "2026-11-22T10:00:00", "9999-12-31T23:59:59-14:00", "1" * 99):
        assert moment(text) is None
    assert moment("2026-11-22T11:00:00+01:00").hour == 10


FEW = settings(max_examples=70, deadline=None)


def fits(states):
    """What storage and texts rely on, whatever came in."""
    assert 1 <= len(states) <= 4
    for state in states:
        assert isinstance(state, Published)
        assert len(state.title) <= LONGEST_TITLE
        assert not set("<>\n\r\t") & set(state.title)
        assert not any(unicodedata.category(each) in ("Cc", "Cf", "Cs") for each in state.title)
        for at in (state.since, state.until):
            assert at is None or 2000 <= at.year <= 2100
    assert all(each.level is OfficialLevel.MAINTENANCE for each in states[1:])


def read_or_refused(kind, content):
    try:
        fits(read_feed(kind, content, NOW))
    except FeedRefused:
        return


SAMPLES = (
    statuspage("major", [incident()], [maintenance()]),
    apple({"eventStatus": "ongoing", "statusType": "Outage", "epochStartDate": 1}),
    rss(item("Payments fail", update("Investigating"))),
    atom(entry("Payments fail", update("Scheduled"))),
)


@FEW
@given(st.sampled_from(KINDS), st.binary(max_size=200))
def test_noise_is_read_or_refused(kind, content):
    read_or_refused(kind, content)


@FEW
@given(
    st.data(),
    st.sampled_from(list(zip(KINDS, [SAMPLES[0], *SAMPLES[2:], SAMPLES[1]], strict=True))),
)
def test_a_damaged_feed_is_read_or_refused(data, sample):
    kind, content = sample
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        size = data.draw(st.integers(0, 40))
        damaged[place : place + size] = data.draw(st.binary(max_size=20))
        if not damaged:
            break
    read_or_refused(kind, bytes(damaged))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
_WORDS = st.text(max_size=40) | _JSON
_FIELDS = ("name", "status", "impact", "started_at", "scheduled_for", "scheduled_until")
_INCIDENT = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(_FIELDS, _WORDS),
)


@FEW
@given(_WORDS, st.lists(_INCIDENT, max_size=4), st.lists(_INCIDENT, max_size=4))
def test_any_words_in_a_summary_are_read_or_refused(indicator, incidents, planned):
    summary = {"status": {"indicator": indicator}, "incidents": incidents,
               "scheduled_maintenances": planned}  # fmt: skip
    read_or_refused("statuspage-v2", json.dumps(summary).encode("utf-8", "surrogatepass"))


@FEW
@given(st.text(max_size=300))
def test_any_title_becomes_one_harmless_line(title):
    line = plain_line(f"Pay http://{title}")
    fits([Published(OfficialLevel.DOWN, line)])
    assert "://" not in line
    assert not re.search(r"www\.\w|\w@\w", line)
