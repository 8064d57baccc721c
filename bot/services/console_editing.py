"""Articles in the console: edited by admins with check and effect, undone; open questions."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.console import Person
from bot.domain.errors import Conflict, NotFound
from bot.services.console_knowledge import ConsoleKnowledge, Found, title_of
from bot.services.console_steps import ConsoleSteps
from bot.services.console_voice import ConsoleVoice
from bot.services.conversation import Office, Sender
from bot.services.exchange import Exchange
from bot.services.knowledge_edits import Checked, KnowledgeEdits, Shelf, version_from
from bot.services.knowledge_versions import KnowledgeVersions
from bot.services.unanswered_desk import UnansweredDesk
from bot.services.understanding import Interpreter
from bot.storage.article_versions import VersionState, put_version, versions_of
from knowledge.effects import Effect, Turn
from knowledge.grouping import grouped
from knowledge.problem_words import problem_text
from knowledge.proposals import LARGEST_ARTICLE, article_file

_LANGUAGES: Final = ("zh", "en")
# Versions of one article; groups of open questions; changed answers.
_MOST_VERSIONS, _MOST_GROUPS, _MOST_CHANGES = 20, 50, 40
# Articles to which an open question can be added.
_OFFERED: Final = 3


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One edit; `state` as the program calls it."""

    id: int
    when: str
    author: int
    state: str
    state_name: str


@dataclass(frozen=True, slots=True)
class EditView:
    """The file of an article as it is edited.

    Attributes:
        seen: hash of the file that the editor began with.
        exists: False: there is no such article yet.
    """

    name: str
    language: str
    text: str
    seen: str
    exists: bool
    versions: Sequence[VersionLine]


