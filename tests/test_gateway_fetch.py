"""Fetching: public addresses only, checked again at each redirect, within limits."""

import asyncio
import gzip
import socket

import aiohttp.web
import pytest
from telegram.error import BadRequest

from bot.gateway.addresses import (
    FetchRefused,
    checked,
    guarded_sockets,
    is_public,
)
from bot.gateway.downloads import download_file
from bot.gateway.fetch import Fetcher, FetchFailed, Validators, _Unpacked
from tests import gateway
from tests.gateway import ok

telegram = gateway.telegram
application = gateway.application


def of_this_machine(address):
    return address in ("127.0.0.1", "::1")


@pytest.fixture
async def site():
    """A small site on this machine; gives its port."""

    async def page(request):
        if "v1" in (
            request.headers.get("If-None-Match"),
            request.headers.get("If-Modified-Since"),
        ):
            return aiohttp.web.Response(status=304)
        assert request.headers["Accept-Encoding"] == "gzip"
        headers = {"ETag": "v1", "Last-Modified": "yesterday"}
        return aiohttp.web.Response(text="all well", headers=headers)

    async def redirect(request):
        raise aiohttp.web.HTTPFound(request.query["to"])

    async def endless(_request):
        raise aiohttp.web.HTTPFound("/endless")

    async def large(_request):
        return aiohttp.web.Response(body=b"x" * 200_000)

    async def stream(request):
        answer = aiohttp.web.StreamResponse()
        await answer.prepare(request)
        for _ in range(100):
            await answer.write(b"x" * 10_000)
        return answer

    async def slow(_request):
        await asyncio.Event().wait()

    async def packed(request):
        body = gzip.compress(b"0" * int(request.query["size"]))
        if request.query.get("cut"):
            body = body[: int(request.query["cut"])]
        if request.query.get("plain"):
            body = b"not packed at all"
        name = request.query.get("as", "gzip")
        return aiohttp.web.Response(body=body, headers={"Content-Encoding": name})

    async def busy(request):
        headers = {"Retry-After": request.query["after"], "ETag": "v" * 501}
        return aiohttp.web.Response(status=503, headers=headers)

    made = aiohttp.web.Application()
    for answers in (page, redirect, endless, large, stream, slow, packed, busy):
        made.router.add_get(f"/{answers.__name__}", answers)
    runner = aiohttp.web.AppRunner(made, shutdown_timeout=0.01)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


@pytest.fixture
async def fetcher():
    """A fetcher that may ask this machine."""
    made = Fetcher(of_this_machine)
    yield made
    await made.close()


@pytest.fixture
async def strict():
    """A fetcher as the bot has it."""
    made = Fetcher()
    yield made
    await made.close()


@pytest.mark.parametrize("known", [Validators("v1"), Validators(last_modified="v1")])
async def test_a_page_is_fetched_and_not_again_when_unchanged(fetcher, site, known):
    page = await fetcher.get(f"http://localhost:{site}/page")
    assert (page.status, page.body, page.validators) == (
        200, b"all well", Validators("v1", "yesterday"),
    )  # fmt: skip
    again = await fetcher.get(f"http://localhost:{site}/redirect?to=/page", known)
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://[fd00::1]/",
        "http://127。0。0。2/",
        "file:///etc/passwd",
    ],
)
async def test_a_redirect_is_checked_anew(fetcher, site, target):
    with pytest.raises(FetchRefused):
        await fetcher.get(f"http://127.0.0.1:{site}/redirect?to={target}")


async def test_a_redirect_to_a_name_is_resolved_and_checked_anew(site):
    """The first hop is allowed by its address; the second is a name of the same machine."""
    asked = []

    def only_the_first(address):
        asked.append(address)
        return len(asked) <= 2

    fetcher = Fetcher(only_the_first)
    with pytest.raises(FetchRefused, match="localhost"):
        await fetcher.get(f"http://127.0.0.1:{site}/redirect?to=http://localhost:{site}/page")
    await fetcher.close()


def test_a_redirect_does_not_leave_https(fetcher):
    with pytest.raises(FetchRefused, match="leaves https"):
        fetcher._next(checked("https://a.example/feed"), "http://a.example/feed")
    assert str(fetcher._next(checked("https://a.example/x"), "/y")) == "https://a.example/y"


async def test_endless_redirects_and_large_answers_are_refused(fetcher, site):
    with pytest.raises(FetchRefused, match="too many"):
        await fetcher.get(f"http://localhost:{site}/endless")
    for page in ("large", "stream"):
        with pytest.raises(FetchRefused, match="larger than 1000"):
            await fetcher.get(f"http://localhost:{site}/{page}", largest=1000)


