"""A claim that is the same as another one: which ones it can be, and what follows from it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.errors import Conflict
from bot.domain.lifecycle import Action, Outcome, is_open
from bot.domain.taps import Tap
from bot.services.desk_acts import Act, Acts, Agent, kept_words
from bot.services.desk_closing import not_solved, stop_work
from bot.services.exchange import Choice, Exchange
from bot.storage.claim_links import Link, linked_claims, put_link
from bot.storage.claims import claim_by_number, claims_of
from bot.storage.connection import Connection

_OFFERED: Final = 8
"""Claims that are offered; any other can be typed."""


async def possible_twins(connection: Connection, claim: FiledClaim) -> Sequence[FiledClaim]:
    """Return the claims that one can be resolved as a duplicate of: linked ones, then its kin.

    These are of the same customer, the latest first.
    """
    numbers = await linked_claims(connection, claim.id)
    linked = [await claim_by_number(connection, claim.bot, each) for each in numbers[:_OFFERED]]
    every = [each for each in linked if each is not None]
    every += await claims_of(connection, claim.bot, claim.chat)
    found: dict[str, FiledClaim] = {}
    for other in every:
        if len(found) < _OFFERED and not await _leads_to(connection, other, claim):
            found.setdefault(other.number, other)
    return tuple(found.values())


async def resolve_as_duplicate(
    acts: Acts, agent: Agent, number: str, of: str, note: str = ""
) -> None:
    """Resolve a claim as the same as another, and link the two; the customer hears it.

    Args:
        acts (Acts): the one way of agents' actions.
        agent (Agent): who does it.
        number (str): of the claim that is closed.
        of (str): number of the other claim: of the same customer, or linked with this one.
        note (str): what the customer reads with it.

    Raises:
        SupportError: not allowed, not found, no such number, or a claim it cannot be.
    """
    if not of.strip():
        raise Conflict("desk.duplicate_of_what")
    said = kept_words(note)
    # Filled in once the other claim is known: a stranger's number stands in the history only.
    changes: dict[str, tuple[str, str]] = {}
    twin: list[FiledClaim] = []

    async def resolved(ex: Exchange, claim: FiledClaim) -> FiledClaim:
        other = await _twin(ex, acts, claim, of)
        twin.append(other)
        await put_link(ex.connection, Link(ex.bot, claim.id, other.id, agent.id, ex.now))
        is_theirs = other.chat == claim.chat
        if not is_theirs:
            changes["duplicate_of"] = ("", other.number)
        into = other.number if is_theirs else ""
        return replace(claim, outcome=Outcome.DUPLICATE.value, merged_into=into)

    async def tell(ex: Exchange, claim: FiledClaim) -> None:
        await stop_work(ex, claim)
        _tell(ex, claim, twin[-1], said)

    await acts.act(agent, number, Act(Action.RESOLVE, resolved, tell, said, changes))


async def _twin(ex: Exchange, acts: Acts, claim: FiledClaim, number: str) -> FiledClaim:
    """Return the other claim.

    Raises:
        SupportError: there is none, or it is not one that this can be the same as.
    """
    other = await acts.claim(ex.connection, number)
    if other.id == claim.id:
        raise Conflict("desk.same_claim")
    if other.chat != claim.chat and other.number not in await linked_claims(
        ex.connection, claim.id
    ):
        raise Conflict("desk.duplicate_stranger", {"number": other.number})
    if await _leads_to(ex.connection, other, claim):
        raise Conflict("desk.duplicate_circle", {"number": other.number})
    return other


async def _leads_to(connection: Connection, other: FiledClaim, claim: FiledClaim) -> bool:
    """Whether a claim is the other one, or closed as a duplicate of it, however far around."""
    seen: set[str] = set()
    at: FiledClaim | None = other
    while at is not None and at.number not in seen:
        if at.id == claim.id:
            return True
        seen.add(at.number)
        into = at.merged_into
        at = await claim_by_number(connection, claim.bot, into) if into else None
    return False


def _tell(ex: Exchange, claim: FiledClaim, other: FiledClaim, note: str) -> None:
    choices: tuple[Choice, ...] = (not_solved(ex, claim),)
    key = "claims.duplicate_elsewhere"
    if other.chat == claim.chat:
        key = "claims.duplicate_open" if is_open(other.status) else "claims.duplicate_closed"
        choices = ((ex.label("claims.see"), Tap("claim", (other.number, "show"))), *choices)
    into = other.number if other.chat == claim.chat else None
    ex.say(key, *choices, number=claim.number, into=into, note=note or None)
