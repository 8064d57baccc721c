"""The webhook: check, store, and only then say 200."""

import hmac
import json
import logging
import re
import time
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.gateway.ingest import ALLOWED_UPDATES, Ingest
from bot.storage.connection import Connection
from bot.storage.errors import DatabaseAway
from bot.storage.inbox import backlog

# Bytes of a request; Telegram's updates stay far below.
_LARGEST_BODY: Final = 1024 * 1024
# With so many updates waiting Telegram is asked to come back later.
_LARGEST_BACKLOG: Final = 20_000
# Seconds for which a count of the backlog is believed, and after which Telegram shall come back.
_COUNT_EVERY: Final = 1.0
_COME_BACK_SECONDS: Final = 5
# Connections that Telegram may open at once; its own default.
_CONNECTIONS: Final = 40
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"

_LOG = logging.getLogger(__name__)


class Webhook:
    """The endpoint that Telegram posts updates to."""

    def __init__(self, ingest: Ingest, secret: str, largest_backlog: int) -> None:
        if not _SECRET.fullmatch(secret):
            raise ValueError("the webhook secret needs 16 to 256 of A-Z, a-z, 0-9, _ and -")
        self._ingest = ingest
        self._secret = secret.encode()
        self._largest_backlog = largest_backlog
        self._counted_at = float("-inf")
        self._is_full = False

    async def receive(self, request: Request) -> Response:
        """Store one update; the answer is 200 only after the commit."""
        given = request.headers.get(_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        try:
            body = await _body(request)
            if body is None:
                return Response(status_code=413)
            if await self._backlog_is_full():
                return _come_back()
            await self._store(body)
        except DatabaseAway:
            return _come_back()
        except ClientDisconnect:
            return Response(status_code=400)
        return Response()

    async def _store(self, body: bytes) -> None:
        try:
            update = json.loads(body)
        except ValueError:
            update = None
        if isinstance(update, dict):
            await self._ingest.store([update])
        else:
            # Anything but 200 would make Telegram repeat it and hold back its chat's updates.
            _LOG.error("update dropped reason=unreadable bytes=%s", len(body))

    async def _backlog_is_full(self) -> bool:
        now = time.monotonic()
        if now - self._counted_at >= _COUNT_EVERY:
            self._counted_at = now
            self._is_full = await self._ingest.database.read(self._count) >= self._largest_backlog
        return self._is_full

    async def _count(self, connection: Connection) -> int:
        return await backlog(connection, self._ingest.bot)


async def _body(request: Request) -> bytes | None:
    """Return the body, or None when it is too large."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST_BODY:
            return None
    return bytes(body)


def _come_back() -> Response:
    return Response(status_code=503, headers={"Retry-After": str(_COME_BACK_SECONDS)})


def webhook_routes(
    ingest: Ingest,
    secret: str,
    path: str = "/hook",
    largest_backlog: int = _LARGEST_BACKLOG,
) -> list[Route]:
    """Return the routes of the webhook for a Starlette application.

    Args:
        ingest (Ingest): where updates go.
        secret (str): what Telegram sends along; 16 to 256 of `A-Za-z0-9_-`.
        path (str): of the endpoint.
        largest_backlog (int): updates; with so many waiting the answer is 503.

    Raises:
        ValueError: the secret is too short or has other characters.
    """
    hook = Webhook(ingest, secret, largest_backlog)
    return [Route(path, hook.receive, methods=["POST"])]


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Tell Telegram where to post updates.

    Raises:
        TelegramError: Telegram refused the address, or could not be reached.
    """
    await bot.set_webhook(
        url,
        secret_token=secret,
        allowed_updates=list(ALLOWED_UPDATES),
        max_connections=_CONNECTIONS,
    )
