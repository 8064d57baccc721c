"""Jobs and timers: stored, done, and back in the lane as events."""

import asyncio
from datetime import timedelta

import pytest

from bot.gateway.jobs import JobFailed, Jobs
from bot.gateway.timers import Timers
from bot.storage.events import event_of
from bot.storage.inbox import open_rows
from bot.storage.jobs import put_job
from bot.storage.timers import Timer, schedule
from tests import gateway
from tests.gateway import BOT, NOW, running, until

database = gateway.database


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
