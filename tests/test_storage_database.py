"""Steps, group commit, migrations: the same on SQLite and on PostgreSQL."""

import asyncio
import inspect
import os
import sqlite3
import stat
from importlib.metadata import version

import aiosqlite
import pytest

from bot.storage import migrate
from bot.storage.connection import Topic
from bot.storage.database import open_database, sqlite_path
from bot.storage.errors import DatabaseAway, DatabaseClosed, DatabaseRefusedError, StepBugError
from bot.storage.group_commit import GroupCommit
from bot.storage.inbox import Incoming, store
from bot.storage.installation import belong_to
from bot.storage.micros import from_micros, to_micros
from bot.storage.migrate import Migration, pending, statements
from bot.storage.postgres import positional
from bot.storage.sqlite import open_sqlite
from tests import postgres
from tests.gateway import NOW

database_url = postgres.database_url
database = postgres.database

INSERT = "INSERT INTO installation (bot_id, since) VALUES (:bot, :since)"
ALL = "SELECT bot_id, since FROM installation ORDER BY bot_id"


def adding(bot, *, then=None):
    async def step(connection):
        await connection.run(INSERT, bot=bot, since=bot * 10)
        if then is not None:
            raise then
        return bot

    return step


async def bots(database):
    return [row["bot_id"] for row in await database.read(lambda c: c.all(ALL))]


async def test_a_step_returns_its_value_and_is_durable(database_url):
    database = await open_database(database_url)
    assert await database.write(adding(1)) == 1
    await database.close()
    again = await open_database(database_url)
    assert await bots(again) == [1]
    await again.close()


async def test_rows_are_mappings_and_changes_are_counted(database):
    async def step(connection):
        await connection.run(INSERT, bot=1, since=10)
        changed = await connection.run("UPDATE installation SET since = :s", s=11)
        none = await connection.run("UPDATE installation SET since = 1 WHERE bot_id = 99")
        missing = await connection.one("SELECT * FROM installation WHERE bot_id = :bot", bot=5)
        return changed, none, missing, await connection.one(ALL)

    assert await database.write(step) == (1, 0, None, {"bot_id": 1, "since": 11})


async def test_a_failing_step_leaves_its_neighbours_alone(database):
    steps = [adding(1), adding(2, then=ValueError("bad")), adding(3)]
    outcomes = await asyncio.gather(*map(database.write, steps), return_exceptions=True)
    assert [outcomes[0], outcomes[2]] == [1, 3]
    assert isinstance(outcomes[1], ValueError)
    assert await bots(database) == [1, 3]


async def test_a_step_that_awaits_something_else_is_rolled_back(database):
    async def step(connection):
        await connection.run(INSERT, bot=1, since=1)
        await Suspended()

    with pytest.raises(StepBugError):
        await database.write(step)
    assert await bots(database) == []


class Suspended:
    """Awaited, it gives control to the loop once."""

    def __await__(self):
        yield


async def test_readers_cannot_write(database):
    with pytest.raises((sqlite3.OperationalError, DatabaseAway)):
        await database.read(adding(1))
    assert await bots(database) == []


async def test_topics_are_announced_after_the_commit_only(database):
    heard = []
    database.listen(Topic.OUTBOX, lambda: heard.append("outbox"))

    async def step(connection, fails):
        connection.announce(Topic.OUTBOX)
        connection.announce(Topic.OUTBOX)
        if fails:
            raise LookupError

    with pytest.raises(LookupError):
        await database.write(lambda c: step(c, fails=True))
    assert heard == []
    await database.write(lambda c: step(c, fails=False))
    assert heard == ["outbox"]


async def test_after_close_nothing_is_written_and_what_was_handed_in_is(database_url):
    database = await open_database(database_url)
    handed_in = [asyncio.create_task(database.write(adding(n))) for n in range(5)]
    await asyncio.sleep(0)
    await database.close()
    with pytest.raises(DatabaseClosed):
        await database.write(adding(9))
    with pytest.raises(DatabaseClosed):
        await database.read(lambda c: c.all(ALL))
    assert await asyncio.gather(*handed_in) == [0, 1, 2, 3, 4]


async def test_the_database_belongs_to_one_bot(database):
    await database.write(lambda c: belong_to(c, 1, NOW))
    await database.write(lambda c: belong_to(c, 1, NOW))
    with pytest.raises(DatabaseRefusedError, match="belongs to the bot with the id 1"):
        await database.write(lambda c: belong_to(c, 2, NOW))


async def test_a_file_of_a_newer_program_is_refused(database_url):
    database = await open_database(database_url)
    newer = "INSERT INTO schema_migration VALUES (9999, 'later', 'x')"
    await database.write(lambda c: c.run(newer))
    await database.close()
    with pytest.raises(DatabaseRefusedError, match=r"newer than this program.*9999"):
        await open_database(database_url)


async def test_a_changed_migration_is_refused(database_url):
    database = await open_database(database_url)
    changed = "UPDATE schema_migration SET checksum = 'other' WHERE number = 1"
    await database.write(lambda c: c.run(changed))
    await database.close()
    with pytest.raises(DatabaseRefusedError, match="0001_delivery was changed"):
        await open_database(database_url)


