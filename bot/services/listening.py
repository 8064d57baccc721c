"""In which order a text is read: danger first, then the open question, then everything else.

Source: DESIGN.md section 2, "Order of reading".
"""

from dataclasses import dataclass

from bot.dialogue.drafts import Draft, answers, current_question, question, questions
from bot.dialogue.engine import (
    Turn,
    answer,
    back,
    correct,
    not_understood,
    skip,
    take_words,
)
from bot.dialogue.events import Answered, Corrected, FilledIn
from bot.dialogue.replies import Part
from bot.domain.customers import Mode
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.questions import Reads
from bot.domain.taps import Tap, decode
from bot.services import answers as answering
from bot.services import dangers, guides, handover, own_claims, preferences
from bot.services.answer_reader import AnswerReader
from bot.services.desk_notices import pass_words
from bot.services.exchange import Exchange
from bot.services.facts_found import facts_of, freeze_facts
from bot.services.tapping import tapped
from bot.services.turns import take
from bot.services.types_found import is_advert, smalltalk_of, type_of
from bot.storage.claims import claim_by_id
from bot.storage.drafts import StoredDraft
from bot.understanding.choices import chosen
from bot.understanding.corrections import read_correction
from bot.understanding.intents import Danger, Intent, Wish
from bot.understanding.reading import Reading
from knowledge.matching.ranker import Ranked

# A guide of another kind is begun inside an open one only from this confidence on. Chosen on
# the model conversations: an answer that merely sounds like another matter stays below it.
_SURE = 0.75

