"""Leads a customer through a guide: every turn is stored, composed and sent as one message."""

from dataclasses import replace
from datetime import timedelta

from pydantic import JsonValue

from bot.dialogue.changes import attach, said_by
from bot.dialogue.drafts import Draft, answers, current_question
from bot.dialogue.engine import begin
from bot.dialogue.events import Answered, Skipped
from bot.dialogue.replies import Part, Reply, Reviewing
from bot.dialogue.turns import Turn, ask
from bot.domain.kinds import ClaimKind
from bot.domain.messages import Button
from bot.domain.taps import Tap
from bot.services.checklists import evidence_values
from bot.services.claim_calendar import calendar_choice
from bot.services.custody import seal_line
from bot.services.exchange import Choice, Exchange
from bot.services.filing import file_claim
from bot.services.outage_reports import end_of_guide, outage_values, with_picture
from bot.services.outage_watching import keep_watching
from bot.services.payment_days import with_payment_day
from bot.services.preferences import region_choices
from bot.services.reminders import reminder_line
from bot.services.table_values import AUTHORITY
from bot.storage.drafts import (
    StoredDraft,
    active_draft,
    new_draft,
    save_draft,
)
from bot.storage.events import Event, put_event
from bot.storage.evidence import tray, tray_to_draft
from bot.storage.timers import Timer, schedule
from bot.texts.layouts import arranged, copy_row
from bot.texts.shown import Rendered, Value

# Drafts are deleted after 30 days; the reminder comes three days before.
DRAFT_KEPT = timedelta(days=30)
REMINDER_BEFORE = timedelta(days=3)
TRAY_KEPT = timedelta(hours=24)
# Event of a draft that took files over which may have been read already.
FILES_GIVEN = "evidence.given"

Facts = dict[str, JsonValue]
Said = tuple[Reply, ...]


async def open_guide(ex: Exchange, kind: ClaimKind, facts: Facts, type_: str = "") -> None:
    """Begin a guide with what was said already; the draft that was open is parked."""
    before = await active(ex)
    stored = await begin_with_files(ex, kind, type_)
    draft = stored.draft
    if answers(draft).evidence:
        given = Event(ex.chat, FILES_GIVEN, {"draft": stored.id})
        await put_event(ex.connection, ex.bot, given)
    if kind is ClaimKind.FRAUD and type_ in _NO_STAGE:
        draft = draft.with_events(Answered("stage", "done", draft.next_turn))
    if kind is ClaimKind.FRAUD and type_ == "wrong_transfer":
        draft = draft.with_events(Skipped("own_payment", 0))
    turn = begin(draft, facts, None)
    first = Part(first_key(ex, turn.draft))
    parked: Said = ()
    if before is not None and answers(before.draft).values:
        parked = (Part("draft.parked", {"kind": ex.line(f"kind.{before.draft.kind}")}),)
    await continue_with(ex, stored, replace(turn, replies=(first, *parked, *turn.replies)))
    if kind is ClaimKind.FRAUD and not ex.customer.region:
        ask_where(ex)


def ask_where(ex: Exchange) -> None:
    """Offer the regions under a message of danger: their numbers decide, and nothing waited."""
    last = ex.messages[-1]
    label, choices = ex.line("fraud.region_first"), region_choices(ex)
    buttons = [Button(name, data=tap.encode()) for name, tap in choices]
    text = f"{last.text}\n{label}"
    ex.messages[-1] = replace(last, text=text, buttons=(*last.buttons, *arranged(buttons)))
    ex.offered = (*(ex.offered or ()), *((name, tap.encode()) for name, tap in choices))


async def begin_with_files(ex: Exchange, kind: ClaimKind, type_: str = "") -> StoredDraft:
    """Store a new draft with the files of the tray, and say nothing yet."""
    draft = Draft(kind, type_)
    stored = await new_draft(ex.connection, ex.bot, ex.chat, draft, ex.now)
    await remind_of(ex, stored)
    files = await tray(ex.connection, ex.bot, ex.chat, ex.now - TRAY_KEPT)
    if not files:
        return stored
    await tray_to_draft(ex.connection, ex.bot, ex.chat, stored.id, ex.now - TRAY_KEPT)
    stored = replace(stored, draft=attach(draft, tuple(str(each.id) for each in files)))
    await save_draft(ex.connection, ex.bot, ex.chat, stored, ex.now)
    return stored


# Nothing is leaving any more: the first message says what to do, then the questions come.
_NO_STAGE = ("fake_freeze", "recovery_scam", "wrong_transfer")


def first_key(ex: Exchange, draft: Draft) -> str:
    """Return the text with which a guide begins: the most urgent that fits."""
    base = f"{draft.kind}.first"
    held = answers(draft).values
    wanted = [f"{base}_{draft.type}"] if draft.type else []
    if draft.kind is ClaimKind.FRAUD and ex.tables.banks_first():
        wanted.append(f"{base}_bank")
    if draft.kind is ClaimKind.FROZEN_ACCOUNT and held.get("reason"):
        known = "authority" if held["reason"] in AUTHORITY else "known"
        wanted.insert(0, f"{base}_{known}")
    if draft.kind is ClaimKind.VANISHED_PLATFORM and draft.type and not held.get("platform"):
        wanted.insert(0, f"{base}_which")
    return next((key for key in wanted if ex.catalog.has(key)), base)


async def continue_with(ex: Exchange, stored: StoredDraft, turn: Turn) -> None:
    """Store what a turn led to and say it."""
    turn = with_payment_day(ex, turn)
    said = said_by(stored.draft, turn.draft, ex.received.message_id)
    stored, turn = replace(stored, draft=said), replace(turn, draft=said)
    await save_draft(ex.connection, ex.bot, ex.chat, stored, ex.now)
    if turn.ended:
        await end_of_guide(ex, stored, turn)
        return
    await speak(ex, stored, turn.replies)


