"""Calendar files, read back by the library that other calendars use too."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from pydantic import ValidationError

from bot.writers.calendar import calendar_file

LONG = "先打发卡行的电话；说“同一笔被扣了多次”，要受理编号，\n再问商家。" * 12
ENTRY = {
    "key": "PA-7K3M-4QXW-X/visa-12-6",
    "title": "PA-7K3M-4QXW-X：您要办的，最后一天",
    "text": LONG,
    "day": "2027-03-21",
    "alarms": True,
}


def made(*entries, at="2026-11-22T10:00:00+00:00", zone="Europe/London"):
    values = {"name": "支付援手 PA-1", "made_at": at, "zone": zone, "entries": list(entries)}
    return calendar_file(values)


def events(*entries, **more):
    return Calendar.from_ical(made(*entries, **more)).walk("VEVENT")


def alarms(event):
    return [alarm["trigger"].dt for alarm in event.walk("VALARM")]


def test_a_day_is_an_entry_of_the_whole_day_with_alarms_at_ten():
    (event,) = events(ENTRY)
    assert event["dtstart"].dt == date(2027, 3, 21)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["dtstamp"].dt == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert alarms(event) == [
        timedelta(days=-7, hours=10),
        timedelta(days=-2, hours=10),
        timedelta(hours=10),
    ]
    assert {str(alarm["action"]) for alarm in event.walk("VALARM")} == {"DISPLAY"}


def test_a_clock_time_is_kept_in_utc_and_rings_before():
    (event,) = events(ENTRY | {"at": "2027-03-21T15:30:00+08:00"})
    assert event["dtstart"].dt == datetime(2027, 3, 21, 7, 30, tzinfo=UTC)
    assert alarms(event) == [timedelta(days=-7), timedelta(days=-2), timedelta(hours=-3)]


def test_alarms_that_have_passed_and_those_of_others_are_left_out():
    (soon,) = events(ENTRY, at="2027-03-19T11:00:00+00:00")
    assert alarms(soon) == [timedelta(hours=10)]
    (other,) = events(ENTRY | {"alarms": False})
    assert alarms(other) == []


def test_texts_come_back_whole_and_lines_are_folded_between_characters():
    content = made(ENTRY)
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line for line in lines)
    for line in lines:
        line.decode()
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["description"]) == LONG
    assert str(event["summary"]) == ENTRY["title"]
    calendar = Calendar.from_ical(content)
    assert (str(calendar["version"]), str(calendar["x-wr-calname"])) == ("2.0", "支付援手 PA-1")


def test_a_text_cannot_begin_a_line_of_its_own():
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:other;a,b\\"
    content = made(ENTRY | {"text": hostile})
    assert content.count(b"\r\nBEGIN:VEVENT") == 1
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1


def test_an_entry_keeps_its_name_in_each_file_and_differs_from_others():
    (first,) = events(ENTRY)
    again, other = events(
        ENTRY | {"title": "x", "day": "2027-03-22"},
        ENTRY | {"key": "PA-7K3M-4QXW-X/mc-4834-duplicate"},
        at="2026-12-01T00:00:00+00:00",
    )
    assert first["uid"] == again["uid"] != other["uid"]
    assert "PA-" not in str(first["uid"])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"day": "soon"}, id="no day"),
        pytest.param({"at": "2027-03-21T15:30:00"}, id="a moment without a zone"),
        pytest.param({"text": "x" * 5000}, id="too long"),
        pytest.param({"more": 1}, id="an unknown field"),
    ],
)
def test_what_is_no_entry_is_refused(change):
    with pytest.raises(ValidationError):
        made(ENTRY | change)


def test_too_many_entries_are_refused():
    with pytest.raises(ValidationError):
        made(*[ENTRY] * 51)