_GUIDES = {
    Intent.OUTAGE_CHECK: ClaimKind.OUTAGE,
    Intent.DUPLICATE_CHARGE: ClaimKind.DUPLICATE_CHARGE,
    Intent.FROZEN_ACCOUNT: ClaimKind.FROZEN_ACCOUNT,
    Intent.FRAUD: ClaimKind.FRAUD,
    Intent.VANISHED_PLATFORM: ClaimKind.VANISHED_PLATFORM,
    Intent.VANISHED_MERCHANT: ClaimKind.VANISHED_MERCHANT,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A text and what was made of it before the step.

    Attributes:
        text: redacted.
        secrets: kinds of secrets that were masked.
        reading: intent, facts, dangers.
        ranked: nearest articles with their confidence.
        answer_at: confidence from which an article is the answer.
        suggest_at: confidence from which articles are offered.
    """

    text: str
    secrets: frozenset[str]
    reading: Reading
    ranked: tuple[Ranked, ...] = ()
    answer_at: float = 1.0
    suggest_at: float = 1.0

    @property
    def answers(self) -> bool:
        """Whether an article answers the text."""
        return bool(self.ranked) and self.ranked[0].score >= self.answer_at

    @property
    def suggests(self) -> bool:
        """Whether articles are near enough to be offered."""
        return bool(self.ranked) and self.ranked[0].score >= self.suggest_at


async def listen(ex: Exchange, heard: Heard) -> None:
    """Answer one text."""
    if await _danger(ex, heard):
        return
    if ex.customer.mode is Mode.PERSON:
        await _to_person(ex, heard)
        return
    stored = await guides.active(ex)
    if heard.reading.urgent and heard.reading.intent is Intent.FRAUD and not _is_fraud(stored):
        await open_by_intent(ex, heard)
        return
    if stored is not None and await _in_guide(ex, stored, heard):
        return
    if stored is None and await _typed_label(ex, heard):
        return
    if await _wish(ex, stored, heard):
        return
    if stored is None:
        await _without_guide(ex, heard)
    else:
        await _beside_guide(ex, stored, heard)


def _is_fraud(stored: StoredDraft | None) -> bool:
    return stored is not None and stored.draft.kind is ClaimKind.FRAUD


async def _danger(ex: Exchange, heard: Heard) -> bool:
    found = heard.reading.dangers
    if Danger.DISTRESS in found:
        await dangers.distress(ex)
        return True
    if heard.secrets or Danger.SECRET_SENT in found:
        dangers.secret(ex, sorted(heard.secrets))
        return True
    if Danger.HELD in found:
        await dangers.held(ex)
        return True
    return dangers.wrong_number(ex, heard.text)


async def _to_person(ex: Exchange, heard: Heard) -> None:
    if chosen(heard.text, {"bot": ex.catalog.words("person.bot_words", ex.voice.language)}):
        handover.bot_again(ex)
        return
    if ex.customer.mode_claim is not None:
        claim = await claim_by_id(ex.connection, ex.bot, ex.customer.mode_claim)
        if claim is not None:
            ex.claim = claim.id
            await pass_words(ex, claim, heard.text)


async def _typed_label(ex: Exchange, heard: Heard) -> bool:
    labels = {data: (label,) for label, data in ex.customer.offered}
    data = chosen(heard.text, labels) if len(heard.text) <= 64 else None
    tap = decode(data) if data else None
    if tap is None:
        return False
    await tapped(ex, tap)
    return True


async def _in_guide(ex: Exchange, stored: StoredDraft, heard: Heard) -> bool:
    """Read a text as the answer to the open question, a typed label, or a correction."""
    reader = reader_of(ex, stored.draft, heard)
    current = current_question(stored.draft)
    if heard.reading.wish in _STEERS:
        return False
    facts = facts_in(heard)
    turn = answer(stored.draft, heard.text, reader, facts)
    if turn is not None and not _asks_something(heard, current is not None):
        await guides.continue_with(ex, stored, turn)
        return True
    if await _typed_label(ex, heard):
        return True
    corrected = _corrected(ex, stored.draft, heard, reader)
    if corrected is not None:
        await guides.continue_with(ex, stored, corrected)
        return True
    return False


_LANGUAGES = {
    Wish.CHINESE: Language.SIMPLIFIED,
    Wish.TRADITIONAL: Language.TRADITIONAL,
    Wish.ENGLISH: Language.ENGLISH,
}
_STEERS = frozenset({Wish.BACK, Wish.CANCEL, Wish.PERSON, Wish.WHY, Wish.DELETE_DATA, *_LANGUAGES})


def _asks_something(heard: Heard, has_question: bool) -> bool:
    asks = heard.text.rstrip().endswith(("?", "？", "吗", "呢"))
    return has_question and asks and heard.answers


def reader_of(ex: Exchange, draft: Draft, heard: Heard) -> AnswerReader:
    """Return what answers to a draft are read with."""
    return AnswerReader(ex.catalog, ex.voice, facts_in(heard), _currency(ex, draft))


def _currency(ex: Exchange, draft: Draft) -> str:
    for value in answers(draft).values.values():
        if isinstance(value, dict) and isinstance(value.get("currency"), str):
            return str(value["currency"])
    named = answers(draft).values.get("provider") or answers(draft).values.get("platform")
    provider = ex.library.provider(str(named)) if named else None
    return _CURRENCIES.get(provider.country, "") if provider else ""


_CURRENCIES = {"CN": "CNY", "HK": "HKD", "TW": "TWD", "MO": "MOP", "GB": "GBP", "ID": "IDR"}


def facts_in(heard: Heard) -> guides.Facts:
    """Return the facts that a text states."""
    return facts_of(heard.reading, heard.text)


def _corrected(ex: Exchange, draft: Draft, heard: Heard, reader: AnswerReader) -> Turn | None:
    held = answers(draft).values
    names = {
        each.field: ex.catalog.words(
            f"{draft.kind}.{each.field}.name", ex.voice.language, ex.voice.region
        )
        for each in questions(draft.kind)
    }
    correction = read_correction(heard.text, names)
    if correction is None or not held:
        return None
    fields = correction.fields or _likely(draft, correction.old)
    for field in fields:
        asked = question(draft.kind, field)
        if asked is None or field not in held:
            continue
        value = reader.read(draft.kind, asked, correction.value)
        if value is None and asked.ask.reads in (Reads.WORDS, Reads.PROVIDER, Reads.REFERENCE):
            value = correction.value if correction.fields or correction.old else None
        turn = correct(draft, field, value) if value is not None else None
        if turn is not None:
            return turn
    return None


def _likely(draft: Draft, old: str) -> tuple[str, ...]:
    """Return the fields that a correction may mean: that hold the old words, else the latest."""
    held = answers(draft).values
    if old:
        return tuple(field for field, value in held.items() if old.lower() in str(value).lower())
    said = (Answered, FilledIn, Corrected)
    events = [event for event in reversed(draft.events) if isinstance(event, said)]
    latest = [event.field for event in events if event.field in held]
    return tuple(dict.fromkeys(latest))


async def _wish(ex: Exchange, stored: StoredDraft | None, heard: Heard) -> bool:
    """Do what a word asks for that steers the conversation."""
    wish = heard.reading.wish
    if wish is None:
        return False
    if wish is Wish.PERSON:
        await person(ex, stored)
    elif wish in _LANGUAGES:
        preferences.set_language(ex, _LANGUAGES[wish])
        await language_changed(ex)
    elif wish is Wish.HELP:
        ex.say("help.text", *preferences.menu(ex))
    elif wish is Wish.DELETE_DATA:
        await tapped(ex, Tap("forget"))
    elif wish is Wish.STATUS:
        await own_claims.list_claims(ex)
    elif wish is Wish.CONTINUE:
        await carry_on(ex)
    elif stored is not None:
        return await _steer(ex, stored, wish)
    else:
        return False
    return True


async def _steer(ex: Exchange, stored: StoredDraft, wish: Wish) -> bool:
    current = current_question(stored.draft)
    if wish is Wish.BACK:
        await guides.continue_with(ex, stored, back(stored.draft))
    elif wish in (Wish.SKIP, Wish.UNSURE) and (turn := skip(stored.draft)) is not None:
        await guides.continue_with(ex, stored, turn)
    elif wish is Wish.CANCEL:
        await guides.stop(ex, stored)
    elif wish is Wish.WHY and current is not None:
        await guides.repeat_question(ex, stored, why(ex, stored.draft))
    else:
        return False
    return True


def why(ex: Exchange, draft: Draft) -> Part:
    """Return the reason for the open question."""
    current = current_question(draft)
    key = f"{draft.kind}.{current.field}.why" if current else ""
    return Part(key if ex.catalog.has(key) else "question.why")


async def person(ex: Exchange, stored: StoredDraft | None) -> None:
    """Bring a person: with what a guide holds already, or with one sentence."""
    if stored is not None and answers(stored.draft).values:
        await handover.hand_over(ex, stored)
        return
    await handover.ask_for_person(ex)


async def carry_on(ex: Exchange) -> None:
    """Take up the draft that was touched last."""
    latest = await guides.latest_draft(ex)
    if latest is None:
        ex.say("draft.none_open", *preferences.menu(ex))
        return
    await guides.resume(ex, latest, fresh=False)


async def language_changed(ex: Exchange) -> None:
    """Say that the language changed, and repeat the open question in it."""
    stored = await guides.active(ex)
    if stored is None:
        ex.say("language.changed")
        return
    await guides.repeat_question(ex, stored, Part("language.changed"))


async def open_by_intent(ex: Exchange, heard: Heard) -> None:
    """Begin the guide that a text asks for, with the facts that it states."""
    kind = _GUIDES[heard.reading.intent]
    facts = facts_in(heard)
    type_ = type_of(kind, heard.reading, heard.text, ex.library)
    if kind is ClaimKind.FROZEN_ACCOUNT:
        facts |= freeze_facts(heard.text, ex.library)
    _guess_region(ex, heard)
    await guides.open_guide(ex, kind, facts, type_)


def _guess_region(ex: Exchange, heard: Heard) -> None:
    if ex.customer.region_chosen:
        return
    region = heard.reading.facts.region or ""
    provider = ex.library.provider(heard.reading.facts.provider or "")
    countries = provider.regions() if provider else ()
    if not region and not ex.customer.region and len(countries) == 1:
        region = countries[0]
    if region:
        preferences.set_region(ex, region)
        ex.update(region_chosen=False)


async def _beside_guide(ex: Exchange, stored: StoredDraft, heard: Heard) -> None:
    """Answer a side question, go to another guide, or take free words."""
    intent, draft = heard.reading.intent, stored.draft
    other = _GUIDES.get(intent)
    if other not in (None, draft.kind) and heard.reading.confidence >= _SURE:
        await open_by_intent(ex, heard)
        return
    if intent is Intent.FAQ and heard.answers:
        article = answering.article_of(ex, heard.ranked[0].entry)
        shown = answering.say_article(ex, article, within=True) if article else None
        if shown is not None:
            await guides.speak_after(ex, stored, shown)
            return
    turn = take_words(draft, heard.text, facts_in(heard)) or not_understood(draft)
    await take(ex, stored, turn)


async def _without_guide(ex: Exchange, heard: Heard) -> None:
    """Answer a text that no guide waits for."""
    reading = heard.reading
    if reading.intent in _GUIDES:
        ex.update(misses=0)
        await open_by_intent(ex, heard)
        return
    match reading.intent:
        case Intent.EVIDENCE:
            ex.say("evidence.checklist_general")
        case Intent.CLAIM_STATUS:
            await own_claims.list_claims(ex)
        case Intent.HUMAN:
            await handover.ask_for_person(ex)
        case Intent.SMALLTALK:
            await _smalltalk(ex, heard)
        case Intent.ABUSE:
            _abuse(ex, heard)
        case Intent.OUT_OF_SCOPE if not heard.answers:
            ex.say("answer.out_of_scope", *preferences.menu(ex))
        case _:
            await _question(ex, heard)


async def _question(ex: Exchange, heard: Heard) -> None:
    article = answering.article_of(ex, heard.ranked[0].entry) if heard.answers else None
    if article is not None:
        ex.update(misses=0)
        answering.say_article(ex, article)
        return
    if heard.reading.intent is Intent.CLARIFY and not heard.suggests:
        ex.say("answer.clarify", *preferences.menu(ex))
        return
    ranked = [(each.entry, each.score) for each in heard.ranked] if heard.suggests else []
    await answering.unanswered(ex, heard.text, ranked)


async def _smalltalk(ex: Exchange, heard: Heard) -> None:
    latest = await guides.latest_draft(ex)
    name = smalltalk_of(heard.text)
    if name == "hello" and latest is not None:
        await guides.resume(ex, latest, fresh=False)
        return
    ex.say(f"start.{name}", *preferences.menu(ex))


def _abuse(ex: Exchange, heard: Heard) -> None:
    if is_advert(heard.text):
        ex.update(adverts=ex.customer.adverts + 1)
        if ex.customer.adverts == 1:
            ex.say("answer.advert")
        return
    ex.say(
        "answer.abuse",
        (ex.label("person.leaving"), Tap("open", (ClaimKind.FRAUD.value,))),
        (ex.label("question.person"), Tap("person", ("0",))),
    )
