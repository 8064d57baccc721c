"""A ready answer with the facts of a claim, in the customer's language; what is open is named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.dialogue.drafts import answers, claim_of
from bot.domain.casework import FiledClaim
from bot.domain.duplicate_charge import DuplicateChargeClaim
from bot.domain.errors import Conflict
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Action, Status
from bot.domain.redaction import redact
from bot.services.desk_notices import as_draft
from bot.services.exchange import Exchange
from bot.services.filing import DISTRESS
from bot.services.retention import CLAIMS_KEPT
from bot.services.table_values import AUTHORITY
from bot.storage.claims import claim_events
from bot.texts.shown import Lines, Shown, Value
from bot.texts.template import close_up
from bot.texts.wording import amount_text
from knowledge.ready import ReadyAnswer, open_places
from knowledge.ready_filling import fill_in
from knowledge.values import Doubt, Reader

LONGEST_GIVEN: Final = 500
"""Characters of one value that an agent gives."""

_TAIL = re.compile(r"\d{4}$")
_BETWEEN: Final = " / "


@dataclass(frozen=True, slots=True)
class Filled:
    """A ready answer as an agent sees it before sending.

    Attributes:
        name: of the answer.
        title: in the customer's language.
        text: plain; an open place stands in braces.
        open: names of the places that only the agent can fill; nothing is sent while there is one.
    """

    name: str
    title: str
    text: str
    open: tuple[str, ...]


def refuse_open(words: str) -> None:
    """Let nothing go out that still has something to be filled in.

    Raises:
        Conflict: it has.
    """
    found = open_places(words)
    if found:
        places = ", ".join("{" + name + "}" for name in found)
        raise Conflict("ready.still_open", {"places": places})


def refuse_distress(claim: FiledClaim) -> None:
    """Let nobody who spoke of not living be answered with ready words.

    Raises:
        Conflict: the claim is of somebody who did.
    """
    if claim.type == DISTRESS:
        raise Conflict("ready.person_only")


async def filled(
    ex: Exchange, claim: FiledClaim, answer: ReadyAnswer, agent: str, given: Mapping[str, str]
) -> Filled:
    """Return a ready answer with all that is known.

    Args:
        ex (Exchange): in the customer's language.
        claim (FiledClaim): whose facts are filled in.
        answer (ReadyAnswer): in the customer's language.
        agent (str): who sends it, as customers read it.
        given (Mapping): place to what the agent says; it wins over what is known.
    """
    shown = await _known(ex, claim, agent)
    said = {name: redact(_words(text) or "").text for name, text in given.items()}
    values = {name: _plain(value) for name, value in shown.items()} | said
    reader = Reader(ex.voice.language.facts, ex.voice.region, ex.tables.today)
    done = fill_in(answer, ex.library, reader, values, ex.tables.written)
    used = [shown[name] for name in answer.places if name in shown and not said.get(name)]
    unsure = Doubt.CONTACT in done.doubts or any(_has_hint(value) for value in used)
    text = close_up(done.text)
    if unsure or Doubt.DEADLINE in done.doubts:
        text += f"\n* {_hint(ex, contact=unsure)}"
    return Filled(answer.name, ex.tables.written(answer.title), text, done.open)


def _hint(ex: Exchange, *, contact: bool) -> str:
    tables = ex.library.tables
    meta = tables.channels.meta if contact else tables.deadlines.meta
    return ex.tables.written(meta.show_unverified_hint.text(ex.voice.language.facts))


async def _known(ex: Exchange, claim: FiledClaim, agent: str) -> dict[str, Value]:
    """Return every place that the claim, the tables or the agent fill."""
    draft = as_draft(claim)
    held = answers(draft).values
    model = claim_of(draft)
    named = held.get("provider") or held.get("platform")
    tables = ex.tables.of_draft(draft)
    wanted = claim.wanted
    return {
        "agent": agent,
        "amount": amount_text(wanted, ex.voice) if wanted else None,
        "days": CLAIMS_KEPT.days,
        "hotline": tables.get("hotline"),
        "n": model.extra if isinstance(model, DuplicateChargeClaim) else None,
        "next_due": _words(held.get("next_due")),
        "police": tables.get("police"),
        "provider": ex.tables.provider_name(str(named)) if named else None,
        "tail": _tail(held.get("reference") or held.get("order_ref")),
        "waited": await _waited(ex, claim),
        "who": _who(ex, claim, held),
    }


def _who(ex: Exchange, claim: FiledClaim, held: Mapping[str, object]) -> str | None:
    """Return who can lift a freeze: the unit that the customer named, else the provider's own."""
    if claim.kind is not ClaimKind.FROZEN_ACCOUNT:
        return None
    reason, provider = held.get("reason"), held.get("provider")
    if reason in AUTHORITY:
        return _words(held.get("unit"))
    return ex.tables.provider_name(str(provider)) if reason and provider else None


async def _waited(ex: Exchange, claim: FiledClaim) -> int | None:
    """Return for how many days the customer was waited for; None: for less than two."""
    if claim.status is not Status.WAITING:
        return None
    events = await claim_events(ex.connection, claim.id)
    asked = [each.at for each in events if each.action == Action.ASK]
    days = (ex.now - asked[-1]) // timedelta(days=1) if asked else 0
    return days if days > 1 else None


def _tail(reference: object) -> str | None:
    found = _TAIL.search(str(reference or ""))
    return found[0] if found else None


def _words(said: object) -> str | None:
    return " ".join(str(said).split())[:LONGEST_GIVEN] if said else None


def _plain(value: Value) -> str:
    if isinstance(value, Lines):
        return _BETWEEN.join(_plain(each) for each in value.items)
    if isinstance(value, Shown):
        return value.text + ("*" if value.hint else "")
    return "" if value is None else str(value)


def _has_hint(value: Value) -> bool:
    if isinstance(value, Lines):
        return any(each.hint for each in value.items)
    return isinstance(value, Shown) and value.hint
