"""How python-telegram-bot's calls travel: aiohttp by default, httpx where a proxy needs it."""

import asyncio
import json
from enum import StrEnum
from typing import Any

import aiohttp
import httpx
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

# Seconds without a byte before a call counts as lost; long polls add their own waiting.
_READ_SECONDS = 30.0
_CONNECT_SECONDS = 10.0

# Calls in flight. httpx walks its whole pool on every call: more makes it slower, not faster.
_AIOHTTP_CALLS = 64
_HTTPX_CALLS = 8

# Bytes of an answer; the largest is a file, of which Telegram gives out 20 MB.
_LARGEST_ANSWER = 24 * 1024 * 1024

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Transport(StrEnum):
    """Which HTTP client carries the calls."""

    AIOHTTP = "aiohttp"
    HTTPX = "httpx"


class NotConnected(NetworkError):  # noqa: N818 - reads as a sentence where it is caught
    """The call never reached Telegram: repeating it cannot send anything twice."""


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's extension point for another HTTP client, on aiohttp.

    Takes a third of the CPU of httpx at 64 calls in flight (docs/decisions/0003).
    """

    def __init__(self, calls: int = _AIOHTTP_CALLS) -> None:
        self._calls = calls
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds without a byte before a call counts as lost."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool of connections."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._calls)
            self._session = aiohttp.ClientSession(
                connector=connector, headers={"User-Agent": self.USER_AGENT}
            )

    async def shutdown(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0913 - the library's own signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call and return HTTP status and body.

        Raises:
            TimedOut: no answer in time; the call may have been carried out.
            NetworkError: connection failed or broke.
        """
        if self._session is None:
            raise RuntimeError("initialize() comes before the first call")
        timeout = aiohttp.ClientTimeout(
            sock_connect=_seconds(connect_timeout, _CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, _READ_SECONDS),
        )
        try:
            body = _body(request_data)
            headers = _FORM if isinstance(body, bytes) else None
            # Redirects are not followed: another server would get the words of a customer.
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await _answer(response)
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientConnectorError as error:
            raise NotConnected(f"aiohttp: {type(error).__name__}") from None
        except aiohttp.ClientError as error:
            # The text of aiohttp's error may hold the address, and the address holds the token.
            raise NetworkError(f"aiohttp: {type(error).__name__}") from None


async def _answer(response: aiohttp.ClientResponse) -> bytes:
    """Return the body of an answer.

    Raises:
        NetworkError: it is larger than any that Telegram gives.
    """
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > _LARGEST_ANSWER:
            raise NetworkError("aiohttp: the answer is too large")
    return bytes(body)


def _seconds(given: ODVInput[float], default: float) -> float | None:
    return default if isinstance(given, DefaultValue) else given


def _body(request_data: RequestData | None) -> aiohttp.FormData | bytes | None:
    if not request_data:
        return None
    files = request_data.multipart_data
    if not files:
        # aiohttp's own form begins with a multipart writer and a UUID, used or not.
        pairs = request_data.parameters.items()
        return "&".join(f"{name}={_percent(_written(value))}" for name, value in pairs).encode()
    # Names of files go out as they are: quoted, a customer would read %E8%B4%A6.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in files.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form


def _written(value: object) -> str:
    # The library's own way makes six letters of each Chinese one.
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _percent(value: str) -> str:
    """Return a value of a form with every byte of it percent-encoded.

    Letter by letter, as the standard library does it, takes fifteen times as long.
    """
    return f"%{value.encode().hex('%')}" if value else ""


class HttpxRequest(HTTPXRequest):
    """The library's own transport; tells calls that never reached Telegram from the others.

    Calls wait here and not in httpx's pool, which walks all that wait on each call.
    """

    def __init__(self, calls: int, **options: Any) -> None:
        super().__init__(
            connection_pool_size=calls,
            read_timeout=_READ_SECONDS,
            connect_timeout=_CONNECT_SECONDS,
            pool_timeout=None,
            **options,
        )
        self._turns = asyncio.Semaphore(calls)

    async def do_request(  # noqa: PLR0913 - the library's own signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call and return HTTP status and body.

        Raises:
            NotConnected: the call never reached Telegram.
            TimedOut: no answer in time; the call may have been carried out.
            NetworkError: the connection broke.
        """
        try:
            async with self._turns:
                return await super().do_request(
                    url,
                    method,
                    request_data,
                    read_timeout,
                    write_timeout,
                    connect_timeout,
                    pool_timeout,
                )
        except NetworkError as error:
            if isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                raise NotConnected(f"httpx: {type(error.__cause__).__name__}") from None
            raise


def make_request(transport: Transport, *, polling: bool = False, **options: Any) -> BaseRequest:
    """Return the library's request object for a transport.

    Args:
        transport (Transport): which HTTP client.
        polling (bool): for the one connection that waits for updates.
        options (Any): further parameters of `HTTPXRequest` (proxy); aiohttp takes none.
    """
    if transport is Transport.AIOHTTP:
        return AiohttpRequest(1 if polling else _AIOHTTP_CALLS)
    return HttpxRequest(1 if polling else _HTTPX_CALLS, **options)