async def test_an_answer_that_says_that_it_is_large_is_not_waited_for(fetcher):
    async def endpoint(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n")
        await reader.read()
        writer.close()

    server = await asyncio.start_server(endpoint, "127.0.0.1", 0)
    with pytest.raises(FetchRefused, match="larger than 1000"):
        await fetcher.get(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", largest=1000)
    server.close()
    await server.wait_closed()


def test_a_bomb_is_never_held_unpacked():
    unpacked = _Unpacked("gzip", 1000)
    with pytest.raises(FetchRefused):
        unpacked.add(gzip.compress(b"0" * 10_000_000))
    assert len(unpacked._body) == 1001


async def test_packed_answers_are_unpacked_up_to_the_limit(fetcher, site):
    base = f"http://localhost:{site}/packed"
    assert (await fetcher.get(f"{base}?size=1000", largest=1000)).body == b"0" * 1000
    with pytest.raises(FetchRefused, match="larger than 1000"):
        await fetcher.get(f"{base}?size=1001", largest=1000)
    with pytest.raises(FetchRefused, match="larger than 100000"):
        await fetcher.get(f"{base}?size=50000000", largest=100_000)
    with pytest.raises(FetchFailed, match="end of the answer"):
        await fetcher.get(f"{base}?size=1000&cut=20")
    with pytest.raises(FetchRefused, match="damaged"):
        await fetcher.get(f"{base}?size=1000&plain=1")
    for name in ("br", "deflate", "gzip, gzip"):
        with pytest.raises(FetchRefused, match="packed"):
            await fetcher.get(f"{base}?size=1000&as={name}")


async def test_no_answer_in_time_is_a_failure(fetcher, site):
    with pytest.raises(FetchFailed, match="no answer in time"):
        await fetcher.get(f"http://localhost:{site}/slow", seconds=0.05)


async def test_a_name_or_a_server_that_is_not_there_is_a_failure(fetcher, site, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(FetchFailed, match="no connection"):
            await fetcher.get(f"http://127.0.0.1:{free.getsockname()[1]}/")
    with pytest.raises(FetchFailed, match="no secure connection"):
        await fetcher.get(f"https://127.0.0.1:{site}/page")

    async def unknown(*_host, **_kind):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    with pytest.raises(FetchFailed, match="name not found"):
        await fetcher.get("http://a.example/")


async def test_a_server_may_ask_us_to_stay_away_for_a_while(fetcher, site):
    for header, seconds in (("120", 120), ("99999", 7200), ("soon", 0), ("-5", 0)):
        answer = await fetcher.get(f"http://localhost:{site}/busy?after={header}")
        assert (answer.status, answer.retry_after) == (503, seconds)
        assert answer.validators == Validators()


async def test_a_page_is_reached_without_its_body_and_redirects(fetcher, site):
    assert await fetcher.reach(f"http://localhost:{site}/large") == 200
    assert await fetcher.reach(f"http://localhost:{site}/redirect?to=http://10.0.0.1/") == 302
    assert await fetcher.reach(f"http://localhost:{site}/busy?after=1") == 503
    with pytest.raises(FetchFailed):
        await fetcher.reach(f"http://localhost:{site}/slow", seconds=0.05)


async def test_a_name_of_a_private_address_is_refused(strict, site):
    for asking in (strict.get, strict.reach):
        with pytest.raises(FetchRefused, match="localhost"):
            await asking(f"http://localhost:{site}/page")


async def test_the_last_look_is_at_the_very_address_of_the_connection(site):
    """A resolver that lies gets no connection: the socket is not made."""
    with pytest.raises(OSError, match="open internet"):
        guarded_sockets(is_public)((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 1)))
    lied = []

    def once(address):
        lied.append(address)
        return len(lied) == 1

    fetcher = Fetcher(once)
    with pytest.raises(FetchRefused, match="open internet"):
        await fetcher.get(f"http://127.0.0.1:{site}/page")
    assert lied == ["127.0.0.1", "127.0.0.1"]
    await fetcher.close()


async def test_files_of_telegram_are_downloaded_up_to_a_limit(telegram, application):
    file = {"file_id": "F", "file_unique_id": "U", "file_size": 30, "file_path": "a/b.jpg"}
    telegram.answers["getfile"] = lambda _: ok(file)
    body = await download_file(application.bot, "F")
    assert body.startswith(b"{")
    with pytest.raises(FetchRefused):
        await download_file(application.bot, "F", largest=29)
    file["file_size"] = None
    with pytest.raises(FetchRefused):
        await download_file(application.bot, "F", largest=3)
    telegram.answers["getfile"] = lambda _: gateway.refused(400, "Bad Request: file is too big")
    with pytest.raises(BadRequest):
        await download_file(application.bot, "F")
