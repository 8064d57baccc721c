"""Other claims that have to do with one: the same payee, picture or number, or an agent's link."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.storage.claim_links import linked_claims
from bot.storage.claim_queue import Queued, queued_numbered
from bot.storage.connection import Connection
from bot.storage.reuse import reused
from bot.texts.catalog import Catalog
from bot.texts.wording import Voice, day_text

# Claims that the page lists; a shop in more claims than this is known to everybody.
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class KinRead:
    """Other claims with the ways in which they are alike, surest first.

    Attributes:
        found: claim and ways; `linked` is an agent's word.
        linked: numbers of those that agents linked.
        count: how many there are in all.
    """

    found: Sequence[tuple[Queued, tuple[str, ...]]]
    linked: frozenset[str]
    count: int


@dataclass(frozen=True, slots=True)
class Kin:
    """One of them in somebody's words."""

    number: str
    ways: tuple[str, ...]
    kind: str
    status: str
    filed: str


async def read_kin(connection: Connection, claim: FiledClaim) -> KinRead:
    """Return the claims that have to do with one, those that agents linked first."""
    linked = await linked_claims(connection, claim.id)
    ways: dict[str, dict[str, None]] = {number: {"linked": None} for number in linked}
    for each in await reused(connection, claim.id):
        ways.setdefault(each.claim, {})[each.how.value] = None
    found = []
    for number, hows in list(ways.items())[:_MOST]:
        other = await queued_numbered(connection, claim.bot, number)
        if other is not None:
            found.append((other, tuple(hows)))
    return KinRead(found, frozenset(linked), len(ways))


def kin_lines(catalog: Catalog, voice: Voice, read: KinRead) -> list[Kin]:
    """Return them in somebody's words."""
    language = voice.language
    return [
        Kin(
            other.number,
            tuple(catalog.line(f"console.kin.{way}", language) for way in ways),
            catalog.line(f"kind.{ClaimKind(other.kind)}", language),
            catalog.line(f"console.status.{Status(other.status)}", language),
            day_text(other.filed_at, voice),
        )
        for other, ways in read.found
    ]