@dataclass(frozen=True, slots=True)
class CheckView:
    """What an edit would do.

    Attributes:
        problems: file, line, column and what to mend; none: it may go live.
        version: id of the offered version; 0 while there are problems.
        counts: how many questions were replayed, and how they turn out.
        changes: turn, question, the answer before and after.
    """

    problems: Sequence[str]
    version: int = 0
    counts: str = ""
    changes: Sequence[tuple[str, str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Questions that ask the same and found no answer; `nearest` can take them."""

    id: int
    count: int
    text: str
    nearest: Sequence[Found]


class ConsoleEditing:
    """Edits articles, for admins."""

    def __init__(
        self, office: Office, interpreter: Callable[[], Interpreter], shelf: Shelf
    ) -> None:
        self._office, self._interpreter, self._shelf = office, interpreter, shelf
        self._read = ConsoleKnowledge(office, interpreter)

    async def source(self, person: Person, language: str, name: str) -> EditView:
        """Return the file of an article and its versions.

        Raises:
            NotFound: that can be no article.
        """
        file = self._file(language, name)
        text = await self._edits.text(file)
        office, teller = self._office, ConsoleVoice(self._office, person)
        kept = await office.database.read(
            lambda c: versions_of(c, office.bot, file, _MOST_VERSIONS)
        )
        versions = [
            VersionLine(
                each.id, teller.when(each.at), each.author, each.state.value,
                teller.line(f"console.knowledge.state.{each.state}"),
            )
            for each in kept
        ]  # fmt: skip
        return EditView(name, language, text, _hash(text), bool(text), versions)

    async def checked(
        self, person: Person, file: tuple[str, str], text: str, seen: str
    ) -> CheckView:
        """Check an edit against everything else, replay questions, offer it if all is well.

        Args:
            person (Person): an admin.
            file (tuple): language and name of the article.
            text (str): the whole new file.
            seen (str): hash of the file that they began with.

        Raises:
            NotAllowed: they are no admin.
            Conflict: too large, the same as before, or somebody else changed the file meanwhile.
        """
        path = self._file(*file)
        before = await self._edits.text(path)
        if _hash(before) != seen:
            raise Conflict("console.knowledge.changed")
        if len(text.encode()) > LARGEST_ARTICLE:
            raise Conflict("console.knowledge.too_large", {"most": str(LARGEST_ARTICLE)})
        if text == before:
            raise Conflict("console.knowledge.same")
        checked = await self._edits.checked(path, text)
        teller = ConsoleVoice(self._office, person)
        if checked.proposal is None or checked.effect is None:
            return CheckView(_problems(teller, checked))
        return await self._offered(person, checked)

    async def use(self, person: Person, version: str) -> str:
        """Let an offered version go live; return what was done, or why not."""
        steps = ConsoleSteps(self._office, person)
        await self._versions(steps).use(Sender(person.id), version)
        return "\n".join(steps.said)

    async def undo(self, person: Person, version: str) -> str:
        """Put back what was there before a version; return what was done, or why not."""
        steps = ConsoleSteps(self._office, person)
        await self._versions(steps).undo(Sender(person.id), version)
        return "\n".join(steps.said)

    async def questions(self, person: Person) -> list[OpenQuestion]:
        """Return questions without an answer, the most frequent first."""
        groups = grouped(await self._edits.questions())
        return [
            OpenQuestion(
                group.first.id, len(group.questions), group.first.text,
                self._read.ranked(person, group.first.text, _OFFERED),
            )
            for group in groups[:_MOST_GROUPS]
        ]  # fmt: skip

    async def settle(self, person: Person, question: str, name: str) -> str:
        """Add a question to an article, or take it off the list where no article is named."""
        steps = ConsoleSteps(self._office, person)
        desk = UnansweredDesk(steps, self._interpreter(), self._edits)
        if name:
            await desk.add(Sender(person.id), question, name)
        else:
            await desk.skip(Sender(person.id), question)
        return "\n".join(steps.said)

    @property
    def _edits(self) -> KnowledgeEdits:
        return KnowledgeEdits(self._office, self._interpreter(), self._shelf)

    def _versions(self, steps: ConsoleSteps) -> KnowledgeVersions:
        return KnowledgeVersions(steps, self._edits)

    def _file(self, language: str, name: str) -> str:
        plain = name.replace("-", "")
        fits = plain.isascii() and plain.isalnum() and plain == plain.lower() and len(name) <= 80
        if language not in _LANGUAGES or not fits or name.strip("-") != name or "--" in name:
            raise NotFound("console.knowledge.gone")
        return article_file(name, language)

    async def _offered(self, person: Person, checked: Checked) -> CheckView:
        proposal, effect = checked.proposal, checked.effect
        if proposal is None or effect is None:
            raise ValueError("an edit with problems is not offered")
        steps, kept = ConsoleSteps(self._office, person), []

        async def doing(ex: Exchange) -> None:
            version = version_from(proposal, person.id, ex.now, VersionState.OFFERED)
            kept.append(await put_version(ex.connection, ex.bot, version))

        await steps.do(Sender(person.id), doing)
        teller = ConsoleVoice(self._office, person)
        counts = {turn.value: str(effect.count(turn)) for turn in Turn}
        same = str(effect.asked - len(effect.changes))
        line = teller.line(
            "console.knowledge.counts", asked=str(effect.asked), same=same, **counts
        )
        return CheckView((), kept[0], line, _changes(teller, effect))


def _problems(teller: ConsoleVoice, checked: Checked) -> list[str]:
    found = checked.proposal.problems if checked.proposal else checked.elsewhere
    chinese = teller.person.language.is_chinese
    return [teller.tables.written(problem_text(each, chinese=chinese)) for each in found]


def _changes(teller: ConsoleVoice, effect: Effect) -> list[tuple[str, str, str, str]]:
    unsure = teller.line("knowledge.no_answer")
    return [
        (
            teller.line(f"knowledge.turn.{each.turn}"),
            each.question,
            title_of(teller, each.old) if each.old else unsure,
            title_of(teller, each.new) if each.new else unsure,
        )
        for each in effect.changes[:_MOST_CHANGES]
    ]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
