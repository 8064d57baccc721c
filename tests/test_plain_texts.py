"""Texts of private chats, read as the library reads them, or left to the library."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from handlers.chat.plain_texts import PlainText, plain_text_of
from handlers.chat.updates import sender_of, text_of

AGENTS = -100_200
WRITTEN = {
    "update_id": 9,
    "message": {
        "message_id": 41,
        "from": {"id": 7, "is_bot": False, "first_name": "Lin", "language_code": "zh-hans"},
        "chat": {"id": 7, "first_name": "Lin", "type": "private"},
        "date": 1_790_000_000,
        "text": "支付宝崩了吗",
    },
}


def written(**changes):
    """Return the update with other fields of its message; None takes one away."""
    raw = copy.deepcopy(WRITTEN)
    message = {**raw["message"], **changes}
    raw["message"] = {name: value for name, value in message.items() if value is not None}
    return raw


def test_a_text_is_read_as_the_library_reads_it():
    update = Update.de_json(copy.deepcopy(WRITTEN))
    assert plain_text_of(AGENTS, WRITTEN) == PlainText(sender_of(update), text_of(update))


PERSON = WRITTEN["message"]["from"]
CHAT = WRITTEN["message"]["chat"]
FOR_THE_LIBRARY = {
    "a command": written(text="/start", entities=[{"type": "bot_command", "offset": 0}]),
    "an answer": written(reply_to_message=WRITTEN["message"]),
    "a forward": written(forward_origin={"type": "hidden_user"}),
    "of a business": written(sender_business_bot=PERSON),
    "no text": written(text=None, photo=[]),
    "an empty text": written(text=""),
    "a text that is none": written(text=["支付宝"]),
    "a group": written(chat={**CHAT, "type": "supergroup"}),
    "a channel": written(sender_chat=CHAT),
    "a bot": written(**{"from": {**PERSON, "is_bot": True}}),
    "nobody knows whether a bot": written(**{"from": {"id": 7}}),
    "nobody wrote": written(**{"from": None}),
    "somebody who is none": written(**{"from": "Lin"}),
    "a chat that is none": written(chat=7),
    "the agents' chat": written(chat={**CHAT, "id": AGENTS}),
    "a chat below nothing": written(chat={**CHAT, "id": -7}),
    "an id that is a truth": written(message_id=True),
    "an id in letters": written(chat={**CHAT, "id": "7"}),
    "an id too large": written(chat={**CHAT, "id": 2**60}),
    "a day that is none": written(date="today"),
    "a language that is none": written(**{"from": {**PERSON, "language_code": 3}}),
    "an edit": {"update_id": 9, "edited_message": WRITTEN["message"]},
    "two things": {**WRITTEN, "edited_message": WRITTEN["message"]},
    "no message": {"update_id": 9, "message": None},
    "nothing": {},
}


@pytest.mark.parametrize("raw", FOR_THE_LIBRARY.values(), ids=FOR_THE_LIBRARY.keys())
def test_anything_else_is_left_to_the_library(raw):
    assert plain_text_of(AGENTS, raw) is None


def test_an_agents_chat_that_is_private_is_left_to_the_agents():
    assert plain_text_of(7, WRITTEN) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "type", "is_bot", "language_code"]), inner)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(WRITTEN["message"])), json_values)
def test_a_hostile_field_never_raises(name, value):
    raw = copy.deepcopy(WRITTEN)
    raw["message"][name] = value
    read = plain_text_of(AGENTS, raw)
    assert read is None or isinstance(read.text, str)