async def test_a_failing_migration_leaves_nothing_behind(database_url, monkeypatch):
    broken = Migration(
        1, "broken", "x", "CREATE TABLE first (a INT);\nCREATE TABLE first (b INT);"
    )
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "migrations", lambda _engine: [broken])
        with pytest.raises(Exception, match="first"):
            await open_database(database_url)
    database = await open_database(database_url)
    with pytest.raises(Exception, match="first"):
        await database.read(lambda c: c.all("SELECT * FROM first"))
    await database.close()


async def test_two_processes_may_migrate_at_once(database_url):
    both = await asyncio.gather(open_database(database_url), open_database(database_url))
    for database in both:
        await database.close()


def test_pending_migrations_are_those_not_applied_in_their_order():
    known = [Migration(n, "m", f"sum {n}", "") for n in (1, 2, 3)]
    assert [m.number for m in pending(known, {1: "sum 1"})] == [2, 3]


def test_statements_keep_triggers_and_comments_whole():
    script = (
        "-- one; two\nCREATE TABLE a (b TEXT);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
        "DELETE FROM a;\nEND;\n-- the end\n"
    )
    assert [part.strip().splitlines()[-1] for part in statements(script)] == [
        "CREATE TABLE a (b TEXT);",
        "END;",
    ]
    with pytest.raises(ValueError, match="unfinished"):
        list(statements("CREATE TABLE a"))


def test_named_parameters_become_positions_except_in_texts_and_casts():
    sql = "SELECT ':no', CAST(:a AS TEXT), :b::bigint FROM t WHERE x = :a AND y = 'it''s :c'"
    assert positional(sql) == (
        "SELECT ':no', CAST($1 AS TEXT), $2::bigint FROM t WHERE x = $1 AND y = 'it''s :c'",
        ("a", "b"),
    )


async def test_a_failed_commit_fails_every_step_of_its_batch():
    async def broken(_steps):
        raise DatabaseAway("disk full")

    commits = GroupCommit(broken)
    outcomes = await asyncio.gather(
        *(commits.write(adding(n)) for n in range(3)), return_exceptions=True
    )
    assert [str(outcome) for outcome in outcomes] == ["disk full"] * 3
    assert len({id(outcome) for outcome in outcomes}) == 3


async def test_a_locked_file_is_away_and_works_again_later(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.storage.sqlite._PRAGMAS", ("PRAGMA journal_mode = WAL",))
    engine = await open_sqlite(tmp_path / "bot.db")
    await engine._writer.in_thread(lambda c: c.execute("PRAGMA busy_timeout = 1"))
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseAway, match="locked"):
        await engine.write(adding(1))
    other.execute("ROLLBACK")
    other.close()
    assert (await engine.write(adding(1)))[0] == 1
    await engine.close()


async def test_a_cancelled_caller_whose_batch_has_not_begun_writes_nothing():
    ran = []
    gate = asyncio.Event()

    async def run_batch(steps):
        await gate.wait()
        ran.extend(steps)
        return [(None, ())] * len(steps)

    commits = GroupCommit(run_batch)
    first = asyncio.create_task(commits.write("first"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second = asyncio.create_task(commits.write("second"))
    third = asyncio.create_task(commits.write("third"))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, third)
    assert ran == ["first", "third"]


async def test_sqlite_is_durable_careful_and_private(tmp_path):
    engine = await open_sqlite(tmp_path / "folder" / "bot.db")

    def settings(connection):
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await engine._writer.in_thread(settings) == ["wal", 2, 1, 1]
    mode = stat.S_IMODE(os.stat(tmp_path / "folder" / "bot.db").st_mode)
    assert mode == 0o600
    await engine.close()


async def test_a_file_that_cannot_be_opened_is_away(tmp_path):
    with pytest.raises(DatabaseAway, match="cannot open"):
        await open_sqlite(tmp_path)


def test_the_extended_method_of_aiosqlite_is_still_there():
    assert version("aiosqlite") == "0.22.1"
    assert list(inspect.signature(aiosqlite.Connection._execute).parameters)[:2] == ["self", "fn"]
    assert isinstance(aiosqlite.Connection._conn, property)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        pytest.param("sqlite:///var/bot.db", "var/bot.db", id="three slashes are relative"),
        pytest.param("sqlite:////srv/bot.db", "/srv/bot.db", id="four slashes are absolute"),
    ],
)
def test_sqlite_addresses(url, path):
    assert str(sqlite_path(url)) == path


@pytest.mark.parametrize("url", ["mysql://x", "sqlite://", "sqlite:///", "sqlite:///:memory:"])
async def test_other_addresses_are_refused(url):
    with pytest.raises(DatabaseRefusedError, match="write sqlite:///var"):
        await open_database(url)


def test_moments_survive_the_way_through_the_database():
    assert from_micros(to_micros(NOW)) == NOW
    with pytest.raises(ValueError, match="time zone"):
        to_micros(NOW.replace(tzinfo=None))


async def test_dropped_payloads_do_not_stay_in_the_files(tmp_path):
    database = await open_database(f"sqlite:///{tmp_path}/bot.db")
    words = "my card is 4111 1111 1111 1111"
    await database.write(lambda c: store(c, 1, [Incoming(7, 5, words)], 1))
    gone = "UPDATE inbox SET payload = NULL, state = 'done'"
    await database.write(lambda c: c.run(gone))
    await database.tidy()
    for file in tmp_path.iterdir():
        assert words.encode() not in file.read_bytes()
    await database.close()
