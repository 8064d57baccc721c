"""The only other HTTP client: status feeds and files, with limits; private addresses refused."""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from telegram import Bot

# Bytes and seconds of one answer, if nothing else is said.
_LARGEST_BODY: Final = 2 * 1024 * 1024
_SECONDS: Final = 10.0
_MOST_REDIRECTS: Final = 3
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# What a bot may download. Source: Bot API, getFile.
LARGEST_TELEGRAM_FILE: Final = 20 * 1024 * 1024


class FetchRefused(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The address is not one that may be asked, or the answer breaks a limit."""


class FetchFailed(Exception):  # noqa: N818
    """No answer came: try again later."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer; `body` is empty for the status 304, "not modified"."""

    status: int
    body: bytes
    etag: str


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return bool(found.is_global and inner.is_global and not inner.is_multicast)


class PublicResolver(AbstractResolver):
    """Gives public addresses only; the connection goes to exactly the ones that were checked."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a host.

        Raises:
            FetchRefused: one of them is private.
            OSError: the host has none.
        """
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        addresses = sorted({(str(entry[4][0]), entry[0]) for entry in found})
        private = [address for address, _ in addresses if not is_public(address)]
        if private or not addresses:
            raise FetchRefused(f"{host} is not on the open internet")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=kind,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address, kind in addresses
        ]

    async def close(self) -> None:
        """Hold nothing."""


class Fetcher:
    """Makes GET requests to public addresses; one pool of connections."""

    def __init__(self, resolver: AbstractResolver | None = None) -> None:
        self._resolver = resolver or PublicResolver()
        self._session: aiohttp.ClientSession | None = None

    async def get(
        self,
        url: str,
        etag: str = "",
        largest: int = _LARGEST_BODY,
        seconds: float = _SECONDS,
    ) -> Fetched:
        """Fetch a page, following a few redirects, each checked anew.

        Args:
            url (str): http or https.
            etag (str): of an earlier answer; the status is 304 when nothing has changed.
            largest (int): bytes; a longer answer is refused.
            seconds (float): for everything together.

        Raises:
            FetchRefused: private address, other scheme, too large, too many redirects.
            FetchFailed: no answer in time, or the connection broke.
        """
        headers = {"If-None-Match": etag} if etag else {}
        try:
            async with asyncio.timeout(seconds):
                for _ in range(_MOST_REDIRECTS + 1):
                    answer = await self._once(checked(url), headers, largest)
                    if isinstance(answer, Fetched):
                        return answer
                    url = urljoin(url, answer)
        except FetchRefused:
            raise
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            if isinstance(error.__cause__, FetchRefused):
                raise error.__cause__ from None
            raise FetchFailed(type(error).__name__) from error
        raise FetchRefused("too many redirects")

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _once(self, url: str, headers: dict[str, str], largest: int) -> Fetched | str:
        """Return the answer, or the address that it redirects to."""
        session = self._opened()
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            if response.status in _REDIRECTS and "Location" in response.headers:
                return response.headers["Location"]
            body = bytearray()
            async for part in response.content.iter_chunked(64 * 1024):
                body += part
                if len(body) > largest:
                    raise FetchRefused(f"the answer is larger than {largest} bytes")
            return Fetched(response.status, bytes(body), response.headers.get("ETag", ""))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(resolver=self._resolver, use_dns_cache=False)
            options: dict[str, Any] = {"cookie_jar": aiohttp.DummyCookieJar(), "trust_env": False}
            self._session = aiohttp.ClientSession(connector=connector, **options)
        return self._session


def checked(url: str) -> str:
    """Return the address if it may be asked.

    A host that is an IP address never reaches the resolver, so it is checked here.

    Raises:
        FetchRefused: scheme, port or host is not allowed, or it carries a password.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchRefused("only http and https addresses are fetched")
    if parts.username or parts.password:
        raise FetchRefused("an address with a password is not fetched")
    host = parts.hostname
    is_number = ":" in host or host.replace(".", "").isdigit() or host.startswith("0x")
    if is_number and not is_public(host):
        raise FetchRefused(f"{host} is not on the open internet")
    return url


async def download_file(bot: Bot, file_id: str, largest: int = LARGEST_TELEGRAM_FILE) -> bytes:
    """Return the bytes of a file that somebody sent to the bot.

    Args:
        bot (Bot): its transport is used.
        file_id (str): Telegram's.
        largest (int): bytes; Telegram gives out 20 MB at most.

    Raises:
        FetchRefused: the file is larger.
        TelegramError: Telegram does not have it, or could not be reached.
    """
    file = await bot.get_file(file_id)
    if file.file_size is not None and file.file_size > largest:
        raise FetchRefused(f"the file is larger than {largest} bytes")
    body = bytes(await file.download_as_bytearray())
    if len(body) > largest:
        raise FetchRefused(f"the file is larger than {largest} bytes")
    return body
