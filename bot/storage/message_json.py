"""A message as JSON text and back; what the outbox keeps until it is sent."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.messages import Button, FileKind, Message, OutgoingFile, Priority


def to_json(message: Message, until: int = 0) -> str:
    """Return what the columns of the outbox do not hold: text, buttons, file, reply.

    Args:
        message (Message): as it shall be sent.
        until (int): wall clock in microseconds after which it is not sent; 0 is for ever.
    """
    body: dict[str, Any] = {"text": message.text}  # JSON values
    if message.buttons:
        body["buttons"] = [
            [[each.label, each.data, each.copy, each.url, each.app] for each in row]
            for row in message.buttons
        ]
    if message.file is not None:
        file = message.file
        body["file"] = [file.kind.value, file.name, file.blob, file.telegram_id, file.once]
    if message.reply_to:
        body["reply_to"] = message.reply_to
    if message.delete:
        body["delete"] = message.delete
    if message.good_for:
        body["good_for"] = message.good_for
    if until:
        body["until"] = until
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
        file=None if kept is None else OutgoingFile(FileKind(kept[0]), *kept[1:]),
        reply_to=body.get("reply_to", 0),
        edit_of=row["edit_of"],
        key=row["key"],
        priority=Priority(row["priority"]),
        claim_number=row["claim_number"],
        delete=body.get("delete", 0),
        good_for=body.get("good_for", 0),
    )


def until_of(row: Mapping[str, Any]) -> int:
    """Return the `until` that `to_json` was given, of a row of the outbox."""
    # Looked for before it is read: a quotation mark inside a text would stand behind a backslash.
    return int(json.loads(row["body"])["until"]) if '"until":' in row["body"] else 0
