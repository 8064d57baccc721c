"""The sandbox delivers to a webhook as Telegram does."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, serve
from bot.sandbox.values import Json
from bot.sandbox.webhook import Answer, HttpPost
from tests.sandbox import Bot, Clock, customer_of, make_sandbox

URL = "https://127.0.0.1/hook"


@dataclass
class Endpoint:
    """A bot's webhook: answers what a test has laid out, then 200."""

    answers: list[Answer] = field(default_factory=list)
    got: list[Json] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    in_flight: int = 0
    most_in_flight: int = 0
    gate: asyncio.Event | None = None

    async def __call__(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        self.got.append(json.loads(body))
        self.headers = headers
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        await (self.gate.wait() if self.gate else asyncio.sleep(0))
        self.in_flight -= 1
        return self.answers.pop(0) if self.answers else Answer(200)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got]


async def until(condition: Callable[[], object]) -> None:
    """Let the loop turn until something holds; a stuck test ends after 5 s."""
    async with asyncio.timeout(5):
        while True:
            if condition():
                return
            await asyncio.sleep(0)


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


@pytest.fixture
async def sandbox(tmp_path: Path, endpoint: Endpoint) -> AsyncIterator[Sandbox]:
    made = make_sandbox(tmp_path, post=endpoint, webhook_pause=0.001)
    yield made
    await made.close()


async def test_an_update_comes_with_the_secret(sandbox: Sandbox, endpoint: Endpoint) -> None:
    await Bot(sandbox).call("setWebhook", url=URL, secret_token="s-1")
    await customer_of(sandbox)
    await until(lambda: not sandbox.updates.waiting)
    assert endpoint.texts() == ["/start"]
    assert endpoint.headers["X-Telegram-Bot-Api-Secret-Token"] == "s-1"


async def test_what_waited_before_is_delivered_too(sandbox: Sandbox, endpoint: Endpoint) -> None:
    await customer_of(sandbox)
    await Bot(sandbox).call("setWebhook", url=URL)
    await until(lambda: not sandbox.updates.waiting)
    assert endpoint.texts() == ["/start"]


@pytest.mark.parametrize("status", [500, 503, 302, 0])
async def test_a_failure_is_repeated_in_order(
    sandbox: Sandbox, endpoint: Endpoint, status: int
) -> None:
    endpoint.answers = [Answer(status), Answer(status)]
    await Bot(sandbox).call("setWebhook", url=URL)
    person = await customer_of(sandbox)
    sandbox.people.send_text(person.id, "second")
    await until(lambda: not sandbox.updates.waiting)
    assert endpoint.texts() == ["/start", "/start", "/start", "second"]


async def test_a_failure_is_told_in_the_webhooks_state(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    endpoint.answers = [Answer(500)]
    bot = Bot(sandbox)
    await bot.call("setWebhook", url=URL)
    await customer_of(sandbox)
    await until(lambda: not sandbox.updates.waiting)
    state = await bot.call("getWebhookInfo")
    assert state["last_error_message"] == "Wrong response from the webhook: 500"
    assert state["pending_update_count"] == 0


async def test_the_pause_that_the_bot_asks_for_is_kept(
    sandbox: Sandbox, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    wait = asyncio.sleep

    async def asleep(seconds: float) -> None:
        slept.append(seconds)
        await wait(0)

    monkeypatch.setattr("bot.sandbox.webhook.asyncio.sleep", asleep)
    endpoint.answers = [
        Answer(503, {"retry-after": "7"}),
        Answer(503, {"retry-after": "99999"}),
        Answer(503),
    ]
    await Bot(sandbox).call("setWebhook", url=URL)
    await customer_of(sandbox)
    await until(lambda: not sandbox.updates.waiting)
    assert [pause for pause in slept if pause] == [7, 3600, 0.004]


async def test_one_update_of_a_chat_is_in_flight(sandbox: Sandbox, endpoint: Endpoint) -> None:
    endpoint.gate = asyncio.Event()
    await Bot(sandbox).call("setWebhook", url=URL)
    first, second = sandbox.people.create("A"), sandbox.people.create("B")
    for person in (first, first, second, second):
        sandbox.people.send_text(person.id, "x")
    await until(lambda: endpoint.in_flight == 2)
    for _ in range(20):
        await asyncio.sleep(0)
    assert endpoint.most_in_flight == 2
    endpoint.gate.set()
    await until(lambda: not sandbox.updates.waiting)
    assert len(endpoint.got) == 4
    assert endpoint.most_in_flight == 2


async def test_connections_are_limited(sandbox: Sandbox, endpoint: Endpoint) -> None:
    await Bot(sandbox).call("setWebhook", url=URL, max_connections=1)
    for name in ("A", "B", "C"):
        sandbox.people.send_text(sandbox.people.create(name).id, "x")
    await until(lambda: not sandbox.updates.waiting)
    assert endpoint.most_in_flight == 1


async def test_a_tap_may_overtake_a_message(sandbox: Sandbox, endpoint: Endpoint) -> None:
    bot = Bot(sandbox)
    person = await customer_of(sandbox)
    sent = await bot.call("sendMessage", chat_id=person.id, text="x")
    sandbox.people.tap(person.id, sent["message_id"], "data")
    endpoint.gate = asyncio.Event()
    await bot.call("setWebhook", url=URL)
    await until(lambda: endpoint.in_flight == 2)
    endpoint.gate.set()


async def test_a_call_in_the_answer_is_executed(sandbox: Sandbox, endpoint: Endpoint) -> None:
    person = await customer_of(sandbox)
    call = {"method": "sendMessage", "chat_id": person.id, "text": "from the answer"}
    endpoint.answers = [Answer(200, body=json.dumps(call).encode())]
    await Bot(sandbox).call("setWebhook", url=URL)
    await until(lambda: not sandbox.updates.waiting)
    await until(lambda: len(sandbox.world.messages[person.id]) == 2)


async def test_an_update_too_old_is_given_up(tmp_path: Path) -> None:
    clock, endpoint = Clock(), Endpoint()

    async def late(url: str, headers: dict[str, str], body: bytes) -> Answer:
        await endpoint(url, headers, body)
        clock.seconds += 90_000
        return Answer(500)

    sandbox = make_sandbox(tmp_path, clock=clock, post=late, webhook_pause=0.001)
    await Bot(sandbox).call("setWebhook", url=URL)
    await customer_of(sandbox)
    await until(lambda: not sandbox.updates.waiting)
    assert len(endpoint.got) == 1
    await sandbox.close()


async def test_nobody_listening_is_no_crash(unused_tcp_port: int) -> None:
    post = HttpPost()
    answer = await post(f"http://127.0.0.1:{unused_tcp_port}/", {}, b"{}")
    await post.close()
    assert answer.status == 0


async def test_an_update_is_posted_over_http(sandbox: Sandbox) -> None:
    running, post = await serve(sandbox), HttpPost()
    headers = {"Content-Type": "application/json"}
    answer = await post(f"{running.api_base}{sandbox.token}/getMe", headers, b"{}")
    await post.close()
    assert (answer.status, json.loads(answer.body)["ok"]) == (200, True)
    await running.stop()
