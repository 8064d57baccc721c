"""Seals of the custody log: set when a claim is filed, told to its customer and the agents."""

from bot.domain.custody import Act, Handled, Head, short_seal
from bot.services.exchange import Exchange
from bot.storage.custody import log_acts, tell_seal
from bot.storage.evidence import evidence_of_claim
from bot.texts.shown import Rendered, Shown


async def seal_claim(ex: Exchange, claim: int) -> Head:
    """Log that a claim was filed with its files, and remember the seal that is told."""
    files = await evidence_of_claim(ex.connection, claim)
    acts = [Handled(Act.FILED, file.id, claim, file.sha256) for file in files if file.sha256]
    head = await log_acts(ex.connection, ex.bot, acts or [Handled(Act.FILED, claim=claim)], ex.now)
    await tell_seal(ex.connection, claim, head)
    return head


def seal_line(ex: Exchange, seal: str) -> Rendered:
    """Return the folded line that tells a customer the seal, in its short form."""
    return ex.lines("claims.seal", seal=Shown(short_seal(seal), code=True))
