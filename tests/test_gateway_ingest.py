"""Which lane an update belongs to, and what it says about its chat."""

from functools import partial

import pytest

from bot.domain.messages import Message
from bot.gateway.ingest import Ingest, lane_of, lets_bot_write
from bot.storage.outbox import put_messages
from bot.storage.undelivered import block_chat, is_blocked
from tests import gateway
from tests.gateway import BOT, NOW, text_update

database = gateway.database

PRIVATE = {"id": 5, "type": "private"}


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        pytest.param(text_update(1, chat=-9), -9, id="a message: its chat"),
        pytest.param(
            {"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": PRIVATE}}},
            5,
            id="a button: the chat of its message",
        ),
        pytest.param({"update_id": 1, "callback_query": {"from": {"id": 7}}}, 7, id="no chat"),
        pytest.param({"update_id": 1, "poll": {"id": "x"}}, 0, id="nobody at all"),
        pytest.param({"update_id": 1, "message": {"chat": {"id": "x"}}}, 0, id="nonsense"),
    ],
)
def test_the_lane_of_an_update(update, lane):
    assert lane_of(update) == lane


@pytest.mark.parametrize(("status", "open_again"), [("member", True), ("kicked", False)])
async def test_an_unblocked_chat_gets_what_waited(database, status, open_again):
    messages = [Message(5, "one")]
    await database.write(partial(put_messages, bot=BOT, messages=messages, now=NOW))
    await database.write(lambda c: block_chat(c, BOT, 5, "blocked"))
    member = {"chat": PRIVATE, "from": {"id": 5}, "new_chat_member": {"status": status}}
    update = {"update_id": 1, "my_chat_member": member}
    assert lets_bot_write(update) is open_again
    await Ingest(database, BOT).store([update])
    assert await database.read(lambda c: is_blocked(c, BOT, 5)) is not open_again
