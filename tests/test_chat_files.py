"""Files in the whole chat: what is kept, and what never reaches the disk."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.wire import Upload
from tests.chat import open_chat

SUNDAY = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "kept", "says"),
    [
        pytest.param(b"%PDF-1.4\nbill", 1, "收到", id="a PDF is kept"),
        pytest.param(
            b"<html><script>1</script></html>", 0, "收不了", id="a page that calls itself PDF"
        ),
        pytest.param(b"MZ\x90\0" + bytes(60), 0, "收不了", id="a program that calls itself PDF"),
    ],
)
async def test_what_is_refused_by_its_bytes_never_reaches_the_disk(
    tmp_path: Path, content: bytes, kept: int, says: str
) -> None:
    async with open_chat(tmp_path, SUNDAY) as chat:
        await chat.sends([Upload("bill.pdf", "application/pdf", content)])
        assert len(list((tmp_path / "evidence").glob("*/*/*/*"))) == kept
        assert says in chat.last()
