"""Files and messages of customers, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.drafts import Draft
from bot.domain.evidence import EvidenceState
from bot.domain.kinds import ClaimKind
from bot.storage.arrivals import bytes_since, known_evidence, mark_failed, mark_stored
from bot.storage.claims import forget_claims
from bot.storage.drafts import new_draft, remove_draft
from bot.storage.evidence import (
    draft_to_claim,
    evidence_of_claim,
    evidence_of_draft,
    find_evidence,
    remove_evidence,
    tray,
    tray_to_draft,
)
from bot.storage.messages import (
    LoggedMessage,
    claim_of_message,
    forget_messages,
    give_to_claim,
    log_message,
    logged_messages,
    note_sent,
    purge_messages,
)
from tests import postgres
from tests.filed import CHAT, FILE, put_claim, put_file
from tests.gateway import BOT, NOW

database = postgres.database
LATER = NOW + timedelta(hours=1)
BLOB = ("ab" * 32, 900, "image/png")


async def put_draft(database):
    draft = Draft(ClaimKind.OUTAGE)
    return (await database.write(lambda c: new_draft(c, BOT, CHAT, draft, NOW))).id


def ids(found):
    return [each.id for each in found]


async def find(database, file):
    return await database.read(lambda c: find_evidence(c, BOT, file.id))


async def test_a_file_comes_back_as_it_was_put(database):
    file = await put_file(database)
    assert await find(database, file) == file
    assert await database.read(lambda c: find_evidence(c, BOT + 1, file.id)) is None


async def test_a_file_is_stored_once(database):
    file = await put_file(database)
    assert await database.write(lambda c: mark_stored(c, BOT, file.id, BLOB))
    sha256, size, mime = BLOB
    stored = replace(file, state=EvidenceState.STORED, sha256=sha256, size=size, mime=mime)
    assert await find(database, file) == stored
    again = ("cd" * 32, 1, "text/csv")
    assert not await database.write(lambda c: mark_stored(c, BOT, file.id, again))
    failed = EvidenceState.LOST
    assert not await database.write(lambda c: mark_failed(c, BOT, file.id, failed, "gone"))
    assert await find(database, file) == stored


@pytest.mark.parametrize("state", [EvidenceState.REFUSED, EvidenceState.LOST])
async def test_a_file_that_could_not_be_had_is_in_no_list(database, state):
    draft, claim = await put_draft(database), (await put_claim(database)).id
    files = [await put_file(database, draft=draft), await put_file(database, claim=claim)]
    files.append(await put_file(database))
    for file in files:
        await database.write(lambda c, f=file: mark_failed(c, BOT, f.id, state, "type"))
    assert (await find(database, files[0])).reason == "type"
    assert await database.read(lambda c: evidence_of_draft(c, draft)) == []
    assert await database.read(lambda c: evidence_of_claim(c, claim)) == []
    assert await database.read(lambda c: tray(c, BOT, CHAT, NOW)) == []
    assert await database.read(lambda c: known_evidence(c, files[2])) is None


async def test_the_same_file_again_is_known_where_it_was_sent_before(database):
    draft, claim = await put_draft(database), (await put_claim(database)).id
    places = ({}, {"draft": draft}, {"claim": claim})
    for place in places:
        again = replace(FILE, **place)
        assert await database.read(lambda c, f=again: known_evidence(c, f)) is None
        file = await put_file(database, **place)
        assert await database.read(lambda c, f=again: known_evidence(c, f)) == file
    for other in (replace(FILE, unique_id="u2"), replace(FILE, chat=6), replace(FILE, bot=2)):
        assert await database.read(lambda c, f=other: known_evidence(c, f)) is None


async def test_the_tray_holds_what_waits_without_a_draft(database):
    await put_file(database, received_at=NOW - timedelta(hours=25))
    waiting = await put_file(database, unique_id="u2")
    await put_file(database, draft=await put_draft(database))
    await put_file(database, claim=(await put_claim(database)).id)
    await put_file(database, chat=6)
    day = NOW - timedelta(hours=24)
    assert ids(await database.read(lambda c: tray(c, BOT, CHAT, day))) == [waiting.id]


async def test_what_waits_goes_to_the_draft_and_then_to_the_claim(database):
    old = await put_file(database, received_at=NOW - timedelta(hours=25))
    waiting = await put_file(database)
    other = await put_file(database, chat=6)
    draft, claim = await put_draft(database), (await put_claim(database)).id
    since = NOW - timedelta(hours=24)
    await database.write(lambda c: tray_to_draft(c, BOT, CHAT, draft, since))
    assert ids(await database.read(lambda c: evidence_of_draft(c, draft))) == [waiting.id]
    await database.write(lambda c: draft_to_claim(c, draft, claim))
    assert await database.read(lambda c: evidence_of_draft(c, draft)) == []
    assert ids(await database.read(lambda c: evidence_of_claim(c, claim))) == [waiting.id]
    assert (await find(database, old)).claim is None
    assert (await find(database, other)).draft is None


async def test_files_outlive_the_draft_but_not_the_claim(database):
    draft, claim = await put_draft(database), await put_claim(database)
    of_draft = await put_file(database, draft=draft)
    of_claim = await put_file(database, claim=claim.id)
    await database.write(lambda c: remove_draft(c, BOT, CHAT, draft))
    assert (await find(database, of_draft)).draft is None
    await database.write(lambda c: forget_claims(c, BOT, CHAT))
    assert await find(database, of_claim) is None


async def test_a_customer_takes_out_their_own_files_only(database):
    file = await put_file(database)
    assert not await database.write(lambda c: remove_evidence(c, BOT, 6, file.id))
    assert await database.write(lambda c: remove_evidence(c, BOT, CHAT, file.id))
    assert await find(database, file) is None


async def test_the_bytes_of_a_day_are_counted(database):
    assert await database.read(lambda c: bytes_since(c, BOT, CHAT, NOW)) == 0
    for place, size in ((NOW - timedelta(days=1), 1), (NOW, 20), (LATER, 300)):
        await put_file(database, received_at=place, size=size)
    await put_file(database, chat=6, size=4000)
    assert await database.read(lambda c: bytes_since(c, BOT, CHAT, NOW)) == 320


IN = LoggedMessage(
    BOT, CHAT, incoming=True, text="多扣了", at=NOW, telegram_id=7, evidence=3, edit_of=6
)
OUT = LoggedMessage(BOT, CHAT, incoming=False, text="记下", at=LATER, outbox=9)


async def log(database, *messages):
    for each in messages:
        await database.write(lambda c, m=each: log_message(c, m))


async def logged(database, **where):
    found = await database.read(lambda c: logged_messages(c, **where))
    return [replace(each, id=0) for each in found]


async def test_messages_in_and_out_are_kept_in_order(database):
    await log(database, IN, OUT, replace(IN, chat=6))
    assert await logged(database) == [IN, OUT, replace(IN, chat=6)]
    assert await logged(database, chat=CHAT) == [IN, OUT]
    first, second = await database.read(lambda c: logged_messages(c, chat=CHAT))
    after = await database.read(lambda c: logged_messages(c, after=first.id, limit=1))
    assert ids(after) == [second.id]


async def test_a_message_that_was_sent_knows_its_telegram_id(database):
    await log(database, IN, OUT)
    await database.write(lambda c: note_sent(c, 9, 1234))
    assert await logged(database) == [IN, replace(OUT, telegram_id=1234)]


async def test_a_conversation_belongs_to_the_claim_it_led_to(database):
    early = replace(IN, at=NOW - timedelta(seconds=1), telegram_id=1)
    await log(database, early, IN, OUT, replace(IN, chat=6))
    first, second = await put_claim(database), await put_claim(database, number="PA-2")
    await database.write(lambda c: give_to_claim(c, BOT, CHAT, first.id, NOW))
    await database.write(lambda c: give_to_claim(c, BOT, CHAT, second.id, early.at))
    assert await logged(database, claim=first.id) == [
        replace(IN, claim=first.id),
        replace(OUT, claim=first.id),
    ]
    assert await logged(database, claim=second.id) == [replace(early, claim=second.id)]


async def test_the_claim_of_a_message_is_found(database):
    claim = await put_claim(database)
    await log(database, replace(IN, claim=claim.id), replace(IN, telegram_id=8))

    async def number(chat, message):
        return await database.read(lambda c: claim_of_message(c, BOT, chat, message))

    assert await number(CHAT, 7) == claim.number
    assert [await number(CHAT, 8), await number(6, 7), await number(CHAT, 99)] == [None] * 3


async def test_messages_go_after_their_time_unless_a_claim_holds_them(database):
    claim = await put_claim(database)
    await log(database, IN, replace(IN, claim=claim.id), OUT)
    assert await database.write(lambda c: purge_messages(c, LATER)) == 1
    assert await logged(database) == [replace(IN, claim=claim.id), OUT]
    await database.write(lambda c: forget_claims(c, BOT, CHAT))
    assert await logged(database) == [OUT]


async def test_a_forgotten_customers_messages_are_gone(database):
    await log(database, IN, OUT, replace(IN, chat=6))
    await database.write(lambda c: forget_messages(c, BOT, CHAT))
    assert await logged(database) == [replace(IN, chat=6)]
