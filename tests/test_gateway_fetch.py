"""Fetching: public addresses only, checked again at each redirect, within limits."""

import asyncio

import aiohttp.web
import pytest
from telegram.error import BadRequest

from bot.gateway import fetch
from bot.gateway.fetch import Fetcher, FetchFailed, FetchRefused, checked, download_file, is_public
from tests import gateway
from tests.gateway import ok

telegram = gateway.telegram
application = gateway.application


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("2002:7f00:1::", False),
        ("nonsense", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://me:pw@a.example/",
        "http:///x",
    ],
)
def test_other_addresses_are_refused_before_anything_is_asked(url):
    with pytest.raises(FetchRefused):
        checked(url)


@pytest.fixture
async def site():
    """A small site on this machine; gives its port."""

    async def page(request):
        if request.headers.get("If-None-Match") == "v1":
            return aiohttp.web.Response(status=304)
        return aiohttp.web.Response(text="all well", headers={"ETag": "v1"})

    async def redirect(request):
        raise aiohttp.web.HTTPFound(request.query["to"])

    async def endless(_request):
        raise aiohttp.web.HTTPFound("/endless")

    async def large(_request):
        return aiohttp.web.Response(body=b"x" * 200_000)

    async def slow(_request):
        await asyncio.Event().wait()

    made = aiohttp.web.Application()
    for answers in (page, redirect, endless, large, slow):
        made.router.add_get(f"/{answers.__name__}", answers)
    runner = aiohttp.web.AppRunner(made, shutdown_timeout=0.01)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


@pytest.fixture
async def fetcher(monkeypatch):
    """A fetcher for which 127.0.0.1, found under the name `localhost`, is public."""
    monkeypatch.setattr(fetch, "is_public", lambda address: address in ("127.0.0.1", "::1"))
    made = Fetcher()
    yield made
    await made.close()


async def test_a_page_is_fetched_and_not_again_when_unchanged(fetcher, site):
    page = await fetcher.get(f"http://localhost:{site}/page")
    assert (page.status, page.body, page.etag) == (200, b"all well", "v1")
    again = await fetcher.get(f"http://localhost:{site}/redirect?to=/page", etag="v1")
    assert (again.status, again.body) == (304, b"")


async def test_a_redirect_is_checked_anew(fetcher, site, monkeypatch):
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(FetchRefused, match="open internet"):
        await fetcher.get(f"http://127.0.0.1:{site}/redirect?to=http://10.0.0.1/")
    with pytest.raises(FetchRefused, match="only http"):
        await fetcher.get(f"http://127.0.0.1:{site}/redirect?to=file:///etc/passwd")


async def test_endless_redirects_and_large_answers_are_refused(fetcher, site):
    with pytest.raises(FetchRefused, match="too many"):
        await fetcher.get(f"http://localhost:{site}/endless")
    with pytest.raises(FetchRefused, match="larger than 1000"):
        await fetcher.get(f"http://localhost:{site}/large", largest=1000)


async def test_no_answer_in_time_is_a_failure(fetcher, site):
    with pytest.raises(FetchFailed, match="TimeoutError"):
        await fetcher.get(f"http://localhost:{site}/slow", seconds=0.05)


async def test_a_name_of_a_private_address_is_refused(site):
    fetcher = Fetcher()
    with pytest.raises(FetchRefused, match="localhost"):
        await fetcher.get(f"http://localhost:{site}/page")
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
