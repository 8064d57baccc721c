"""The password of a statement: used once by the job that reads it, deleted in the chat."""

import re
from dataclasses import replace

from pydantic import JsonValue

from bot.domain.messages import Message
from bot.services import file_readings, guides
from bot.services.exchange import Exchange
from bot.services.password_box import PasswordBox
from bot.services.possible_charges import locked, way_out_of
from bot.storage.arrivals import put_reading
from bot.storage.evidence import find_evidence

# One word without blanks, of what keyboards write without a Chinese input method: passwords of
# exported statements are digits, letters and signs.
_WORD = r"[!-~]{1,64}"
_SAID = re.compile(
    rf"(?:.{{0,12}}?(?:密码|密碼|password|passcode)\s*(?:是|为|為|is)?\s*[:：]?\s*)?({_WORD})",
    re.IGNORECASE,
)


def password_in(text: str) -> str:
    """Return the password that a text is, or names; empty: none."""
    said = _SAID.fullmatch(text.strip())
    return said[1] if said and not text.strip().startswith("/") else ""


async def took_password(ex: Exchange, text: str, box: PasswordBox) -> bool:
    """Use a text as the password that was asked for; False: none was, or it is no password.

    A bare word is one only right after the question; a text that names it, at any time.
    The text is deleted in the chat and kept neither among the messages nor in the job that opens
    the file, which holds a reference into the box.

    Args:
        ex (Exchange): of the step.
        text (str): as it came, not redacted.
        box (PasswordBox): holds it until the job ends.
    """
    password = password_in(text)
    stored = await guides.active(ex) if password else None
    if stored is None:
        return False
    waiting = await locked(ex, stored)
    if waiting is None:
        return False
    asked_last = way_out_of(waiting[0]) in dict(ex.customer.offered).values()
    row = await find_evidence(ex.connection, ex.bot, waiting[0])
    if row is None or (password == text.strip() and not asked_last):
        return False
    await put_reading(ex.connection, ex.bot, row.id, "")
    more: dict[str, JsonValue] = {"secret": box.keep(password), "tries": waiting[1].tries + 1}
    await file_readings.ask_for(ex, row, more)
    if ex.received.message_id:
        ex.messages.append(Message(ex.chat, "", delete=ex.received.message_id))
    ex.received = replace(ex.received, text="")
    return True
