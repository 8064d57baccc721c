"""Every sentence of the bot: the same in each language, used, whole, short enough, true."""

import re

import pytest

from bot.dialogue.drafts import Draft, answers, questions
from bot.dialogue.events import FilledIn
from bot.domain.claims import CLAIM_TYPES
from bot.domain.customers import Customer
from bot.domain.incident_log import IncidentAction
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import Action, Outcome, Status
from bot.domain.promised import DUE_ASIDE, DUE_CUSTOMER, Goal
from bot.domain.questions import Reads
from bot.domain.redaction import Secret
from bot.domain.regions import REGIONS
from bot.services.commands import COMMANDS
from bot.services.exchange import Exchange, Received
from bot.services.guides import change_list
from bot.storage.drafts import DraftState, StoredDraft
from bot.texts.catalog import Catalog
from bot.texts.template import PLACEHOLDER
from knowledge.ready import PLACES
from tests.gateway import BOT, NOW
from tests.guides import VALUES
from tests.knowledge_base import library
from tests.text_keys import WAYS_TO_FILE, is_used, keys_said

EN, HANS, HANT = Language.ENGLISH, Language.SIMPLIFIED, Language.TRADITIONAL
CATALOG = Catalog()
# Where a language does without a value, or needs one more, on purpose.
MAY_DIFFER = {
    "question.changed": {"name"},  # Chinese names the fact, English reads better without
    "fraud.first_account_takeover": {"say"},  # English says the sentence itself
    "outage.file.look": {"wanted"},  # the Chinese label would be too long with the sum
}
# Sections that lists of the program lead to: each has exactly its members.
FAMILIES = {
    "kind": set(ClaimKind),
    "region.name": set(REGIONS),
    "claims.status": set(Status),
    "claims.outcome": set(Outcome),
    "commands": set(COMMANDS),
    "question.rejected": set(Reads),
    "question.second": set(Reads),
    "question.example": set(Reads),
    "desk.priority": {"urgent", "normal"},
    "ready.place": set(PLACES),
    "desk.secret": set(Secret),
    "console.rating": {"good", "fair", "bad"},
    "console.outages.log": {each.name for each in IncidentAction},
    "desk.due": {*Goal, DUE_CUSTOMER, DUE_ASIDE},
    "desk.sla.reason": set(Goal),
    "secret": {"card", "cvv", "code", "password", "seed", "id_number"},
    "statements.confidence": {"certain", "probable", "possible"},
    **{f"{kind}.file": ways for kind, ways in WAYS_TO_FILE.items()},
}


def text_of(key, language, region=""):
    """A text with all of its lines and wordings."""
    entry = CATALOG.entry(key, language, region)
    if isinstance(entry, str):
        return entry
    return "\n".join(part for row in entry for part in ([row] if isinstance(row, str) else row))


def placeholders(key, language):
    return set(PLACEHOLDER.findall(text_of(key, language)))


def test_the_languages_have_the_same_keys():
    assert CATALOG.keys(EN) == CATALOG.keys(HANS) == CATALOG.keys(HANT)


def test_the_languages_have_the_same_placeholders():
    differ = {key: placeholders(key, EN) ^ placeholders(key, HANS) for key in CATALOG.keys(EN)}
    assert {key: names for key, names in differ.items() if names} == MAY_DIFFER


def test_the_languages_have_the_same_shape():
    for key in CATALOG.keys(EN):
        one, other = CATALOG.entry(key, EN), CATALOG.entry(key, HANS)
        assert type(one) is type(other), key
        assert bool(one) is bool(other), key


def test_no_text_is_written_that_nobody_says():
    types = frozenset(library().cases) | {case.type for case in library().cases.values()}
    assert sorted(key for key in CATALOG.keys(EN) if not is_used(key, types)) == []


