"""Whole conversations, word for word: each file of `tests/transcripts` is one."""

import asyncio
from pathlib import Path

import pytest

from tests.transcript import TRANSCRIPTS, played

FILES = sorted(TRANSCRIPTS.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_conversation_goes_word_for_word(path: Path, tmp_path: Path) -> None:
    written = path.read_text("utf-8")
    assert asyncio.run(played(written, tmp_path)) == written
