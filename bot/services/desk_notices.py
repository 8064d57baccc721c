"""What the agents' chat hears: a card for each claim, alerts, the customer's words."""

import html
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue.drafts import Draft
from bot.dialogue.events import FilledIn
from bot.domain.casework import FiledClaim
from bot.domain.custody import short_seal
from bot.domain.kept_facts import older_line
from bot.domain.lifecycle import is_open
from bot.domain.messages import Button, Message, OutgoingFile, Priority, TopicAct
from bot.domain.taps import Tap
from bot.services.checklists import checklist, missing_items
from bot.services.claim_deadlines import deadline_lines, told_deadlines
from bot.services.desk_flags import flags
from bot.services.desk_lag import lag_lines, watch_lag
from bot.services.desk_posts import keep_words
from bot.services.desk_topics import (
    begin_topic,
    desk_message,
    follow_status,
    for_agents,
    priority_of,
)
from bot.services.exchange import Exchange, plain_text
from bot.storage.audit import Card, card_changed, card_of
from bot.storage.claims import claim_by_id, claim_events
from bot.storage.custody import told_seal
from bot.storage.evidence import StoredEvidence, evidence_of_claim
from bot.storage.messages import LoggedMessage, log_message
from bot.storage.outbox import put_messages
from bot.storage.reuse import reused
from bot.storage.timers import Timer, schedule_new
from bot.storage.undelivered import drop_edits
from bot.texts.dividing import fitting
from bot.texts.facts import draft_values, layout
from bot.texts.layouts import arranged
from bot.texts.shown import Value
from bot.texts.wording import amount_text, due_text

_MISSING_SHOWN = 3
_DEADLINES_SHOWN = 2
# Buttons of a claim that somebody has.
_AT_WORK = ("ready", "ask", "note", "resolve", "pass_on", "escalate", "hand_back", "pack", "spam")
_AMENDED_SHOWN = 3
# UTF-16 units, a hundred below Telegram's limit.
_LONGEST_CARD = 4000
# A card is edited at most so often: a group takes 20 messages a minute in all, edits with them.
_CARD_REST = timedelta(minutes=1)
CARD_DUE = "desk.card"


async def announce_claim(ex: Exchange, claim: FiledClaim) -> None:
    """Put the card of a claim into the agents' chat, where there is one."""
    if ex.agents_chat:
        card = await begin_topic(ex, claim)
        await put_new_card(ex, claim, card, priority_of(claim))


async def put_new_card(ex: Exchange, claim: FiledClaim, card: Card, priority: Priority) -> None:
    """Put a new card of a claim where it stands, and pin it in its topic."""
    message = await card_message(ex, claim, key=card.key, card=card)
    await send_to_desk(ex, replace(message, priority=priority), claim.id)
    if card.thread:
        pin = Message(
            card.chat, "", thread=card.thread, act=TopicAct.PIN, edit_of=card.key,
            priority=Priority.BROADCAST,
        )  # fmt: skip
        await put_messages(ex.connection, ex.bot, [pin], ex.now)
    await watch_lag(ex)


async def refresh_card(ex: Exchange, claim: FiledClaim) -> None:
    """Show on the card what has changed: at once, or once a minute is over since the last time."""
    card = await card_of(ex.connection, claim.id)
    if card is None:
        return
    await follow_status(ex, claim, card)
    if card.changed_at is not None and ex.now < card.changed_at + _CARD_REST:
        await _refresh_at(ex, claim, card.changed_at + _CARD_REST)
        return
    await card_changed(ex.connection, claim.id, ex.now)
    message = await card_message(ex, claim, edit_of=card.key, card=card)
    await drop_edits(ex.connection, ex.bot, card.chat, card.key)
    await put_messages(ex.connection, ex.bot, [message], ex.now)


async def _refresh_at(ex: Exchange, claim: FiledClaim, due: datetime) -> None:
    timer = Timer(f"card:{claim.id}", claim.chat, CARD_DUE, due, {"claim": claim.id})
    await schedule_new(ex.connection, ex.bot, timer)


async def refresh_later(ex: Exchange, claim: int) -> None:
    """Show on a card what changed while it had to rest."""
    found = await claim_by_id(ex.connection, ex.bot, claim)
    if found is not None:
        await refresh_card(ex, found)


async def card_message(
    ex: Exchange, claim: FiledClaim, *, card: Card, key: str = "", edit_of: str = ""
) -> Message:
    """Return the card: number and due date, money, what decides, evidence, own words."""
    ex = for_agents(ex, claim)
    voice = ex.voice
    draft = as_draft(claim)
    files = await evidence_of_claim(ex.connection, claim.id)
    values = draft_values(ex.catalog, draft, ex.setting(ex.tables.of_draft(draft)))
    values["evidence"] = None
    rows = layout(ex.catalog, f"{claim.kind}.review", values, ex.setting())
    wanted = claim.wanted
    head: dict[str, Value] = {
        "number": claim.number,
        "kind": ex.line(f"kind.{claim.kind}"),
        "priority": ex.line(f"desk.priority.{claim.priority}"),
        "due": ex.line(f"desk.due.{claim.due_for}", at=due_text(claim.due_at, voice)),
        "status": ex.line(f"claims.status.{claim.status}"),
        "agent": claim.agent_name or None,
        "wanted": amount_text(wanted, voice) if wanted else None,
        "files": len(files),
        "seal": short_seal(await told_seal(ex.connection, claim.id)),
    }
    first, *others = ex.catalog.fill("desk.card", voice.language, head, voice.region).lines
    older = older_line(claim.older)
    rows += [ex.line("desk.older_facts", facts=older)] if older else []
    below = [*rows, *await _amended(ex, claim), *await _wanting(ex, claim, draft, files)]
    lines = [
        first,
        *await lag_lines(ex, claim.number),
        *(f"<b>{html.escape(flag, quote=False)}</b>" for flag in await flags(ex, claim, files)),
        *others,
        *(html.escape(row, quote=False) for row in below),
    ]
    return Message(
        card.chat,
        fitting(lines, _LONGEST_CARD),
        _buttons(ex, claim, files),
        thread=card.thread,
        key=key,
        edit_of=edit_of,
        priority=Priority.REMINDER,
        claim_number=claim.number,
    )


