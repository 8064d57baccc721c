"""Deletes what a customer wants deleted; what remains holds nothing of theirs."""

from bot.domain.messages import Message
from bot.domain.taps import Tap
from bot.services.exchange import Exchange
from bot.storage.audit import Deed, put_deed
from bot.storage.claims import claims_of, forget_claims
from bot.storage.drafts import open_drafts, remove_drafts
from bot.storage.evidence import evidence_of_customer, forget_evidence
from bot.storage.jobs import put_job
from bot.storage.messages import forget_messages
from bot.storage.reports import forget_reports, unwatch

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
    await _remove_blobs(ex, only_loose=True)
    await forget_evidence(ex.connection, ex.bot, ex.chat, only_loose=True)
    await remove_drafts(ex.connection, ex.bot, ex.chat)
    ex.say("forget.done_drafts")


async def _all(ex: Exchange) -> None:
    await _remove_blobs(ex, only_loose=False)
    await forget_messages(ex.connection, ex.bot, ex.chat)
    await forget_evidence(ex.connection, ex.bot, ex.chat, only_loose=False)
    await forget_claims(ex.connection, ex.bot, ex.chat)
    await remove_drafts(ex.connection, ex.bot, ex.chat)
    await forget_reports(ex.connection, ex.bot, ex.chat)
    await unwatch(ex.connection, ex.bot, "", ex.chat)
    await put_deed(ex.connection, ex.bot, Deed(str(ex.chat), "customer.forget"), ex.now)
    text = ex.lines("forget.done_all")
    ex.forgotten = True
    ex.messages.append(Message(ex.chat, "\n".join(text.lines)))


async def _remove_blobs(ex: Exchange, *, only_loose: bool) -> None:
    """Store jobs that delete the bytes; equal bytes still needed by a claim are kept."""
    files = await evidence_of_customer(ex.connection, ex.bot, ex.chat)
    kept = {each.sha256 for each in files if only_loose and each.claim is not None}
    gone = {each.sha256 for each in files if each.sha256} - kept
    for sha256 in sorted(gone):
        request = {"chat": ex.chat, "sha256": sha256}
        await put_job(ex.connection, ex.bot, ex.chat, "blob.remove", request)
