"""What the operators' commands ask the database, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.domain.custody import Act, Handled
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.services.retention import Retention
from bot.storage.arrivals import mark_stored
from bot.storage.claim_lists import ClaimFilter, claim_numbered, filtered_claims
from bot.storage.claims import change_claim
from bot.storage.custody import custody_page
from bot.storage.health import Waiting, owners, schema_version, stored_bytes, waiting
from bot.storage.inbox import Incoming, store
from bot.storage.installation import belong_to
from bot.storage.messages import LoggedMessage, log_message
from bot.storage.migrate import migrations
from bot.storage.retention import StoredBytes
from tests import postgres
from tests.filed import CHAT, put_claim, put_file
from tests.gateway import BOT, NOW

database = postgres.database
YEAR = timedelta(days=366)


async def test_claims_are_listed_by_filter_and_in_pages(database):
    filed = [
        await put_claim(database, number=f"PA-{place}", filed_at=NOW + timedelta(days=place))
        for place in range(3)
    ]
    await put_claim(database, number="PA-F", kind=ClaimKind.FRAUD, facts={"story": "x"})

    async def numbers(wanted, **page):
        found = await database.read(partial(filtered_claims, wanted=wanted, **page))
        return [claim.number for claim in found]

    later = ClaimFilter(since=NOW + timedelta(days=1), until=NOW + timedelta(days=2))
    assert await numbers(ClaimFilter()) == ["PA-0", "PA-1", "PA-2", "PA-F"]
    assert await numbers(ClaimFilter(), after=filed[1].id, limit=1) == ["PA-2"]
    assert await numbers(ClaimFilter(kind=ClaimKind.FRAUD)) == ["PA-F"]
    assert await numbers(ClaimFilter(status=Status.RESOLVED)) == []
    assert await numbers(later) == ["PA-1"]


async def test_a_claim_is_found_by_its_number_alone(database):
    claim = await put_claim(database, bot=BOT + 1)
    assert await database.read(lambda c: claim_numbered(c, claim.number)) == claim
    assert await database.read(lambda c: claim_numbered(c, "PA-NONE")) is None


async def test_what_is_due_is_counted_and_then_deleted_with_what_belongs_to_it(database):
    claim = await put_claim(database)
    closed = replace(claim, status=Status.RESOLVED)
    await database.write(lambda c: change_claim(c, closed, NOW - YEAR))
    file = await put_file(database, claim=claim.id)
    await database.write(lambda c: mark_stored(c, BOT, file.id, ("ab" * 32, 9, "image/png")))
    old = LoggedMessage(BOT, CHAT, incoming=True, text="hello", at=NOW - timedelta(days=31))
    await database.write(lambda c: log_message(c, old))
    retention = Retention(database)
    due = await retention.due(NOW)
    gone, unnamed = await retention.purge(NOW)
    assert due == gone
    assert (gone.messages, gone.claims, gone.files) == (1, (claim.id,), (file.id,))
    assert unnamed == {StoredBytes(BOT, CHAT, "ab" * 32)}
    [gone_file] = await database.read(partial(custody_page, after=0, limit=9))
    logged = Handled(Act.EXPIRED, file.id, claim.id, "ab" * 32)
    assert gone_file.handled == logged
    assert await retention.due(NOW) == type(due)(0, (), (), (), (), frozenset())


async def test_version_owners_and_what_waits(database):
    assert await database.read(schema_version) == migrations("sqlite")[-1].number
    await database.write(lambda c: belong_to(c, BOT, NOW))
    assert await database.read(owners) == (BOT,)
    await database.write(lambda c: store(c, BOT, [Incoming(5, 5, "{}"), Incoming(6, 5, "{}")], 1))
    await database.write(
        lambda c: c.run("UPDATE inbox SET state = 'dead', payload = NULL WHERE update_id = 6")
    )
    assert await database.read(waiting) == Waiting(1, 1, 0, 0, 0)


async def test_stored_bytes_are_named_once_and_only_when_they_are_here(database):
    first, second = await put_file(database), await put_file(database, unique_id="u2")
    await put_file(database, unique_id="u3")
    for file in (first, second):
        blob = ("cd" * 32, 9, "image/png")
        await database.write(partial(mark_stored, bot=BOT, item=file.id, blob=blob))
    assert await database.read(stored_bytes) == [StoredBytes(BOT, CHAT, "cd" * 32)]