async def speak(ex: Exchange, stored: StoredDraft, replies: Said) -> None:
    """Say something within a guide."""
    values = await guide_values(ex, stored)
    said = ex.compose(stored, replies, values, provider_offers(ex, stored.draft))
    if stored.draft.kind is ClaimKind.OUTAGE:
        said = with_picture(ex, replies, said, values)
    ex.send(said)


async def guide_values(ex: Exchange, stored: StoredDraft) -> dict[str, Value]:
    """Return what the texts of a guide show beside facts and tables."""
    values = await evidence_values(ex, stored)
    if stored.draft.kind is ClaimKind.OUTAGE:
        values.update(await outage_values(ex, stored.draft))
    if stored.draft.kind is ClaimKind.VANISHED_PLATFORM:
        values["careful"] = _careful(ex, stored.draft)
    return values


def _careful(ex: Exchange, draft: Draft) -> str | None:
    named = answers(draft).values.get("platform")
    if not named:
        return None
    provider = ex.library.provider(str(named))
    unlicensed = provider is None or provider.kind.value == "unlicensed_wallet"
    if unlicensed:
        return ex.line("vanished_platform.careful_unlicensed")
    return ex.line("vanished_platform.careful", platform=ex.tables.provider_name(str(named)))


def provider_offers(ex: Exchange, draft: Draft) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the providers to pick from where a name belongs to several."""
    group = ex.library.disambiguation(draft.type) if draft.type else None
    current = current_question(draft)
    if group is None or current is None or current.field not in ("provider", "platform"):
        return {}
    pairs = tuple((each, _offer_label(ex, each)) for each in group.members)
    return {current.field: pairs}


def _offer_label(ex: Exchange, provider: str) -> str:
    key = f"provider_offer.{provider}"
    return ex.label(key) if ex.catalog.has(key) else ex.tables.provider_name(provider)[:60]


async def repeat_question(ex: Exchange, stored: StoredDraft, *before: Reply) -> None:
    """Say something and ask the open question again."""
    await speak(ex, stored, (*before, *ask(stored.draft)))


async def speak_after(ex: Exchange, stored: StoredDraft, before: Rendered) -> None:
    """Say an answer and ask the open question again, in one message."""
    values = await guide_values(ex, stored)
    replies: Said = (Part("question.back_to"), *ask(stored.draft))
    said = ex.compose(stored, replies, values, provider_offers(ex, stored.draft))
    text = "\n".join((*before.lines, said.text))
    rows = copy_row(ex.line("button.copy", what="{}"), before.copies)
    ex.send(replace(said, text=text, buttons=(*rows, *said.buttons)))


async def offer_other(ex: Exchange, stored: StoredDraft, kind: ClaimKind) -> None:
    """Ask whether a text that fits no question opens another matter; the question stays open."""
    values = await guide_values(ex, stored)
    said = ex.compose(
        stored,
        (Part("draft.other_matter", {"kind": ex.line(f"kind.{kind}")}), *ask(stored.draft)),
        values,
        provider_offers(ex, stored.draft),
    )
    label = ex.label("draft.open_other", kind=ex.line(f"kind.{kind}"))
    other = Button(label, data=Tap("open", (kind.value,)).encode())
    ex.send(replace(said, buttons=((other,), *said.buttons)))


async def file(ex: Exchange, stored: StoredDraft, filing: str) -> bool:
    """File a draft and say what happens next; False: it was not filed."""
    filed = await file_claim(ex, stored, filing)
    if filed is None:
        await repeat_question(ex, stored, Part("question.old_button"))
        return False
    await keep_watching(ex, filed.claim)
    number = filed.claim.number
    said = ex.catalog.fill(filed.key, ex.voice.language, filed.values, ex.voice.region)
    ex.say_rendered(
        said + await reminder_line(ex, filed.claim) + seal_line(ex, filed.seal),
        (ex.label("claims.see"), Tap("claim", (number, "show"))),
        (ex.label("claims.add"), Tap("claim", (number, "add"))),
        *await calendar_choice(ex, filed.claim),
        (ex.label("pack.button"), Tap("claim", (number, "pack"))),
    )
    return True


def choice(ex: Exchange, key: str, verb: str, draft: int) -> Choice:
    """Return a button that does something to a draft."""
    return (ex.label(key), Tap(verb, (str(draft),)))


async def remind_of(ex: Exchange, stored: StoredDraft) -> None:
    """Set the timer that reminds of an untouched draft and then deletes it."""
    due = ex.now + DRAFT_KEPT - REMINDER_BEFORE
    timer = Timer(f"draft:{stored.id}", ex.chat, "draft.old", due, {"draft": stored.id})
    await schedule(ex.connection, ex.bot, timer)


async def change_list(ex: Exchange, stored: StoredDraft) -> None:
    """Offer the facts that can be changed."""
    held = answers(stored.draft).values
    kind = stored.draft.kind
    buttons = [
        (ex.label(f"{kind}.{field}.name"), Tap("reopen", (str(stored.id), field)))
        for field in held
        if ex.catalog.has(f"{kind}.{field}.ask") and field != "evidence"
    ]
    if not buttons:
        await repeat_question(ex, stored, Part("review.nothing"))
        return
    ex.say("review.which", *buttons)


async def active(ex: Exchange) -> StoredDraft | None:
    """Return the draft that text and files go to."""
    return await active_draft(ex.connection, ex.bot, ex.chat)


def is_reviewing(stored: StoredDraft) -> bool:
    """Whether all is answered and only the filing is left."""
    return ask(stored.draft) == (Reviewing(),)
