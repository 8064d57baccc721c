"""The facts of a claim with their versions: who changed what when, and what it was before."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.drafts import questions
from bot.domain.casework import FiledClaim
from bot.domain.lifecycle import Role
from bot.domain.questions import Reads
from bot.services.console_facts import FactTeller
from bot.services.console_story import StoryTeller
from bot.storage.claim_history import FactVersion


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one fact; a dash stands for nothing."""

    before: str
    after: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as it is now, and how it came to be, the latest change first."""

    name: str
    value: str
    changes: tuple[Change, ...]


def history_of(
    teller: FactTeller, story: StoryTeller, claim: FiledClaim, versions: Sequence[FactVersion]
) -> list[Fact]:
    """Return every fact that was ever there."""
    found = []
    for asked in questions(claim.kind):
        if asked.ask.reads is Reads.FILES:
            continue
        told = [
            teller.told(claim.kind, asked, each.facts.get(asked.field)) or "–" for each in versions
        ]
        if any(each != "–" for each in told):
            changes = [
                Change(before, after, story.when(version.written_at), _who(story, claim, version))
                for before, after, version in zip(told, told[1:], versions[1:], strict=False)
                if before != after
            ]
            name = teller.name(claim.kind, asked)
            found.append(Fact(name, told[-1], tuple(reversed(changes))))
    return found


def _who(story: StoryTeller, claim: FiledClaim, version: FactVersion) -> str:
    if version.written_by == str(claim.chat):
        return story.role(Role.CUSTOMER)
    is_theirs = version.written_by == str(claim.agent)
    name = claim.agent_name if is_theirs else version.written_by
    return f"{story.role(Role.AGENT)} {name}"
