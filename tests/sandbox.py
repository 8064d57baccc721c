"""A sandbox in the test's own process, and a client that calls it as a bot would."""

import asyncio
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from bot.sandbox import Sandbox, SandboxSettings
from bot.sandbox.values import Json, Person
from bot.sandbox.webhook import Post
from tests.asgi_request import AsgiAnswer, call_asgi

TOKEN = "123456:test-token"
KEY = "page-key"
NOW = 1_795_000_000


def picture(width: int = 40, height: int = 30) -> bytes:
    """Return a small PNG."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (20, 140, 120)).save(file, "PNG")
    return file.getvalue()


@dataclass
class Clock:
    """Seconds since 1970 that a test moves by hand."""

    seconds: float = NOW

    def __call__(self) -> float:
        return self.seconds


class RefusedError(Exception):
    """The sandbox answered `ok: false`."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(body["description"])
        self.status, self.body = status, body


class Bot:
    """Calls the Bot API of a sandbox over its ASGI app."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def call(self, method: str, **params: Any) -> Any:
        """Call a method with a JSON body and return its result."""
        request = httpx.Request("POST", f"http://127.0.0.1/bot{TOKEN}/{method}", json=params)
        return result_of(await call_asgi(self.sandbox.app, request))

    async def form(self, method: str, fields: Json, files: Json | None = None) -> Any:
        """Call a method with a form, as python-telegram-bot does."""
        url = f"http://127.0.0.1/bot{TOKEN}/{method}"
        request = httpx.Request("POST", url, data=fields, files=files)
        return result_of(await call_asgi(self.sandbox.app, request))

    async def updates(self, **params: Any) -> list[Json]:
        """Return what getUpdates gives at once."""
        updates: list[Json] = await self.call("getUpdates", **params)
        return updates


def result_of(answer: AsgiAnswer) -> Any:
    body = json.loads(answer.body)
    if not body["ok"]:
        raise RefusedError(answer.status, body)
    return body["result"]


def make_sandbox(
    folder: Path, *, clock: Clock | None = None, post: Post | None = None, **settings: Any
) -> Sandbox:
    """Return a sandbox with the token and key of the tests."""
    chosen = SandboxSettings(folder, token=TOKEN, page_key=KEY, **settings)
    return Sandbox(chosen, clock or Clock(), post)


async def customer_of(sandbox: Sandbox) -> Person:
    """Return a customer who has pressed Start; the update is still waiting."""
    person = sandbox.people.create("王芳", "zh-hans")
    sandbox.people.send_text(person.id, "/start")
    return person


def press(sandbox: Sandbox, user_id: int, label: str, chat_id: int = 0) -> str:
    """Tap the newest button with this label; return the id of the callback query.

    Raises:
        LookupError: no message of the chat has such a button, or it sends nothing to the bot.
    """
    chat = chat_id or user_id
    for number, message in reversed(sandbox.world.messages.get(chat, {}).items()):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label and "callback_data" in button:
                    return sandbox.people.tap(user_id, number, button["callback_data"], chat_id)
    raise LookupError(f"no button {label!r} in chat {chat}")


def labels(message: Json) -> list[list[str]]:
    """Return the labels under a message, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]


async def next_message(sandbox: Sandbox, chat_id: int, after: int, within: float = 5) -> Json:
    """Wait for the bot's first message in a chat with an id above `after`.

    Raises:
        TimeoutError: none came within so many seconds.
    """
    listener = asyncio.Queue[Json | None]()
    sandbox.world.listeners.add(listener)
    try:
        async with asyncio.timeout(within):
            while True:
                for number, message in sandbox.world.messages.get(chat_id, {}).items():
                    if number > after and message["from"]["is_bot"]:
                        return message
                await listener.get()
    finally:
        sandbox.world.listeners.discard(listener)
