"""Files that the bot makes for a customer: ordered in a step, made by a job, then sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.domain.casework import FiledClaim
from bot.domain.messages import FileKind, Message, OutgoingFile
from bot.services.desk_topics import for_agents, place_of
from bot.services.exchange import Exchange
from bot.storage.claims import claim_by_id
from bot.storage.jobs import put_job
from bot.storage.made_files import remove_made
from bot.storage.message_json import from_json, to_values

MAKE: Final = "file.make"
MADE: Final = f"{MAKE}.done"
NOT_MADE: Final = f"{MAKE}.failed"


async def order_file(
    ex: Exchange, claim: FiledClaim, writer: str, values: Mapping[str, Any], message: Message
) -> None:
    """Have a file made and sent; it is not sent if the claim is gone by then.

    Args:
        ex (Exchange): of the step.
        claim (FiledClaim): what the file is about.
        writer (str): names the maker, see `bot.wiring`.
        values (Mapping): what the writer gets; values that JSON can hold.
        message (Message): its `file` says name and kind; the bytes are filled in. It may go to
            another chat than the customer's, such as the agents'.
    """
    await order_files(ex, claim, values, ((writer, message),))


async def order_files(
    ex: Exchange,
    claim: FiledClaim,
    values: Mapping[str, Any],
    orders: Sequence[tuple[str, Message]],
) -> None:
    """Have several files made of the same values and sent, one after the other.

    The second is begun when the first is there, so that they arrive in order, and none of the
    rest is tried when one cannot be made. Arguments as of `order_file`.
    """
    (writer, message), *rest = orders
    request = {
        "chat": message.chat,
        "claim": claim.id,
        "writer": writer,
        "values": values,
        "message": to_values(message),
        "then": [[name, to_values(later)] for name, later in rest],
    }
    await put_job(ex.connection, ex.bot, ex.chat, MAKE, request)


def named(name: str) -> OutgoingFile:
    """Return a document of that name whose bytes are still to be made."""
    return OutgoingFile(FileKind.DOCUMENT, name, once=True)


async def made(ex: Exchange, request: Mapping[str, Any], result: Mapping[str, Any]) -> None:
    """Send a file that was made."""
    claim = await claim_by_id(ex.connection, ex.bot, int(request["claim"]))
    message = from_json(request["message"])
    if claim is None or claim.chat != ex.chat or message.file is None:
        await remove_made(ex.connection, ex.bot, message.chat, str(result["name"]))
        return
    ex.claim = claim.id
    file = replace(message.file, blob=str(result["blob"]), once=True)
    ex.messages.append(replace(await _placed(ex, claim, message), file=file))
    if rest := [(str(name), from_json(later)) for name, later in request.get("then", ())]:
        await order_files(ex, claim, request["values"], rest)


async def not_made(ex: Exchange, request: Mapping[str, Any]) -> None:
    """Say that a file could not be made, to whom it would have gone."""
    claim = await claim_by_id(ex.connection, ex.bot, int(request["claim"]))
    if claim is None or claim.chat != ex.chat:
        return
    ex.claim = claim.id
    message = from_json(request["message"])
    if message.chat == ex.chat:
        ex.say("files.not_made", number=claim.number)
        return
    text = "\n".join(for_agents(ex, claim).lines("files.not_made", number=claim.number).lines)
    ex.messages.append(replace(await _placed(ex, claim, message), text=text, file=None))


async def _placed(ex: Exchange, claim: FiledClaim, message: Message) -> Message:
    """Return a message to the agents as it goes into the topic of the claim."""
    if message.chat == ex.chat:
        return message
    return replace(message, thread=(await place_of(ex, claim)).thread)
