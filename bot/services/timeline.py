"""What happened to a claim, in words: for agents all of it, for customers what concerns them."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from bot.domain.casework import ClaimEvent, FiledClaim
from bot.domain.lifecycle import Action, Role, Status
from bot.services.exchange import Exchange
from bot.texts.catalog import Catalog
from bot.texts.shown import Lines, Shown
from bot.texts.wording import Voice, clock_text, day_text

# Of these the customer is told, in their own words; the rest is the team's.
_UNTOLD: Final = {Action.NOTE, Action.LINK, Action.UNLINK, Action.ANSWER, Action.PRIORITIZE}
_TOLD: Final = frozenset(set(Action) - _UNTOLD)
# Of several in a row the last one tells all.
_REPEATED: Final = frozenset({Action.SUPPLY, Action.ESCALATE, Action.RATE})
_LINES_SHOWN: Final = 12


def event_line(catalog: Catalog, voice: Voice, claim: FiledClaim, event: ClaimEvent) -> str:
    """Return an event in one line for agents: when, who, what, and what it changed."""
    values = {
        "time": clock_text(event.at, voice),
        "who": who_acted(catalog, voice, claim, event),
        "what": catalog.line(f"console.event.{event.action}", voice.language),
        "changes": ", ".join(change_lines(catalog, voice, event)) or None,
    }
    return "".join(catalog.fill("desk.event", voice.language, values).lines)


def who_acted(catalog: Catalog, voice: Voice, claim: FiledClaim, event: ClaimEvent) -> str:
    """Return who did something: their role, and of agents the name or id."""
    name = claim.agent_name if event.actor == str(claim.agent) else event.actor
    name = "" if event.role is Role.CUSTOMER else event.actor_name or name
    return f"{catalog.line(f'console.role.{event.role}', voice.language)} {name}".strip()


def change_lines(catalog: Catalog, voice: Voice, event: ClaimEvent) -> list[str]:
    """Return what an event changed, before and after: the status and all else."""
    pairs = dict(event.changes)
    if event.before and event.before != event.after:
        pairs = {"status": (event.before, event.after), **pairs}
    return [
        catalog.line(
            f"console.change.{name}",
            voice.language,
            before=_shown(catalog, voice, name, before),
            after=_shown(catalog, voice, name, after),
        )
        for name, (before, after) in pairs.items()
    ]


def _shown(catalog: Catalog, voice: Voice, name: str, value: str) -> str:
    kept = {
        "status": "console.status",
        "outcome": "claims.outcome",
        "priority": "desk.priority",
        "rating": "console.rating",
    }
    if not value:
        return "–"
    return catalog.line(f"{kept[name]}.{value}", voice.language) if name in kept else value


def customer_lines(ex: Exchange, claim: FiledClaim, events: Sequence[ClaimEvent]) -> Lines | None:
    """Return the history of a claim as its customer reads it, the latest lines of it."""
    lines = []
    for event, following in zip_longest(events, events[1:]):
        if following is not None and event.action == following.action in _REPEATED:
            continue
        key = f"claims.event.{event.action}"
        if str(event.action) in ("filed", *_TOLD):
            at = f"{day_text(event.at, ex.voice)} {clock_text(event.at, ex.voice)}"
            lines.append(ex.line(key, at=at, **_named(claim, event)))
    return Lines(tuple(map(Shown, lines[-_LINES_SHOWN:]))) if lines else None


def _named(claim: FiledClaim, event: ClaimEvent) -> dict[str, str]:
    """Return who and what an event is about, as the claim was then."""
    agent = event.changes.get("agent", ("", ""))
    return {
        "agent": agent[1] or agent[0] or claim.agent_name or "-",
        "into": event.changes.get("merged_into", ("", ""))[1] or "-",
        "who": event.changes.get("escalated_to", ("", ""))[1] or "-",
    }


def open_question(claim: FiledClaim, events: Sequence[ClaimEvent]) -> str:
    """Return what the customer is waited for to say; empty: nothing."""
    asked = [event.note for event in events if event.action == Action.ASK]
    return asked[-1] if asked and claim.status is Status.WAITING else ""
