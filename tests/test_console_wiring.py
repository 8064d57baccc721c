"""What stands behind the console in the running bot: its port, stored files, drawn pictures."""

import socket
from dataclasses import replace

import pytest

from bot.console_wiring import address_of, drawing, fetching, listen
from bot.domain.errors import NotFound
from bot.settings import Settings
from bot.storage.blobs import Blobs
from bot.workers.pool import WorkerPool
from tests.filed import CHAT, FILE
from tests.gateway import BOT
from tests.sandbox import picture

TOKEN = "123456789:AAEabcdefghijklmnop"


def settings(port, **given):
    return Settings(_env_file=None, http_bind=f"127.0.0.1:{port}", **given)


@pytest.fixture
def taken():
    """A port of this machine that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_the_sandbox_takes_another_port_when_its_own_is_taken(taken):
    with listen(settings(taken)) as listening:
        address = address_of(settings(taken), listening)
    assert address.is_local
    assert address.base.startswith("http://127.0.0.1:")
    assert not address.base.endswith(f":{taken}")


def test_a_bot_that_polls_does_without_the_console(taken):
    given = settings(taken, token=TOKEN)
    assert listen(given) is None
    assert address_of(given, None).base == ""


def test_a_webhook_cannot_do_without_its_port(taken):
    with pytest.raises(OSError, match="in use"):
        listen(settings(taken, token=TOKEN, webhook_url="https://help.example.org/hook"))


def test_links_begin_with_the_address_that_others_use():
    given = settings(0, public_url="https://help.example.org/")
    with listen(given) as listening:
        address = address_of(given, listening)
    assert (address.base, address.is_local) == ("https://help.example.org", False)
    assert address.is_https


async def test_a_picture_is_drawn_anew_outside_this_process_and_anything_else_is_not():
    workers = WorkerPool(memory_mb=1536)
    try:
        redraw = drawing(workers)
        drawn = await redraw(picture())
        assert drawn is not None
        assert drawn.startswith(b"\xff\xd8\xff")
        assert await redraw(b"<script>alert(1)</script>") is None
    finally:
        await workers.close()


async def test_a_stored_file_is_opened_and_a_lost_or_changed_one_is_not(tmp_path):
    blobs = Blobs(tmp_path / "evidence", tmp_path / "evidence.key")
    key, digest = blobs.put(f"{BOT}/{CHAT}", b"statement")
    fetch = fetching(blobs)
    file = replace(FILE, sha256=digest)
    assert await fetch(file) == b"statement"
    with pytest.raises(NotFound):
        await fetch(replace(file, chat=CHAT + 1))
    (tmp_path / "evidence" / key).write_bytes(b"changed")
    with pytest.raises(NotFound):
        await fetch(file)
