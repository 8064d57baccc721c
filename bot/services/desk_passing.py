"""What an agent writes in the group, on its way to the customer: words, files, albums, edits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.messages import Message, OutgoingFile
from bot.services.desk_topics import desk_message, for_agents
from bot.services.exchange import Exchange, plain_text
from bot.storage.claims import claim_by_id
from bot.storage.desk_links import (
    Link,
    link_from,
    link_to,
    links_of_outbox,
    put_desk_link,
)
from bot.storage.messages import LoggedMessage, log_message
from bot.storage.outbox import put_messages

# What the sender leaves where a message that is followed cannot be delivered.
UNDELIVERED: Final = "outbox.undelivered"
LONGEST_TEXT: Final = 3500
"""Characters of one message of an agent: with their name it must fit into one of Telegram's."""
LONGEST_CAPTION: Final = 900


@dataclass(frozen=True, slots=True)
class Written:
    """One message of an agent in the group, or an album of them.

    Attributes:
        chat: Telegram id of the group.
        ids: Telegram ids of the message or of the items of the album.
        thread: topic; 0 is none.
        reply_to: message that it answers; 0 is none.
        text: as it was written.
        files: what came with it, in order.
        is_other: it holds something else, such as a sticker or a place.
    """

    chat: int
    ids: tuple[int, ...]
    thread: int = 0
    reply_to: int = 0
    text: str = ""
    files: tuple[OutgoingFile, ...] = ()
    is_other: bool = False

    @property
    def id(self) -> int:
        """The Telegram id of the first message."""
        return self.ids[0]


async def pass_to_customer(ex: Exchange, claim: FiledClaim, written: Written, said: str) -> None:
    """Send what an agent wrote to the customer.

    Args:
        ex (Exchange): of the customer.
        claim (FiledClaim): which it is about.
        written (Written): where it was written, and its files.
        said (str): its words as the customer reads them; Telegram HTML.
    """
    key = _key(written.chat, written.id)
    message = Message(
        ex.chat, said, key=key, reply_to=await _answered(ex, written),
        file=written.files[0] if len(written.files) == 1 else None,
        album=written.files if len(written.files) > 1 else (),
        claim_number=claim.number, is_followed=True,
    )  # fmt: skip
    [outbox] = await put_messages(ex.connection, ex.bot, [message], ex.now)
    link = Link(claim.id, written.chat, 0, ex.chat, outbox=outbox, key=key)
    for id_, file in zip(written.ids, written.files or (None,), strict=False):
        await put_desk_link(ex.connection, ex.bot, replace(link, from_id=id_, file=file))
    await _log(ex, message, outbox)


async def pass_edit(ex: Exchange, written: Written, said: str, anew: str) -> None:
    """Let the customer see what an edited message says now.

    Args:
        ex (Exchange): of the customer.
        written (Written): as it is now.
        said (str): its words as the customer reads them; Telegram HTML.
        anew (str): the same where the earlier message cannot be edited.
    """
    link = await link_from(ex.connection, ex.bot, written.chat, written.id)
    if link is None:
        return
    message = Message(
        ex.chat, said, edit_of=link.key, instead=anew, is_followed=True,
    )  # fmt: skip
    [outbox] = await put_messages(ex.connection, ex.bot, [message], ex.now)
    again = Link(link.claim, written.chat, written.id, ex.chat, outbox=outbox, key=link.key)
    await put_desk_link(ex.connection, ex.bot, again)
    await _log(ex, message, outbox)


async def not_delivered(ex: Exchange, outbox: int, why: str) -> None:
    """Tell the agents at once that something did not reach the customer."""
    links = await links_of_outbox(ex.connection, outbox)
    claim = await claim_by_id(ex.connection, ex.bot, links[0].claim) if links else None
    if claim is None:
        return
    plain = for_agents(ex, claim).line(f"desk.undelivered.{why}")
    message = await desk_message(ex, claim, plain)
    await put_messages(
        ex.connection, ex.bot, [replace(message, reply_to=links[0].from_id)], ex.now
    )


def _key(chat: int, message: int) -> str:
    return f"agent:{chat}:{message}"


async def _answered(ex: Exchange, written: Written) -> int:
    """Return the message in the customer's chat that a reply in the group answers; 0 is none."""
    for found in (
        await link_to(ex.connection, ex.bot, written.chat, written.reply_to),
        await link_from(ex.connection, ex.bot, written.chat, written.reply_to),
    ):
        if found is not None:
            theirs = (found.from_chat, found.from_id), (found.to_chat, found.to_id or 0)
            return next((id_ for chat, id_ in theirs if chat == ex.chat), 0)
    return 0


async def _log(ex: Exchange, message: Message, outbox: int) -> None:
    logged = LoggedMessage(
        bot=ex.bot, chat=message.chat, incoming=False, text=plain_text(message.text),
        at=ex.now, outbox=outbox, claim=ex.claim,
    )  # fmt: skip
    await log_message(ex.connection, logged)


def names_of(files: Sequence[OutgoingFile]) -> str:
    """Return the file names for the timeline."""
    return ", ".join(file.name or file.kind.value for file in files)
