"""What became of a claim's facts, and the latest that was said about it."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from bot.domain.casework import FiledClaim
from bot.domain.kept_facts import facts_kept
from bot.domain.redaction import Secret
from bot.storage.connection import Connection
from bot.storage.messages import secrets_kept
from bot.storage.micros import from_micros

_VERSIONS = "SELECT * FROM claim_facts WHERE claim_id = :claim ORDER BY version"
_SAID = """
    SELECT direction, text, evidence_id, at, secrets FROM message
    WHERE claim_id = :claim AND chat_id = :chat ORDER BY id DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class FactVersion:
    """The facts as somebody left them.

    Attributes:
        facts: those that the model of the claim takes; what older ones say, the claim says.
        written_by: Telegram id of the customer or agent.
        written_at: aware.
    """

    version: int
    facts: dict[str, JsonValue]
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One message of a customer's chat.

    Attributes:
        evidence: id of the file that came with it; None: none came.
        at: aware.
        secrets: kinds of secrets that were masked in it.
    """

    incoming: bool
    text: str
    evidence: int | None
    at: datetime
    secrets: frozenset[Secret] = frozenset()


async def fact_versions(connection: Connection, claim: FiledClaim) -> list[FactVersion]:
    """Return every version of a claim's facts, the first one first."""
    return [
        FactVersion(
            row["version"],
            facts_kept(claim.kind, row["facts"]).fitting,
            row["written_by"],
            from_micros(row["written_at"]),
        )
        for row in await connection.all(_VERSIONS, claim=claim.id)
    ]


async def latest_said(connection: Connection, claim: int, chat: int, limit: int) -> list[SaidLine]:
    """Return the latest messages of a customer's chat about a claim, the oldest first."""
    rows = await connection.all(_SAID, claim=claim, chat=chat, limit=limit)
    return [
        SaidLine(
            row["direction"] == "in",
            row["text"],
            row["evidence_id"],
            from_micros(row["at"]),
            secrets_kept(row["secrets"]),
        )
        for row in reversed(rows)
    ]
