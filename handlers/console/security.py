"""What every answer of the console says to the browser, and what every form must carry."""

import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.domain.console import Face
from bot.services.console_door import csrf_of

LARGEST_FORM: Final = 64 * 1024
"""Bytes of a form where nothing else is said; an agent's longest words are 12 KB."""

# A bulk action has a field for each claim of a page.
_MOST_FIELDS: Final = 80

# Telegram's web clients; the apps for phones and desks show no frame.
_TELEGRAM: Final = "https://web.telegram.org"
# data: is for the small signs that are part of Pico's stylesheet.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Robots-Tag": "noindex",
}
_HTTPS_ONLY: Final = {"Strict-Transport-Security": "max-age=31536000"}


class FormRefusedError(Exception):
    """A form is too large, unreadable, or not from one of our own pages."""


class SecurityHeaders:
    """Puts the headers on every answer; one that is there already stays."""

    def __init__(self, app: ASGIApp, face: Face, *, is_https: bool) -> None:
        self._app = app
        in_app = face is Face.APP
        policy = _POLICY.format(ancestors=_TELEGRAM if in_app else "'none'")
        self._headers = {
            **_ALWAYS,
            **({} if in_app else {"X-Frame-Options": "DENY"}),
            **({} if in_app else {"Cross-Origin-Opener-Policy": "same-origin"}),
            **(_HTTPS_ONLY if is_https else {}),
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and answer it with the headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending)


async def read_form(request: Request, largest: int = LARGEST_FORM) -> Mapping[str, str]:
    """Return the fields of a form of one of our own pages.

    Raises:
        FormRefusedError: too large, unreadable, or sent by another site.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise FormRefusedError
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise FormRefusedError
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > largest:
            raise FormRefusedError
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise FormRefusedError from None


def check_csrf(request: Request, form: Mapping[str, str], token: str) -> None:
    """Look whether a form was made for this session.

    Raises:
        FormRefusedError: it was not.
    """
    given = request.headers.get("x-csrf-token") or form.get("csrf", "")
    if not hmac.compare_digest(given.encode(), csrf_of(token).encode()):
        raise FormRefusedError
