"""A message as JSON text and back; what the outbox keeps until it is sent."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.messages import (
    Button,
    FileKind,
    Message,
    OutgoingFile,
    Priority,
    TopicAct,
)


def to_json(message: Message, until: int = 0) -> str:
    """Return what the columns of the outbox do not hold: text, buttons, file, reply.

    Args:
        message (Message): as it shall be sent.
        until (int): wall clock in microseconds after which it is not sent; 0 is for ever.
    """
    options: dict[str, Any] = {  # JSON values
        "buttons": [
            [[each.label, each.data, each.copy, each.url, each.app] for each in row]
            for row in message.buttons
        ],
        "file": _file_values(message.file) if message.file else None,
        "album": [_file_values(each) for each in message.album],
        "reply_to": message.reply_to,
        "delete": message.delete,
        "good_for": message.good_for,
        "act": message.act.value if message.act else None,
        "instead": message.instead,
        "followed": message.is_followed,
        "asks_reply": message.asks_reply,
        "until": until,
    }
    body = {"text": message.text} | {name: value for name, value in options.items() if value}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def to_values(message: Message) -> dict[str, Any]:  # JSON values
    """Return the whole message as values that JSON can hold."""
    return {
        "chat_id": message.chat,
        "thread_id": message.thread,
        "edit_of": message.edit_of,
        "key": message.key,
        "priority": int(message.priority),
        "claim_number": message.claim_number,
        "body": to_json(message),
    }


def from_json(row: Mapping[str, Any]) -> Message:
    """Return the message of a row of the outbox, or of what `to_values` gave."""
    body = json.loads(row["body"])
    kept = body.get("file")
    return Message(
        chat=row["chat_id"],
        text=body["text"],
        buttons=tuple(
            tuple(Button(*button) for button in buttons) for buttons in body.get("buttons", ())
        ),
        thread=row["thread_id"],
        file=None if kept is None else _file(kept),
        album=tuple(_file(each) for each in body.get("album", ())),
        reply_to=body.get("reply_to", 0),
        edit_of=row["edit_of"],
        key=row["key"],
        priority=Priority(row["priority"]),
        claim_number=row["claim_number"],
        delete=body.get("delete", 0),
        good_for=body.get("good_for", 0),
        act=TopicAct(body["act"]) if "act" in body else None,
        instead=body.get("instead", ""),
        is_followed=body.get("followed", False),
        asks_reply=body.get("asks_reply", False),
    )


def _file_values(file: OutgoingFile) -> list[Any]:  # JSON values
    return [file.kind.value, file.name, file.blob, file.telegram_id, file.once]


def _file(kept: Sequence[Any]) -> OutgoingFile:  # JSON values
    return OutgoingFile(FileKind(kept[0]), *kept[1:])


def until_of(row: Mapping[str, Any]) -> int:
    """Return the `until` that `to_json` was given, of a row of the outbox."""
    # Looked for before it is read: a quotation mark inside a text would stand behind a backslash.
    return int(json.loads(row["body"])["until"]) if '"until":' in row["body"] else 0
