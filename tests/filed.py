"""A claim and a file, for the storage tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.casework import FiledClaim
from bot.domain.evidence import EvidenceForm, EvidenceState
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import Status
from bot.storage.arrivals import put_evidence
from bot.storage.claims import insert_claim
from bot.storage.database import Database
from bot.storage.evidence import StoredEvidence
from tests.gateway import BOT, NOW

CHAT = 5
CLAIM = FiledClaim(
    id=0,
    bot=BOT,
    chat=CHAT,
    number="PA-7K3M-4QXW-X",
    kind=ClaimKind.DUPLICATE_CHARGE,
    type="duplicate",
    filing="refund",
    facts={
        "provider": "alipay", "merchant": "咖啡店", "count": 2,
        "amount": {"minor": 8900, "currency": "CNY"},
    },
    status=Status.FILED,
    priority="normal",
    region="CN",
    language=Language.SIMPLIFIED,
    filed_at=NOW,
    due_at=NOW + timedelta(hours=4),
)  # fmt: skip
FILE = StoredEvidence(
    id=0,
    bot=BOT,
    chat=CHAT,
    draft=None,
    claim=None,
    state=EvidenceState.WAITING,
    form=EvidenceForm.PHOTO,
    name="账单.jpg",
    file_id="f1",
    unique_id="u1",
    sha256="",
    size=1000,
    mime="image/jpeg",
    reason="",
    received_at=NOW,
)


async def put_claim(database: Database, **changes: Any) -> FiledClaim:
    """Store a claim and return it with its id."""
    claim = replace(CLAIM, **changes)
    stored = await database.write(lambda c: insert_claim(c, claim, "2026-11"))
    assert stored is not None
    return replace(claim, id=stored)


async def put_file(database: Database, **changes: Any) -> StoredEvidence:
    """Store the row of a file and return it with its id."""
    file = replace(FILE, **changes)
    return replace(file, id=await database.write(lambda c: put_evidence(c, file)))
