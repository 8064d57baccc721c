"""Jobs, timers, the worker process, fetching: slow and outside things."""

import asyncio
import os
from datetime import timedelta

import aiohttp.web
import pytest
from telegram.error import BadRequest

from bot.gateway import fetch
from bot.gateway.fetch import Fetcher, FetchFailed, FetchRefused, checked, download_file, is_public
from bot.gateway.jobs import JobFailed, Jobs
from bot.gateway.timers import Timers
from bot.storage.events import event_of
from bot.storage.inbox import open_rows
from bot.storage.jobs import put_job
from bot.storage.timers import Timer, schedule
from bot.workers.child import allowed_function, answer
from bot.workers.pool import WorkerFailed, WorkerPool
from tests import gateway
from tests.gateway import BOT, NOW, ok, running, until

database = gateway.database
telegram = gateway.telegram
application = gateway.application


@pytest.fixture(autouse=True)
def _retry_at_once(monkeypatch):
    monkeypatch.setattr("bot.gateway.jobs._FIRST_WAIT", 0)


async def events(database):
    rows = await database.read(lambda c: open_rows(c, BOT, 5, 10))
    return [event_of(5, row.payload) for row in rows]


async def result_of(database, runner):
    """Run one job of the kind `read` to its end and return its event."""
    await database.write(lambda c: put_job(c, BOT, 5, "read", {"file": "a"}))
    found = []

    async def ended():
        found[:] = await events(database)
        return found

    runners = {"read": runner} if runner else {}
    async with running(Jobs(database, BOT, "me", runners).run()):
        await until(ended)
    return found[0]


async def test_the_result_of_a_job_is_an_event_of_its_chat(database):
    async def read(payload):
        return {"pages": 2, "of": payload["file"]}

    event = await result_of(database, read)
    assert event.kind == "read.done"
    assert event.payload == {
        "job": 1,
        "request": {"file": "a"},
        "result": {"pages": 2, "of": "a"},
    }


async def test_a_job_is_tried_again_five_times_at_most(database):
    tries = []

    async def read(_payload):
        tries.append(1)
        raise LookupError("words of a customer")

    event = await result_of(database, read)
    assert (event.kind, event.payload["reason"]) == ("read.failed", "LookupError")
    assert len(tries) == 5


async def test_a_runner_can_say_that_trying_again_is_useless(database):
    async def read(_payload):
        raise JobFailed("password")

    event = await result_of(database, read)
    assert (event.kind, event.payload["reason"]) == ("read.failed", "password")


async def test_a_job_that_nobody_can_do_fails(database):
    assert (await result_of(database, None)).kind == "read.failed"


async def test_a_job_at_work_when_the_bot_stops_is_done_by_the_next_process(database):
    begun = asyncio.Event()

    async def slow(_payload):
        begun.set()
        await asyncio.Event().wait()

    await database.write(lambda c: put_job(c, BOT, 5, "read", {}))
    async with running(Jobs(database, BOT, "one", {"read": slow}).run()):
        await begun.wait()
    row = await database.read(lambda c: c.one("SELECT owner, attempts FROM job"))
    assert row == {"owner": "", "attempts": 0}


async def test_a_timer_follows_the_clock_that_can_be_moved(database):
    clock = [NOW]
    timer = Timer("k", 5, "sla.due", NOW + timedelta(days=2), {"claim": 1})
    async with running(Timers(database, BOT, lambda: clock[0]).run()):
        await database.write(lambda c: schedule(c, BOT, timer))
        await database.write(lambda c: c.run("UPDATE timer SET kind = kind"))
        assert await events(database) == []
        clock[0] = NOW + timedelta(days=2)
        await database.write(lambda c: schedule(c, BOT, timer))

        async def fired():
            return [event.kind for event in await events(database)] == ["sla.due"]

        await until(fired)


@pytest.fixture
async def pool(tmp_path, monkeypatch):
    """A pool whose worker finds one more module: functions to be called."""
    package = tmp_path / "more"
    package.mkdir()
    (package / "trial.py").write_text(
        "import os, time\n"
        "def double(number): return {'twice': number * 2}\n"
        "def environment(): return sorted(os.environ)\n"
        "def fail(): raise LookupError('no page')\n"
        "def hang(): time.sleep(60)\n"
        "def die(): os._exit(3)\n"
        "def grow(): return len(bytearray(10**9))\n"
        "def talk(): print('in between'); return 'said'\n"
    )
    (package / "sitecustomize.py").write_text(
        f"import bot.readers\nbot.readers.__path__.append({str(package)!r})\n"
    )
    monkeypatch.setattr("bot.workers.pool._ROOT", f"{os.getcwd()}:{package}")
    made = WorkerPool(memory_mb=700)
    yield made
    await made.close()


TRIAL = "bot.readers.trial"


async def test_the_worker_starts_at_first_use_and_answers(pool, monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", "1:secret")
    assert pool.pid is None
    assert await pool.run(f"{TRIAL}:double", 21, returns=dict[str, int]) == {"twice": 42}
    first = pool.pid
    names = await pool.run(f"{TRIAL}:environment", returns=list[str])
    assert not [name for name in names if name.startswith("BOT_")]
    assert await pool.run(f"{TRIAL}:talk", returns=str) == "said"
    assert pool.pid == first


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        pytest.param("fail", "LookupError", id="it raises"),
        pytest.param("hang", "TimeLimit", id="it takes too long"),
        pytest.param("die", "Crashed", id="it takes the process down"),
        pytest.param("grow", "MemoryError", id="it wants too much memory"),
    ],
)
async def test_a_failing_call_is_told_and_the_next_one_works(pool, function, kind):
    seconds = 0.5 if function == "hang" else 20
    assert await pool.run(f"{TRIAL}:double", 1, returns=dict[str, int])
    with pytest.raises(WorkerFailed) as failed:
        await pool.run(f"{TRIAL}:{function}", returns=int, seconds=seconds)
    assert failed.value.kind == kind
    assert await pool.run(f"{TRIAL}:double", 1, returns=dict[str, int]) == {"twice": 2}


async def test_an_idle_worker_ends(pool):
    pool._idle_seconds = 0.01
    await pool.run(f"{TRIAL}:double", 1, returns=dict[str, int])
    await until(lambda: pool.pid is None)


@pytest.mark.parametrize(
    "path", ["os:getcwd", "bot.storage.database:open_database", "bot.readers:_x", "bot.readersx:y"]
)
def test_nothing_else_may_run_in_the_worker(path):
    with pytest.raises(ValueError, match=r"may not run|no public function"):
        allowed_function(path)
    assert b"ValueError" in answer(path, ())


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
