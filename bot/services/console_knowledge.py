"""Articles in the console: found and read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.console import Person
from bot.domain.errors import NotFound
from bot.domain.redaction import redact
from bot.services.console_voice import ConsoleVoice
from bot.services.conversation import Office
from bot.services.exchange import plain_text
from bot.services.understanding import Interpreter
from knowledge.rendering import render
from knowledge.values import Reader

# Articles of one search.
_MOST_FOUND: Final = 10
_LONGEST_QUESTION: Final = 300


@dataclass(frozen=True, slots=True)
class Found:
    """An article of a search, with its confidence from 0 to 1."""

    name: str
    title: str
    score: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as a customer of the reader's language sees it.

    Attributes:
        asked_as: the question in customers' own words.
        sources: the facts it rests on.
    """

    name: str
    title: str
    text: str
    asked_as: Sequence[str]
    sources: Sequence[str]
    reviewed_on: str


class ConsoleKnowledge:
    """Finds and reads articles."""

    def __init__(self, office: Office, interpreter: Callable[[], Interpreter]) -> None:
        self._office, self._interpreter = office, interpreter

    def found(self, person: Person, question: str) -> list[Found]:
        """Return the articles nearest to a question, the surest first."""
        asked = redact(question[:_LONGEST_QUESTION]).text.strip()
        return self.ranked(person, asked, _MOST_FOUND) if asked else []

    def titles(self, person: Person) -> list[tuple[str, str]]:
        """Return name and title of every article in somebody's language, by title."""
        teller, library = ConsoleVoice(self._office, person), self._office.library()
        facts = person.language.facts
        named = [
            (article.name, teller.tables.written(article.title))
            for article in library.articles.values()
            if article.language == facts
        ]
        return sorted(named, key=lambda pair: pair[1].casefold())

    def article(self, person: Person, name: str) -> ArticleView:
        """Return an article.

        Raises:
            NotFound: there is none of this name.
        """
        office, teller = self._office, ConsoleVoice(self._office, person)
        library, tables = office.library(), teller.tables
        found = library.article(name, person.language.facts)
        if found is None:
            raise NotFound("console.knowledge.gone")
        shown = render(found, library, Reader(found.language, "", tables.today), tables.written)
        return ArticleView(
            name,
            tables.written(found.title),
            plain_text(shown.text),
            found.asked_as,
            found.sources,
            found.reviewed_on.isoformat(),
        )

    def ranked(self, person: Person, question: str, most: int) -> list[Found]:
        """Return the articles nearest to words that are redacted already."""
        teller = ConsoleVoice(self._office, person)
        return [
            Found(one.entry, title_of(teller, one.entry), f"{one.score:.2f}")
            for one in self._interpreter().search.rank(question, most)
        ]


def title_of(teller: ConsoleVoice, name: str) -> str:
    """Return the title of an article in somebody's language; its name if it is gone."""
    article = teller.office.library().article(name, teller.person.language.facts)
    return teller.tables.written(article.title) if article else name
