"""The gateway as one: started, stopped, and killed in the middle of its work."""

import asyncio
import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest
from telegram.error import InvalidToken, NetworkError
from telegram.ext import MessageHandler, filters

from benchmarks.echo_api import TOKEN, EchoApi
from bot.domain.messages import Message
from bot.gateway.gateway import Gateway, WebhookAddress, Wiring
from bot.gateway.limits import SendLimits
from bot.storage.database import open_database
from bot.storage.errors import DatabaseRefusedError
from bot.storage.installation import belong_to
from bot.storage.outbox import put_messages
from bot.storage.timers import Timer, schedule
from tests import gateway
from tests.gateway import BOT, NOW, FakeTelegram, application_on, ok, refused, text_update, until

database = gateway.database

ECHO = Path(__file__).parent.parent / "benchmarks" / "echo_full.py"


async def no_files(key):
    raise FileNotFoundError(key)


async def nothing(_event):
    return


def wiring(telegram, on_event=nothing, webhook=None):
    return Wiring(
        clock=lambda: NOW,
        on_event=on_event,
        apology=lambda _update, _reference: None,
        open_blob=no_files,
        limits=SendLimits(0, 0, 3, 0),
        webhook=webhook,
        polling_request=telegram,
    )


def updates_once(*updates):
    left = [list(updates)]

    def answer(_given):
        return ok(left.pop()) if left else asyncio.get_running_loop().create_future()

    return answer


async def test_a_message_goes_all_the_way_and_a_timer_comes_back(database):
    telegram, fired = FakeTelegram(), []
    application = application_on(telegram)
    telegram.answers["getupdates"] = updates_once(text_update(7, text="hello"))

    async def echo(update, _context):
        async def step(connection):
            await put_messages(connection, BOT, [Message(5, update.message.text)], NOW)
            await schedule(connection, BOT, Timer("k", 5, "later", NOW))

        await database.write(step)

    async def on_event(event):
        fired.append(event.kind)

    application.add_handler(MessageHandler(filters.TEXT, echo))
    whole = Gateway(database, application, wiring(telegram, on_event))
    await whole.start()
    await until(lambda: telegram.sent() == [(5, "hello")] and fired == ["later"])
    await whole.stop()
    assert not [task for task in asyncio.all_tasks() if task.get_name() in LOOPS]


LOOPS = ("lanes", "leases", "sender", "jobs", "timers", "housekeeping", "poller")


async def test_a_database_of_another_bot_is_refused(database):
    await database.write(lambda c: belong_to(c, 2, NOW))
    telegram = FakeTelegram()
    whole = Gateway(database, application_on(telegram), wiring(telegram))
    with pytest.raises(DatabaseRefusedError):
        await whole.start()
    await whole.stop()


async def test_an_unknown_token_ends_the_start_and_an_absent_telegram_is_waited_for(
    database, monkeypatch
):
    telegram = FakeTelegram()
    troubles = [NetworkError("away"), refused(401, "Unauthorized")]
    telegram.answers["getme"] = lambda _: troubles.pop(0)
    monkeypatch.setattr("bot.gateway.gateway.Backoff", NoWait)
    whole = Gateway(database, application_on(telegram), wiring(telegram))
    with pytest.raises(InvalidToken):
        await whole.start()
    assert troubles == []
    await whole.stop()


class NoWait:
    """Backs off for no time at all."""

    def __init__(self, *_):
        self.next = lambda: 0


async def test_with_a_webhook_nothing_is_polled(database):
    telegram = FakeTelegram()
    address = WebhookAddress("https://a.example/hook", "a-secret-of-the-webhook")
    whole = Gateway(database, application_on(telegram), wiring(telegram, webhook=address))
    await whole.start()
    assert [route.path for route in whole.routes()] == ["/hook"]
    await whole.stop()
    assert [name for name, _ in telegram.calls] == ["getme", "setwebhook"]


async def test_a_loop_that_ends_is_noticed(database, monkeypatch):
    async def broken(_self):
        raise LookupError

    monkeypatch.setattr("bot.gateway.timers.Timers.run", broken)
    telegram = FakeTelegram()
    telegram.answers["getupdates"] = updates_once()
    whole = Gateway(database, application_on(telegram), wiring(telegram))
    await whole.start()
    with pytest.raises(RuntimeError, match="timers"):
        await whole.failed()
    await whole.stop()


class KillingApi(EchoApi):
    """Kills the bot in the middle of its thirtieth call."""

    victim = None

    def _sent(self, chat, text):
        if len(self.answers) == 30 and self.victim is not None:
            self.victim.kill()
            self.victim = None
        return super()._sent(chat, text)


async def test_a_kill_loses_nothing_doubles_no_effect_and_keeps_the_order(tmp_path):
    api = KillingApi()
    runner, address = await api.serve()
    url = f"sqlite:///{tmp_path}/echo.db"
    environment = {**os.environ, "PYTHONPATH": str(ECHO.parent.parent), "ECHO_API": address}
    start = partial(
        asyncio.create_subprocess_exec,
        sys.executable,
        str(ECHO),
        env={**environment, "ECHO_TOKEN": TOKEN, "ECHO_DATABASE": url},
    )
    try:
        api.offer(100, chats=7)
        api.victim = first = await start()
        assert await asyncio.wait_for(first.wait(), 20) == -signal.SIGKILL
        second = await start()
        await until(lambda: len(set(api.answers)) == 100, seconds=20)
        second.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(second.wait(), 10) == 0
    finally:
        await runner.cleanup()
    numbers = [int(text.split()[1]) for text in dict.fromkeys(api.answers)]
    for chat in range(7):
        of_chat = [number for number in numbers if number % 7 == chat]
        assert of_chat == sorted(of_chat)
    database = await open_database(url)
    count = "SELECT COUNT(*) AS n, COUNT(DISTINCT body) AS waiting FROM outbox"
    assert await database.read(lambda c: c.one(count)) == {"n": 100, "waiting": 0}
    await database.close()
