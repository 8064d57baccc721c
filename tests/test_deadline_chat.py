"""Deadlines in the chat: the calendar file, reminders over a restart, and who may do what."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from icalendar import Calendar

from bot import wiring
from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.domain.messages import Message
from bot.services.made_files import MADE, named
from bot.storage.blobs import Blobs
from bot.storage.events import Event, put_event
from bot.storage.message_json import to_values
from bot.storage.timers import fire_due
from tests.asgi_request import call_asgi
from tests.chat import Chat, open_chat
from tests.gateway import until
from tests.sandbox import KEY, labels

MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)
# Visa gives 120 days from 21 November: 21 March 2027; a week before, at ten in London.
FIRST = datetime(2027, 3, 14, 10, tzinfo=UTC)
CHARGED = "Noodle Corner charged my Visa 4 times last night, £8.90 each"
TIMERS = "SELECT kind, due_at, chat_id FROM timer WHERE kind = 'claim.remind'"


async def file_a_claim(chat: Chat, words: str = CHARGED, region: str = "GB") -> str:
    """File a claim of a Visa card charged too often; return its number."""
    customer = Customer(
        chat.bot, chat.person.id, Language.ENGLISH, language_chosen=True, region=region,
        region_chosen=True,
    )  # fmt: skip
    await chat.know(customer)
    for said in (words, "once", "they are all posted", "none now", "yes"):
        await chat.says(said)
    row = await chat.database.read(lambda c: c.one("SELECT number FROM claim"))
    return str(row["number"])


async def timers(chat: Chat) -> list[datetime]:
    rows = await chat.database.read(lambda c: c.all(TIMERS))
    return [datetime.fromtimestamp(row["due_at"] / 1_000_000, UTC) for row in rows]


def reminders(chat: Chat) -> list[str]:
    texts = [str(message.get("text", "")) for message in chat.messages()]
    return [text for text in texts if "Last day: 21 March" in text]


def stored(folder: Path) -> list[Path]:
    return [path for path in (folder / "evidence").rglob("*") if path.is_file()]


async def test_the_calendar_file_arrives_as_a_document_and_leaves_nothing_behind(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        number = await file_a_claim(chat)
        await chat.taps("Calendar file")
        sent = chat.messages()[-1]
        assert sent["document"]["file_name"] == f"{number}.ics"
        assert number in sent["caption"]
        files = chat.sandbox.parts.files
        content = files.content(files.by_id(sent["document"]["file_id"]))
        (event,) = Calendar.from_ical(content).walk("VEVENT")
        assert event["dtstart"].dt == datetime(2027, 3, 21).date()
        assert "120 days" in event["description"]
        assert "Visa dispute condition" in event["description"]
        assert number in event["summary"]
        assert stored(tmp_path) == []


async def test_the_chat_page_hands_the_file_out(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        number = await file_a_claim(chat)
        await chat.taps("Calendar file")
        name = chat.messages()[-1]["document"]["file_id"]
        request = httpx.Request("GET", f"http://127.0.0.1/chat/{KEY}/file/{name}")
        answer = await call_asgi(chat.sandbox.app, request)
        assert answer.headers["content-disposition"].startswith("attachment")
        assert f"{number}.ics" in answer.headers["content-disposition"]
        assert Calendar.from_ical(answer.body).walk("VEVENT")


async def test_a_file_of_a_claim_that_is_gone_is_not_sent_and_not_kept(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await chat.says("/start")
        blobs = Blobs(tmp_path / "evidence", tmp_path / "evidence.key")
        key, name = blobs.put_once(f"{chat.bot}/{chat.person.id}", b"BEGIN:VCALENDAR")
        message = Message(chat.person.id, "yours", file=named("a.ics"))
        request = {"claim": 77, "message": to_values(message)}
        payload = {"job": 1, "request": request, "result": {"blob": key, "name": name}}
        event = Event(chat.person.id, MADE, payload)
        await chat.database.write(lambda c: put_event(c, chat.bot, event))
        await chat.settle()
        assert stored(tmp_path) == []
        assert not any("document" in each for each in chat.messages())


async def test_a_deadline_that_has_passed_is_said_to_have_passed(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat, "Noodle Corner charged my Visa twice on 1 June, £8.90 each")
        assert "29 September, which has passed. Ask all the same" in chat.last()
        shown = [label for row in labels(chat.messages()[-1]) for label in row]
        assert "Calendar file" not in shown
        assert await timers(chat) == []
        await chat.says("calendar")
        assert chat.last().startswith("No open claim of yours has a deadline with a date")


@pytest.mark.parametrize(
    ("charged", "says", "is_dated"),
    [
        pytest.param(
            CHARGED, "To be safe, counted from 21 November: 20 January 2027. Rule: FCBA", True,
            id="the earliest possible day is told as such",
        ),
        pytest.param(
            "Noodle Corner charged my Visa twice on 1 June, £8.90 each",
            "must reach the issuer within 60 days.\n", False,
            id="once it has passed it says nothing: the statement may have come later",
        ),
    ],
)  # fmt: skip
async def test_a_period_that_starts_with_a_statement(tmp_path, charged, says, is_dated):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat, charged, region="US")
        assert says in chat.last()
        rows = await chat.database.read(lambda c: c.all("SELECT rule FROM claim_deadline"))
        assert ("us-fcba-60d" in {row["rule"] for row in rows}) is is_dated
        await chat.later(datetime(2027, 1, 18, 15, tzinfo=UTC) - MORNING)
        assert ("To be safe, do it by 20 January, in 2 days." in chat.last()) is is_dated


async def test_a_file_that_cannot_be_made_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(wiring, "MAKERS", {})
    async with open_chat(tmp_path, MORNING) as chat:
        number = await file_a_claim(chat)
        await chat.taps("Calendar file")
        assert chat.last().startswith(f"I couldn't make the file. Nothing is lost: claim {number}")


async def test_a_reminder_survives_a_restart_and_comes_once(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        number = await file_a_claim(chat)
        assert await timers(chat) == [FIRST]
        person = chat.person.id
    for round_ in (1, 2):
        # The gateway itself fires what became due while the bot was away.
        async with open_chat(tmp_path, FIRST + round_ * timedelta(hours=1)) as chat:
            chat.person = chat.sandbox.world.people[person]
            await until(lambda chat=chat: reminders(chat))
            await chat.settle()
            (told,) = reminders(chat)
            assert number in told
            assert "in 7 days" in told
            assert await timers(chat) == [datetime(2027, 3, 19, 10, tzinfo=UTC)]


async def test_a_reminder_that_is_days_late_is_left_out(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat)
        await chat.later(FIRST + timedelta(days=2) - MORNING)
        assert reminders(chat) == []
        assert await timers(chat) == [datetime(2027, 3, 19, 10, tzinfo=UTC)]


async def test_two_deadlines_of_one_day_are_one_message(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        number = await file_a_claim(chat)
        also = """
            INSERT INTO claim_deadline (claim_id, rule, actor, counted_from, due_on, hint)
            SELECT claim_id, 'mc-4834-duplicate', actor, counted_from, due_on, hint
            FROM claim_deadline WHERE rule = 'visa-12-6'
        """
        await chat.database.write(lambda c: c.run(also))
        await chat.later(FIRST - MORNING)
        (told,) = reminders(chat)
        lines = told.split("\n")
        assert [line[:2] for line in lines[:2]] == ["1.", "2."]
        assert number in told
        await chat.taps("Number 2 is done")
        await chat.later(timedelta(days=5))
        assert len(reminders(chat)) == 2
        assert not reminders(chat)[-1].startswith("1.")


async def test_no_reminder_comes_at_night(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat)
        await chat.later(FIRST + timedelta(hours=11) - MORNING)
        assert reminders(chat) == []


async def test_the_timer_goes_with_the_claim_and_comes_back_with_it(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat)
        await chat.says("/status")
        await chat.taps("Withdraw this claim")
        await chat.taps("Yes, withdraw it")
        assert await timers(chat) == []
        await chat.taps("Open it again")
        assert await timers(chat) == [FIRST]
        # A card follows what happens once a minute.
        await chat.later(timedelta(minutes=1))
        chat.agent_taps("take")
        await chat.later(timedelta(minutes=1))
        chat.agent_taps("resolve")
        await chat.settle()
        chat.agent_taps("refunded")
        await chat.settle()
        assert await timers(chat) == []
        await chat.taps("Not solved, go on")
        assert await timers(chat) == [FIRST]
        await chat.says("/forget")
        await chat.taps("All my data")
        assert await timers(chat) == []


async def test_a_timer_that_is_left_over_tells_nobody_anything(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat)
        off = "UPDATE claim SET reminders_off = 1"
        await chat.database.write(lambda c: c.run(off))
        await chat.later(FIRST - MORNING)
        assert reminders(chat) == []
        assert await timers(chat) == []


async def test_the_timer_follows_the_customers_clock(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat)
        await chat.says("/region AU")
        sydney = datetime(2027, 3, 14, 10, tzinfo=ZoneInfo("Australia/Sydney"))
        perth = datetime(2027, 3, 14, 10, tzinfo=ZoneInfo("Australia/Perth"))
        assert await timers(chat) == [sydney]
        await chat.taps("Perth")
        assert await timers(chat) == [perth]


async def test_switched_off_means_off_until_switched_on(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat)
        await chat.says("stop reminders")
        assert await timers(chat) == []
        await chat.says("/status")
        shown = [label for row in labels(chat.messages()[-1]) for label in row]
        assert "Switch reminders on" in shown
        await chat.taps("Switch reminders on")
        assert await timers(chat) == [FIRST]


async def test_reminders_can_be_stopped_while_a_person_talks(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat)
        chat.agent_taps("take")
        await chat.settle()
        await chat.says("stop reminders")
        assert chat.last().startswith("No more reminders about")
        assert await timers(chat) == []


async def test_a_stranger_reaches_no_deadline_of_others(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        number = await file_a_claim(chat)
        stranger = chat.sandbox.people.create("李晨", "en")
        chat.person = stranger
        await chat.says("/start")
        message = chat.messages()[-1]["message_id"]
        for data in ("claim:{}:calendar", "claim:{}:quiet", "due:{}:done:visa-12-6", "due:{}"):
            chat.sandbox.people.tap(stranger.id, message, data.format(number))
            await chat.settle()
            assert number not in chat.last()
        assert not any("document" in each for each in chat.messages())
        assert await timers(chat) == [FIRST]


async def test_a_timer_that_fires_twice_is_one_message(tmp_path):
    async with open_chat(tmp_path, MORNING) as chat:
        await file_a_claim(chat)
        await chat.later(FIRST - MORNING)
        fire = partial(fire_due, bot=chat.bot, now=chat.clock(), limit=100)
        await chat.database.write(fire)
        await chat.settle()
        assert len(reminders(chat)) == 1
