"""The custody log: one chain, whatever happens at once, and every change in it is found."""

import asyncio
from functools import partial

import pytest

from bot.cli.custody_log import custody_log
from bot.domain.custody import (
    BEGINNING,
    Act,
    Entry,
    Handled,
    Head,
    follows,
    read_seal,
    seal_of,
    short_seal,
)
from bot.storage.arrivals import mark_stored
from bot.storage.claims import forget_claims
from bot.storage.custody import (
    custody_head,
    custody_page,
    entry_sealed,
    log_acts,
    tell_seal,
    told_seal,
)
from bot.storage.database import open_database
from bot.storage.evidence import find_evidence, remove_evidence
from tests import postgres
from tests.filed import CHAT, put_claim, put_file
from tests.gateway import BOT, NOW

database = postgres.database
database_url = postgres.database_url
SHA = "ab" * 32


def act(evidence=1, **more):
    return Handled(Act.RECEIVED, evidence, sha256=SHA, **more)


async def log(database, *acts):
    return await database.write(lambda c: log_acts(c, BOT, acts or [act()], NOW))


async def found(database):
    return await database.read(custody_log)


async def stored(database, **changes):
    """Keep a file with its bytes, as the service does."""
    file = await put_file(database, **changes)

    async def step(connection):
        await mark_stored(connection, BOT, file.id, (SHA, 9, "image/png"))
        return await log_acts(connection, BOT, [act(file.id)], NOW)

    await database.write(step)
    return file


async def tamper(database, *statements):
    """Change what the database refuses to change, as its owner can."""

    async def step(connection):
        if database.shared:
            await connection.run("SET LOCAL session_replication_role = replica")
        else:
            rows = await connection.all("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for row in rows:
                await connection.run(f"DROP TRIGGER {row['name']}")
        for statement in statements:
            await connection.run(statement)

    await database.write(step)


async def test_entries_follow_each_other_from_the_beginning(database):
    first = await log(database, act(1), act(2))
    last = await log(database, act(3, by=77))
    entries = await database.read(partial(custody_page, after=0, limit=10))
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.handled.evidence for entry in entries] == [1, 2, 3]
    assert (first, last) == (Head(2, entries[1].seal), Head(3, entries[2].seal))
    assert await database.read(custody_head) == last
    whole = await found(database)
    assert (whole.followed, whole.broken_at, whole.head) == (last, 0, last)


def test_a_seal_covers_every_part_of_its_entry():
    seals = {
        seal_of(before, number, bot, handled, at)
        for before, number, bot, handled, at in (
            (BEGINNING, 1, BOT, act(), 5),
            ("1" * 64, 1, BOT, act(), 5),
            (BEGINNING, 2, BOT, act(), 5),
            (BEGINNING, 1, BOT + 1, act(), 5),
            (BEGINNING, 1, BOT, act(), 6),
            (BEGINNING, 1, BOT, Handled(Act.REMOVED, 1, 0, SHA), 5),
            (BEGINNING, 1, BOT, act(2), 5),
            (BEGINNING, 1, BOT, act(claim=1), 5),
            (BEGINNING, 1, BOT, act(by=1), 5),
            (BEGINNING, 1, BOT, Handled(Act.RECEIVED, 1, 0, ""), 5),
        )
    }
    assert len(seals) == 10
    assert not follows(Head(0, BEGINNING), Entry(1, BOT, act(), 5, ""))


async def test_an_act_that_fails_leaves_no_entry(database):
    async def step(connection):
        await log_acts(connection, BOT, [act()], NOW)
        raise LookupError("the act itself failed")

    with pytest.raises(LookupError):
        await database.write(step)
    assert await database.read(custody_head) == Head(0, BEGINNING)
    assert (await log(database)).entries == 1


async def test_writers_at_the_same_time_append_one_after_the_other(database_url):
    """Two processes, twelve steps at once each: one chain, without a gap."""
    first, second = await open_database(database_url), await open_database(database_url)
    try:
        await asyncio.gather(
            *(log(each, act(n), act(n + 100)) for n in range(12) for each in (first, second))
        )
        whole = await found(first)
        assert (whole.followed.entries, whole.broken_at) == (48, 0)
        assert whole.followed == whole.head
    finally:
        await first.close()
        await second.close()


CHANGES = [
    "UPDATE custody SET sha256 = '' WHERE number = 2",
    "DELETE FROM custody WHERE number = 3",
    "DELETE FROM custody",
    "DELETE FROM custody_head",
    "UPDATE custody_head SET entries = 1",
]


@pytest.mark.parametrize("statement", CHANGES)
async def test_the_database_refuses_to_change_the_log(database, statement):
    for _ in range(3):
        await log(database)
    with pytest.raises(Exception, match="the custody log is never"):
        await database.write(lambda c: c.run(statement))
    assert (await found(database)).followed.entries == 3


