"""The topic of a claim in the agents' group: opened, renamed, closed, and where messages go."""

import html

from bot.domain.casework import FiledClaim
from bot.domain.lifecycle import is_open
from bot.domain.messages import Message, Priority, TopicAct
from bot.services.exchange import Exchange
from bot.services.promises import URGENT, Promises
from bot.storage.audit import Card, card_of, put_card
from bot.storage.desk_topics import close_card, has_topics, move_card, topic_key
from bot.storage.outbox import put_messages
from bot.texts.wording import amount_text

# Telegram's limit for the name of a topic, characters. Source: Bot API, createForumTopic.
_LONGEST_NAME = 128


def for_agents(ex: Exchange, claim: FiledClaim) -> Exchange:
    """Return the step as agents are told of it, by the clock of the desk that has the claim."""
    return ex.for_agents(Promises(ex.library).desk(claim.region).zone)


def priority_of(claim: FiledClaim) -> Priority:
    """Return how urgent a message about a claim is in the agents' group."""
    return Priority.ANSWER if claim.priority == URGENT else Priority.DESK


def card_key(claim: FiledClaim) -> str:
    """Return the key of the card of a claim."""
    return f"claim:{claim.id}"


async def begin_topic(ex: Exchange, claim: FiledClaim) -> Card:
    """Give a claim its place in the agents' group: a topic, where the group has any."""
    opens = await has_topics(ex.connection, ex.bot, ex.agents_chat)
    card = Card(ex.agents_chat, -claim.id if opens else 0, card_key(claim))
    await put_card(ex.connection, claim.id, card)
    if opens:
        await open_topic(ex, claim, card)
    return card


async def open_topic(ex: Exchange, claim: FiledClaim, card: Card) -> None:
    """Have a topic opened; what is put into thread `-claim.id` is held until it is there."""
    await move_card(ex.connection, claim.id, -claim.id)
    message = Message(
        card.chat, topic_name(ex, claim), act=TopicAct.OPEN, key=topic_key(claim.id),
        priority=priority_of(claim), claim_number=claim.number,
    )  # fmt: skip
    await put_messages(ex.connection, ex.bot, [message], ex.now)


def topic_name(ex: Exchange, claim: FiledClaim) -> str:
    """Return what the topic of a claim is called: number, kind, sum; a tick when it is closed."""
    desk = for_agents(ex, claim)
    amount = amount_text(claim.wanted, desk.voice).replace(".00", "") if claim.wanted else ""
    done = "" if is_open(claim.status) else "✓ "
    parts = (claim.number, desk.line(f"desk.topic.{claim.kind}"), amount)
    return f"{done}{' '.join(part for part in parts if part)}"[:_LONGEST_NAME]


async def follow_status(ex: Exchange, claim: FiledClaim, card: Card) -> None:
    """Close the topic of a claim that was closed, open that of one that was reopened."""
    shut = not is_open(claim.status)
    if not card.thread or card.is_closed == shut:
        return
    await close_card(ex.connection, claim.id, closed=shut)
    last = TopicAct.CLOSE if shut else TopicAct.REOPEN
    messages = [
        Message(
            card.chat, topic_name(ex, claim), thread=card.thread, act=act,
            priority=Priority.REMINDER, claim_number=claim.number,
        )
        for act in (TopicAct.RENAME, last)
    ]  # fmt: skip
    await put_messages(ex.connection, ex.bot, messages, ex.now)


async def place_of(ex: Exchange, claim: FiledClaim) -> Card:
    """Return where a claim stands in the agents' group; outside of topics where it has no card."""
    found = await card_of(ex.connection, claim.id)
    return found or Card(ex.agents_chat, 0, card_key(claim))


async def desk_message(ex: Exchange, claim: FiledClaim, plain: str) -> Message:
    """Return a message about a claim to the agents' group, in its topic where it has one.

    Without a topic its number stands before the text.
    """
    place = await place_of(ex, claim)
    text = html.escape(plain, quote=False)
    return Message(
        place.chat,
        text if place.thread else f"<code>{claim.number}</code> {text}".rstrip(),
        thread=place.thread,
        priority=priority_of(claim),
        claim_number=claim.number,
    )
