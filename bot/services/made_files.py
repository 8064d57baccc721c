"""Files that the bot makes for a customer: ordered in a step, made by a job, then sent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.domain.casework import FiledClaim
from bot.domain.messages import FileKind, Message, OutgoingFile
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
        message (Message): its `file` says name and kind; the bytes are filled in.
    """
    request = {
        "chat": ex.chat,
        "claim": claim.id,
        "writer": writer,
        "values": values,
        "message": to_values(message),
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
        await remove_made(ex.connection, ex.bot, ex.chat, str(result["name"]))
        return
    ex.claim = claim.id
    file = replace(message.file, blob=str(result["blob"]), once=True)
    ex.messages.append(replace(message, file=file))


async def not_made(ex: Exchange, request: Mapping[str, Any]) -> None:
    """Say that a file could not be made."""
    claim = await claim_by_id(ex.connection, ex.bot, int(request["claim"]))
    if claim is not None and claim.chat == ex.chat:
        ex.claim = claim.id
        ex.say("files.not_made", number=claim.number)
