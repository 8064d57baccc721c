"""Files made for one message: kept encrypted until it is sent, and gone afterwards."""

import asyncio
from functools import partial

import pytest
from telegram.error import BadRequest, Forbidden

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.domain.messages import FileKind, Message, OutgoingFile
from bot.gateway import making
from bot.gateway.jobs import JobFailed
from bot.gateway.making import making_runner
from bot.gateway.settling import settle_failed, settle_sent
from bot.services.exchange import Exchange
from bot.services.forgetting import forget
from bot.storage.blobs import Blobs
from bot.storage.jobs import claim_jobs
from bot.storage.lanes import Lease
from bot.storage.made_files import forget_made, made_bytes
from bot.storage.message_json import from_json, to_values
from bot.storage.micros import wall_micros
from bot.storage.outbox import EditTarget, put_messages, sendable
from bot.texts.catalog import Catalog
from tests import postgres
from tests.gateway import BOT, NOW
from tests.knowledge_base import library

database = postgres.database
CHAT = 5
NAME = "ab" * 32
MADE = Message(
    CHAT,
    "your file",
    file=OutgoingFile(FileKind.DOCUMENT, "a.ics", f"{BOT}/{CHAT}/ab/{NAME}", once=True),
    claim_number="PA-1",
)
KEPT = Message(CHAT, "a file of theirs", file=OutgoingFile(FileKind.PHOTO, "a.jpg", "1/5/cd/cd"))


async def put(database, *messages):
    await database.write(lambda c: put_messages(c, BOT, messages, NOW))
    return await database.read(lambda c: sendable(c, BOT, wall_micros(), 10))


async def removals(database):
    """What the jobs that wait would delete."""
    lease = Lease(BOT, "me", wall_micros(), wall_micros())
    jobs = await database.write(lambda c: claim_jobs(c, lease, 10))
    return [(job.kind, job.payload) for job in jobs]


def test_a_whole_message_survives_as_values():
    assert from_json(to_values(MADE)) == MADE


async def test_bytes_made_for_a_message_are_deleted_when_it_is_sent(database):
    (row,) = await put(database, MADE)
    target = EditTarget(7, has_file=True)
    settle = partial(settle_sent, row=row, target=target, on_sent=None)
    await database.write(settle)
    await database.write(settle)
    assert await removals(database) == [("blob.remove", {"chat": CHAT, "sha256": NAME})]
    assert await database.read(made_bytes) == []


async def test_bytes_made_for_a_message_that_telegram_refuses_are_deleted(database):
    (row,) = await put(database, MADE)
    await database.write(partial(settle_failed, row=row, error=BadRequest("no")))
    assert await removals(database) == [("blob.remove", {"chat": CHAT, "sha256": NAME})]


async def test_files_of_customers_are_not_deleted_when_they_are_sent(database):
    (row,) = await put(database, KEPT)
    target = EditTarget(7, has_file=True)
    await database.write(partial(settle_sent, row=row, target=target, on_sent=None))
    assert await removals(database) == []


async def test_bytes_are_needed_as_long_as_their_message_waits(database):
    (row,) = await put(database, MADE)
    await database.write(partial(settle_failed, row=row, error=Forbidden("blocked")))
    (needed,) = await database.read(made_bytes)
    assert (needed.bot, needed.chat, needed.sha256) == (BOT, CHAT, NAME)
    assert await removals(database) == []


async def test_forgetting_takes_back_made_files_that_wait_and_nothing_else(database):
    await put(database, MADE, KEPT, Message(CHAT, "text"))
    other = OutgoingFile(FileKind.DOCUMENT, "a.ics", f"{BOT}/6/ab/{NAME}", once=True)
    await put(database, Message(6, "other", file=other))
    article = OutgoingFile(FileKind.DOCUMENT, "a.md", "knowledge:articles/zh/a.md")
    await put(database, Message(6, "for an admin", file=article))
    await put(database, Message(-100, "for the agents", file=KEPT.file))
    await database.write(lambda c: forget_made(c, BOT, CHAT))
    rows = await database.read(lambda c: c.all("SELECT chat_id, body FROM outbox ORDER BY id"))
    assert [row["chat_id"] for row in rows] == [CHAT, CHAT, 6, 6]
    assert not any("your file" in row["body"] for row in rows)
    assert await removals(database) == [("blob.remove", {"chat": CHAT, "sha256": NAME})]


async def test_who_is_forgotten_gets_no_file_any_more(database):
    await put(database, MADE)
    customer = Customer(BOT, CHAT, Language.ENGLISH, language_chosen=True)

    async def step(connection):
        ex = Exchange(connection, customer, NOW, library(), Catalog())
        await forget(ex, "all")
        await ex.close()

    await database.write(step)
    rows = await database.read(lambda c: c.all("SELECT body FROM outbox"))
    assert len(rows) == 1
    assert "your file" not in rows[0]["body"]
    assert await removals(database) == [("blob.remove", {"chat": CHAT, "sha256": NAME})]


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "evidence", tmp_path / "evidence.key")


def run(blobs, maker, writer="paper"):
    runner = making_runner({"paper": maker}, BOT, blobs)
    return asyncio.run(runner({"chat": CHAT, "writer": writer, "values": {"word": "账单"}}))


async def paper(values):
    return values["word"].encode()


def test_made_bytes_wait_encrypted_under_a_name_of_their_own(blobs, tmp_path):
    first, second = run(blobs, paper), run(blobs, paper)
    assert first["blob"] != second["blob"]
    assert blobs.get(first["blob"]) == blobs.get(second["blob"]) == "账单".encode()
    assert first["blob"] == f"{BOT}/{CHAT}/{first['name'][:2]}/{first['name']}"
    assert "账单".encode() not in (tmp_path / "evidence" / first["blob"]).read_bytes()


async def nothing(_values):
    return b""


async def too_much(_values):
    return b"12345"


@pytest.mark.parametrize(
    ("maker", "writer", "reason"),
    [
        pytest.param(paper, "other", "no_writer", id="a writer that nobody knows"),
        pytest.param(nothing, "paper", "size", id="a file without bytes"),
        pytest.param(too_much, "paper", "size", id="a file that Telegram would refuse"),
    ],
)
def test_what_cannot_be_sent_is_not_kept(blobs, tmp_path, monkeypatch, maker, writer, reason):
    monkeypatch.setattr(making, "LARGEST_SENT", 4)
    with pytest.raises(JobFailed) as failed:
        run(blobs, maker, writer)
    assert failed.value.reason == reason
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
