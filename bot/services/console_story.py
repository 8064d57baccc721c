"""What was said about a claim, what was done with it, and by when somebody must act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.casework import ClaimDeadline, ClaimEvent, FiledClaim
from bot.domain.console import Person
from bot.domain.lifecycle import Role
from bot.domain.reminders import is_over
from bot.services.console_facts import Mask
from bot.services.console_voice import ConsoleVoice
from bot.services.conversation import Office
from bot.services.timeline import change_lines, who_acted
from bot.storage.claim_history import SaidLine
from bot.texts.wording import day_text


@dataclass(frozen=True, slots=True)
class Said:
    """One message; `file` is the id of what came with it, `removed` what was masked in it."""

    incoming: bool
    text: str
    when: str
    file: int | None
    removed: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of the claim's history; `changes` says what it changed, before and after."""

    what: str
    who: str
    note: str
    when: str
    changes: Sequence[str]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One deadline; state: open, done or over."""

    what: str
    due: str
    state: str


class StoryTeller:
    """Puts what happened into somebody's words."""

    def __init__(self, office: Office, person: Person, mask: Mask) -> None:
        self._office, self._mask = office, mask
        self._teller = ConsoleVoice(office, person)
        self._voice = self._teller.voice

    def said(self, lines: Sequence[SaidLine]) -> list[Said]:
        """Return the conversation."""
        return [
            Said(
                each.incoming,
                self._mask(each.text),
                self.when(each.at),
                each.evidence,
                self._removed(each),
            )
            for each in lines
        ]

    def _removed(self, said: SaidLine) -> str:
        between = "、" if self._voice.language.is_chinese else ", "
        kinds = sorted(said.secrets)
        return between.join(self._teller.line(f"desk.secret.{kind}") for kind in kinds)

    def events(self, claim: FiledClaim, events: Sequence[ClaimEvent]) -> list[Happened]:
        """Return the history."""
        return [self._event(claim, each) for each in events]

    def deadlines(self, deadlines: Sequence[ClaimDeadline]) -> list[DueLine]:
        """Return by when somebody must act."""
        return [self._deadline(each) for each in deadlines]

    def when(self, moment: datetime) -> str:
        """Return day and time."""
        return self._teller.when(moment)

    def role(self, role: Role) -> str:
        """Return how a role is called."""
        return self._teller.line(f"console.role.{role}")

    def _event(self, claim: FiledClaim, event: ClaimEvent) -> Happened:
        return Happened(
            what=self._teller.line(f"console.event.{event.action}"),
            who=who_acted(self._office.catalog, self._voice, claim, event),
            # How it was filed is a word of the program, and stands in the facts as what is wanted.
            note="" if event.action == "filed" else self._mask(event.note),
            when=self.when(event.at),
            changes=change_lines(self._office.catalog, self._voice, event),
        )

    def _deadline(self, deadline: ClaimDeadline) -> DueLine:
        voice = self._voice
        rule = self._office.library().deadline_rules.get(deadline.rule)
        state = "done" if deadline.is_done else "open"
        if state == "open" and is_over(deadline, voice.now, voice.zone):
            state = "over"
        at = deadline.due_at
        words = self._teller.tables.words(rule.effect) if rule else ""
        return DueLine(words or deadline.rule, self.when(at) if at else self._day(deadline), state)

    def _day(self, deadline: ClaimDeadline) -> str:
        noon = datetime(deadline.due_on.year, deadline.due_on.month, deadline.due_on.day, 12)
        return day_text(noon.replace(tzinfo=self._voice.zone), self._voice)
