"""The team as the console shows it to an admin, in their words and on their clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.console import Person
from bot.domain.staff import Team
from bot.services.console_voice import ConsoleVoice
from bot.services.conversation import Office
from bot.services.staff import Staff


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody of the team; `fixed`: the settings name them, and only there they are changed."""

    id: int
    name: str
    role: str
    role_name: str
    fixed: bool
    since: str
    added_by: str


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Somebody who has to confirm in their own chat with the bot."""

    id: int
    role_name: str
    made_by: str
    until: str


@dataclass(frozen=True, slots=True)
class TeamView:
    """Everybody."""

    members: Sequence[MemberLine]
    asked: Sequence[AskedLine]


class ConsoleTeamPage:
    """Reads the team."""

    def __init__(self, office: Office, staff: Staff) -> None:
        self._office, self._staff = office, staff

    async def view(self, person: Person) -> TeamView:
        """Return the team.

        Raises:
            NotAllowed: who asks is no admin.
        """
        return _view(ConsoleVoice(self._office, person), await self._staff.team(person.id))


def _view(teller: ConsoleVoice, team: Team) -> TeamView:
    names = {each.id: each.name for each in team.members}

    def named(person: int) -> str:
        return f"{names.get(person, '')} {person}".strip() if person else ""

    return TeamView(
        [
            MemberLine(
                each.id, each.name, each.role.value,
                teller.line(f"console.role.{each.role}"), each.fixed,
                teller.when(each.since) if each.since else "", named(each.added_by),
            )
            for each in team.members
        ],
        [
            AskedLine(
                each.person, teller.line(f"console.role.{each.role}"), named(each.made_by),
                teller.when(each.ends_at),
            )
            for each in team.invitations
        ],
    )  # fmt: skip
