"""Answers from the articles: one answer, an offer of three topics, or a person."""

import html
from collections.abc import Sequence

from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.messages import Button
from bot.domain.taps import Tap
from bot.services.exchange import Choice, Exchange
from bot.storage.audit import put_unanswered
from bot.texts.catalog import to_traditional
from bot.texts.layouts import arranged, copy_row
from bot.texts.shown import Rendered
from bot.texts.speech import Said
from knowledge.articles import Article
from knowledge.rendering import render
from knowledge.values import Reader

Ranking = Sequence[tuple[str, float]]
# Topics offered when none is sure. Source: docs/design.md section 3.
_TOPICS = 3
_MISSES_BEFORE_PERSON = 2


def article_of(ex: Exchange, name: str) -> Article | None:
    """Return an article in the customer's language."""
    return ex.library.article(name, ex.voice.language.facts)


def say_article(ex: Exchange, article: Article, *, within: bool = False) -> Rendered | None:
    """Answer with an article, or return its lines where a question follows them.

    Args:
        ex (Exchange): of the step.
        article (Article): in the customer's language.
        within (bool): an open question is repeated behind it, so nothing is sent yet.
    """
    voice = ex.voice
    ex.counts["answered"] += 1
    reader = Reader(voice.language.facts, voice.region, ex.tables.today)
    shown = render(article, ex.library, reader, ex.tables.written)
    if within:
        return Rendered((shown.text,), (), shown.phones)
    rows = copy_row(ex.line("button.copy", what="{}"), shown.phones)
    buttons: list[Choice] = []
    if shown.opens is not None:
        buttons.append((ex.label("answer.open_guide"), Tap("open", (shown.opens.value,))))
    buttons.append((ex.label("answer.helped"), Tap("helped", ("yes",))))
    buttons.append((ex.label("answer.not_helped"), Tap("helped", ("no",))))
    chosen = arranged(Button(label, data=tap.encode()) for label, tap in buttons)
    ex.send(Said(shown.text, (*rows, *chosen)))
    return None


def offer_topics(ex: Exchange, ranked: Ranking) -> None:
    """Offer the nearest topics and a person."""
    topics: list[Choice] = []
    for name, _ in ranked[:_TOPICS]:
        article = article_of(ex, name)
        if article is not None:
            topics.append((_title(ex, article), Tap("article", (name,))))
    person = (ex.label("answer.none_of_these"), Tap("ask_person"))
    if not topics:
        ex.say("answer.unknown_bare", person)
        return
    ex.say("answer.unknown", *topics, person)


def _title(ex: Exchange, article: Article) -> str:
    title = article.title[:60]
    if ex.voice.language is Language.TRADITIONAL:
        return to_traditional(title, ex.voice.region)
    return title


async def keep_unanswered(ex: Exchange, text: str, ranked: Ranking) -> None:
    """Keep a question for the admins that no article answers."""
    ex.counts["unanswered"] += 1
    nearest = ranked[0] if ranked else ("", 0.0)
    language = ex.customer.language.value
    await put_unanswered(ex.connection, ex.bot, (text[:300], language, *nearest), ex.now)


async def unanswered(ex: Exchange, text: str, ranked: Ranking) -> None:
    """Say that there is no reliable answer; two misses in a row offer a person."""
    await keep_unanswered(ex, text, ranked)
    ex.update(misses=ex.customer.misses + 1)
    offer_topics(ex, ranked if ex.customer.misses <= _MISSES_BEFORE_PERSON else ())


def offer_guides(ex: Exchange, kinds: Sequence[ClaimKind]) -> None:
    """Ask which matter it is."""
    choices = [(ex.label(f"kind.{kind}"), Tap("open", (kind.value,))) for kind in kinds]
    ex.say("answer.which_matter", *choices, (ex.label("question.person"), Tap("person", ("0",))))


def escaped(text: str) -> str:
    """Return a text for Telegram HTML."""
    return html.escape(text, quote=False)
