"""Deletes what a customer wants deleted; what remains holds nothing of theirs."""

from bot.domain.custody import Act
from bot.domain.messages import Message
from bot.domain.taps import Tap
from bot.services.exchange import Exchange
from bot.services.removing import remove_files
from bot.storage.audit import Deed, put_deed
from bot.storage.claims import claims_of, forget_claims
from bot.storage.console import forget_person
from bot.storage.desk_topics import cards_of_customer, forget_topic, topic_removal
from bot.storage.drafts import open_drafts, remove_drafts
from bot.storage.evidence import evidence_of_customer
from bot.storage.forgetting import forget_chat
from bot.storage.made_files import forget_made
from bot.storage.messages import forget_messages
from bot.storage.reports import forget_reports
from bot.storage.staff import forget_invitation
from bot.storage.watches import unwatch

_ALL = "all"
_DRAFTS = "drafts"


async def forget(ex: Exchange, what: str) -> None:
    """Ask what shall be deleted, or delete it.

    Args:
        ex (Exchange): of the step.
        what (str): `all`, `drafts`, `keep`; anything else asks.
    """
    match what:
        case "all":
            await _all(ex)
        case "drafts":
            await _drafts(ex)
        case "keep":
            ex.say("forget.kept")
        case _:
            await _ask(ex)


async def _ask(ex: Exchange) -> None:
    drafts = await open_drafts(ex.connection, ex.bot, ex.chat)
    claims = await claims_of(ex.connection, ex.bot, ex.chat)
    files = await evidence_of_customer(ex.connection, ex.bot, ex.chat)
    if not (drafts or claims or files):
        ex.say("forget.nothing", (ex.label("forget.all"), Tap("forget", (_ALL,))))
        return
    ex.say(
        "forget.ask",
        (ex.label("forget.keep"), Tap("forget", ("keep",))),
        (ex.label("forget.drafts"), Tap("forget", (_DRAFTS,))),
        (ex.label("forget.all"), Tap("forget", (_ALL,))),
        drafts=str(len(drafts)),
        claims=str(len(claims)),
    )


async def _drafts(ex: Exchange) -> None:
    files = await evidence_of_customer(ex.connection, ex.bot, ex.chat)
    await remove_files(ex, [file for file in files if file.claim is None], Act.FORGOTTEN)
    await remove_drafts(ex.connection, ex.bot, ex.chat)
    ex.say("forget.done_drafts")


async def _all(ex: Exchange) -> None:
    files = await evidence_of_customer(ex.connection, ex.bot, ex.chat)
    await forget_chat(ex.connection, ex.bot, ex.chat)
    await forget_made(ex.connection, ex.bot, ex.chat)
    await _topics(ex)
    await forget_messages(ex.connection, ex.bot, ex.chat)
    await remove_files(ex, files, Act.FORGOTTEN)
    await forget_claims(ex.connection, ex.bot, ex.chat)
    await remove_drafts(ex.connection, ex.bot, ex.chat)
    await forget_reports(ex.connection, ex.bot, ex.chat)
    await unwatch(ex.connection, ex.bot, "", ex.chat)
    await forget_person(ex.connection, ex.bot, ex.chat)
    await forget_invitation(ex.connection, ex.bot, ex.chat)
    await put_deed(ex.connection, ex.bot, Deed(str(ex.chat), "customer.forget"), ex.now)
    text = ex.lines("forget.done_all")
    ex.forgotten = True
    ex.messages.append(Message(ex.chat, "\n".join(text.lines)))


async def _topics(ex: Exchange) -> None:
    """Take the customer's claims out of the agents' group, with all that was said there."""
    for claim, card in (await cards_of_customer(ex.connection, ex.bot, ex.chat)).items():
        await forget_topic(ex.connection, ex.bot, card, claim)
        if card.thread > 0:
            ex.messages.append(topic_removal(card.chat, card.thread))