async def _amended(ex: Exchange, claim: FiledClaim) -> list[str]:
    """Return what the customer corrected last, before and after."""
    events = await claim_events(ex.connection, claim.id)
    pairs = [event.changes["fact"] for event in events if "fact" in event.changes]
    return [
        ex.line("desk.amended", before=before, after=after)
        for before, after in pairs[-_AMENDED_SHOWN:]
    ]


async def _wanting(
    ex: Exchange, claim: FiledClaim, draft: Draft, files: Sequence[StoredEvidence]
) -> list[str]:
    """Return what evidence is missing, and until when somebody must act."""
    missing = [
        ex.tables.words(item.name) or ""
        for item in missing_items(checklist(ex, draft), files)[:_MISSING_SHOWN]
    ]
    lines = []
    if missing and is_open(claim.status):
        between = "、" if ex.voice.language.is_chinese else ", "
        lines.append(ex.line("desk.missing", items=between.join(missing)))
    dated = [each for each in await told_deadlines(ex, claim) if each[1] is not None]
    shown = deadline_lines(ex, dated[:_DEADLINES_SHOWN])
    return lines + [ex.line("desk.deadline", text=each.text) for each in shown.items]


async def show_reuse(ex: Exchange, claim: int) -> None:
    """Show on the card of a claim that a file which was read just now is elsewhere too.

    It waits a while, so that the card is free to follow what an agent does.
    """
    found = await claim_by_id(ex.connection, ex.bot, claim)
    if found is not None and await reused(ex.connection, claim):
        await _refresh_at(ex, found, ex.now + _CARD_REST)


def as_draft(claim: FiledClaim) -> Draft:
    """Return the facts of a claim in the form that texts are composed from."""
    events = tuple(FilledIn(field, value, 1) for field, value in claim.facts.items())
    return Draft(claim.kind, claim.type, events)


def _buttons(
    ex: Exchange, claim: FiledClaim, files: Sequence[StoredEvidence]
) -> tuple[tuple[Button, ...], ...]:
    verbs = {
        "filed": ("take", "note", "escalate", "pack", "spam"),
        "in_review": _AT_WORK,
        "waiting": _AT_WORK,
    }.get(claim.status.value, ("note", "reopen", "pack", "spam"))
    buttons = [
        Button(ex.label(f"desk.{verb}"), data=_tap_of(verb, claim.number).encode())
        for verb in verbs
    ]
    if files:
        look = Tap("desk", ("files", claim.number, "0"))
        buttons.append(Button(ex.label("desk.files", count=len(files)), data=look.encode()))
    return arranged(buttons)


def _tap_of(verb: str, number: str) -> Tap:
    match verb:
        case "ready":
            return Tap("ready", ("list", number))
        case "spam":
            return Tap("spam", ("ask", number))
        case _:
            return Tap("desk", (verb, number))


async def alert_agents(ex: Exchange, key: str) -> None:
    """Call the agents at once, at any hour."""
    if ex.agents_chat:
        text = html.escape(ex.line(key, chat=ex.chat), quote=False)
        message = Message(ex.agents_chat, f"<b>{text}</b>", priority=Priority.ANSWER)
        await put_messages(ex.connection, ex.bot, [message], ex.now)


async def show_colleague(
    ex: Exchange, claim: FiledClaim, agent: str, words: str, *, is_note: bool = False
) -> None:
    """Show the agents' group what a colleague said or noted in the console."""
    card = await card_of(ex.connection, claim.id)
    if card is None:
        return
    key = "desk.colleague_notes" if is_note else "desk.colleague_says"
    plain = for_agents(ex, claim).line(key, agent=agent, text=words)
    message = replace(await desk_message(ex, claim, plain), priority=Priority.DESK)
    await send_to_desk(ex, message, claim.id)


async def pass_words(
    ex: Exchange, claim: FiledClaim, text: str, files: Sequence[OutgoingFile] = ()
) -> None:
    """Bring a customer's words to the agents, with what else they write within a few seconds.

    A claim that was filed before there was a group gets its card now.
    """
    if not ex.agents_chat:
        return
    if await card_of(ex.connection, claim.id) is None:
        await announce_claim(ex, claim)
    await keep_words(ex, claim, text, files)


async def send_to_desk(ex: Exchange, message: Message, claim: int) -> None:
    """Send a message about a claim to the agents and keep it, so that replies find the claim."""
    ids = await put_messages(ex.connection, ex.bot, [message], ex.now)
    logged = LoggedMessage(
        bot=ex.bot,
        chat=message.chat,
        incoming=False,
        text=plain_text(message.text),
        at=ex.now,
        outbox=ids[0],
        claim=claim,
    )
    await log_message(ex.connection, logged)
