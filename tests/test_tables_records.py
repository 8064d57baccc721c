import pytest
from pydantic import TypeAdapter, ValidationError

from knowledge.records.base import (
    Address,
    AsOf,
    Duration,
    Fact,
    Phone,
    Region,
    SameLengthLists,
    WordLists,
    Words,
)
from knowledge.records.deadlines import DeadlineRule
from knowledge.records.policy import Desk, ServiceLevels, Target, Urgent
from knowledge.records.providers import StatusPage, TransactionId

SEEN = {"verified": True, "source": "a page", "as_of": "2026"}
RULE = SEEN | {
    "id": "rule",
    "region": "CN",
    "applies_to": ["complaint"],
    "limit": "P15D",
    "day_type": "calendar",
    "counted_from": {"zh": "收到之日", "en": "receipt"},
    "who_must_act": "user",
    "effect": {"zh": "十五天", "en": "Fifteen days."},
    "legal_ref": "a law",
}
META = {"checked_on": "2026-11-22"}
EVERYWHERE = {"general": ["intl-bank-first"]}
PROMISES = {
    "first_response": {"within": "PT15M"},
    "next_response": {"within": "PT1H"},
    "resolution": {"by": "18:00", "days": 7},
}
DESK = {
    "name": "east",
    "zone": "Asia/Shanghai",
    "opens": "09:00",
    "closes": "21:00",
    "days": ["mon"],
    "regions": [],
}
OTHER = [
    {"kind": "other", "priority": "urgent"} | PROMISES,
    {"kind": "other", "priority": "normal"} | PROMISES,
]
PAGE = {"url": "https://s.example", "kind": "rss", "feed_url": "https://s.example/rss"}
FOLLOW_UP = {
    "warn_before": "PT10M", "escalate_after": "PT5M", "late_within": "PT15M",
    "ask_again_days": 14, "put_aside_days": 7,
}  # fmt: skip
LEVELS = {"meta": META, "follow_up": FOLLOW_UP, "desks": [DESK], "targets": OTHER}
URGENT = {"meta": META, "say": {}, "regions": {"INTL": EVERYWHERE}}


def test_good_records_are_read():
    for model, record in (
        (Fact, SEEN),
        (DeadlineRule, RULE),
        (Urgent, URGENT),
        (ServiceLevels, LEVELS),
        (Desk, DESK),
        (StatusPage, PAGE),
        (StatusPage, PAGE | {"kind": "html", "feed_url": None}),
    ):
        assert model.model_validate(record)


@pytest.mark.parametrize(
    ("model", "record", "says"),
    [
        pytest.param(
            Fact, SEEN | {"source": "general knowledge"}, "general knowledge",
            id="what nobody saw is not verified",
        ),
        pytest.param(
            Fact, SEEN | {"status": "superseded_check"}, "superseded",
            id="a superseded rule is not verified",
        ),
        pytest.param(Fact, SEEN | {"status": "old"}, "status", id="an unknown status"),
        pytest.param(Fact, SEEN | {"seen": True}, "seen", id="an unknown field"),
        pytest.param(
            SameLengthLists, {"zh": ["一", "二"], "en": ["One."]}, "2 entries in Chinese",
            id="lists that differ in length",
        ),
        pytest.param(Words, {"zh": "字", "en": " "}, "en", id="a blank text"),
        pytest.param(DeadlineRule, RULE | {"day_type": None}, "day_type", id="no kind of days"),
        pytest.param(
            DeadlineRule, RULE | {"counted_from": None}, "counted_from", id="counted from nothing"
        ),
        pytest.param(
            DeadlineRule, RULE | {"from_event": "exactly", "limit": None}, "from_event",
            id="a moment and no period",
        ),
        pytest.param(
            DeadlineRule, RULE | {"id": "x" * 39}, "id", id="an id that fits into no button"
        ),
        pytest.param(
            TransactionId, {"regex": "^a", "description": None}, "whole number",
            id="a pattern that is found inside a number",
        ),
        pytest.param(
            TransactionId, {"regex": "^($", "description": None}, "regular expression",
            id="no pattern",
        ),
        pytest.param(
            Urgent, URGENT | {"regions": {"CN": EVERYWHERE}}, "INTL is missing", id="no way out"
        ),
        pytest.param(
            Urgent, URGENT | {"regions": {"INTL": EVERYWHERE, "CN": {"fraud": ["cn-110"]}}},
            "CN has no general", id="a region without general numbers",
        ),
        pytest.param(
            Urgent, URGENT | {"regions": {"INTL": EVERYWHERE | {"distress": ["cn-12356"]}}},
            "crisis_by_region", id="crisis lines in two places",
        ),
        pytest.param(Target, {}, "either within or by", id="no promise"),
        pytest.param(
            Target, {"within": "PT1H", "by": "18:00"}, "either within or by", id="two promises"
        ),
        pytest.param(Target, {"within": "P1D"}, "within", id="days of the clock"),
        pytest.param(
            ServiceLevels, LEVELS | {"targets": OTHER[:1]}, "priority normal is missing",
            id="no promise for other claims",
        ),
        pytest.param(
            ServiceLevels, LEVELS | {"targets": [*OTHER, OTHER[0]]}, "given twice",
            id="two promises for the same claims",
        ),
        pytest.param(Desk, DESK | {"zone": "Asia/Pekin"}, "no time zone", id="no such zone"),
        pytest.param(StatusPage, PAGE | {"feed_url": None}, "needs a feed_url", id="no feed"),
        pytest.param(
            StatusPage, PAGE | {"feed_url": "http://s.example/rss"}, "begins with https",
            id="a feed that anybody on the way can change",
        ),
        pytest.param(
            StatusPage, PAGE | {"kind": "statuspage-v2"}, "summary.json", id="no summary"
        ),
        pytest.param(StatusPage, PAGE | {"kind": "html"}, "has no feed_url", id="a needless feed"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_is_refused(model, record, says):
    with pytest.raises(ValidationError, match=says):
        model.model_validate(record)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            Phone,
            ["110", "+852 2878 1188", "#9110", "(855) 411-2372", "1-300-88-5465", "333 / 100"],
            ["", "11", "打 110", "110（报警）", "110/119", "110 "],
        ),
        (Address, ["https://x.cn/a", "http://x.cn"], ["x.cn", "ftp://x.cn", "https://x .cn"]),
        (AsOf, ["2026", "2026-11", "2026-11-22"], ["26", "2026-1", "today", "2026-11-22T"]),
        (Duration, ["P6M", "PT48H", "P2W"], ["P0D", "6M", "P1M2D", "PT1D"]),
        (Region, ["CN", "INTL", "GLOBAL-CARD"], ["cn", "CHN", ""]),
    ],
)
def test_forms_of_values(kind, good, bad):
    adapter = TypeAdapter(kind)
    assert [adapter.validate_python(each) for each in good] == good
    for each in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(each)


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "字"), ("zh-Hans", "字"), ("zh-Hant", "字"), ("en", "word")]
)
def test_a_text_is_read_in_the_customers_language(language, text):
    assert Words(zh="字", en="word").text(language) == text
    assert WordLists(zh=("字",), en=("word",)).text(language) == (text,)
