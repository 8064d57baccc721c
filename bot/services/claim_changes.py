"""The one way in which a claim changes after it was filed, whoever changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.casework import ClaimEvent, FiledClaim, acted, changes_between
from bot.domain.errors import Conflict
from bot.domain.lifecycle import Action, Role, fits, is_open
from bot.services.exchange import Exchange
from bot.services.sla import follow
from bot.storage.claims import change_claim, put_claim_event

# Characters of what is kept with an event.
_LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody does to a claim.

    Attributes:
        actor: who; a Telegram id, or empty for the service itself.
        note: what was said; redacted.
        name: of an agent; empty of others.
        changes: what it changes beside the status and what `changes_between` sees, as people
            read it.
    """

    action: Action
    role: Role
    actor: str = ""
    note: str = ""
    name: str = ""
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


async def put_change(
    ex: Exchange, before: FiledClaim, wanted: FiledClaim, change: Change
) -> FiledClaim:
    """Store a claim as somebody wants it, with the event that says who changed what.

    Args:
        ex (Exchange): of the step.
        before (FiledClaim): as it was read.
        wanted (FiledClaim): with what the action changes beside the status.
        change (Change): who does what.

    Returns:
        FiledClaim: as it is now stored.

    Raises:
        Conflict: the action does not fit the status, or somebody changed the claim meanwhile.
    """
    status = fits(change.role, change.action, before.status)
    if status is None:
        raise Conflict(why_not(before, change.action))
    changed = acted(wanted, change.action, change.role, status, ex.now)
    if not await change_claim(ex.connection, changed, ex.now):
        raise Conflict("error.changed_meanwhile")
    changed = replace(changed, version=before.version + 1)
    event = ClaimEvent(
        change.action,
        change.role,
        change.actor,
        before.status,
        status,
        change.note[:_LONGEST_NOTE],
        ex.now,
        {**changes_between(before, changed), **change.changes},
        changed.version,
        change.name,
    )
    await put_claim_event(ex.connection, before.id, event)
    return await follow(ex, before, changed, change.action, change.role)


def why_not(claim: FiledClaim, action: Action) -> str:
    """Return the key of what agents are told when an action does not fit the status."""
    if not is_open(claim.status):
        return "desk.resolved_already"
    return "desk.open_already" if action is Action.REOPEN else "desk.not_sent"
