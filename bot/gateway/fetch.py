"""The only other HTTP client: status pages, with limits; private addresses refused."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import aiohttp
from yarl import URL

from bot.gateway.addresses import (
    Allowed,
    FetchRefused,
    PublicResolver,
    checked,
    guarded_sockets,
    is_public,
    is_refusal,
)

# Bytes and seconds of one answer, if nothing else is said.
_LARGEST_BODY: Final = 2 * 1024 * 1024
_SECONDS: Final = 10.0
_MOST_REDIRECTS: Final = 3
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PART: Final = 64 * 1024
# Characters of a validator that is kept and sent back; a longer one is left out.
_LONGEST_VALIDATOR: Final = 500
# Seconds that a server may ask us to stay away.
_LONGEST_ABSENCE: Final = 2 * 3600
_HEADERS: Final = {"Accept-Encoding": "gzip", "User-Agent": "PayAid (reads status pages)"}


class FetchFailed(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """No answer came: try again later."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What an answer said about its version; sent along, nothing new is not sent again."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        both = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in both.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer.

    Attributes:
        status: of HTTP; 304 is "not modified".
        body: unpacked; empty for 304.
        validators: for the next request.
        retry_after: seconds that the server asks us to wait; 0: it does not.
    """

    status: int
    body: bytes
    validators: Validators = Validators()
    retry_after: int = 0


class Fetcher:
    """Makes GET requests to public addresses; one pool of connections."""

    def __init__(self, allowed: Allowed = is_public) -> None:
        """Open nothing yet.

        Args:
            allowed (callable): says whether an IP address may be connected to. Only the tests
                give another one, for servers of their own on this machine.
        """
        self._allowed = allowed
        self._session: aiohttp.ClientSession | None = None

    async def get(
        self,
        url: str,
        known: Validators = Validators(),
        largest: int = _LARGEST_BODY,
        seconds: float = _SECONDS,
    ) -> Fetched:
        """Fetch a page, following a few redirects, each checked anew.

        Args:
            url (str): http or https.
            known (Validators): of an earlier answer; the status is 304 when nothing has changed.
            largest (int): bytes, unpacked; a longer answer is refused.
            seconds (float): for everything together.

        Raises:
            FetchRefused: private address, other scheme, too large, too many redirects, packed in
                another way than gzip.
            FetchFailed: no answer in time, or the connection broke.
        """
        async with self._failures(seconds):
            address = checked(url, self._allowed)
            for _ in range(_MOST_REDIRECTS + 1):
                answer = await self._once(address, known.headers(), largest)
                if isinstance(answer, Fetched):
                    return answer
                address = self._next(address, answer)
        raise FetchRefused("too many redirects")

    async def reach(self, url: str, seconds: float = _SECONDS) -> int:
        """Return the status that a page answers with; its body and its redirects are left alone.

        Raises:
            FetchRefused: private address or other scheme.
            FetchFailed: no answer in time, or the connection broke.
        """
        async with self._failures(seconds):
            address = checked(url, self._allowed)
            async with self._opened().get(address, allow_redirects=False) as response:
                response.close()
                return response.status

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def _failures(self, seconds: float) -> AsyncIterator[None]:
        """Limit the time, and turn what the client raises into our two exceptions."""
        try:
            async with asyncio.timeout(seconds):
                yield
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            if is_refusal(error):
                raise FetchRefused("the address is not on the open internet") from None
            raise FetchFailed(_reason(error)) from error

    def _next(self, address: URL, location: str) -> URL:
        """Return where a redirect leads.

        Raises:
            FetchRefused: it may not be asked, or it leaves https.
        """
        try:
            target = checked(address.join(URL(location)), self._allowed)
        except ValueError:
            raise FetchRefused("the redirect leads nowhere") from None
        if address.scheme == "https" and target.scheme != "https":
            raise FetchRefused("the redirect leaves https")
        return target

    async def _once(self, url: URL, headers: dict[str, str], largest: int) -> Fetched | str:
        """Return the answer, or the address that it redirects to."""
        async with self._opened().get(url, headers=headers, allow_redirects=False) as response:
            if response.status in _REDIRECTS and "Location" in response.headers:
                return response.headers["Location"]
            if (response.content_length or 0) > largest:
                raise FetchRefused(f"the answer is larger than {largest} bytes")
            unpacked = _Unpacked(response.headers.get("Content-Encoding", ""), largest)
            async for part in response.content.iter_chunked(_PART):
                unpacked.add(part)
            validators = Validators(
                _kept(response.headers.get("ETag", "")),
                _kept(response.headers.get("Last-Modified", "")),
            )
            wait = _seconds(response.headers.get("Retry-After", ""))
            return Fetched(response.status, unpacked.whole(), validators, wait)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=PublicResolver(self._allowed),
                    use_dns_cache=False,
                    socket_factory=guarded_sockets(self._allowed),
                ),
                headers=_HEADERS,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,
            )
        return self._session


class _Unpacked:
    """Collects an answer and never holds more of it than allowed, however small it was packed."""

    def __init__(self, encoding: str, largest: int) -> None:
        if encoding.strip().lower() not in ("", "identity", "gzip", "x-gzip"):
            raise FetchRefused("the answer is packed in a way that was not asked for")
        is_packed = encoding.strip().lower().endswith("gzip")
        self._gzip = zlib.decompressobj(wbits=31) if is_packed else None
        self._largest = largest
        self._body = bytearray()

    def add(self, part: bytes) -> None:
        """Take the next part.

        Raises:
            FetchRefused: it is too much, or not what it says.
        """
        room = self._largest + 1 - len(self._body)
        try:
            self._body += self._gzip.decompress(part, room) if self._gzip else part
        except zlib.error:
            raise FetchRefused("the answer is damaged") from None
        if len(self._body) > self._largest:
            raise FetchRefused(f"the answer is larger than {self._largest} bytes")

    def whole(self) -> bytes:
        """Return everything.

        Raises:
            FetchFailed: the end is missing.
        """
        if self._gzip is not None and self._body and not self._gzip.eof:
            raise FetchFailed("the end of the answer is missing")
        return bytes(self._body)


def _reason(error: Exception) -> str:
    """Return why no answer came, in words for operators."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "name not found"
    if isinstance(error, aiohttp.ClientSSLError):
        return "no secure connection"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "no connection"
    return "the connection broke"


def _kept(validator: str) -> str:
    is_plain = len(validator) <= _LONGEST_VALIDATOR and validator.isascii()
    return validator if is_plain and validator.isprintable() else ""


def _seconds(header: str) -> int:
    is_number = header.isascii() and header.isdigit() and len(header) < 10
    return min(int(header), _LONGEST_ABSENCE) if is_number else 0
