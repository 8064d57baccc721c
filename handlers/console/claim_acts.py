"""What an agent does with a claim: the form as it came, checked, handed to the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.console import Person
from bot.domain.lifecycle import Outcome
from bot.domain.staff import read_person
from bot.services.desk import Agent, Desk

# Characters of what is said with each action: as many as are kept.
_LONGEST: Final = {
    "take": 3000, "ask": 3000, "answer": 3000, "note": 1000, "resolve": 1000, "reopen": 1000,
    "escalate": 1000, "pass_on": 1000, "hand_back": 1000, "merge": 1000, "link": 1000,
    "unlink": 1000,
}  # fmt: skip
ACTIONS: Final = frozenset(_LONGEST)
"""What the page has buttons for."""

_SPOKEN: Final = ("ask", "answer", "note", "escalate")
_OF_TWO: Final = ("merge", "link", "unlink")


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """What was sent.

    Attributes:
        version: of the claim that the page showed; -1: none that there is.
        other: number of another claim.
        of: number of the claim of which it is a duplicate.
        to: Telegram id of a colleague; None: nobody.
    """

    action: str
    words: str
    version: int
    outcome: str
    other: str
    to: int | None
    of: str = ""

    def unfit(self) -> str:
        """Return the key of what is wrong; empty: nothing."""
        if self.action not in ACTIONS:
            return "console.form_refused"
        if self.action in _SPOKEN and not self.words:
            return "console.words_missing"
        if len(self.words) > _LONGEST[self.action]:
            return "console.words_long"
        if self.action == "resolve" and self.outcome not in set(Outcome):
            return "console.outcome_missing"
        if self.action == "resolve" and self.outcome == Outcome.DUPLICATE and not self.of:
            return "desk.duplicate_of_what"
        if self.action in _OF_TWO and not self.other:
            return "console.number_missing"
        if self.action == "pass_on" and self.to is None:
            return "console.colleague_missing"
        return ""

    @property
    def named(self) -> str:
        """The number of another claim that the form names; empty: it names none."""
        return self.of if self.action == "resolve" else self.other

    def agent(self, person: Person) -> Agent:
        """Return who acts, with what they saw."""
        return Agent(person.id, person.name, self.version, person.language, person.clock)


def form_of(form: Mapping[str, str]) -> ClaimForm:
    """Return what a form says; every value is checked or cut."""
    version = form.get("version", "")
    is_number = version.isascii() and version.isdecimal() and len(version) < 10
    return ClaimForm(
        action=form.get("action", ""),
        words=form.get("words", "").replace("\r\n", "\n").strip(),
        version=int(version) if is_number else -1,
        outcome=form.get("outcome", ""),
        other=form.get("other", "").strip()[:40],
        to=read_person(form.get("to", "")),
        of=form.get("of", "").strip()[:40],
    )


async def do(desk: Desk, person: Person, number: str, form: ClaimForm, colleague: str) -> None:
    """Do it.

    Args:
        desk (Desk): does it.
        person (Person): who wants it.
        number (str): of the claim.
        form (ClaimForm): fit.
        colleague (str): name of whom it is passed on to, as we know it.

    Raises:
        SupportError: it cannot be done; says why.
    """
    agent, words = form.agent(person), form.words
    match form.action:
        case "take":
            await desk.take(agent, number)
        case "ask":
            await desk.ask(agent, number, words)
        case "answer":
            await desk.say(agent, number, words)
        case "note":
            await desk.note(agent, number, words)
        case "resolve":
            await desk.resolve(agent, number, Outcome(form.outcome), words, form.of)
        case _:
            await _move(desk, agent, number, form, colleague)


async def _move(desk: Desk, agent: Agent, number: str, form: ClaimForm, colleague: str) -> None:
    words, other = form.words, form.other
    match form.action:
        case "reopen":
            await desk.moves.reopen(agent, number, words)
        case "escalate":
            await desk.moves.escalate(agent, number, words)
        case "pass_on" if form.to is not None:
            await desk.moves.pass_on(agent, number, Agent(form.to, colleague), words)
        case "hand_back":
            await desk.moves.hand_back(agent, number, words)
        case "merge":
            await desk.links.merge(agent, number, other, words)
        case "link":
            await desk.links.link(agent, number, other, words)
        case "unlink":
            await desk.links.unlink(agent, number, other)
