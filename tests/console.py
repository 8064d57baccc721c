"""The console in process: its application, asked through HTTP without a port."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.domain.init_data import init_data_key
from bot.sandbox.webapp import signed_init_data
from bot.services.console_bulk import ConsoleBulks
from bot.services.console_claim import ConsoleClaims
from bot.services.console_door import ConsoleDoor
from bot.services.console_export import ConsoleExports
from bot.services.console_figures import ConsoleFigures
from bot.services.console_files import ConsoleFiles
from bot.services.console_help import ConsoleHelp
from bot.services.console_link import Address, ConsoleLinks
from bot.services.console_news import ConsoleNews
from bot.services.console_office import OfficeParts
from bot.services.console_packs import ConsolePacks
from bot.services.console_queue import ConsoleQueue
from bot.services.console_search import ConsoleSearch
from bot.services.console_team import ConsoleTeam
from bot.services.console_views import ConsoleViews
from bot.services.conversation import Office, Sender
from bot.services.desk import Desk
from bot.services.knowledge_edits import Shelf
from bot.services.understanding import Ranking
from bot.storage.database import Database
from bot.storage.evidence import StoredEvidence
from bot.texts.catalog import Catalog
from bot.writers.sheets import CsvSheet, XlsxSheet
from handlers.console.application import ConsoleParts, console_routes
from knowledge.library import FOLDER
from tests.chat import KNOWLEDGE, learnt
from tests.gateway import BOT, NOW, TOKEN
from tests.knowledge_base import library
from tests.sandbox import picture

HTTPS = "https://help.example.org"
AGENT, ADMIN, CUSTOMER = 70, 71, 5
CATALOG = Catalog()


def rank(words: str) -> Ranking:
    """Return the articles nearest to a text; what is learnt is loaded when it is asked for."""
    return learnt()[1].rank(words)


@dataclass
class Stage:
    """A console with its clock, its team and its database.

    Attributes:
        redrawn: what every picture looks like when it is drawn anew.
        bytes_of: SHA-256 to the bytes of a stored file.
        shelf: where the knowledge files are.
        staff: agents and admins; a test takes somebody out as a restart would.
    """

    database: Database
    base: str = HTTPS
    now: datetime = NOW
    staff: set[int] = field(default_factory=lambda: {AGENT, ADMIN})
    admins: set[int] = field(default_factory=lambda: {ADMIN})

    bytes_of: dict[str, bytes] = field(default_factory=dict)
    redrawn: bytes = picture(320, 200)
    shelf: Shelf = field(default_factory=lambda: Shelf(FOLDER, KNOWLEDGE))

    def __post_init__(self) -> None:
        # Office wants frozen sets; these are looked at as they are at each request.
        staff: Any = self.staff
        admins: Any = self.admins
        self.office = Office(
            BOT, self.database, library, CATALOG, lambda: self.now, 0, staff, admins
        )
        self.desk = Desk(self.office)
        self.address = Address(self.base, is_local=not self.base.startswith("https"))
        self.links = ConsoleLinks(self.office, self.desk, self.address)
        self.news = ConsoleNews(self.office)
        self.queue = ConsoleQueue(self.office)
        self.search = ConsoleSearch(self.office, self.queue)
        self.team = ConsoleTeam(self.office)
        self.bulks = ConsoleBulks(self.office, self.desk, self.team)
        self.exports = ConsoleExports(self.office, {"csv": CsvSheet, "xlsx": XlsxSheet})
        self.app = Starlette(routes=console_routes(self.parts()))

    def parts(self) -> ConsoleParts:
        return ConsoleParts(
            CATALOG,
            ConsoleDoor(self.office, self.desk, init_data_key(TOKEN)),
            self.queue,
            ConsoleViews(self.office),
            self.team,
            self.bulks,
            self.search,
            self.news,
            ConsoleClaims(self.office, self.desk),
            ConsoleFiles(self.office, self.fetch, self.redraw),
            self.exports,
            ConsolePacks(self.desk, self.make_pack),
            ConsoleFigures(self.office),
            self.desk,
            self.address.is_https,
            OfficeParts.of(self.office, lambda: learnt()[1], self.shelf),
            ConsoleHelp(self.office, self.desk, rank),
        )

    async def fetch(self, file: StoredEvidence) -> bytes:
        return self.bytes_of[file.sha256]

    async def make_pack(self, values: Mapping[str, Any]) -> bytes:
        return f"%PDF {values['paper']['number']}".encode()

    async def redraw(self, content: bytes) -> bytes | None:
        if not content.startswith(b"picture"):
            return None
        return self.redrawn

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def visitor(self, **headers: str) -> httpx.AsyncClient:
        """Return a browser of its own that has not come in."""
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url=self.base, headers=headers)

    async def message(self, person: int = AGENT, name: str = "Priya", language: str = "en") -> str:
        """Write /console and return the bot's answer."""
        await self.links.ask(Sender(person, language), name)
        row = await self.one("SELECT body FROM outbox ORDER BY id DESC LIMIT 1")
        return str(row["body"])

    async def link(self, person: int = AGENT, **more: str) -> str:
        """Return the token of a new link."""
        found = re.search(r"/console/login/([\w-]+)", await self.message(person, **more))
        assert found
        return found[1]

    async def one(self, sql: str, **values: object) -> Any:
        return await self.database.read(lambda c: c.one(sql, **values))

    async def count(self, table: str) -> int:
        return int((await self.one(f"SELECT COUNT(*) AS found FROM {table}"))["found"])

    def init_data(self, person: int = AGENT, *, token: str = TOKEN, **fields: object) -> str:
        """Return what Telegram would hand to the Mini App."""
        user = {"id": person, "first_name": "Priya", "language_code": "en"}
        known = {"auth_date": int(self.now.timestamp()), "query_id": "q1", "user": user}
        return signed_init_data(token, {**known, **fields})

    @asynccontextmanager
    async def inside(
        self, person: int = AGENT, *, zone: str = "", **more: str
    ) -> AsyncIterator["Inside"]:
        """Come in by a link."""
        async with self.visitor() as client:
            form = {"token": await self.link(person, **more), "zone": zone}
            entered = await client.post("/console/login", data=form)
            assert entered.status_code == 303
            yield Inside(client, "/console")

    @asynccontextmanager
    async def inside_app(self, person: int = AGENT) -> AsyncIterator["Inside"]:
        """Come in by the Mini App."""
        async with self.visitor() as client:
            form = {"init_data": self.init_data(person)}
            entered = await client.post("/console/app/enter", data=form)
            assert entered.status_code == 303
            yield Inside(client, "/console/app")


@dataclass
class Inside:
    """A browser with a session; forms carry what a page of it gave them."""

    client: httpx.AsyncClient
    base: str

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(self.base + path, headers=headers)

    async def csrf(self) -> str:
        found = re.search(r'X-CSRF-Token": "(\w+)"', (await self.get("/")).text)
        assert found
        return found[1]

    async def post(self, path: str, **fields: str) -> httpx.Response:
        form = {"csrf": await self.csrf(), **fields}
        return await self.client.post(self.base + path, data=form)
