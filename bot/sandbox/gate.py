"""Refuses requests that come from elsewhere than this machine's own pages and programs."""

from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

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


def _is_local(host: str, origin: str | None) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname
        if name not in LOOPBACK:
            return False
        return origin is None or urlsplit(origin).netloc == host
    except ValueError:
        return False
