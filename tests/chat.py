"""The real application on the sandbox, in one process, with a clock that a test moves."""

import asyncio
import contextlib
import fcntl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

from bot.domain.customers import Customer
from bot.gateway import albums
from bot.sandbox import Sandbox
from bot.sandbox.cast import Cast
from bot.sandbox.posting import Place
from bot.sandbox.values import Chat as GroupChat
from bot.sandbox.values import Json, Person
from bot.sandbox.wire import Upload
from bot.services.understanding import Interpreter
from bot.settings import Settings
from bot.storage.connection import Connection
from bot.storage.customers import put_customer
from bot.storage.database import Database, open_database
from bot.storage.timers import fire_due
from bot.wiring import Identity, Means, make_gateway
from knowledge.library import Library, load_library
from tests.asgi_request import AsgiRequest
from tests.databases import put_tables
from tests.gateway import until
from tests.inline_workers import InlineWorkers
from tests.knowledge_base import KNOWLEDGE
from tests.sandbox import TOKEN, Clock, make_sandbox, press

# Telegram's pause after the last item of an album, microseconds: here all come at once.
_ALBUM_PAUSE = 20_000
# Seconds within which everything that a customer did is answered, on a busy machine.
_PATIENCE = 20.0
# What Telegram notes in a group by itself.
_SERVICE = frozenset(
    {"forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"}
)
_OPEN = """
    SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'open') + (SELECT COUNT(*) FROM job)
        + (SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending')) AS count
"""


