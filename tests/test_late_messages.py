"""Messages that are true for a while only: sent in time, given up when it has passed."""

import pytest

from bot.domain.messages import Message
from bot.gateway.limits import SendLimits
from bot.gateway.sender import Sender
from bot.storage.micros import wall_micros
from bot.storage.outbox import put_messages, sendable
from tests import gateway
from tests.gateway import BOT, NOW, running, until

database = gateway.database
telegram = gateway.telegram
application = gateway.application

MINUTE = 60
STATES = "SELECT state, reason FROM outbox ORDER BY id"
MESSAGES = (
    Message(5, "due today", good_for=MINUTE, claim_number="PA-1"),
    Message(5, 'for ever, with "until": 1 in it'),
)


async def no_file(key):
    raise FileNotFoundError(key)


@pytest.mark.parametrize(
    ("passed", "states", "sent"),
    [
        pytest.param(0, ["sent", "sent"], 2, id="in time"),
        pytest.param(MINUTE + 1, ["dead", "sent"], 1, id="a second too late"),
    ],
)
async def test_what_is_too_late_is_given_up(
    database, telegram, application, monkeypatch, passed, states, sent
):
    await database.write(lambda c: put_messages(c, BOT, MESSAGES, NOW))
    later = wall_micros() + passed * 1_000_000
    monkeypatch.setattr("bot.gateway.sender.wall_micros", lambda: later)

    async def settled():
        rows = await database.read(lambda c: c.all(STATES))
        return [row["state"] for row in rows] == states

    async with running(Sender(database, application.bot, SendLimits(0, 0, 3, 0), no_file).run()):
        await until(settled)
    assert len(telegram.sent()) == sent


async def test_the_moment_is_reckoned_from_when_the_message_was_put(database):
    before = wall_micros()
    await database.write(lambda c: put_messages(c, BOT, MESSAGES[:1], NOW))
    (row,) = await database.read(lambda c: sendable(c, BOT, wall_micros(), 5))
    assert before <= row.until - MINUTE * 1_000_000 <= wall_micros()
    assert row.message == MESSAGES[0]
