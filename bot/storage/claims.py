"""Claims: number, facts in versions, status, who has it, until when."""

import json
from dataclasses import replace
from datetime import datetime

from bot.domain.casework import ClaimEvent, FiledClaim
from bot.domain.kept_facts import facts_kept, kind_kept
from bot.domain.languages import Language
from bot.domain.lifecycle import Role, Status
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, micros_or_none, moment_or_none, to_micros

_INSERT = """
    INSERT INTO claim (bot_id, chat_id, number, kind, type, filing, status, outcome, priority,
        provider, wanted_minor, wanted_currency, region, language, agent_id, agent_name, consent,
        version, rating, filed_at, due_at, changed_at)
    VALUES (:bot, :chat, :number, :kind, :type, :filing, 'filed', '', :priority, :provider,
        :wanted_minor, :wanted_currency, :region, :language, NULL, '', :consent, 1, '', :filed_at,
        :due_at, :filed_at)
    ON CONFLICT (bot_id, number) DO NOTHING RETURNING id
"""
_FACTS = """
    INSERT INTO claim_facts (claim_id, version, facts, written_by, written_at)
    VALUES (:claim, :version, :facts, :by, :at)
"""
CLAIMS = """
    SELECT c.*, f.facts FROM claim c JOIN claim_facts f ON f.claim_id = c.id AND f.version = (
        SELECT MAX(version) FROM claim_facts WHERE claim_id = c.id)
"""
_BY_NUMBER = f"{CLAIMS} WHERE c.bot_id = :bot AND c.number = :number"
_BY_ID = f"{CLAIMS} WHERE c.bot_id = :bot AND c.id = :id"
_OF_CUSTOMER = f"""{CLAIMS} WHERE c.bot_id = :bot AND c.chat_id = :chat
    ORDER BY c.filed_at DESC, c.id DESC LIMIT :limit"""
_CHANGE = """
    UPDATE claim SET status = :status, outcome = :outcome, priority = :priority, agent_id = :agent,
        agent_name = :agent_name, due_at = :due_at, due_for = :due_for,
        merged_into = :merged_into, escalated_to = :escalated_to,
        escalated_name = :escalated_name, escalated_at = :escalated_at,
        waiting_since = :waiting_since, aside_at = :aside_at,
        first_response_at = :first_response_at, closed_at = :closed_at,
        version = version + 1, changed_at = :now
    WHERE id = :id AND version = :version
"""
_DUE = """
    UPDATE claim SET due_at = :due_at, due_for = :due_for, changed_at = :now WHERE id = :id
"""
_FIGURES = """
    UPDATE claim SET provider = :provider, wanted_minor = CAST(:minor AS BIGINT),
        wanted_currency = :currency
    WHERE id = :id
"""
_RATE = "UPDATE claim SET rating = :rating WHERE bot_id = :bot AND chat_id = :chat AND id = :id"
_EVENT = """
    INSERT INTO claim_event (claim_id, action, role, actor, before, after, note, at, changes,
        version, actor_name)
    VALUES (:claim, :action, :role, :actor, :before, :after, :note, :at, :changes, :version, :name)
"""
_EVENTS = "SELECT * FROM claim_event WHERE claim_id = :claim ORDER BY id"
_FORGET = "DELETE FROM claim WHERE bot_id = :bot AND chat_id = :chat"


async def insert_claim(connection: Connection, claim: FiledClaim, consent: str) -> int | None:
    """Store a new claim and return its id; None: the number is taken, try another.

    Args:
        connection (Connection): of the step.
        claim (FiledClaim): its `id` is not looked at.
        consent (str): version of the privacy notice that was agreed to.
    """
    wanted = claim.wanted
    row = await connection.one(
        _INSERT,
        bot=claim.bot,
        chat=claim.chat,
        number=claim.number,
        kind=claim.kind.value,
        type=claim.type,
        filing=claim.filing,
        priority=claim.priority,
        provider=str(claim.facts.get("provider") or claim.facts.get("platform") or ""),
        wanted_minor=wanted.minor if wanted else None,
        wanted_currency=wanted.currency if wanted else "",
        region=claim.region,
        language=claim.language.value,
        consent=consent,
        filed_at=to_micros(claim.filed_at),
        due_at=to_micros(claim.due_at),
    )
    if row is None:
        return None
    stored = replace(claim, id=row["id"])
    await put_facts(connection, stored, str(claim.chat), claim.filed_at)
    return stored.id


async def put_facts(
    connection: Connection, claim: FiledClaim, written_by: str, now: datetime
) -> None:
    """Store the facts of a claim as a new version, older ones with them; the earlier ones stay."""
    await connection.run(
        _FACTS,
        claim=claim.id,
        version=claim.version,
        facts=json.dumps({**claim.older, **claim.facts}, ensure_ascii=False),
        by=written_by,
        at=to_micros(now),
    )


async def claim_by_number(connection: Connection, bot: int, number: str) -> FiledClaim | None:
    """Return the claim with a number, in its one spelling."""
    row = await connection.one(_BY_NUMBER, bot=bot, number=number)
    return claim_of_row(row) if row else None


