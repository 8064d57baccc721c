"""What the tests of the operators' commands share: a data folder of its own, seeded."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from typer.testing import CliRunner, Result

from bot.cli.program import app
from bot.domain.casework import FiledClaim
from bot.domain.custody import Act, Handled
from bot.storage.arrivals import mark_stored, put_evidence
from bot.storage.blobs import Blobs
from bot.storage.claims import insert_claim
from bot.storage.connection import Connection
from bot.storage.custody import log_acts
from bot.storage.database import Database, open_database
from bot.storage.messages import LoggedMessage, log_message
from tests.databases import put_tables
from tests.filed import CHAT, CLAIM, FILE
from tests.gateway import BOT, NOW

T = TypeVar("T")
PICTURE = b"\xff\xd8\xff a picture"


@dataclass(frozen=True)
class Home:
    """The folder in which the commands run; no token, so that the data lie in var/sandbox."""

    folder: Path

    @property
    def kept(self) -> Path:
        return self.folder / "var" / "sandbox"

    @property
    def database(self) -> Path:
        return self.kept / "bot.db"

    @property
    def key(self) -> Path:
        return self.kept / "evidence.key"

    @property
    def evidence(self) -> Path:
        return self.kept / "evidence"

    def blobs(self) -> Blobs:
        return Blobs(self.evidence, self.key)

    def run(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(each) for each in arguments])

    def write(self, step: Callable[[Connection], Awaitable[T]]) -> T:
        put_tables(self.database)

        async def work() -> T:
            database: Database = await open_database(f"sqlite:///{self.database}")
            try:
                return await database.write(step)
            finally:
                await database.close()

        return asyncio.run(work())

    def claim(self, **changes: Any) -> FiledClaim:
        """Store a claim and return it with its id."""
        claim = replace(CLAIM, **changes)
        stored = self.write(lambda c: insert_claim(c, claim, "2026-11"))
        assert stored is not None
        return replace(claim, id=stored)

    def file(self, content: bytes = PICTURE, **changes: Any) -> tuple[int, Path]:
        """Store a file with its bytes; return its id and where the bytes lie."""
        row = replace(FILE, **changes)
        key, digest = self.blobs().put(f"{row.bot}/{row.chat}", content)

        async def step(connection: Connection) -> int:
            item = await put_evidence(connection, row)
            await mark_stored(connection, BOT, item, (digest, len(content), "image/jpeg"))
            act = Handled(Act.RECEIVED, item, row.claim or 0, digest)
            await log_acts(connection, BOT, [act], NOW)
            return item

        return self.write(step), self.evidence / key

    def message(self, text: str, **changes: Any) -> None:
        """Keep a message."""
        message = LoggedMessage(bot=BOT, chat=CHAT, incoming=True, text=text, at=NOW)
        self.write(lambda c: log_message(c, replace(message, **changes)))

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        row = self.write(lambda c: c.one(f"SELECT COUNT(*) AS rows FROM {table}"))
        assert row is not None
        return int(row["rows"])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Give an empty folder in which nothing is set, under the usual umask."""
    umask = os.umask(0o022)
    for name in ("BOT_TOKEN", "BOT_DATABASE_URL", "BOT_DATA_DIR", "BOT_EVIDENCE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    found = Home(tmp_path)
    found.kept.mkdir(parents=True, mode=0o700)
    yield found
    os.umask(umask)
