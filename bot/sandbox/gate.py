"""Refuses requests from elsewhere than this machine's own pages and programs, and huge ones."""

from urllib.parse import urlsplit

from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.errors import ApiError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class LoopbackOnly:
    """An ASGI layer that answers 403 to a foreign Host or Origin.

    A page on the internet can make a browser call this machine, under a name of its own that
    leads here (DNS rebinding) or directly; both show in these two headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Guard an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
            if not _is_local(headers.get(b"host", ""), headers.get(b"origin")):
                refused = PlainTextResponse("only pages of this machine may come in", 403)
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


class LimitedBodies:
    """An ASGI layer that answers 413 to a request that is larger than Telegram takes.

    It counts what comes, so that a request without a length, or with a wrong one, is cut off too.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        """Guard an app.

        Args:
            app (ASGIApp): what is guarded.
            most (int): bytes of one request.
        """
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or break it off."""
        taken, has_answered = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise _TooLargeError
            return message

        async def noted(message: Message) -> None:
            nonlocal has_answered
            has_answered = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except _TooLargeError:
            if not has_answered:
                refused = JSONResponse(ApiError(413, "Request Entity Too Large").envelope(), 413)
                await refused(scope, receive, send)


class _TooLargeError(Exception):
    """More bytes came than allowed."""


def is_of_this_machine(url: str) -> bool:
    """Whether an address leads to this machine, by its host as it is written."""
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False


def _is_local(host: str, origin: str | None) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname
        if name not in LOOPBACK:
            return False
        return origin is None or urlsplit(origin).netloc == host
    except ValueError:
        return False
