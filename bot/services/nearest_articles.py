"""The articles nearest to what a customer wrote, for agents, and as the customer reads them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.errors import NotFound
from bot.domain.languages import Language
from bot.domain.numbers import read_number
from bot.services.conversation import Office
from bot.services.exchange import Exchange, plain_text
from bot.services.understanding import Ranking
from bot.storage.claim_history import latest_said
from bot.storage.claims import claim_by_number
from bot.storage.connection import Connection
from bot.storage.desk_links import WORDS, link_to, links_of_outbox
from bot.texts.catalog import to_traditional
from knowledge.articles import Article
from knowledge.rendering import render
from knowledge.values import Reader

_SAID_LOOKED_AT: Final = 20

# Finds the articles nearest to a text.
Rank = Callable[[str], Ranking]


@dataclass(frozen=True, slots=True)
class NearArticle:
    """One article in a list.

    Attributes:
        name: of the article.
        title: in the reader's language.
        score: how near, 0 to 1.
    """

    name: str
    title: str
    score: float


class NearestArticles:
    """Finds articles for agents with the search that answers customers."""

    def __init__(self, office: Office, rank: Rank) -> None:
        self._office, self._rank = office, rank

    def near(self, words: str, language: Language) -> Sequence[NearArticle]:
        """Return the nearest articles, the nearest first; none without words.

        Args:
            words (str): of the customer.
            language (Language): of the titles.
        """
        if not words.strip():
            return ()
        library = self._office.library()
        found = [
            (each, library.article(each.entry, language.facts))
            for each in self._rank(words).ranked
        ]
        return [
            NearArticle(each.entry, _title(article, language), each.score)
            for each, article in found
            if article
        ]

    async def words_of_message(self, chat: int, message: int) -> str:
        """Return what a customer wrote that a message of ours in the group holds; empty: none."""
        office = self._office

        async def step(connection: Connection) -> str:
            link = await link_to(connection, office.bot, chat, message)
            if link is None or link.outbox is None or link.role != WORDS:
                return ""
            links = await links_of_outbox(connection, link.outbox)
            return "\n".join(each.words for each in links if each.words)

        return await office.database.read(step)

    async def latest_words(self, number: str) -> str:
        """Return what the customer of a claim wrote last; empty: nothing."""
        office, read = self._office, read_number(number)

        async def step(connection: Connection) -> str:
            claim = await claim_by_number(connection, office.bot, read) if read else None
            if claim is None:
                return ""
            said = await latest_said(connection, claim.id, claim.chat, _SAID_LOOKED_AT)
            return next((each.text for each in reversed(said) if each.incoming and each.text), "")

        return await office.database.read(step)

    def text(self, ex: Exchange, name: str) -> str:
        """Return an article as the customer of an exchange reads it, plain.

        Raises:
            NotFound: there is no such article.
        """
        article = ex.library.article(name, ex.voice.language.facts)
        if article is None:
            raise NotFound("knowledge.gone")
        reader = Reader(ex.voice.language.facts, ex.voice.region, ex.tables.today)
        return plain_text(render(article, ex.library, reader, ex.tables.written).text)


def _title(article: Article, language: Language) -> str:
    return to_traditional(article.title, "") if language is Language.TRADITIONAL else article.title
