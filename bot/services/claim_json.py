"""A claim with all that belongs to it, as JSON values."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pydantic import JsonValue

from bot.domain.casework import ClaimDeadline, ClaimEvent, FiledClaim
from bot.storage.claim_deadlines import deadlines_of
from bot.storage.claim_lists import EVERY_CLAIM, ClaimFilter, filtered_claims
from bot.storage.claims import claim_events
from bot.storage.connection import Connection
from bot.storage.custody import told_seal
from bot.storage.database import Database
from bot.storage.evidence import StoredEvidence, evidence_of_claim
from bot.storage.messages import LoggedMessage, logged_messages
from bot.storage.reuse import Reuse, reused

Object = dict[str, JsonValue]

# Messages read at once; a conversation may be longer.
PAGE = 500


@dataclass(frozen=True, slots=True)
class WholeClaim:
    """A claim, what happened, who must act until when, its files and its conversation.

    Attributes:
        reused: what of it other claims hold too.
        seal: of the custody log, as the customer was told it.
    """

    claim: FiledClaim
    events: tuple[ClaimEvent, ...]
    deadlines: tuple[ClaimDeadline, ...]
    evidence: tuple[StoredEvidence, ...]
    messages: tuple[LoggedMessage, ...]
    reused: tuple[Reuse, ...]
    seal: str


async def whole_claim(connection: Connection, claim: FiledClaim) -> WholeClaim:
    """Return a claim with all that belongs to it."""
    messages: list[LoggedMessage] = []
    while page := await logged_messages(
        connection, claim=claim.id, after=messages[-1].id if messages else 0, limit=PAGE
    ):
        messages += page
    return WholeClaim(
        claim,
        tuple(await claim_events(connection, claim.id)),
        tuple(await deadlines_of(connection, claim.id)),
        tuple(await evidence_of_claim(connection, claim.id)),
        tuple(messages),
        await reused(connection, claim.id),
        await told_seal(connection, claim.id),
    )


async def each_claim(
    database: Database, wanted: ClaimFilter = EVERY_CLAIM
) -> AsyncIterator[FiledClaim]:
    """Give the claims wanted in the order of filing, read page by page."""
    after = 0
    while page := await database.read(partial(filtered_claims, wanted=wanted, after=after)):
        for claim in page:
            yield claim
        after = page[-1].id


def claim_object(claim: FiledClaim) -> Object:
    """Return a claim without what belongs to it; moments are ISO 8601 in UTC."""
    wanted = claim.wanted
    return {
        "number": claim.number,
        "kind": claim.kind.value,
        "type": claim.type,
        "status": claim.status.value,
        "outcome": claim.outcome,
        "priority": claim.priority,
        "filing": claim.filing,
        "wanted_minor": wanted.minor if wanted else None,
        "currency": wanted.currency if wanted else None,
        "region": claim.region,
        "language": claim.language.value,
        "chat": claim.chat,
        "agent": claim.agent_name or None,
        "agent_id": claim.agent,
        "version": claim.version,
        "filed_at": claim.filed_at.isoformat(),
        "due_at": claim.due_at.isoformat(),
        "due_for": claim.due_for,
        "first_response_at": _moment(claim.first_response_at),
        "closed_at": _moment(claim.closed_at),
        "merged_into": claim.merged_into or None,
        "escalated_at": _moment(claim.escalated_at),
        "facts": claim.facts,
        "older_facts": dict(claim.older),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def whole_object(whole: WholeClaim) -> Object:
    """Return a claim with all that belongs to it."""
    number = whole.claim.number
    return {
        **claim_object(whole.claim),
        "events": [_event(event) for event in whole.events],
        "deadlines": [_deadline(deadline) for deadline in whole.deadlines],
        "evidence": [_file(file) for file in whole.evidence],
        "reused": [
            {"how": one.how.value, "evidence": one.evidence, "claim": one.claim}
            for one in whole.reused
        ],
        "seal": whole.seal or None,
        "messages": [message_object(message, number) for message in whole.messages],
    }


def message_object(message: LoggedMessage, number: str | None) -> Object:
    """Return a message; `number` is that of its claim."""
    return {
        "id": message.id,
        "at": message.at.isoformat(),
        "chat": message.chat,
        "direction": "in" if message.incoming else "out",
        "text": message.text,
        "telegram_id": message.telegram_id,
        "edit_of": message.edit_of,
        "evidence": message.evidence,
        "claim": number,
    }


def _event(event: ClaimEvent) -> Object:
    return {
        "at": event.at.isoformat(),
        "action": str(event.action),
        "role": event.role.value,
        "actor": event.actor,
        "before": event.before,
        "after": event.after,
        "note": event.note,
        "actor_name": event.actor_name or None,
        "changes": {name: list(pair) for name, pair in event.changes.items()},
    }


def _deadline(deadline: ClaimDeadline) -> Object:
    return {
        "rule": deadline.rule,
        "actor": deadline.actor,
        "counted_from": deadline.counted_from.isoformat(),
        "due_on": deadline.due_on.isoformat(),
        "due_at": deadline.due_at.isoformat() if deadline.due_at else None,
        "done": deadline.is_done,
        "checked": not deadline.hint,
    }


def _file(file: StoredEvidence) -> Object:
    return {
        "id": file.id,
        "state": file.state.value,
        "form": file.form.value,
        "name": file.name,
        "mime": file.mime,
        "size": file.size,
        "sha256": file.sha256,
        "received_at": file.received_at.isoformat(),
    }
