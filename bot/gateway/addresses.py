"""Which addresses may be asked: those of the open internet, checked again at the connection."""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Callable
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

# Says whether an IP address may be connected to.
Allowed = Callable[[str], bool]

_LONGEST_URL: Final = 2000
# The addresses that are given out for the open internet. Source: RFC 4291, section 2.4.
_GLOBAL_V6: Final = ipaddress.ip_network("2000::/3")
# Ranges inside it that lead elsewhere: 6to4, Teredo, documentation. RFC 7526, 4380, 9637.
_NOT_GLOBAL: Final = tuple(map(ipaddress.ip_network, ("2002::/16", "2001::/32", "3fff::/20")))
# How a network without IPv4 writes its addresses; the last four bytes decide. RFC 6052.
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
# A host that ends so is a number in some way of writing, never a name. WHATWG URL, 3.5.
_NUMBER: Final = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$")


class FetchRefused(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The address is not one that may be asked, or the answer breaks a limit."""


class _PrivateAddressError(OSError):
    """A connection to a private address was about to be made."""


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if found not in _GLOBAL_V6 or any(found in each for each in _NOT_GLOBAL):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def checked(url: str | URL, allowed: Allowed = is_public) -> URL:
    """Return the address, as the HTTP client reads it, if it may be asked.

    A host that is an IP address never reaches the resolver, so it is checked here: after the
    client's own reading, for which `127。0。0。1` is `127.0.0.1`.

    Raises:
        FetchRefused: scheme or host is not allowed, it carries a password, or it is too long.
    """
    try:
        read = URL(url)
        host = read.host or ""
        _ = read.port  # a port that is none is found when it is read
    except ValueError:
        raise FetchRefused("this is no address") from None
    if read.scheme not in ("http", "https") or not host:
        raise FetchRefused("only http and https addresses are fetched")
    if read.user is not None or read.password is not None:
        raise FetchRefused("an address with a password is not fetched")
    if len(str(read)) > _LONGEST_URL:
        raise FetchRefused("the address is too long")
    if (":" in host or _NUMBER.search(host)) and not allowed(host):
        raise FetchRefused(f"{host} is not on the open internet")
    return read


class PublicResolver(AbstractResolver):
    """Gives allowed addresses only; the connection goes to exactly the ones that were checked."""

    def __init__(self, allowed: Allowed = is_public) -> None:
        self._allowed = allowed

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
        if not addresses or not all(self._allowed(address) for address, _ in addresses):
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


def guarded_sockets(allowed: Allowed) -> Callable[[Any], socket.socket]:  # Any: aiohttp's tuple
    """Return what makes a connection's socket, for an allowed address only.

    The last look, at the very address that is connected to, whatever led there.
    """

    def make(address: Any) -> socket.socket:
        family, kind, protocol, _, place = address
        if not allowed(str(place[0])):
            raise _PrivateAddressError(f"{place[0]} is not on the open internet")
        return socket.socket(family, kind, protocol)

    return make


def is_refusal(error: BaseException | None) -> bool:
    """Whether a failed connection was one to a private address."""
    while error is not None:
        if isinstance(error, FetchRefused | _PrivateAddressError):
            return True
        error = error.__cause__
    return False
