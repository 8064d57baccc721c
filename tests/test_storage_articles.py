"""Versions of articles and questions without an answer, on both engines."""

from dataclasses import replace

import pytest

from bot.storage.article_versions import (
    ArticleVersion,
    VersionState,
    all_open_questions,
    move_version,
    open_questions,
    put_version,
    settle_question,
    version_of,
    versions_of,
)
from bot.storage.audit import put_unanswered
from tests import postgres
from tests.gateway import BOT, NOW

database = postgres.database
database_url = postgres.database_url
FILE = "articles/zh/two-factor.md"
VERSION = ArticleVersion(0, FILE, "新的\n", "旧的\n", 7, VersionState.OFFERED, NOW)


async def kept(database, **changes):
    version = replace(VERSION, **changes)
    return await database.write(lambda c: put_version(c, BOT, version))


async def test_a_version_is_kept_with_who_when_and_what_was_before(database):
    number = await kept(database)
    found = await database.read(lambda c: version_of(c, BOT, number))
    assert found == replace(VERSION, id=number)
    assert await database.read(lambda c: version_of(c, BOT + 1, number)) is None


async def test_the_versions_of_a_file_are_those_decided_on_the_newest_first(database):
    first = await kept(database, state=VersionState.LIVE)
    await kept(database)
    second = await kept(database, state=VersionState.DROPPED)
    await kept(database, state=VersionState.LIVE, file="articles/en/two-factor.md")
    found = await database.read(lambda c: versions_of(c, BOT, FILE))
    assert [each.id for each in found] == [second, first]


@pytest.mark.parametrize(
    ("was", "moved"),
    [
        pytest.param(VersionState.OFFERED, True, id="from the state it is in"),
        pytest.param(VersionState.LIVE, False, id="from another state nothing happens"),
    ],
)
async def test_a_version_gets_another_state_once(database, was, moved):
    number = await kept(database)
    target = VersionState.DROPPED
    assert await database.write(lambda c: move_version(c, BOT, number, was, target)) is moved
    found = await database.read(lambda c: version_of(c, BOT, number))
    assert (found.state is target) is moved


async def test_a_settled_question_is_no_longer_listed(database):
    for text in ("一", "二"):
        question = (text, "zh-Hans", "two-factor", 0.4)
        await database.write(lambda c, q=question: put_unanswered(c, BOT, q, NOW))
    rows = await database.read(lambda c: open_questions(c, BOT))
    assert [(row["text"], row["score"]) for row in rows] == [("二", 400), ("一", 400)]
    await database.write(lambda c: settle_question(c, BOT, rows[0]["id"]))
    for read in (lambda c: open_questions(c, BOT), lambda c: all_open_questions(c, 10)):
        assert [row["text"] for row in await database.read(read)] == ["一"]
    assert await database.read(lambda c: open_questions(c, BOT + 1)) == []