def test_every_text_that_is_said_is_written():
    said = set(keys_said())
    # The statement command puts the section before its keys.
    assert {k for k in said if not CATALOG.has(k) and not CATALOG.has(f"statements.{k}")} == set()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_list_of_the_program_has_a_text_for_each_of_its_members(family):
    names = {key.removeprefix(f"{family}.") for key in CATALOG.keys(EN)}
    found = {name for name in names if f"{family}.{name}" in CATALOG.keys(EN)}
    assert {name for name in found if "." not in name} == {str(each) for each in FAMILIES[family]}


def test_every_action_that_a_customer_sees_has_words():
    # What agents note, answer, link or rank is no step of the history that a customer reads.
    unseen = {"note", "answer", "link", "unlink", "prioritize"}
    seen = {action.value for action in Action} - unseen | {"filed"}
    found = {key.rsplit(".", 1)[1] for key in CATALOG.keys(EN) if key.startswith("claims.event.")}
    assert found == seen


ASKED = [(kind, q) for kind in CLAIM_TYPES for q in questions(kind) if q.ask.asked]


@pytest.mark.parametrize(
    ("kind", "asked"), [pytest.param(k, q, id=f"{k}.{q.field}") for k, q in ASKED]
)
def test_every_question_has_its_words(kind, asked):
    base, ask = f"{kind}.{asked.field}", asked.ask
    wanted = {f"{base}.{part}" for part in ("name", "ask", "why")}
    wanted |= {f"{base}.choice.{choice}" for choice in ask.choices}
    wanted |= {f"{base}.end.{choice}" for choice in ask.ends}
    wanted |= {f"{base}.after.{choice}" for choice in ask.stays}
    # What goes on is read back at the review; the first minutes of a fraud are not.
    going_on = set(ask.choices) - set(ask.stays) if ask.counted else set()
    wanted |= {f"{base}.said.{choice}" for choice in going_on}
    # An example is shown after the second unreadable answer.
    generic = (Reads.AMOUNT, Reads.MOMENT, Reads.COUNT, Reads.PROVIDER, Reads.FILES)
    wanted |= set() if ask.reads in generic else {f"{base}.example"}
    assert wanted - CATALOG.keys(EN) == set()


@pytest.mark.parametrize("kind", ClaimKind)
async def test_every_fact_that_can_be_picked_for_change_can_be_asked_for(kind):
    facts = {q.field: q.ask.choices[0] if q.ask.choices else VALUES[q.ask.reads]
             for q in questions(kind) if q.ask.reads is not Reads.FILES}  # fmt: skip
    draft = Draft(kind, events=tuple(FilledIn(name, fact, 1) for name, fact in facts.items()))
    stored = StoredDraft(1, draft, DraftState.ACTIVE, NOW, NOW)
    customer = Customer(BOT, 5, EN, region="GB")
    # Nothing is read or stored where there is something to pick.
    ex = Exchange(None, customer, NOW, library(), CATALOG, Received())
    await change_list(ex, stored)
    picked = [button.data.split(":")[-1] for row in ex.messages[0].buttons for button in row]
    held = answers(draft).values
    asked = [q.field for q in questions(kind) if q.ask.asked and q.field in held]
    assert set(asked) <= set(picked)
    assert [name for name in picked if not CATALOG.has(f"{kind}.{name}.ask")] == []


LABELS = sorted(
    {f"{kind}.{q.field}.choice.{name}" for kind, q in ASKED for name in q.ask.choices}
    | {f"{kind}.file.{way}" for kind, ways in WAYS_TO_FILE.items() for way in ways}
    | {key for key in CATALOG.keys(EN) if key.endswith(".skip")}
    | {f"kind.{kind}" for kind in ClaimKind}
    | {f"region.name.{code}" for code in REGIONS}
    | {f"question.{name}" for name in ("back", "stop", "person", "yes_person", "once_more")}
    | {"review.change", "review.dontfile", "draft.resume", "draft.delete", "draft.undo"}
    | {"claims.see", "claims.add", "claims.withdraw", "claims.reopen", "claims.not_solved"}
    | {"answer.helped", "answer.not_helped", "answer.none_of_these", "answer.open_guide"}
)
# What a label may grow by: the longest sum that is likely.
LONG_SUM = {Language.SIMPLIFIED: "1,234,567.00 元", Language.ENGLISH: "£1,234,567.00"}
MOST_CHINESE, MOST_ENGLISH = 20, 28


