"""`/agents` in a private chat: admins list, add and remove; who was named confirms."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from bot.domain.errors import NotAllowed, SupportError
from bot.domain.lifecycle import Role
from bot.domain.staff import Invitation, Member, StaffOrder, Team, Verb, read_order
from bot.domain.taps import decode
from bot.services.conversation import Office, Sender
from bot.services.exchange import Exchange
from bot.services.knowledge_steps import AdminSteps
from bot.services.staff_step import StaffStep, answers
from bot.storage.audit import Deed, put_deed
from bot.texts.layouts import copy_row
from bot.texts.shown import Lines, Shown, Value

COMMAND: Final = "agents"
# Members of a list, so that one message holds it.
_MOST_LISTED: Final = 50

_Doing = Callable[[Exchange, StaffStep], Awaitable[None]]


class StaffDesk:
    """The team in the chat, each act one written step."""

    def __init__(self, office: Office) -> None:
        self._office, self._steps = office, AdminSteps(office)

    async def command(self, sender: Sender, argument: str) -> None:
        """Do what `/agents` says; alone it lists the team, or shows one's own invitation."""
        order = read_order(argument)
        if order is not None:
            await self._do(sender, partial(_obey, order=order))
        else:
            await self._do(sender, partial(_look, asked=bool(argument.strip())))

    async def tap(self, sender: Sender, data: str, name: str) -> None:
        """Do what a button of an invitation says; `name` is that of the Telegram account."""
        tap = decode(data)
        match tap.about if tap else ():
            case ("join",):
                await self._do(sender, partial(_join, name=name))
            case ("refuse",):
                await self._do(sender, _decline)
            case _:
                await self._steps.say(sender, "staff.invitation_over")

    async def _do(self, sender: Sender, doing: _Doing) -> None:
        async def step(ex: Exchange) -> None:
            await doing(ex, StaffStep(ex.connection, self._office, ex.now, sender.chat))

        try:
            await self._steps.do(sender, step)
        except SupportError as refused:
            await self._steps.do(sender, partial(_refused, why=refused))


async def _refused(ex: Exchange, why: SupportError) -> None:
    """Say why nothing was done; a stranger's attempt is in the audit."""
    if not isinstance(why, NotAllowed):
        ex.say(why.key, **why.values)
        return
    await put_deed(ex.connection, ex.bot, Deed(str(ex.chat), "staff.refused"), ex.now)
    person = str(ex.chat)
    said = ex.lines(why.key, person=Shown(person, code=True))
    ex.say_rows(said, copy_row(ex.line("button.copy", what="{}"), (person,)))


async def _look(ex: Exchange, step: StaffStep, asked: bool) -> None:
    invitation = await step.invitation()
    if invitation is not None:
        ex.say(f"staff.asked.{invitation.role}", *answers(ex))
        return
    team = await step.team()
    ex.say("staff.listed", **_listed(ex, team, asked=asked))


def _listed(ex: Exchange, team: Team, *, asked: bool) -> dict[str, Value]:
    members = [_member(ex, each) for each in team.members[:_MOST_LISTED]]
    waiting = [_waiting(ex, each) for each in team.invitations[:_MOST_LISTED]]
    left = len(team.members) - len(members)
    return {
        "first": ex.line("staff.unreadable") if asked else None,
        "members": Lines(tuple(members)),
        "more": left or None,
        "invitations": Lines(tuple(waiting)) if waiting else None,
    }


def _member(ex: Exchange, member: Member) -> Shown:
    key = f"staff.member_fixed.{member.role}" if member.fixed else f"staff.member.{member.role}"
    name = member.name or ex.line("staff.no_name")
    since = member.since.astimezone(ex.voice.zone) if member.since else ex.now
    return Shown(ex.line(key, person=member.id, name=name, since=f"{since:%Y-%m-%d}"))


def _waiting(ex: Exchange, invitation: Invitation) -> Shown:
    until = invitation.ends_at.astimezone(ex.voice.zone)
    key = f"staff.invited.{invitation.role}"
    return Shown(ex.line(key, person=invitation.person, until=f"{until:%m-%d %H:%M}"))


async def _obey(ex: Exchange, step: StaffStep, order: StaffOrder) -> None:
    person = Shown(str(order.person), code=True)
    match order.verb:
        case Verb.ADD:
            made = await step.invite(order.person, order.role)
            until = made.ends_at.astimezone(ex.voice.zone)
            ex.say("staff.added", person=person, until=f"{until:%m-%d %H:%M}")
        case Verb.REMOVE:
            await _remove(ex, step, order.person)
        case _:
            await step.change_role(order.person, order.role)
            ex.say(f"staff.role_changed.{order.role}", person=person)


async def _remove(ex: Exchange, step: StaffStep, person: int) -> None:
    shown = Shown(str(person), code=True)
    if any(each.person == person for each in (await step.team()).invitations):
        await step.withdraw(person)
        ex.say("staff.withdrawn", person=shown)
        return
    left = await step.remove(person)
    ex.say("staff.removed", person=shown, claims=left or None)


async def _join(ex: Exchange, step: StaffStep, name: str) -> None:
    member = await step.confirm(name)
    ex.say("staff.joined_admin" if member.role is Role.ADMIN else "staff.joined")


async def _decline(ex: Exchange, step: StaffStep) -> None:
    await step.decline()
    ex.say("staff.declined")
