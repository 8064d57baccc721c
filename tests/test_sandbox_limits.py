"""The sandbox takes no huge request, and posts updates to this machine only."""

import asyncio
import contextlib

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from bot.sandbox import Sandbox
from bot.sandbox.gate import LimitedBodies, is_of_this_machine
from bot.sandbox.webhook import HttpPost
from bot.sandbox.wire import BODY_LIMIT
from tests.asgi_request import call_asgi
from tests.sandbox import KEY, Bot, RefusedError, make_sandbox

ADDRESS = "http://127.0.0.1"


@pytest.fixture
async def sandbox(tmp_path):
    made = make_sandbox(tmp_path)
    yield made
    await made.close()


def counting(read: list[int]) -> ASGIApp:
    """An app that reads a request part by part."""

    async def app(scope, receive, send):
        async for part in Request(scope, receive).stream():
            read.append(len(part))
        await PlainTextResponse("read")(scope, receive, send)

    return app


@pytest.mark.parametrize(("parts", "status"), [((4, 6), 200), ((4, 7), 413), ((11,), 413)])
async def test_a_request_is_cut_off_by_what_comes_not_by_what_it_says(parts, status):
    waiting = [
        {"type": "http.request", "body": b"x" * size, "more_body": place < len(parts)}
        for place, size in enumerate(parts, 1)
    ]
    sent, read = [], []

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    await LimitedBodies(counting(read), 10)(scope, receive, send)
    assert sent[0]["status"] == status
    assert sum(read) <= 10


@pytest.mark.parametrize(
    "path", ["/bot{token}/sendMessage", "/chat/{key}/act/x", "/chat/{key}/upload"]
)
async def test_every_route_refuses_more_than_telegram_takes(sandbox: Sandbox, path):
    url = ADDRESS + path.format(token=sandbox.token, key=KEY)
    headers = {"content-type": "application/json", "content-length": "2"}
    if path.endswith("upload"):
        headers["content-type"] = "multipart/form-data; boundary=b"
    request = httpx.Request("POST", url, headers=headers, content=b" " * (BODY_LIMIT + 1))
    answer = await call_asgi(sandbox.app, request)
    assert (answer.status, b"Too Large" in answer.body) == (413, True)


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("http://127.0.0.1:8080/hook", True),
        ("https://localhost/hook", True),
        ("http://[::1]/hook", True),
        ("https://bot.example.org/hook", False),
        ("http://127.0.0.1.evil.example/hook", False),
        ("http://localhost@evil.example/hook", False),
        ("http://localhost.evil.example/hook", False),
        ("http://[::1/hook", False),
    ],
)
async def test_updates_are_posted_to_this_machine_only(sandbox: Sandbox, url, ours):
    assert is_of_this_machine(url) is ours
    if ours:
        assert await Bot(sandbox).call("setWebhook", url=url)
        return
    with pytest.raises(RefusedError, match=r"this machine only|HTTPS URL"):
        await Bot(sandbox).call("setWebhook", url=url)


@pytest.mark.parametrize(("size", "read"), [(1000, 1000), (2_000_000, 0)])
async def test_a_huge_answer_of_the_webhook_is_left_alone(size, read):
    async def endpoint(reader, writer):
        await reader.readuntil(b"{}")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(endpoint, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    post = HttpPost()
    answer = await post(f"{ADDRESS}:{port}/hook", {}, b"{}")
    assert (answer.status, len(answer.body)) == (200, read)
    await post.close()
    server.close()
    await server.wait_closed()
