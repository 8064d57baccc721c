"""Which addresses may be asked: those of the open internet, however they are written."""

import asyncio
import socket

import pytest

from bot.gateway.addresses import FetchRefused, PublicResolver, checked, is_public


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("64:ff9b::5db8:d70e", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("240.0.0.1", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff0e::1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::a00:1", False),
        ("nonsense", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1./",
        "http://127。0。0。1/",
        "http://１２７.0.0.1/",
        "http://①②⑦.0.0.1/",
        "http://me:pw@a.example/",
        "http://a.example\\@127.0.0.1/",
        "http://a.example:port/",
        "http://a.example:99999/",
        "http:///x",
        "//a.example/",
        "",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_other_addresses_are_refused_before_anything_is_asked(url):
    with pytest.raises(FetchRefused):
        checked(url)


@pytest.mark.parametrize("url", ["https://a.example/x?y=1#z", "http://1.a.example:8080/"])
def test_names_are_left_to_the_resolver(url):
    assert str(checked(url)) == url


async def test_one_private_address_among_others_refuses_the_name(monkeypatch):
    loop = asyncio.get_running_loop()

    async def two(host, port, **_kind):
        found = ("93.184.215.14", "10.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(loop, "getaddrinfo", two)
    with pytest.raises(FetchRefused):
        await PublicResolver().resolve("a.example", 443)