async def claim_by_id(connection: Connection, bot: int, claim: int) -> FiledClaim | None:
    """Return the claim with an id."""
    row = await connection.one(_BY_ID, bot=bot, id=claim)
    return claim_of_row(row) if row else None


async def claims_of(
    connection: Connection, bot: int, chat: int, limit: int = 20
) -> list[FiledClaim]:
    """Return the claims of a customer, the latest first."""
    rows = await connection.all(_OF_CUSTOMER, bot=bot, chat=chat, limit=limit)
    return [claim_of_row(row) for row in rows]


async def change_claim(connection: Connection, claim: FiledClaim, now: datetime) -> bool:
    """Store all of a claim but its facts; False: somebody changed it meanwhile.

    Args:
        connection (Connection): of the step.
        claim (FiledClaim): as it shall be; `version` is the one that was read.
        now (datetime): aware.
    """
    changed = await connection.run(
        _CHANGE,
        id=claim.id,
        version=claim.version,
        status=claim.status.value,
        outcome=claim.outcome,
        priority=claim.priority,
        agent=claim.agent,
        agent_name=claim.agent_name,
        due_at=to_micros(claim.due_at),
        due_for=claim.due_for,
        merged_into=claim.merged_into,
        escalated_to=claim.escalated_to,
        escalated_name=claim.escalated_name,
        escalated_at=micros_or_none(claim.escalated_at),
        waiting_since=micros_or_none(claim.waiting_since),
        aside_at=micros_or_none(claim.aside_at),
        first_response_at=micros_or_none(claim.first_response_at),
        closed_at=micros_or_none(claim.closed_at),
        now=to_micros(now),
    )
    return changed == 1


async def put_due(
    connection: Connection, claim: int, due_at: datetime, due_for: str, now: datetime
) -> None:
    """Store until when the next thing must happen; no change that an agent could trip over."""
    values = {"due_at": to_micros(due_at), "due_for": due_for, "now": to_micros(now)}
    await connection.run(_DUE, id=claim, **values)


async def put_figures(connection: Connection, claim: FiledClaim) -> None:
    """Store what the queue shows of the facts of a claim: provider, and what is wanted back."""
    wanted = claim.wanted
    await connection.run(
        _FIGURES,
        id=claim.id,
        provider=str(claim.facts.get("provider") or claim.facts.get("platform") or ""),
        minor=wanted.minor if wanted else None,
        currency=wanted.currency if wanted else "",
    )


async def rate_claim(connection: Connection, bot: int, chat: int, claim: int, rating: str) -> bool:
    """Keep what a customer thinks of the help; False: it is not their claim."""
    return await connection.run(_RATE, bot=bot, chat=chat, id=claim, rating=rating) == 1


async def put_claim_event(connection: Connection, claim: int, event: ClaimEvent) -> None:
    """Add one thing that happened."""
    await connection.run(
        _EVENT,
        claim=claim,
        action=str(event.action),
        role=event.role.value,
        actor=event.actor,
        before=event.before,
        after=event.after,
        note=event.note,
        at=to_micros(event.at),
        changes=json.dumps(event.changes, ensure_ascii=False),
        version=event.version,
        name=event.actor_name,
    )


async def claim_events(connection: Connection, claim: int) -> list[ClaimEvent]:
    """Return what happened to a claim, the oldest first."""
    return [
        ClaimEvent(
            row["action"],
            Role(row["role"]),
            row["actor"],
            row["before"],
            row["after"],
            row["note"],
            from_micros(row["at"]),
            {name: (was, now) for name, (was, now) in json.loads(row["changes"]).items()},
            row["version"],
            row["actor_name"],
        )
        for row in await connection.all(_EVENTS, claim=claim)
    ]


async def forget_claims(connection: Connection, bot: int, chat: int) -> int:
    """Delete the claims of a customer with all that belongs to them; return how many."""
    return await connection.run(_FORGET, bot=bot, chat=chat)


def claim_of_row(row: Row) -> FiledClaim:
    """Return the claim in a row of `CLAIMS`; facts that its model no longer takes stand apart."""
    kind = kind_kept(row["kind"])
    kept = facts_kept(kind, row["facts"])
    return FiledClaim(
        id=row["id"],
        bot=row["bot_id"],
        chat=row["chat_id"],
        number=row["number"],
        kind=kind,
        type=row["type"],
        filing=row["filing"],
        facts=kept.fitting,
        older=kept.older,
        status=Status(row["status"]),
        priority=row["priority"],
        region=row["region"],
        language=Language(row["language"]),
        filed_at=from_micros(row["filed_at"]),
        due_at=from_micros(row["due_at"]),
        outcome=row["outcome"],
        agent=row["agent_id"],
        agent_name=row["agent_name"],
        version=row["version"],
        reminders=not row["reminders_off"],
        merged_into=row["merged_into"],
        escalated_to=row["escalated_to"],
        escalated_name=row["escalated_name"],
        escalated_at=moment_or_none(row["escalated_at"]),
        due_for=row["due_for"],
        waiting_since=moment_or_none(row["waiting_since"]),
        aside_at=moment_or_none(row["aside_at"]),
        first_response_at=moment_or_none(row["first_response_at"]),
        closed_at=moment_or_none(row["closed_at"]),
    )
