"""What the gateway says by itself: an apology, and a word to accounts that write very fast."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.domain.customers import Customer
from bot.domain.languages import Language, language_of_app
from bot.domain.messages import Message, Priority
from bot.domain.redaction import redact
from bot.gateway.pacing import Doorkeepers
from bot.services.conversation import Office
from bot.services.newcomers import is_newcomer
from bot.services.understanding import Interpreter
from bot.texts.catalog import Catalog

Raw = Mapping[str, Any]  # raw updates hold any JSON value


def doorkeepers(office: Office, interpreter: Interpreter, per_minute: float) -> Doorkeepers:
    """Return who is asked about a new account that writes very fast.

    Args:
        office (Office): what every service works with.
        interpreter (Interpreter): sees dangers in what waits.
        per_minute (float): updates of a new account that are handled; 0 lifts it.
    """
    return Doorkeepers(
        partial(is_newcomer, office),
        partial(_is_pressing, office, interpreter),
        partial(_slower, office.catalog),
        per_minute,
    )


def _is_pressing(office: Office, interpreter: Interpreter, text: str) -> bool:
    nobody = Customer(office.bot, 0, Language.SIMPLIFIED)
    return interpreter.read(redact(text).text, nobody, office.clock()).is_pressing


def _slower(catalog: Catalog, raw: Raw) -> Message | None:
    chat, code = _private_chat(raw)
    if not chat:
        return None
    text = catalog.fill("error.slower", language_of_app(code))
    return Message(chat, "\n".join(text.lines), priority=Priority.BROADCAST)


def apology(catalog: Catalog, raw: Raw, reference: str) -> Message | None:
    """Return what a customer is told when a handler failed; None in groups and for events."""
    chat, code = _private_chat(raw)
    if not chat:
        return None
    text = catalog.fill("error.broken", language_of_app(code), {"reference": reference})
    return Message(chat, "\n".join(text.lines))


def _private_chat(raw: Raw) -> tuple[int, str | None]:
    """Return the private chat of an update, 0 for any other, and the language of its app."""
    part = next((each for name, each in raw.items() if name != "update_id"), None)
    if not isinstance(part, dict):
        return 0, None
    message = part.get("message", part)
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != "private":
        return 0, None
    sender = part.get("from")
    code = sender.get("language_code") if isinstance(sender, dict) else None
    return int(chat["id"]), code
