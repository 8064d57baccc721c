"""Letters of a claim pack: which fit, where they go, and what they never hold."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.storage.database import Database
from knowledge.links import broken_links
from knowledge.records.letters import Addressee, LetterRule
from tests.databases import open_file
from tests.knowledge_base import library
from tests.packing import CATALOG, packed, put_kind

HANS, EN = Language.SIMPLIFIED, Language.ENGLISH
KIND = ClaimKind


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_file(tmp_path)
    try:
        yield opened
    finally:
        await opened.close()


def names(letters):
    by_name = {CATALOG.line(f"letters.name.{to}", HANS): to.value for to in Addressee}
    by_name |= {CATALOG.line(f"letters.name.{to}", EN): to.value for to in Addressee}
    return [by_name[letter.name] for letter in letters]


@pytest.mark.parametrize(
    ("kind", "language", "facts", "fit"),
    [
        pytest.param(KIND.DUPLICATE_CHARGE, HANS, {}, ["provider", "consumer"], id="a wallet"),
        pytest.param(
            KIND.DUPLICATE_CHARGE, HANS, {"paid_by": "card"}, ["bank", "consumer"], id="a card"
        ),
        pytest.param(KIND.DUPLICATE_CHARGE, EN, {}, ["bank"], id="no consumer office for it"),
        pytest.param(KIND.OUTAGE, HANS, {}, ["provider"], id="an outage"),
        pytest.param(KIND.FROZEN_ACCOUNT, EN, {}, ["provider"], id="a frozen account"),
        pytest.param(KIND.FRAUD, HANS, {}, ["police", "bank"], id="a scam through a bank"),
        pytest.param(KIND.FRAUD, EN, {}, ["police", "provider"], id="a scam through a wallet"),
        pytest.param(
            KIND.VANISHED_PLATFORM, HANS, {}, ["police", "provider", "consumer"], id="a platform"
        ),
        pytest.param(KIND.VANISHED_MERCHANT, HANS, {}, ["consumer", "provider"], id="a seller"),
        pytest.param(KIND.OTHER, HANS, {}, [], id="anything else"),
    ],
)
async def test_letters_fit_kind_region_and_way_of_paying(database, kind, language, facts, fit):
    pack = await packed(database, await put_kind(database, kind, language, **facts))
    assert names(pack.paper.letters) == fit


async def test_contacts_come_with_their_source_and_day(database):
    pack = await packed(database, await put_kind(database, KIND.DUPLICATE_CHARGE))
    (consumer,) = [each for each in pack.paper.letters if each.name == "消费投诉书"]
    first = consumer.contacts[0]
    channel = library().channel("cn-12315")
    assert channel is not None
    assert f"电话：{channel.phone}" in first.lines
    assert channel.source[:40] in first.source
    assert channel.as_of in first.source
    assert library().tables.channels.meta.checked_on.isoformat() in first.source


async def test_a_contact_that_was_not_checked_is_marked(database):
    pack = await packed(database, await put_kind(database, KIND.FRAUD, EN))
    found = {c.name: c.unsure for letter in pack.paper.letters for c in letter.contacts}
    shown = [library().shown(channel, date(2026, 11, 22)) for channel in library().channels("GB")]
    known = {each.name.en: each.hint for each in shown}
    compared = {name: known[name] for name in found if name in known}
    assert compared
    assert {name: found[name] for name in compared} == compared


@pytest.mark.parametrize("language", [HANS, EN])
@pytest.mark.parametrize("kind", [kind for kind in KIND if kind is not KIND.OTHER])
async def test_letters_cite_no_law_and_promise_nothing(database, kind, language):
    pack = await packed(database, await put_kind(database, kind, language))
    assert pack.paper.letters
    for letter in pack.paper.letters:
        words = " ".join((letter.to, letter.subject, *letter.story, *letter.asks, *letter.last))
        assert not re.search(r"《|条例|依照|依法|第.{1,4}条|\bAct\b|Regulation|section \d", words)
        assert "{" not in words
        assert letter.story
        assert len(letter.asks) >= 3


@pytest.mark.parametrize("kind", [kind for kind in KIND if kind is not KIND.OTHER])
async def test_a_claim_with_hardly_any_facts_still_makes_letters(database, kind):
    claim = await put_kind(database, kind)
    pack = await packed(database, replace(claim, facts={}))
    for letter in pack.paper.letters:
        assert letter.subject
        assert letter.asks
        assert not re.search(r"None|\{|  ", " ".join((*letter.story, *letter.asks)))


def test_a_letter_to_an_office_needs_a_place():
    with pytest.raises(ValueError, match="needs the categories"):
        LetterRule(kind=KIND.FRAUD, to=Addressee.POLICE)


def test_a_word_that_no_case_has_is_a_flaw():
    tables = library().tables
    first, *rest = tables.letters.letters
    wrong = first.model_copy(update={"also": ("complaynt",)})
    letters = tables.letters.model_copy(update={"letters": (wrong, *rest)})
    flaws = list(broken_links(replace(tables, letters=letters)))
    assert [(flaw.table, flaw.what) for flaw in flaws] == [
        ("letters", "the word 'complaynt' has no case")
    ]


@pytest.mark.parametrize("language", [HANS, EN])
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        *((kind, {}) for kind in KIND),
        (KIND.FRAUD, {"own_payment": "not_me"}),
        (KIND.FRAUD, {"own_payment": "nothing_lost"}),
    ],
)
async def test_a_document_for_others_does_not_speak_to_its_customer(
    database, kind, facts, language
):
    pack = await packed(database, await put_kind(database, kind, language, **facts))
    paper = pack.paper
    said = [value for _, value in (*paper.facts, *paper.timeline)]
    said += [*paper.summary, *(line for letter in paper.letters for line in letter.story)]
    assert [line for line in said if re.search(r"您|\byou", line)] == []
