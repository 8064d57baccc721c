"""Who did what, which questions found no answer, and the cards in the agents' chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

_AUDIT = """
    INSERT INTO audit (bot_id, actor, action, subject, detail, at)
    VALUES (:bot, :actor, :action, :subject, :detail, :at)
"""
_AUDITED = "SELECT * FROM audit WHERE bot_id = :bot ORDER BY id DESC LIMIT :limit"
_SINCE = """
    SELECT COUNT(*) AS found FROM audit
    WHERE bot_id = :bot AND actor = :actor AND action = :action AND at > :since
"""
_LATEST = """
    SELECT actor FROM audit
    WHERE bot_id = :bot AND action = :action AND subject = :subject AND at > :since
    ORDER BY id DESC LIMIT 1
"""
_UNANSWERED = """
    INSERT INTO unanswered (bot_id, text, language, nearest, score, at)
    VALUES (:bot, :text, :language, :nearest, :score, :at)
"""
_CHANGED = "UPDATE desk_card SET changed_at = :at WHERE claim_id = :claim"
_CARD = """
    INSERT INTO desk_card (claim_id, chat_id, thread_id, key)
    VALUES (:claim, :chat, :thread, :key) ON CONFLICT (claim_id) DO NOTHING
"""
_CARD_OF = "SELECT * FROM desk_card WHERE claim_id = :claim"


@dataclass(frozen=True, slots=True)
class Card:
    """The card of a claim in the agents' chat.

    Attributes:
        chat: Telegram id of the group.
        thread: topic in it; 0 is none, below 0 while it is being opened.
        key: by which later messages edit it.
        changed_at: when it was last edited; None: not yet.
        is_closed: its topic is closed.
    """

    chat: int
    thread: int
    key: str
    changed_at: datetime | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing somebody did.

    Attributes:
        actor: who; a Telegram id, or `system`.
        action: what, `subject.verb`.
        subject: to what, by number or id.
        detail: ids and names of choices only; never what people wrote.
    """

    actor: str
    action: str
    subject: str = ""
    detail: str = ""


async def put_deed(connection: Connection, bot: int, deed: Deed, now: datetime) -> None:
    """Keep what somebody did."""
    await connection.run(
        _AUDIT,
        bot=bot,
        actor=deed.actor,
        action=deed.action,
        subject=deed.subject,
        detail=deed.detail,
        at=to_micros(now),
    )


async def deeds(connection: Connection, bot: int, limit: int = 100) -> Sequence[Row]:
    """Return the latest deeds."""
    return await connection.all(_AUDITED, bot=bot, limit=limit)


async def deeds_since(
    connection: Connection, bot: int, actor: str, action: str, since: datetime
) -> int:
    """Return how often somebody did something since a moment."""
    row = await connection.one(_SINCE, bot=bot, actor=actor, action=action, since=to_micros(since))
    return int(row["found"]) if row else 0


async def latest_actor(
    connection: Connection, bot: int, deed: tuple[str, str], since: datetime
) -> str | None:
    """Return who did something to something last, since a moment; `deed` names both."""
    action, subject = deed
    row = await connection.one(
        _LATEST, bot=bot, action=action, subject=subject, since=to_micros(since)
    )
    return str(row["actor"]) if row else None


async def put_unanswered(
    connection: Connection, bot: int, question: tuple[str, str, str, float], now: datetime
) -> None:
    """Keep a question that found no answer.

    Args:
        connection (Connection): of the step.
        bot (int): Telegram id of the bot.
        question (tuple): redacted text, language, nearest article, its score from 0 to 1.
        now (datetime): aware.
    """
    text, language, nearest, score = question
    await connection.run(
        _UNANSWERED,
        bot=bot,
        text=text,
        language=language,
        nearest=nearest,
        score=round(score * 1000),
        at=to_micros(now),
    )


async def put_card(connection: Connection, claim: int, card: Card) -> None:
    """Remember where the card of a claim is."""
    await connection.run(_CARD, claim=claim, chat=card.chat, thread=card.thread, key=card.key)


async def card_of(connection: Connection, claim: int) -> Card | None:
    """Return where the card of a claim is; None: it has none."""
    row = await connection.one(_CARD_OF, claim=claim)
    if row is None:
        return None
    changed_at = from_micros(row["changed_at"]) if row["changed_at"] else None
    closed = bool(row["is_closed"])
    return Card(row["chat_id"], row["thread_id"], row["key"], changed_at, closed)


async def card_changed(connection: Connection, claim: int, now: datetime) -> None:
    """Remember when the card of a claim was edited."""
    await connection.run(_CHANGED, claim=claim, at=to_micros(now))
