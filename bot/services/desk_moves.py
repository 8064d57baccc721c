"""What agents do with the way of a claim: hand it up, pass it on, hand it back, reopen it."""

from dataclasses import replace

from bot.domain.casework import FiledClaim
from bot.domain.customers import Mode
from bot.domain.errors import Conflict, NotFound
from bot.domain.lifecycle import Action, Role
from bot.services.desk_acts import Act, Acts, Agent, kept_words
from bot.services.desk_closing import leave_person
from bot.services.exchange import Exchange
from bot.services.promises import URGENT
from bot.services.reminders import begin_again
from bot.texts.wording import due_text


class DeskMoves:
    """Agents' actions on who has a claim, each one written step."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts

    async def escalate(
        self, agent: Agent, number: str, reason: str, to: Agent | None = None
    ) -> None:
        """Hand a claim up, with the reason; it is urgent from now on, and the customer hears it.

        Args:
            agent (Agent): who does it.
            number (str): of the claim.
            reason (str): for the team only.
            to (Agent or None): the admin who shall look; None: whichever does.

        Raises:
            SupportError: not allowed, not found, closed, or `to` is no admin.
        """

        async def escalated(ex: Exchange, claim: FiledClaim) -> FiledClaim:
            if to is not None and await self._role(ex, to) is not Role.ADMIN:
                raise NotFound("desk.no_admin")
            return replace(
                claim,
                priority=URGENT,
                escalated_to=to.id if to else None,
                escalated_name=to.name if to else "",
                escalated_at=ex.now,
            )

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            ex.say(
                "claims.escalated",
                number=claim.number,
                who=claim.escalated_name or None,
                by=due_text(claim.due_at, ex.voice),
            )

        act = Act(Action.ESCALATE, escalated, tell, kept_words(reason))
        await self._acts.act(agent, number, act)

    async def pass_on(self, agent: Agent, number: str, to: Agent, note: str = "") -> None:
        """Give a claim to a colleague; the customer hears who has it.

        What an agent has, only they and admins pass on; what nobody has, every agent.

        Args:
            agent (Agent): who does it.
            number (str): of the claim.
            to (Agent): who shall have it; of the team.
            note (str): for the colleague only.

        Raises:
            SupportError: not allowed, not found, closed, somebody else's, or `to` is no agent.
        """

        async def passed(ex: Exchange, claim: FiledClaim) -> FiledClaim:
            await self._theirs(ex, agent, claim)
            if await self._role(ex, to) is None:
                raise NotFound("desk.no_colleague")
            if claim.agent == to.id:
                raise Conflict("desk.taken_already", {"agent": to.name})
            return replace(claim, agent=to.id, agent_name=to.name)

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            ex.update(mode=Mode.PERSON, mode_claim=claim.id)
            ex.say("claims.passed_on", number=claim.number, agent=to.name)

        await self._acts.act(agent, number, Act(Action.PASS_ON, passed, tell, kept_words(note)))

    async def hand_back(self, agent: Agent, number: str, note: str = "") -> None:
        """Give a claim back to the queue; the bot answers again, and the customer hears it.

        Raises:
            SupportError: not allowed, not found, not in work, or somebody else's.
        """

        async def handed(ex: Exchange, claim: FiledClaim) -> FiledClaim:
            await self._theirs(ex, agent, claim)
            return replace(claim, agent=None, agent_name="")

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            await leave_person(ex, claim)
            by = due_text(claim.due_at, ex.voice)
            ex.say("claims.handed_back", number=claim.number, by=by)

        await self._acts.act(agent, number, Act(Action.HAND_BACK, handed, tell, kept_words(note)))

    async def prioritize(self, agent: Agent, number: str, priority: str) -> None:
        """Say how urgent a claim is, for the team; an answer is due sooner then, never later.

        Raises:
            SupportError: not allowed, not found, closed, or it is that urgent already.
        """

        async def changed(_: Exchange, claim: FiledClaim) -> FiledClaim:
            if claim.priority == priority:
                raise Conflict("desk.priority_already")
            return replace(claim, priority=priority)

        await self._acts.act(agent, number, Act(Action.PRIORITIZE, changed))

    async def reopen(self, agent: Agent, number: str, reason: str = "") -> None:
        """Open a closed claim again; whoever had it keeps it, and the customer hears it.

        Raises:
            SupportError: not allowed, not found, or not closed.
        """

        async def opened(_: Exchange, claim: FiledClaim) -> FiledClaim:
            return replace(claim, outcome="", merged_into="")

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            await begin_again(ex, claim)
            by = due_text(claim.due_at, ex.voice)
            ex.say("claims.reopened_by_us", number=claim.number, by=by)

        await self._acts.act(agent, number, Act(Action.REOPEN, opened, tell, kept_words(reason)))

    async def _role(self, ex: Exchange, person: Agent) -> Role | None:
        return await self._acts.role_in(ex.connection, person.id)

    async def _theirs(self, ex: Exchange, agent: Agent, claim: FiledClaim) -> None:
        """Refuse to give away what a colleague has; admins may."""
        if claim.agent in (None, agent.id) or await self._role(ex, agent) is Role.ADMIN:
            return
        raise Conflict("desk.not_theirs", {"agent": claim.agent_name})