@pytest.mark.parametrize("language", [HANS, EN])
def test_labels_are_short(language):
    long = {}
    for key in LABELS:
        for words in CATALOG.words(key, language):
            plain = PLACEHOLDER.sub("", words)
            wide = sum(1 if ord(c) > 0x2E7F else 0.5 for c in plain)
            if (wide > MOST_CHINESE) if language is HANS else (len(plain) > MOST_ENGLISH):
                long[key] = words
    assert long == {}


@pytest.mark.parametrize("language", Language)
def test_labels_fit_on_a_button_with_their_values(language):
    most = LONG_SUM.get(language, LONG_SUM[HANS])
    for key in LABELS:
        for words in CATALOG.words(key, language):
            assert len(PLACEHOLDER.sub(most, words)) <= 64, key


EXAMPLE_AMOUNT = re.compile(r"(金额是|不对，是|no,|amount is) 110")


def test_phone_numbers_come_from_the_tables_only():
    channels = library().all_channels.values()
    providers = library().providers.values()
    numbers = {str(c.phone) for c in channels if c.phone} | {
        str(p.hotline) for p in providers if getattr(p, "hotline", None)
    }
    digits = {re.sub(r"\D", "", number) for number in numbers} - {""}
    wrong = {}
    for language in (EN, HANS):
        for key in CATALOG.keys(EN):
            # What customers type, and say that they did, may hold any number.
            if ".say." in key or key.startswith("fraud.reported."):
                continue
            text = EXAMPLE_AMOUNT.sub("", text_of(key, language))
            found = set(re.findall(r"(?<!\d)(?<!\d[,.])\d{3,}(?!\d|[,.]\d)", text)) & digits
            if found:
                wrong[f"{language} {key}"] = found
    assert wrong == {}


PERIOD = re.compile(
    r"\d+ ?(?:个)?(?:工作日|天内|日内|个月内)|within \d+|\d+ (?:working |business )?days"
)
# Our own promises about keeping and undoing, not deadlines of a law or a provider.
OURS = {"draft.stopped", "draft.expired", "privacy.text", "claims.withdraw_sure"}


def test_deadlines_come_from_the_tables_only():
    found = {
        f"{language} {key}"
        for language in (EN, HANS)
        for key in CATALOG.keys(EN) - OURS
        if PERIOD.search(text_of(key, language))
    }
    assert found == set()


@pytest.mark.parametrize("language", [EN, HANS])
def test_what_telegram_or_the_reader_cannot_use_is_not_written(language):
    # No phone links, no markup of our own, no emoji; only marks that stand at a line's beginning.
    for key in CATALOG.keys(language):
        text = text_of(key, language)
        assert "tel:" not in text, key
        assert not re.search(r"<[a-z/]|&(?:lt|gt|amp|quot);", text), key
        assert not re.search(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]", text), key
        assert not re.search(r"\{[^a-z}]|\{\}|\}\}", text), key


NEVER = {
    EN: r"guarantee|don't worry|rest assured|you should have|invalid input|timed out|kindly",
    HANS: r"一定能追回|保证解冻|放心|您应该早|跑路|暴雷|倒闭|非法参数|超时|亲爱的|尊敬的",
}


@pytest.mark.parametrize("language", [EN, HANS])
def test_words_that_the_bot_never_says(language):
    # Source: the rules of writing. What customers say in their own words is another matter, and
    # so is what agents read about their own promises.
    keys = [key for key in CATALOG.keys(EN) if ".say." not in key and "desk.sla." not in key]
    said = {key: re.findall(NEVER[language], text_of(key, language)) for key in keys}
    assert {key: words for key, words in said.items() if words} == {}