async def test_the_database_refuses_to_replace_or_empty_the_log(database):
    await log(database)
    statement = (
        "TRUNCATE custody"
        if database.shared
        else "INSERT OR REPLACE INTO custody SELECT number, bot_id, 'removed', evidence_id, "
        "claim_id, sha256, by_id, at, seal FROM custody"
    )
    with pytest.raises(Exception, match="the custody log is never"):
        await database.write(lambda c: c.run(statement))


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE custody SET sha256 = 'ac' || substr(sha256, 3) WHERE number = 2", 2),
        ("UPDATE custody SET at = at + 1 WHERE number = 1", 1),
        ("UPDATE custody SET act = 'nonsense' WHERE number = 3", 3),
        ("UPDATE custody SET by_id = 9 WHERE number = 3", 3),
        ("UPDATE custody SET seal = 'x' WHERE number = 3", 3),
        ("UPDATE custody SET number = 9 WHERE number = 3", 3),
        ("DELETE FROM custody WHERE number = 1", 1),
        ("DELETE FROM custody WHERE number = 2", 2),
    ],
)
async def test_a_changed_or_missing_entry_is_found_behind_dropped_triggers(
    database, statement, broken_at
):
    for number in range(1, 5):
        await log(database, act(number))
    await tamper(database, statement)
    assert (await found(database)).broken_at == broken_at


async def test_cutting_off_the_end_is_found_by_the_head(database):
    for _ in range(3):
        await log(database)
    await tamper(database, "DELETE FROM custody WHERE number = 3")
    cut = await found(database)
    assert (cut.broken_at, cut.followed.entries, cut.head.entries) == (0, 2, 3)


async def test_cutting_end_and_head_is_found_by_the_seals_that_were_told(database):
    claim = await put_claim(database)
    await log(database)
    head = await log(database, Handled(Act.FILED, claim=claim.id))
    await database.write(lambda c: tell_seal(c, claim.id, head))
    assert await database.read(lambda c: told_seal(c, claim.id)) == head.seal
    await tamper(
        database,
        "DELETE FROM custody WHERE number = 2",
        "UPDATE custody_head SET entries = 1, seal = (SELECT seal FROM custody WHERE number = 1)",
    )
    cut = await found(database)
    assert (cut.broken_at, cut.followed) == (0, cut.head)
    assert cut.disagreements.lost_seals == (claim.number,)
    assert await database.read(lambda c: entry_sealed(c, head.seal)) is None


async def test_a_file_that_was_swapped_slipped_in_or_taken_away_is_found(database):
    swapped, taken = await stored(database), await stored(database, unique_id="u2")
    slipped = await put_file(database, unique_id="u3", received_at=NOW.replace(year=2027))
    await database.write(lambda c: mark_stored(c, BOT, slipped.id, (SHA, 9, "image/png")))
    assert (await found(database)).disagreements.swapped == ()
    await database.write(
        lambda c: c.run(
            "UPDATE evidence SET sha256 = :other WHERE id = :id", other="cd" * 32, id=swapped.id
        )
    )
    await database.write(lambda c: remove_evidence(c, BOT, CHAT, taken.id))
    differ = (await found(database)).disagreements
    assert (differ.swapped, differ.unlogged) == ((swapped.id,), (slipped.id,))
    assert differ.vanished == (taken.id,)


@pytest.mark.parametrize("ending", [Act.REMOVED, Act.EXPIRED, Act.FORGOTTEN])
async def test_a_file_that_was_taken_out_as_it_should_be_is_not_missed(database, ending):
    file = await stored(database)
    await database.write(lambda c: remove_evidence(c, BOT, CHAT, file.id))
    await log(database, Handled(ending, file.id, sha256=SHA))
    assert (await found(database)).disagreements.vanished == ()


async def test_files_from_before_the_log_are_only_counted(database):
    file = await put_file(database)
    await database.write(lambda c: mark_stored(c, BOT, file.id, (SHA, 9, "image/png")))
    differ = (await found(database)).disagreements
    assert (differ.older, differ.unlogged) == (1, ())


async def test_forgetting_a_claim_leaves_the_log_whole(database):
    claim = await put_claim(database)
    file = await stored(database, claim=claim.id)
    head = await log(database, Handled(Act.FILED, file.id, claim.id, SHA))
    await database.write(lambda c: tell_seal(c, claim.id, head))

    async def forget(connection):
        await remove_evidence(connection, BOT, CHAT, file.id)
        await log_acts(connection, BOT, [Handled(Act.FORGOTTEN, file.id, claim.id, SHA)], NOW)
        await forget_claims(connection, BOT, CHAT)

    await database.write(forget)
    assert await database.read(lambda c: find_evidence(c, BOT, file.id)) is None
    whole = await found(database)
    assert (whole.broken_at, whole.followed) == (0, whole.head)
    assert whole.disagreements == type(whole.disagreements)()
    assert await database.read(lambda c: told_seal(c, claim.id)) == ""


async def test_a_seal_is_found_by_its_short_form(database):
    await log(database)
    head = await log(database, act(2))
    digits = read_seal(short_seal(head.seal).upper())
    entry = await database.read(lambda c: entry_sealed(c, digits))
    assert entry is not None
    assert (entry.number, entry.seal) == (2, head.seal)


@pytest.mark.parametrize(
    "typed", ["", "9f86", "9f86-d081-884c-7d6", "9f86-d081-884c-7dzz", "f" * 65]
)
def test_what_is_no_seal_is_not_looked_for(typed):
    assert read_seal(typed) == ""


def test_no_seal_has_no_short_form():
    assert short_seal("") == ""
