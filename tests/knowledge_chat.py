"""An admin's chat with the bot, on a copy of the knowledge folder that tests may break."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from unittest.mock import patch

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.sandbox.posting import Place
from bot.sandbox.wire import Upload
from bot.services.knowledge_edits import Shelf
from bot.services.knowledge_watch import KnowledgeWatch
from bot.services.understanding import Interpreter
from bot.storage.audit import put_unanswered
from bot.storage.connection import Connection
from bot.wiring import Means
from knowledge.compiled import CACHE_NAME
from knowledge.library import FOLDER
from knowledge.reload import LibraryWatcher
from tests import chat as chats
from tests.chat import KNOWLEDGE, Chat

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


class Ticking:
    """Monotonic seconds; each look finds that a second has passed."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 1
        return self.seconds


class AdminChat:
    """What an admin sends and sees.

    Attributes:
        chat: on the sandbox.
        folder: the knowledge folder.
        watch: looks at it when a test says so.
    """

    def __init__(self, chat: Chat, folder: Path, watch: KnowledgeWatch) -> None:
        self.chat, self.folder, self.watch = chat, folder, watch

    async def sends_file(self, name: str, text: str | bytes) -> str:
        """Send a file; return what the bot answers."""
        content = text if isinstance(text, bytes) else text.encode()
        upload = Upload(name, "text/markdown", content)
        self.chat.sandbox.posting.document(Place(self.chat.person.id), upload)
        await self.chat.settle()
        return self.chat.last()

    async def unanswered(self, *texts: str) -> None:
        """Keep questions that found no answer."""

        async def step(connection: Connection) -> None:
            for text in texts:
                question = (text, "zh-Hans", "two-factor", 0.1)
                await put_unanswered(connection, self.chat.bot, question, self.chat.clock())

        await self.chat.database.write(step)

    async def looks(self) -> None:
        """Let the watch look at the files once."""
        await self.watch.look()
        await self.chat.settle()

    def labels(self) -> list[str]:
        """Return the labels under the bot's last message."""
        rows = self.chat.messages()[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    def file(self, name: str, language: str = "zh") -> Path:
        """Return the path of an article."""
        return self.folder / "articles" / language / f"{name}.md"


def copy_of_the_knowledge(folder: Path, cache: Path) -> Path:
    """Copy the knowledge, and what was learnt of it, to a folder where it may be broken."""
    for part in ("tables", "articles", "ready", "phrasings"):
        shutil.copytree(FOLDER / part, folder / "knowledge" / part)
    for kept in (cache / CACHE_NAME, *cache.glob("routes-*.zip")):
        shutil.copy(kept, folder)
    return folder / "knowledge"


@asynccontextmanager
async def open_admin_chat(folder: Path, cache: Path = KNOWLEDGE) -> AsyncIterator[AdminChat]:
    """Start the bot for an admin, on a knowledge folder of its own."""
    library, learnt = chats.learnt()
    knowledge = copy_of_the_knowledge(folder, cache)
    watcher = LibraryWatcher(Ticking(), knowledge, folder)
    interpreter = Interpreter(library, cache, knowledge)
    interpreter.__dict__.update(learnt.__dict__ | {"_folder": knowledge, "_cache": folder})

    def means(_: object, __: object, *given: object) -> Means:
        return Means(
            watcher.current, interpreter, *given,
            problems=lambda: watcher.problems, shelf=Shelf(knowledge, folder),
        )  # fmt: skip

    offices = []

    def remembered(make: object, *given: object) -> object:
        offices.append(make(*given))
        return offices[-1]

    import bot.wiring as wiring

    with (
        patch.object(chats, "Means", means),
        patch.object(wiring, "office_of", partial(remembered, wiring.office_of)),
    ):
        async with chats.open_chat(folder, AT) as chat:
            chat.person = chat.cast.admin
            admin = Customer(
                chat.bot, chat.person.id, Language.SIMPLIFIED, language_chosen=True, region="CN"
            )
            await chat.know(admin)
            watch = KnowledgeWatch(offices[0], interpreter, lambda: watcher.problems)
            yield AdminChat(chat, knowledge, watch)
