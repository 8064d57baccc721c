"""Polling and webhook: stored first, confirmed afterwards."""

import asyncio
import json

import httpx
import pytest
from starlette.applications import Starlette

from bot.gateway.ingest import ALLOWED_UPDATES, Ingest
from bot.gateway.leader import Leader
from bot.gateway.polling import Poller
from bot.gateway.webhook import set_webhook, webhook_routes
from bot.storage.errors import DatabaseAway
from tests import gateway
from tests.gateway import BOT, ok, refused, running, text_update, until

database = gateway.database
telegram = gateway.telegram
application = gateway.application

SECRET = "a-secret-of-the-webhook"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


async def stored(database):
    sql = "SELECT update_id FROM inbox ORDER BY update_id"
    return [row["update_id"] for row in await database.read(lambda c: c.all(sql))]


def waiting_updates(*batches):
    """Return a getUpdates that gives these batches, and then waits for ever."""
    left = list(batches)

    def answer(_given):
        if left:
            batch = left.pop(0)
            return batch if isinstance(batch, tuple) else ok(batch)
        return asyncio.get_running_loop().create_future()

    return answer


def polls(telegram):
    return [given for name, given in telegram.calls if name == "getupdates"]


async def test_updates_are_stored_before_they_are_confirmed(database, telegram, application):
    seen = []

    class Watching(Ingest):
        async def store(self, updates):
            seen.append([poll["offset"] for poll in polls(telegram)])
            return await super().store(updates)

    telegram.answers["getupdates"] = waiting_updates([text_update(7), text_update(8)])
    poller = Poller(application.bot, telegram, Watching(database, BOT))
    async with running(poller.run()):
        await until(lambda: len(polls(telegram)) == 2)
    assert seen == [["0"]]
    assert await stored(database) == [7, 8]
    assert polls(telegram)[1]["offset"] == "9"
    assert json.loads(polls(telegram)[0]["allowed_updates"]) == list(ALLOWED_UPDATES)
    assert telegram.calls[1][0] == "deletewebhook"


async def test_an_update_that_nobody_can_read_does_not_hide_its_batch(
    database, telegram, application
):
    bad = {"update_id": 7, "message": {"date": "never"}}
    telegram.answers["getupdates"] = waiting_updates([bad, text_update(8)])
    async with running(Poller(application.bot, telegram, Ingest(database, BOT)).run()):
        await until(lambda: len(polls(telegram)) == 2)
    assert await stored(database) == [7, 8]


async def test_while_the_database_is_away_nothing_is_confirmed(
    database, telegram, application, monkeypatch
):
    monkeypatch.setattr("bot.gateway.polling.Backoff", lambda *_: NoWait())
    troubles = [DatabaseAway("locked")] * 2

    class Troubled(Ingest):
        async def store(self, updates):
            if troubles:
                raise troubles.pop()
            return await super().store(updates)

    telegram.answers["getupdates"] = waiting_updates([text_update(7)])
    async with running(Poller(application.bot, telegram, Troubled(database, BOT)).run()):
        await until(lambda: len(polls(telegram)) == 2)
    assert await stored(database) == [7]


class NoWait:
    """Backs off for no time at all."""

    def next(self):
        return 0

    def reset(self):
        return


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(refused(409, "Conflict: terminated by other getUpdates"), id="409"),
        pytest.param(refused(502, "Bad Gateway"), id="5xx"),
        pytest.param(refused(401, "Unauthorized"), id="401"),
    ],
)
async def test_polling_goes_on_after_an_error(
    database, telegram, application, monkeypatch, trouble
):
    monkeypatch.setattr("bot.gateway.polling.Backoff", lambda *_: NoWait())
    monkeypatch.setattr("bot.gateway.polling._CONFLICT_SECONDS", 0)
    telegram.answers["getupdates"] = waiting_updates(trouble, [text_update(7)])
    async with running(Poller(application.bot, telegram, Ingest(database, BOT)).run()):
        await until(lambda: len(polls(telegram)) == 3)
    assert await stored(database) == [7]
    assert [poll["offset"] for poll in polls(telegram)] == ["0", "0", "8"]


async def test_only_one_process_polls_and_another_takes_over(database, monkeypatch):
    monkeypatch.setattr("bot.gateway.leader._RENEW_SECONDS", 0.01)
    at_work = []

    async def work(name):
        at_work.append(name)
        try:
            await asyncio.Event().wait()
        finally:
            at_work.remove(name)

    first = asyncio.create_task(Leader(database, BOT, "one", "poller").run(lambda: work("one")))
    await until(lambda: at_work == ["one"])
    async with running(Leader(database, BOT, "two", "poller").run(lambda: work("two"))):
        await database.write(lambda c: c.run("UPDATE lease SET epoch = epoch"))
        assert at_work == ["one"]
        first.cancel()
        await asyncio.wait([first])
        await until(lambda: at_work == ["two"])


@pytest.fixture
async def hook(database):
    ingest = Ingest(database, BOT)
    transport = httpx.ASGITransport(Starlette(routes=webhook_routes(ingest, SECRET)))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


async def test_the_webhook_stores_and_then_says_200(hook, database):
    answer = await hook.post("/hook", json=text_update(7), headers=HEADER)
    assert answer.status_code == 200
    assert await stored(database) == [7]


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}])
async def test_without_the_secret_nothing_is_read(hook, database, headers):
    async def body():
        raise AssertionError("the body was read")
        yield b""

    answer = await hook.post("/hook", content=body(), headers=headers)
    assert answer.status_code == 403
    assert await stored(database) == []


async def test_a_body_that_is_too_large_is_refused(hook, database):
    answer = await hook.post("/hook", content=b" " * (1024 * 1024 + 1), headers=HEADER)
    assert answer.status_code == 413


async def test_what_is_no_json_is_dropped_so_that_it_does_not_come_again(hook, database):
    answer = await hook.post("/hook", content=b"no json", headers=HEADER)
    assert answer.status_code == 200
    assert await stored(database) == []


async def test_with_a_full_backlog_telegram_is_asked_to_come_back(database):
    ingest = Ingest(database, BOT)
    await ingest.store([text_update(1), text_update(2)])
    routes = webhook_routes(ingest, SECRET, largest_backlog=2)
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        answer = await client.post("/hook", json=text_update(7), headers=HEADER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert await stored(database) == [1, 2]


async def test_without_a_database_telegram_is_asked_to_come_back(hook, database):
    await database.close()
    answer = await hook.post("/hook", json=text_update(7), headers=HEADER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


async def test_requests_that_come_together_share_commits(hook, database):
    posts = [hook.post("/hook", json=text_update(n), headers=HEADER) for n in range(1, 31)]
    answers = await asyncio.gather(*posts)
    assert {answer.status_code for answer in answers} == {200}
    assert await stored(database) == list(range(1, 31))


def test_a_short_secret_is_refused(database):
    with pytest.raises(ValueError, match="16 to 256"):
        webhook_routes(Ingest(database, BOT), "short")


async def test_telegram_is_told_where_to_post(telegram, application):
    await set_webhook(application.bot, "https://a.example/hook", SECRET)
    name, given = telegram.calls[-1]
    assert name == "setwebhook"
    assert given["secret_token"] == SECRET
    assert given["allowed_updates"] == list(ALLOWED_UPDATES)
