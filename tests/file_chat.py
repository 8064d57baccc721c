"""A customer's chat at the level of services: files are fetched and read, nothing is sent."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.domain.customers import Customer
from bot.domain.evidence import EvidenceForm
from bot.domain.languages import Language
from bot.domain.readings import PASSWORD_LOST, FileReading, to_values
from bot.domain.taps import Tap
from bot.readers.filetypes import media_type
from bot.readers.received import read_statement_file
from bot.services.conversation import Conversation, Office, Sender
from bot.services.file_keeping import SentFile
from bot.services.password_box import PasswordBox
from bot.storage.connection import Connection
from bot.storage.customers import find_customer, put_customer
from bot.storage.database import Database
from bot.storage.drafts import StoredDraft, active_draft
from bot.storage.events import Event, event_of, put_event
from bot.storage.evidence import StoredEvidence, evidence_of_customer
from bot.storage.timers import fire_due
from bot.texts.catalog import Catalog
from tests.chat import learnt
from tests.databases import open_file
from tests.gateway import BOT, NOW

CHAT = 7
_EVENTS = "SELECT * FROM inbox WHERE state = 'open' ORDER BY update_id LIMIT 1"
_HANDLED = "UPDATE inbox SET state = 'done', payload = NULL WHERE update_id = :update"
_JOBS = "SELECT * FROM job ORDER BY id"
_OUT = "SELECT body FROM outbox ORDER BY id"


@asynccontextmanager
async def open_file_chat(
    folder: Path, *, copies: Mapping[str, bool] | None = None, now: datetime = NOW, **office: Any
) -> AsyncIterator["FileChat"]:
    """Begin a chat on a database of its own.

    Args:
        folder: where the database is.
        copies: of the chat.
        now: of the chat.
        office: what of the office differs, such as the agents' group.
    """
    database = await open_file(folder)
    try:
        chat = FileChat(database, now=now, copies=dict(copies or {}))
        chat.office = replace(chat.office, **office)
        await chat.begin()
        yield chat
    finally:
        await database.close()


def no_reading(data: bytes) -> FileReading:
    return FileReading(screen="other")


@dataclass
class FileChat:
    """What the tests do and see.

    Attributes:
        pictures: stands for the recognition of pictures.
        holds: kinds of jobs that are not done yet.
        copies: what was left out of the safe copies of pictures; empty: none can be made.
    """

    database: Database
    pictures: Callable[[bytes], FileReading] = no_reading
    holds: set[str] = field(default_factory=set)
    now: datetime = NOW
    files: dict[str, bytes] = field(default_factory=dict)
    message: int = 0
    copies: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        library, _ = learnt()
        self.office = Office(BOT, self.database, lambda: library, Catalog(), lambda: self.now)

    @property
    def conversation(self) -> Conversation:
        return Conversation(self.office, learnt()[1])

    async def begin(self, language: Language = Language.SIMPLIFIED, region: str = "CN") -> None:
        customer = Customer(
            BOT, CHAT, language, language_chosen=True, region=region, region_chosen=True
        )
        await self.database.write(partial(put_customer, customer=customer, now=self.now))

    @property
    def sender(self) -> Sender:
        self.message += 1
        return Sender(CHAT, "zh-hans", self.message)

    async def opens(self, kind: str) -> None:
        await self.conversation.tap(self.sender, f"open:{kind}")
        await self.drain()

    async def says(self, text: str) -> None:
        await self.conversation.text(self.sender, text)
        await self.drain()

    async def taps(self, label: str) -> None:
        offered = dict(await self.offered())
        await self.conversation.tap(self.sender, offered[label])
        await self.drain()

    async def taps_data(self, tap: Tap) -> None:
        await self.conversation.tap(self.sender, tap.encode())
        await self.drain()

    async def sends(self, *contents: bytes, name: str = "", caption: str = "") -> None:
        sent = []
        for content in contents:
            unique = sha256(content).hexdigest()[:16]
            self.files[unique] = content
            picture = content.startswith((b"\xff\xd8", b"\x89PNG"))
            form = EvidenceForm.PHOTO if picture else EvidenceForm.DOCUMENT
            sent.append(SentFile(form, unique, unique, name, len(content)))
        await self.conversation.files(self.sender, sent, caption)
        await self.drain()

    async def later(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        fire = partial(fire_due, bot=BOT, now=self.now, limit=10)
        await self.database.write(fire)
        await self.drain()

    async def drain(self) -> None:
        """Do the jobs and handle what comes of them, in order, until nothing is left."""
        while await self._one_event() or await self._one_job():
            pass

    async def _one_event(self) -> bool:
        row = await self.database.read(lambda c: c.one(_EVENTS))
        if row is None:
            return False
        await self.conversation.event(event_of(row["chat_id"], row["payload"]))
        await self.database.write(lambda c: c.run(_HANDLED, update=row["update_id"]))
        return True

    async def _one_job(self) -> bool:
        for row in await self.jobs():
            if row["kind"] in self.holds:
                continue
            request = json.loads(row["payload"])
            result = self._done(row["kind"], request)
            payload = {"job": row["id"], "request": request, **result}
            outcome = "done" if "result" in result else "failed"
            event = Event(row["chat_id"], f"{row['kind']}.{outcome}", payload)

            async def step(connection: Connection, row=row, event=event) -> None:
                await connection.run("DELETE FROM job WHERE id = :id", id=row["id"])
                await put_event(connection, BOT, event)

            await self.database.write(step)
            return True
        return False

    def _done(self, kind: str, request: Mapping[str, Any]) -> dict[str, Any]:
        if kind == "evidence.fetch":
            content = self.files[request["file_id"]]
            digest = sha256(content).hexdigest()
            self.files[digest] = content
            mime = media_type(content) or "application/octet-stream"
            return {"result": {"sha256": digest, "size": len(content), "mime": mime}}
        if kind == "evidence.copy" and not self.copies:
            return {"reason": "broken"}
        if kind == "evidence.copy":
            name = "ab" * 32
            blob = f"{BOT}/{request['chat']}/ab/{name}"
            return {"result": {"blob": blob, "name": name, **self.copies}}
        if kind != "evidence.read":
            return {"result": {}}
        content = self.files[request["sha256"]]
        if request["reads"] == "picture":
            reading = self.pictures(content)
        else:
            reading = self._statement(content, request.get("secret", ""))
        if reading.refused == "crash":
            return {"reason": "Crashed"}
        return {"result": json.loads(json.dumps(to_values(reading)))}

    def _statement(self, content: bytes, secret: str) -> FileReading:
        password = self.office.passwords.password(secret)
        if secret and password is None:
            return FileReading(refused=PASSWORD_LOST)
        self.office.passwords.drop(secret)
        return read_statement_file(content, password or "")

    def restarts(self) -> None:
        """What was only in memory is gone."""
        self.office = replace(self.office, passwords=PasswordBox())

    async def jobs(self) -> list[Any]:
        return list(await self.database.read(lambda c: c.all(_JOBS)))

    async def offered(self) -> tuple[tuple[str, str], ...]:
        customer = await self.database.read(partial(find_customer, bot=BOT, chat=CHAT))
        assert customer is not None
        return customer.offered

    async def labels(self) -> list[str]:
        return [label for label, _ in await self.offered()]

    async def sent(self) -> list[dict[str, Any]]:
        rows = await self.database.read(lambda c: c.all(_OUT))
        return [json.loads(row["body"]) for row in rows]

    async def texts(self) -> list[str]:
        return [message["text"] for message in await self.sent()]

    async def last(self) -> str:
        return (await self.texts())[-1]

    async def draft(self) -> StoredDraft:
        stored = await self.database.read(partial(active_draft, bot=BOT, chat=CHAT))
        assert stored is not None
        return stored

    async def evidence(self) -> list[StoredEvidence]:
        kept = partial(evidence_of_customer, bot=BOT, chat=CHAT)
        return list(await self.database.read(kept))


def moved(reading: FileReading, **changes: Any) -> FileReading:
    return replace(reading, **changes)
