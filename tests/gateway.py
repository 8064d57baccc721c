"""What the storage and gateway tests share: raw updates, and a Telegram inside the process."""

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from telegram.ext import Application
from telegram.request import BaseRequest

from bot.storage.database import Database
from tests.databases import open_file

BOT = 1
TOKEN = f"{BOT}:test"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

Parameters = dict[str, Any]
Answer = tuple[int, dict[str, Any]]


def ok(result: object) -> Answer:
    """Return an answer of Telegram that all is well."""
    return 200, {"ok": True, "result": result}


def refused(code: int, description: str, **parameters: Any) -> Answer:
    """Return an answer of Telegram that something is not."""
    body = {"ok": False, "error_code": code, "description": description}
    return code, body | ({"parameters": parameters} if parameters else {})


def text_update(update: int, chat: int = 5, text: str = "hello", **more: Any) -> dict[str, Any]:
    """Return a message as Telegram's JSON has it."""
    person = {"id": abs(chat), "is_bot": False, "first_name": "Lin"}
    place = {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "t"}
    message = {"message_id": update, "date": 1_790_000_000, "chat": place, "from": person}
    return {"update_id": update, "message": message | {"text": text} | more}


class FakeTelegram(BaseRequest):
    """Telegram's side of python-telegram-bot's own extension point; keeps every call.

    `answers` maps a method in lower case to a function of its parameters.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, Parameters]] = []
        self.answers: dict[str, Callable[[Parameters], Answer | Exception]] = {}
        self._message = 100

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        return

    async def shutdown(self) -> None:
        return

    async def do_request(self, url, method, request_data=None, *args, **kwargs):
        parts = urlsplit(url)
        name = parts.path.rpartition("/")[2].lower()
        given: Parameters = dict(parse_qsl(parts.query))
        if request_data is not None:
            given |= request_data.parameters
            given |= {"files": sorted(request_data.multipart_data or {})}
        self.calls.append((name, given))
        answer = self.answers.get(name, self._default(name))(given)
        if inspect.isawaitable(answer):
            answer = await answer
        if isinstance(answer, Exception):
            raise answer
        code, body = answer
        return code, json.dumps(body).encode()

    def _default(self, name: str) -> Callable[[Parameters], Answer]:
        if name == "getme":
            return lambda _: ok({"id": BOT, "is_bot": True, "first_name": "b", "username": "b"})
        if name.startswith(("send", "edit")):
            return self._sent
        return lambda _: ok(result=True)

    def _sent(self, given: Parameters) -> Answer:
        self._message += 1
        number = int(given.get("message_id", self._message))
        place = {"id": int(given["chat_id"]), "type": "private"}
        return ok({"message_id": number, "date": 1_790_000_000, "chat": place})

    def sent(self, method: str = "sendmessage") -> list[tuple[int, str]]:
        """Return chat and text of the calls of one method."""
        return [
            (int(given["chat_id"]), given.get("text", given.get("caption", "")))
            for name, given in self.calls
            if name == method
        ]


def application_on(telegram: FakeTelegram) -> Application:
    """Return an application whose calls end in `telegram`."""
    builder = Application.builder().token(TOKEN).updater(None)
    return builder.request(telegram).get_updates_request(telegram).build()


async def until(holds: Callable[[], Any], seconds: float = 5.0) -> None:
    """Return once `holds()` is true (or its awaited value is); fail after `seconds`."""
    async with asyncio.timeout(seconds):
        while True:
            value = holds()
            if inspect.isawaitable(value):
                value = await value
            if value:
                return
            await asyncio.sleep(0.002)


@asynccontextmanager
async def running(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run loops of the gateway for the length of a block."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An open SQLite file: what a gateway test needs of the storage is the same on both."""
    opened = await open_file(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def telegram() -> FakeTelegram:
    """A Telegram inside the process."""
    return FakeTelegram()


@pytest.fixture
async def application(telegram: FakeTelegram) -> AsyncIterator[Application]:
    """An application that talks to `telegram`, ready to handle updates."""
    made = application_on(telegram)
    await made.initialize()
    yield made
    await made.shutdown()
