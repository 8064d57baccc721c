"""How ready answers look in the agents' group: lists, and one as the customer will read it."""

import html
from collections.abc import Sequence
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.messages import Button, Message
from bot.domain.taps import Tap
from bot.services.desk_topics import for_agents, place_of
from bot.services.exchange import Exchange, plain_text
from bot.storage.messages import LoggedMessage, log_message
from bot.storage.outbox import put_messages
from bot.storage.ready_drafts import ReadyDraft
from bot.texts.layouts import arranged
from bot.texts.shown import Lines, Shown
from knowledge.ready import PLACE, open_places

VERB: Final = "ready"
"""What the buttons of ready answers begin with."""

_LABEL: Final = 60


async def show_draft(
    ex: Exchange, claim: FiledClaim, draft: ReadyDraft, *, edits: bool = False
) -> int:
    """Show an agent what would be sent and what is still open; return the row that carries it."""
    desk = for_agents(ex, claim)
    opened = open_places(draft.text)
    missing = tuple(Shown(f"{{{name}}} {desk.line(f'ready.place.{name}')}") for name in opened)
    first, *rest = desk.lines(
        "ready.shown",
        language=desk.line(f"language.{ex.voice.language.name.lower()}"),
        open=Lines(missing) if missing else None,
    ).lines
    text = "\n".join((first, f"<blockquote>{_marked(draft.text)}</blockquote>", *rest))
    buttons = [] if opened else [ready_button(desk.label("ready.send"), "send", str(draft.id))]
    buttons.append(ready_button(desk.label("ready.close"), "close", str(draft.id)))
    return await _put(ex, claim, text, buttons, draft, edits=edits)


def _marked(text: str) -> str:
    """Return a text with its open places in bold."""
    return PLACE.sub(lambda match: f"<b>{match[0]}</b>", html.escape(text, quote=False))


def ready_button(label: str, *about: str) -> Button:
    """Return a button of ready answers."""
    return Button(label[:_LABEL], data=Tap(VERB, about).encode())


async def show_choices(
    ex: Exchange, claim: FiledClaim, key: str, buttons: Sequence[Button]
) -> None:
    """Put a list of choices where the claim stands in the group."""
    desk, place = for_agents(ex, claim), await place_of(ex, claim)
    text = "\n".join(desk.lines(key, number=claim.number).lines)
    message = Message(place.chat, text, arranged(buttons), thread=place.thread)
    await put_messages(ex.connection, ex.bot, [message], ex.now)


async def _put(  # noqa: PLR0913 - what is shown of which draft, and how
    ex: Exchange,
    claim: FiledClaim,
    text: str,
    buttons: Sequence[Button],
    draft: ReadyDraft,
    *,
    edits: bool,
) -> int:
    place, key = await place_of(ex, claim), f"ready:{draft.id}"
    message = Message(
        place.chat, text, arranged(buttons), thread=place.thread,
        key="" if edits else key, edit_of=key if edits else "", claim_number=claim.number,
    )  # fmt: skip
    [outbox] = await put_messages(ex.connection, ex.bot, [message], ex.now)
    if not edits:
        # So that an answer to it is known for one.
        logged = LoggedMessage(
            ex.bot, place.chat, incoming=False, text=plain_text(text), at=ex.now,
            outbox=outbox, claim=claim.id,
        )  # fmt: skip
        await log_message(ex.connection, logged)
    return outbox


async def show_over(ex: Exchange, claim: FiledClaim, draft: ReadyDraft, key: str) -> None:
    """Show what became of a draft, without buttons; `key` names the text that says it."""
    desk = for_agents(ex, claim)
    text = f"{desk.line(key)}\n<blockquote>{_marked(draft.text)}</blockquote>"
    await _put(ex, claim, text, (), draft, edits=True)
