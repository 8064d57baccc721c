"""Status pages on this machine, over HTTP, and polls that may ask them."""

import asyncio
import gzip
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp.web
import pytest

from bot.gateway.fetch import Fetcher
from bot.gateway.status_polls import FeedUnread, PollMeans, StatusPolls
from bot.gateway.status_sources import Feed, Sources
from bot.readers.feeds.reading import read_feed
from bot.readers.feeds.refused import FeedRefused
from bot.storage.official import official_states, switch_probe_on
from bot.storage.sources import all_sources
from tests.feeds import incident, item, maintenance, rss, statuspage, update
from tests.gateway import NOW

BOMB = gzip.compress(b"0" * 50_000_000)


@dataclass
class Site:
    """Answers by path; every path can be given another answer, and counts its requests.

    Attributes:
        answers: path to a function from request to response.
        asked: the paths asked for, with the validators that came along.
    """

    port: int = 0
    answers: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def url(self, path):
        return f"http://localhost:{self.port}/{path}"

    async def answer(self, request):
        name = request.match_info["name"]
        known = {each: request.headers[each] for each in
                 ("If-None-Match", "If-Modified-Since") if each in request.headers}  # fmt: skip
        self.asked.append((name, known))
        return await self.answers[name](request)


def page(body, status=200, **headers):
    """Return an answer that is always the same; `_` in a header's name is a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(_request):
        return aiohttp.web.Response(body=body, status=status, headers=named)

    return answer


async def _slow(_request):
    await asyncio.Event().wait()


async def _cut_off(request):
    request.transport.abort()
    return aiohttp.web.Response()


async def _to_us(_request):
    raise aiohttp.web.HTTPFound("http://10.0.0.1/latest/meta-data/")


async def _endless(request):
    raise aiohttp.web.HTTPFound(request.path)


PAGES = {
    "healthy": page(statuspage(), Content_Type="application/json"),
    "degraded": page(statuspage("major", [incident()], [maintenance()])),
    "broken": page(b'{"status": {"indic', Content_Type="application/json"),
    "html": page(b"<!doctype html><title>Blocked</title>", Content_Type="text/html"),
    "gone": page(b"", 404),
    "huge": page(b"[" + b" " * 1_100_000 + b"]"),
    "bomb": page(BOMB, Content_Encoding="gzip"),
    "slow": _slow,
    "cut": _cut_off,
    "inside": _to_us,
    "endless": _endless,
    "hostile": page(
        rss(item("<![CDATA[<script>x</script>Pay at https://evil.example]]>", update("Update")))
    ),
    "laughs": page(b"<!DOCTYPE rss [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><rss>&b;</rss>"),
}


async def serve(site):
    """Begin to serve; return what has to be cleaned up."""
    application = aiohttp.web.Application()
    application.router.add_get("/{name}", site.answer)
    runner = aiohttp.web.AppRunner(application, shutdown_timeout=0.01, access_log=None)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    return runner


def of_this_machine(address):
    """Whether an address is of this machine: the only one that these tests may ask."""
    return address in ("127.0.0.1", "::1")


async def read_here(kind, content, now):
    """Read a feed as the worker does, without its process."""
    try:
        return read_feed(kind, content, now)
    except FeedRefused as refused:
        raise FeedUnread(str(refused)) from None


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def move(self, **by):
        self.now += timedelta(**by)


def feeds(site, *names):
    """Return the sources of providers that are called after the pages they ask."""
    kinds = {"hostile": "rss", "laughs": "rss"}
    return Sources(
        tuple(
            Feed(name, f"https://{name}.example", site.url(name), kinds.get(name, "statuspage-v2"))
            for name in names
        )
    )


@pytest.fixture
async def site():
    made = Site(answers=dict(PAGES))
    runner = await serve(made)
    yield made
    await runner.cleanup()


class Bench:
    """Polls with a clock that is moved by hand, and what they leave in the database."""

    def __init__(self, database, fetcher, site):
        self.database, self.fetcher, self.site = database, fetcher, site
        self.clock = Clock()
        self.sources = Sources()
        self.read = read_here
        self.control = site.url("healthy")
        self.restart()

    def restart(self, patience=10.0):
        means = PollMeans(
            lambda: self.sources, self.read, self.clock, self.control,
            chance=lambda: 0.5, pause=0.001, patience=patience,
        )  # fmt: skip
        self.polls = StatusPolls(self.database, self.fetcher, means)

    async def states(self, provider):
        return await self.database.read(lambda c: official_states(c, provider))

    async def level(self, provider):
        found = await self.states(provider)
        return found[0].state if found else None

    async def row(self, key):
        rows = await self.database.read(all_sources)
        return next(each for each in rows if each.key == key)

    async def probing(self, *names):
        sites = {name: self.site.url(name) for name in names}
        self.sources = Sources(sites=sites)
        for name in names:
            await self.database.write(lambda c, n=name: switch_probe_on(c, n, "1", NOW))

    async def after(self, **by):
        """Look again after a while."""
        self.clock.move(**by)
        return await self.polls.round()


@pytest.fixture
async def bench(database, site):
    fetcher = Fetcher(of_this_machine)
    yield Bench(database, fetcher, site)
    await fetcher.close()
