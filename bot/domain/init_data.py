"""What Telegram tells a Mini App about who opened it: signed, checked, read.

Source: core.telegram.org/bots/webapps, "Validating data received via the Mini App".
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl

# Characters; Telegram's own is below 1,000.
_LONGEST: Final = 4096
_MOST_FIELDS: Final = 20
_FRESH_FOR: Final = timedelta(minutes=5)
# Clocks of two machines differ a little.
_AHEAD: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Opener:
    """Who opened a Mini App.

    Attributes:
        id: Telegram id.
        language: of the app, as an IETF tag; empty where it is not given.
        signature: what Telegram signed it with, the same however the fields are written.
    """

    id: int
    name: str
    language: str
    signature: str


def init_data_key(token: str) -> bytes:
    """Return what the data of a bot's Mini Apps are signed with; the token does not follow."""
    return hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()


def opener_of(text: str, key: bytes, now: datetime) -> Opener | None:
    """Return who opened a Mini App; None: forged, older than five minutes, or unreadable.

    Args:
        text (str): `tgWebAppData`, as the page got it.
        key (bytes): of `init_data_key`.
        now (datetime): aware.
    """
    fields = _fields(text)
    given = fields.pop("hash", "")
    if not hmac.compare_digest(given.encode(), _signature(fields, key)):
        return None
    try:
        age = now - datetime.fromtimestamp(int(fields["auth_date"]), UTC)
        user = json.loads(fields["user"])
        if not -_AHEAD <= age <= _FRESH_FOR or not isinstance(user, dict):
            return None
        return _opener(user, given)
    except (KeyError, ValueError, OverflowError, OSError, RecursionError):
        return None


def _fields(text: str) -> dict[str, str]:
    """Return the fields; none where one stands twice: only what was signed is read."""
    if len(text) > _LONGEST:
        return {}
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return {}
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else {}


def _signature(fields: dict[str, str], key: bytes) -> bytes:
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    return hmac.new(key, lines.encode(), hashlib.sha256).hexdigest().encode()


def _opener(user: dict[str, Any], signature: str) -> Opener | None:  # any JSON value
    number, name, language = user.get("id"), user.get("first_name"), user.get("language_code", "")
    if not isinstance(number, int) or isinstance(number, bool) or not isinstance(name, str):
        return None
    return Opener(number, name, language if isinstance(language, str) else "", signature)
