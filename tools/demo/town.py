"""The bot's own services on a sandbox whose clock is moved by hand: what people do, at once.

No gateway runs: updates go straight to the services, and what these store to be sent is put into
the sandbox's chats. So weeks of work fit into seconds.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from bot.domain.evidence import EvidenceForm
from bot.domain.readings import FileReading, to_values
from bot.domain.taps import Tap
from bot.readers.filetypes import media_type
from bot.readers.pictures import fingerprint
from bot.sandbox import Sandbox
from bot.sandbox.posting import Place
from bot.sandbox.values import Person
from bot.sandbox.wire import Upload
from bot.services.conversation import Conversation, Office, Sender
from bot.services.desk import Desk
from bot.services.file_keeping import SentFile
from bot.services.radar_rounds import RADAR, RadarRounds
from bot.services.sla_watch import SLA_EVENTS, SlaWatch
from bot.services.understanding import Interpreter
from bot.storage.blobs import Blobs
from bot.storage.connection import Row
from bot.storage.drafts import StoredDraft, active_draft
from bot.storage.events import Event, event_of
from bot.storage.jobs import claim_jobs
from bot.storage.lanes import Lease
from bot.storage.micros import wall_micros
from bot.storage.timers import fire_due
from tools.demo.chats import Chats
from tools.demo.screens import Shot

_EVENTS: Final = """
    SELECT update_id, chat_id, payload FROM inbox WHERE bot_id = :bot AND state = 'open'
    ORDER BY update_id
"""
_HANDLED: Final = """
    UPDATE inbox SET state = 'done', payload = NULL, done_at = :now
    WHERE bot_id = :bot AND update_id = :update
"""
_JOB_DONE: Final = "DELETE FROM job WHERE id = :id"
_NUMBER: Final = """
    SELECT number FROM claim WHERE bot_id = :bot AND chat_id = :chat ORDER BY id DESC LIMIT 1
"""
# Rounds of work that follow from work; an act leads to three at most.
_ROUNDS: Final = 8


@dataclass(frozen=True, slots=True)
class Faces:
    """Through what people reach the bot: with the agents' group, or in silence."""

    office: Office
    conversation: Conversation
    desk: Desk


class Town:
    """Everybody, and the moment."""

    def __init__(
        self, sandbox: Sandbox, office: Office, interpreter: Interpreter, blobs: Blobs
    ) -> None:
        self.sandbox, self.blobs = sandbox, blobs
        self.database, self.bot = office.database, office.bot
        group = sandbox.cast().agents_chat.id
        self._chats = Chats(sandbox, self.database, group)
        self._quiet = _faces(replace(office, agents_chat=0), interpreter)
        self._loud = _faces(replace(office, agents_chat=group), interpreter)
        self._shots: dict[str, Shot] = {}
        self.is_loud = False
        self.busy: set[int] = set()

    @property
    def faces(self) -> Faces:
        """How people reach the bot at this moment."""
        return self._loud if self.is_loud else self._quiet

    async def says(self, person: Person, words: str) -> None:
        """Let a customer write something."""
        message = self.sandbox.people.send_text(person.id, words)
        sender = Sender(person.id, person.language_code, message["message_id"])
        await self.faces.conversation.text(sender, words)
        await self.settle()

    async def taps(self, person: Person, verb: str, *about: str) -> None:
        """Let a customer tap a button."""
        data = Tap(verb, about).encode()
        await self.faces.conversation.tap(Sender(person.id, person.language_code), data)
        await self.settle()

    async def sends(self, person: Person, shots: list[Shot]) -> None:
        """Let a customer send pictures, as one album."""
        uploads = [Upload(shot.name, "image/jpeg", shot.content) for shot in shots]
        posted = self.sandbox.posting.any(Place(person.id), uploads)
        files = []
        for message, shot in zip(posted, shots, strict=True):
            largest = message["photo"][-1]
            form, size = EvidenceForm.PHOTO, len(shot.content)
            file = SentFile(form, largest["file_id"], largest["file_unique_id"], "", size)
            files.append(file)
            self._shots[largest["file_id"]] = shot
        sender = Sender(person.id, person.language_code, posted[0]["message_id"])
        await self.faces.conversation.files(sender, files, "")
        await self.settle()

    async def draft(self, person: Person) -> StoredDraft | None:
        """Return what a customer is filling in."""
        return await self.database.read(partial(active_draft, bot=self.bot, chat=person.id))

    async def number(self, person: Person) -> str:
        """Return the number of the claim that a customer filed last; empty: none."""
        row = await self._one(_NUMBER, chat=person.id)
        return str(row["number"]) if row else ""

    async def pass_time(self, now: datetime) -> None:
        """Do what is due at a moment."""
        fire = partial(fire_due, bot=self.bot, now=now, limit=100)
        if await self.database.write(fire):
            await self.settle()

    async def settle(self) -> None:
        """Do what follows from what was done, and put what is said into the chats."""
        for _ in range(_ROUNDS):
            if not (await self._jobs() + await self._events()):
                break
        await self._chats.deliver(self.faces.office.clock())

    async def _jobs(self) -> int:
        now = wall_micros()
        lease = Lease(self.bot, "demo", now, now + 60_000_000)
        jobs = await self.database.write(partial(claim_jobs, lease=lease, limit=100))
        for job in jobs:
            await self.database.write(lambda c, item=job.id: c.run(_JOB_DONE, id=item))
            result = await self._done(job.kind, job.payload)
            if result is not None:
                payload = {"job": job.id, "request": dict(job.payload), "result": result}
                await self._happened(Event(job.chat, f"{job.kind}.done", payload))
        return len(jobs)

    async def _done(self, kind: str, request: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what the workers of the bot would: the pictures' makers know what is on them."""
        if kind == "evidence.fetch":
            shot = self._shots.pop(str(request["file_id"]))
            owner = f"{self.bot}/{request['chat']}"
            _, digest = await asyncio.to_thread(self.blobs.put, owner, shot.content)
            self._shots[digest] = shot
            mime = media_type(shot.content)
            return {"sha256": digest, "size": len(shot.content), "mime": mime}
        if kind == "evidence.read":
            shot = self._shots[str(request["sha256"])]
            seen = FileReading(
                screen="payment", payments=(shot.seen,), fingerprint=fingerprint(shot.content)
            )
            return to_values(seen)
        return None

    async def _events(self) -> int:
        rows = await self.database.read(lambda c: c.all(_EVENTS, bot=self.bot))
        for row in rows:
            update, now = row["update_id"], wall_micros()
            await self.database.write(
                lambda c, update=update, now=now: c.run(
                    _HANDLED, bot=self.bot, update=update, now=now
                )
            )
            await self._happened(event_of(row["chat_id"], row["payload"]))
        return len(rows)

    async def _happened(self, event: Event) -> None:
        if event.kind in RADAR:
            await RadarRounds(self.faces.office).event(event)
        elif event.kind in SLA_EVENTS:
            await SlaWatch(self.faces.office).event(event)
        else:
            await self.faces.conversation.event(event)

    async def count(self, table: str) -> int:
        """Return how many rows a table has."""
        row = await self.database.read(lambda c: c.one(f"SELECT COUNT(*) AS n FROM {table}"))
        return int(row["n"]) if row else 0

    async def _one(self, sql: str, **values: object) -> Row | None:
        return await self.database.read(lambda c: c.one(sql, bot=self.bot, **values))


def _faces(office: Office, interpreter: Interpreter) -> Faces:
    return Faces(office, Conversation(office, interpreter), Desk(office))
