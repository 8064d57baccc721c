"""The sandbox of invented claims: filled by the real services, the same each time."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.readers.filetypes import media_type
from bot.storage.blobs import Blobs, blob_key
from bot.storage.database import open_database
from tests.chat import KNOWLEDGE, learnt
from tools.demo.__main__ import settings_of
from tools.demo.seeding import seed

_CLAIMS = "SELECT kind, language, status, region, agent_name FROM claim ORDER BY id"
_FILES = "SELECT chat_id, sha256 FROM evidence ORDER BY id"
_WAITING = "SELECT chat_id FROM outbox WHERE state <> 'sent'"


async def filled(folder: Path, claims: int) -> dict[str, list[tuple[object, ...]]]:
    """Fill a folder and return the rows that tell what is there."""
    learnt()
    settings = settings_of(folder)
    settings.kept_in.mkdir(parents=True, mode=0o700)
    await seed(settings, KNOWLEDGE, claims, 3)
    database = await open_database(settings.database)
    try:
        found = {}
        for name, sql in (("claims", _CLAIMS), ("files", _FILES), ("waiting", _WAITING)):
            rows = await database.read(lambda c, sql=sql: c.all(sql))
            found[name] = [tuple(row.values()) for row in rows]
        return found
    finally:
        await database.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def town(folder):
    return asyncio.run(filled(folder, 20))


def test_a_town_has_claims_of_many_kinds_languages_and_states(tmp_path, town):
    kinds, languages, states, _, agents = (set(each) for each in zip(*town["claims"], strict=True))
    assert len(town["claims"]) >= 18
    assert len(kinds) >= 5
    assert languages == {"zh-Hans", "zh-Hant", "en"}
    assert {"filed", "resolved"} <= states
    assert len(agents) >= 3
    again = asyncio.run(filled(tmp_path, 20))
    assert Counter(again["claims"]) == Counter(town["claims"])


def test_its_pictures_are_pictures_and_nobody_waits_for_an_answer(folder, town):
    settings = settings_of(folder)
    blobs = Blobs(settings.evidence, settings.kept_in / "evidence.key")
    assert len(town["files"]) >= 12
    for chat, digest in town["files"][:5]:
        content = blobs.get(blob_key(f"7000000007/{chat}", str(digest)))
        assert media_type(content) == "image/jpeg"
    # Only the agents' group is told by the bot itself, at Telegram's pace.
    assert all(int(str(chat)) < 0 for (chat,) in town["waiting"])
