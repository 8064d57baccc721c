"""Starting the bot as an operator does: without settings, with wrong ones, and twice."""

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.chat import KNOWLEDGE, learnt
from tests.process.bot_process import BotProcess, bot_process

_PATIENCE = 30.0


class Visitor:
    """Somebody with the address of the chat page."""

    def __init__(self, page: str, client: httpx.AsyncClient) -> None:
        self.page, self.client = page, client

    async def state(self) -> Any:
        return (await self.client.get(f"{self.page}state")).json()

    async def customer(self) -> int:
        return await self.one("customer")

    async def one(self, role: str) -> int:
        people = (await self.state())["people"]
        return next(int(each["id"]) for each in people if each["role"] == role)

    async def says(self, person: int, text: str) -> str:
        """Write and wait for the answer; the page's own stream of events tells."""
        async with (
            asyncio.timeout(_PATIENCE),
            self.client.stream("GET", f"{self.page}events") as events,
        ):
            lines = events.aiter_lines()
            await anext(lines)
            sent = await self.client.post(
                f"{self.page}act/send", json={"by": person, "text": text}
            )
            after = sent.json()["message_id"]
            while True:
                await anext(lines)
                for message in (await self.state())["messages"]:
                    is_answer = message["chat"]["id"] == person and message["from"]["is_bot"]
                    if is_answer and message["message_id"] > after:
                        return str(message["text"])


async def visit(process: BotProcess, client: httpx.AsyncClient) -> Visitor:
    return Visitor(await process.line_with("http://127.0.0.1:"), client)


@asynccontextmanager
async def open_console(visitor: Visitor) -> AsyncIterator[httpx.Response]:
    """Come into the console as the sandbox's agent does, and open its stream."""
    said = await visitor.says(await visitor.one("agent"), "/console")
    found = re.search(r"(http://127\.0\.0\.1:\d+/console/)login/(\S+)", said)
    assert found, said
    base, token = found.groups()
    async with httpx.AsyncClient(timeout=_PATIENCE) as browser:
        assert (await browser.get(f"{base}login/{token}")).status_code == 200
        entered = await browser.post(f"{base}login", data={"token": token})
        assert entered.status_code == 303
        assert (await browser.get(base)).status_code == 200
        async with browser.stream("GET", f"{base}events") as events:
            yield events


async def test_without_any_setting_the_chat_page_answers_and_so_does_the_second_run(
    tmp_path: Path,
) -> None:
    async with httpx.AsyncClient(timeout=_PATIENCE) as client:
        async with bot_process(tmp_path) as first:
            await first.ready()
            visitor = await visit(first, client)
            customer = await visitor.customer()
            assert await visitor.says(customer, "/start") == "选择语言 / 選擇語言 / Language"
            assert await first.line_with(f"custody log entries=0 seal={'0' * 64}")
            assert await first.stop() == 0
            page_key = visitor.page.rstrip("/").rsplit("/", 1)[-1]
            assert first.output.count(page_key) == 1
        assert (tmp_path / "var" / "sandbox" / "bot.db").is_file()
        assert not (tmp_path / "var" / "bot.db").exists()
        async with bot_process(tmp_path) as second:
            await second.ready()
            again = await visit(second, client)
            assert await again.customer() == customer
            assert "/status" in await again.says(customer, "/help")
            async with open_console(again) as console:
                # An open page of the console does not hold up the stop.
                assert await anext(console.aiter_lines()) == "retry: 3000"
                assert await second.stop() == 0
            assert page_key not in second.output


@pytest.mark.parametrize(
    ("settings", "options", "named"),
    [
        pytest.param({"BOT_TOKEN": "hello"}, (), "BOT_TOKEN", id="a token that is none"),
        pytest.param(
            {"BOT_AGENTS_CHAT": "our group"}, (), "BOT_AGENTS_CHAT", id="a group without number"
        ),
        pytest.param({"BOT_SEND_RATE": "-1"}, (), "BOT_SEND_RATE", id="a rate below zero"),
        pytest.param(
            {}, ("--webhook-url", "https://bot.example.org/hook"), "BOT_TOKEN",
            id="a webhook without token",
        ),
        pytest.param({}, ("--mode", "push"), "--mode", id="an unknown mode"),
    ],
)  # fmt: skip
def test_a_wrong_setting_stops_the_start_by_name(
    tmp_path: Path, settings: dict[str, str], options: tuple[str, ...], named: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run", *options],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
    )
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    for value in settings.values():
        assert value not in done.stderr.replace(_examples(done.stderr), "")


def _examples(text: str) -> str:
    """The part of a message that shows a right value."""
    return text[text.find("Right is") :] if "Right is" in text else ""


async def test_a_stop_ends_it_at_once_while_it_still_learns_the_articles(tmp_path: Path) -> None:
    kept = tmp_path / "new" / "knowledge"
    kept.mkdir(parents=True, mode=0o700)
    learnt()
    for file in KNOWLEDGE.iterdir():
        if not file.name.startswith("search-"):
            (kept / file.name).symlink_to(file)
    async with bot_process(tmp_path, BOT_DATA_DIR=str(tmp_path / "new")) as bot:
        await bot.line_with("learning")
        assert await bot.stop() == 0
