"""Troubles on order, and who is not let in."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.sandbox import Sandbox, SandboxSettings
from bot.sandbox.faults import OLD_BY, Fault, FaultKind
from tests.asgi_request import call_asgi
from tests.sandbox import KEY, NOW, TOKEN, Bot, RefusedError, customer_of, make_sandbox


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    made = make_sandbox(tmp_path)
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("kind", "status", "parameters"),
    [
        (FaultKind.FLOOD, 429, {"retry_after": 3}),
        (FaultKind.SERVER_ERROR, 502, None),
        (FaultKind.BLOCKED, 403, None),
    ],
)
async def test_a_trouble_meets_one_call(
    sandbox: Sandbox, kind: FaultKind, status: int, parameters: dict | None
) -> None:
    bot, person = Bot(sandbox), await customer_of(sandbox)
    sandbox.faults.add(Fault(kind))

    await bot.call("getMe")
    with pytest.raises(RefusedError) as refused:
        await bot.call("sendMessage", chat_id=person.id, text="x")
    await bot.call("sendMessage", chat_id=person.id, text="x")

    assert refused.value.status == status
    assert refused.value.body.get("parameters") == parameters


async def test_a_trouble_may_be_of_one_method_chat_and_number(sandbox: Sandbox) -> None:
    bot, person = Bot(sandbox), await customer_of(sandbox)
    sandbox.faults.add(Fault(FaultKind.FLOOD, "sendMessage", chat_id=person.id, times=2))
    await bot.call("sendChatAction", chat_id=person.id, action="typing")
    for _ in range(2):
        with pytest.raises(RefusedError):
            await bot.call("sendMessage", chat_id=person.id, text="x")
    await bot.call("sendMessage", chat_id=person.id, text="x")


@pytest.mark.parametrize(("kind", "arrives"), [(FaultKind.DROP, False), (FaultKind.LOSE, True)])
async def test_a_connection_breaks_before_or_after(
    sandbox: Sandbox, kind: FaultKind, arrives: bool
) -> None:
    person = await customer_of(sandbox)
    sandbox.faults.add(Fault(kind))
    url = f"http://127.0.0.1/bot{TOKEN}/sendMessage"
    request = httpx.Request("POST", url, data={"chat_id": person.id, "text": "x"})

    answer = await call_asgi(sandbox.app, request)

    assert not answer.is_whole
    assert (len(sandbox.world.messages[person.id]) == 2) is arrives


async def test_a_delay_only_delays(sandbox: Sandbox) -> None:
    bot, person = Bot(sandbox), await customer_of(sandbox)
    sandbox.faults.add(Fault(FaultKind.DELAY, seconds=0.001))
    assert (await bot.call("sendMessage", chat_id=person.id, text="x"))["text"] == "x"


async def test_an_update_comes_once_more_after_it_was_confirmed(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    sandbox.faults.add(Fault(FaultKind.REPEAT))
    await customer_of(sandbox)
    (first,) = await bot.updates()
    again = await bot.updates(offset=first["update_id"] + 1)
    assert again == [first]
    assert await bot.updates(offset=first["update_id"] + 1) == []


async def test_an_update_may_come_a_day_late(sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault(FaultKind.OLD))
    await customer_of(sandbox)
    (update,) = await Bot(sandbox).updates()
    assert update["message"]["date"] == NOW - OLD_BY


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8081"}, 200),
        ({"Host": "[::1]:8081"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": "localhost:8081", "Origin": "http://localhost:8081"}, 200),
        ({"Host": "localhost:8081", "Origin": "http://localhost:9000"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
@pytest.mark.parametrize("path", [f"/bot{TOKEN}/getMe", f"/chat/{KEY}/state"])
async def test_only_pages_and_programs_of_this_machine_come_in(
    sandbox: Sandbox, path: str, headers: dict[str, str], status: int
) -> None:
    request = httpx.Request("GET", f"http://127.0.0.1{path}", headers=headers)
    assert (await call_asgi(sandbox.app, request)).status == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/bot{TOKEN}/getme", 200),
        ("/bot123456:other/getMe", 401),
        (f"/bot{TOKEN}/getNothing", 404),
        ("/chat/other/state", 404),
        ("/chat/other/", 404),
        (f"/chat/{KEY}/static/../sandbox.py", 404),
        (f"/chat/{KEY}/static/app.css", 200),
        (f"/file/bot{TOKEN}/documents/nothing", 404),
        ("/file/botother/documents/nothing", 401),
        ("/sandbox/clock", 200),
    ],
)
async def test_token_and_key_open_the_doors(sandbox: Sandbox, path: str, status: int) -> None:
    request = httpx.Request("GET", f"http://127.0.0.1{path}")
    assert (await call_asgi(sandbox.app, request)).status == status


async def test_the_page_is_shown_under_a_strict_policy(sandbox: Sandbox) -> None:
    request = httpx.Request("GET", f"http://127.0.0.1/chat/{KEY}/")
    answer = await call_asgi(sandbox.app, request)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"<script>" not in answer.body
    assert b"style=" not in answer.body


def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1 only"):
        SandboxSettings(tmp_path, host="0.0.0.0")


def test_token_and_key_are_not_shown(tmp_path: Path) -> None:
    settings = SandboxSettings(tmp_path, token=TOKEN)
    assert TOKEN not in repr(settings)
    assert settings.page_key not in repr(settings)
    assert settings.page_key != SandboxSettings(tmp_path).page_key


async def test_the_clock_can_be_moved_and_read(sandbox: Sandbox) -> None:
    sandbox.world.move_clock(3600)
    request = httpx.Request("GET", "http://127.0.0.1/sandbox/clock")
    answer = await call_asgi(sandbox.app, request)
    assert json.loads(answer.body) == {"offset": 3600, "now": NOW + 3600}
    assert sandbox.now() == datetime.fromtimestamp(NOW + 3600, UTC)