@cache
def learnt() -> tuple[Library, Interpreter]:
    """Return the project's knowledge, learnt once for all processes of a test run."""
    KNOWLEDGE.mkdir(parents=True, exist_ok=True)
    with (KNOWLEDGE / "tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        library = load_library(cache=KNOWLEDGE)
        return library, Interpreter(library, KNOWLEDGE)


@dataclass
class Chat:
    """A customer's chat with the bot, and the agents' group beside it.

    Attributes:
        sandbox: stands for Telegram.
        database: the bot's own.
        cast: customers, agent, admin, agents' group.
        person: the customer that `says`, `taps` and `sends` speak for.
        clock: of the bot and the sandbox.
        happened: what the sandbox showed since `take_new` was last called.
    """

    sandbox: Sandbox
    database: Database
    cast: Cast
    person: Person
    clock: Callable[[], datetime]
    happened: asyncio.Queue[Json | None] = field(default_factory=asyncio.Queue)

    @property
    def bot(self) -> int:
        """Telegram id of the bot."""
        return self.sandbox.world.bot.id

    async def know(self, customer: Customer) -> None:
        """Store what the bot knows of a customer already."""
        await self.database.write(partial(put_customer, customer=customer, now=self.clock()))

    async def says(self, text: str) -> Json:
        """Write a message and wait until all of its effects are there."""
        message = self.sandbox.people.send_text(self.person.id, text)
        await self.settle()
        return message

    async def edits(self, message_id: int, text: str) -> None:
        """Edit an earlier message."""
        self.sandbox.people.edit_text(self.person.id, message_id, text)
        await self.settle()

    async def taps(self, label: str) -> None:
        """Tap the newest button of that label.

        Raises:
            LookupError: there is none.
        """
        press(self.sandbox, self.person.id, label)
        await self.settle()

    async def sends(self, uploads: list[Upload], caption: str = "") -> None:
        """Send files: pictures as photos, several as an album."""
        self.sandbox.posting.any(Place(self.person.id), uploads, caption)
        await self.settle()

    async def later(self, span: timedelta) -> None:
        """Let time pass; what is due by then happens."""
        self.sandbox.world.move_clock(int(span.total_seconds()))
        fire = partial(fire_due, bot=self.bot, now=self.clock(), limit=100)
        await self.database.write(fire)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing waits to be handled, done or sent."""
        await until(self._is_settled, _PATIENCE)

    async def _is_settled(self) -> bool:
        if self.sandbox.updates.waiting:
            return False

        async def step(connection: Connection) -> int:
            row = await connection.one(_OPEN)
            return int(row["count"]) if row else 0

        return await self.database.read(step) == 0

    def messages(self, chat_id: int = 0) -> list[Json]:
        """Return what the bot wrote to a chat, the customer's own by default."""
        kept = self.sandbox.world.messages.get(chat_id or self.person.id, {})
        written = [message for message in kept.values() if message["from"]["is_bot"]]
        return [message for message in written if not _SERVICE & message.keys()]

    def last(self, chat_id: int = 0) -> str:
        """Return the text of the bot's newest message in a chat."""
        return str(self.messages(chat_id)[-1]["text"])

    def agent_taps(self, verb: str, person: Person | None = None) -> None:
        """Tap the newest button of the agents' group that does something.

        Args:
            verb: `take`, `resolve`, or an outcome.
            person: who taps; the agent unless somebody else is named.

        Raises:
            LookupError: there is no such button.
        """
        self.agent_presses(f"desk:{verb}:", person)

    def agent_presses(self, prefix: str, person: Person | None = None) -> None:
        """Tap the newest button of the agents' group whose data begin so.

        Raises:
            LookupError: there is no such button.
        """
        group = self.cast.agents_chat.id
        who = (person or self.cast.agent).id
        for message in reversed(self.messages(group)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button.get("callback_data", "").startswith(prefix):
                        data = button["callback_data"]
                        self.sandbox.people.tap(who, message["message_id"], data, group)
                        return
        raise LookupError(f"no button of the agents does {prefix}")

    async def admin_says(self, text: str) -> None:
        """Write to the bot as its admin, and wait until all of its effects are there."""
        self.sandbox.people.send_text(self.cast.admin.id, text)
        await self.settle()

    def topic(self, place: int = -1) -> int:
        """Return the id of a topic of the agents' group, by default the newest."""
        return [topic.thread for topic in self.group.topics.values()][place]

    @property
    def group(self) -> GroupChat:
        """The agents' group as it is now."""
        return self.sandbox.world.chats[self.cast.agents_chat.id]

    def in_topic(self, thread: int = 0) -> list[Json]:
        """Return what the bot wrote in a topic, by default the newest."""
        wanted = thread or self.topic()
        every = self.messages(self.cast.agents_chat.id)
        return [each for each in every if each.get("message_thread_id") == wanted]

    def agent_says(
        self, text: str, person: Person | None = None, *, thread: int = -1, reply_to: int = 0
    ) -> Json:
        """Write into the newest topic of the agents' group, or into another."""
        place = self.topic() if thread < 0 else thread
        who = (person or self.cast.agent).id
        return self.sandbox.people.send_text(
            who, text, self.cast.agents_chat.id, thread=place, reply_to=reply_to
        )

    async def words_arrive(self) -> None:
        """Let the seconds pass in which a customer's words are gathered."""
        await self.later(timedelta(seconds=5))


@asynccontextmanager
async def open_chat(
    folder: Path, at: datetime, app_language: str = "zh-hans", newcomer_rate: float = 0
) -> AsyncIterator[Chat]:
    """Start the bot on a sandbox of its own, for one new customer.

    Args:
        folder: for everything that is kept.
        at: what the time is; it stands still until a test moves it.
        app_language: `language_code` of the customer's app.
        newcomer_rate: updates a minute of a new account; 0 lifts it.
    """
    sandbox = make_sandbox(folder / "telegram", clock=Clock(at.timestamp()))
    cast, world = sandbox.cast(), sandbox.world
    library, interpreter = learnt()

    def clock() -> datetime:
        return datetime.fromtimestamp(world.now(), UTC)

    admins = frozenset({cast.admin.id})
    staff = admins | {cast.agent.id}
    identity = Identity(TOKEN, "http://127.0.0.1", clock, cast.agents_chat.id, admins, staff)
    request = partial(AsgiRequest, sandbox.app)
    means = Means(lambda: library, interpreter, request, request, InlineWorkers())
    person = sandbox.people.create("王芳", app_language)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(sandbox.close)
        stack.enter_context(patch.object(albums, "ALBUM_PAUSE", _ALBUM_PAUSE))
        settings = _settings(folder, newcomer_rate)
        put_tables(folder / "bot.db")
        database = await open_database(settings.database)
        stack.push_async_callback(database.close)
        gateway, _ = make_gateway(settings, identity, means, database)
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        chat = Chat(sandbox, database, cast, person, clock)
        await chat.settle()
        world.listeners.add(chat.happened)
        yield chat
        assert sandbox.violations == []


def _settings(folder: Path, newcomer_rate: float) -> Settings:
    return Settings(
        _env_file=None,
        token=TOKEN,
        data_dir=folder,
        database_url=f"sqlite:///{folder}/bot.db",
        evidence_url=f"file://{folder}/evidence",
        send_rate=0,
        chat_rate=0,
        group_rate=0,
        newcomer_rate=newcomer_rate,
    )
