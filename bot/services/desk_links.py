"""What agents do with two claims: merge a duplicate, link what belongs together."""

from dataclasses import replace

from bot.domain.casework import FiledClaim
from bot.domain.errors import Conflict
from bot.domain.lifecycle import Action, Outcome, is_open
from bot.domain.taps import Tap
from bot.services.desk_acts import Act, Acts, Agent, kept_words
from bot.services.desk_closing import not_solved, stop_work
from bot.services.exchange import Exchange
from bot.storage.claim_links import Link, put_link, remove_link


class DeskLinks:
    """Agents' actions on pairs of claims, each one written step."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts

    async def merge(self, agent: Agent, number: str, into: str, note: str = "") -> None:
        """Close a claim as a duplicate of another open one of the same customer; they hear it.

        Args:
            agent (Agent): who does it.
            number (str): of the claim that is closed.
            into (str): number of the claim in which work goes on.
            note (str): why, for the team only.

        Raises:
            SupportError: not allowed, not found, of somebody else, closed, or the same claim.
        """

        async def merged(ex: Exchange, claim: FiledClaim) -> FiledClaim:
            kept = await self._other(ex, claim, into)
            if kept.chat != claim.chat:
                raise Conflict("desk.merge_stranger", {"number": kept.number})
            if not is_open(kept.status):
                raise Conflict("desk.merge_closed", {"number": kept.number})
            await put_link(ex.connection, _link(ex, agent, claim, kept))
            return replace(claim, outcome=Outcome.DUPLICATE.value, merged_into=kept.number)

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            await stop_work(ex, claim)
            see = (ex.label("claims.see"), Tap("claim", (claim.merged_into, "show")))
            ex.say(
                "claims.merged",
                see,
                not_solved(ex, claim),
                number=claim.number,
                into=claim.merged_into,
            )

        await self._acts.act(agent, number, Act(Action.MERGE, merged, tell, kept_words(note)))

    async def link(self, agent: Agent, number: str, other: str, note: str = "") -> None:
        """Say that two claims have to do with each other; no customer hears it.

        Raises:
            SupportError: not allowed, not found, linked already, or the same claim.
        """

        async def linked(ex: Exchange, claim: FiledClaim) -> FiledClaim:
            found = await self._other(ex, claim, other)
            if not await put_link(ex.connection, _link(ex, agent, claim, found)):
                raise Conflict("desk.linked_already", {"number": found.number})
            return claim

        words = f"{other.strip().upper()} {kept_words(note)}".strip()
        await self._acts.act(agent, number, Act(Action.LINK, linked, note=words))

    async def unlink(self, agent: Agent, number: str, other: str) -> None:
        """Take a link between two claims back.

        Raises:
            SupportError: not allowed, not found, or there is no such link.
        """

        async def unlinked(ex: Exchange, claim: FiledClaim) -> FiledClaim:
            found = await self._other(ex, claim, other)
            if not await remove_link(ex.connection, claim.id, found.id):
                raise Conflict("desk.not_linked", {"number": found.number})
            return claim

        await self._acts.act(
            agent, number, Act(Action.UNLINK, unlinked, note=other.strip().upper())
        )

    async def _other(self, ex: Exchange, claim: FiledClaim, number: str) -> FiledClaim:
        found = await self._acts.claim(ex.connection, number)
        if found.id == claim.id:
            raise Conflict("desk.same_claim")
        return found


def _link(ex: Exchange, agent: Agent, claim: FiledClaim, other: FiledClaim) -> Link:
    return Link(ex.bot, claim.id, other.id, agent.id, ex.now)
