"""A claim as a document and a zip: asked for by its customer or by an agent, made by a job."""

from datetime import timedelta

from pydantic import JsonValue, TypeAdapter

from bot.domain.casework import FiledClaim
from bot.domain.custody import Act, Handled
from bot.domain.messages import Message, Priority
from bot.domain.packs import Pack
from bot.domain.taps import Tap
from bot.services.desk_topics import for_agents
from bot.services.exchange import Choice, Exchange
from bot.services.made_files import MAKE, named, order_files
from bot.services.pack_paper import pack_of
from bot.storage.claims import claim_by_id, claims_of
from bot.storage.custody import log_acts
from bot.storage.evidence import evidence_of_claim
from bot.storage.jobs import jobs_of
from bot.storage.timers import Timer, schedule

# Names of the makers, see `bot.wiring`.
PDF = "pack.pdf"
ZIP = "pack.zip"
# The timer after which the customer hears that it takes longer.
SLOW = "pack.slow"
_SLOW_AFTER = timedelta(seconds=8)
_CLAIMS_OFFERED = 10
JsonObject = dict[str, JsonValue]
_PACK: TypeAdapter[Pack] = TypeAdapter(Pack)


async def choose(ex: Exchange) -> None:
    """Make the pack of the only claim; ask which where there are several."""
    claims = await claims_of(ex.connection, ex.bot, ex.chat, _CLAIMS_OFFERED)
    if not claims:
        ex.say("pack.none")
        return
    if len(claims) == 1:
        await order(ex, claims[0])
        return
    ex.say("pack.which", *(_row(ex, claim) for claim in claims))


def _row(ex: Exchange, claim: FiledClaim) -> Choice:
    label = ex.line(
        "claims.row",
        number=claim.number,
        kind=ex.line(f"kind.{claim.kind}"),
        status=ex.line(f"claims.status.{claim.status}"),
    )
    return (label, pack_tap(claim))


def pack_tap(claim: FiledClaim) -> Tap:
    """Return what the button carries that makes a pack."""
    return Tap("claim", (claim.number, "pack"))


def pack_choice(ex: Exchange, claim: FiledClaim) -> Choice:
    """Return the button that makes a pack."""
    return (ex.label("pack.button"), pack_tap(claim))


async def order(ex: Exchange, claim: FiledClaim) -> None:
    """Have the pack of the customer's own claim made and sent; one at a time."""
    ex.claim = claim.id
    if await _waits(ex, claim):
        ex.say("pack.busy", number=claim.number)
        return
    pack = await pack_of(ex, claim)
    left_out = sum(not file.enclosed for file in pack.paper.files)
    pdf = ex.lines("pack.pdf", number=claim.number)
    archive = ex.lines("pack.zip", left_out=str(left_out) if left_out else None)
    orders = (
        (PDF, _message(claim, ex.chat, "pdf", "\n".join(pdf.lines))),
        (ZIP, _message(claim, ex.chat, "zip", "\n".join(archive.lines))),
    )
    await order_files(ex, claim, _PACK.dump_python(pack, mode="json"), orders)
    due = ex.now + _SLOW_AFTER
    timer = Timer(f"pack:{claim.id}", ex.chat, SLOW, due, {"claim": claim.id})
    await schedule(ex.connection, ex.bot, timer)


async def order_for_desk(ex: Exchange, claim: FiledClaim, agent: int) -> None:
    """Have the document of a claim made and sent to the agents' chat; see `values_for_desk`."""
    caption = for_agents(ex, claim).line("pack.desk_caption", number=claim.number)
    order = (PDF, _message(claim, ex.agents_chat, "pdf", caption))
    await order_files(ex, claim, await values_for_desk(ex, claim, agent), (order,))


async def values_for_desk(ex: Exchange, claim: FiledClaim, agent: int) -> JsonObject:
    """Return what the document of a claim is made of, for somebody of the team.

    It comes without the zip: originals may say where they were taken. The pictures on its pages
    are logged as shown.

    Args:
        ex (Exchange): of the step, in which it was checked who may.
        claim (FiledClaim): any.
        agent (int): Telegram id of who asks.
    """
    pack = await pack_of(ex, claim)
    files = await evidence_of_claim(ex.connection, claim.id)
    acts = [
        Handled(Act.SHOWN, file.id, claim.id, file.sha256, by=agent)
        for file in files
        if file.sha256
    ]
    if acts:
        await log_acts(ex.connection, ex.bot, acts, ex.now)
    values: JsonObject = _PACK.dump_python(pack, mode="json")
    return values


def _message(claim: FiledClaim, chat: int, ending: str, caption: str) -> Message:
    return Message(
        chat,
        caption,
        file=named(f"{claim.number}.{ending}"),
        priority=Priority.ANSWER if chat == claim.chat else Priority.DESK,
        claim_number=claim.number,
    )


async def slow(ex: Exchange, claim_id: int) -> None:
    """Say that the pack takes longer, if it is not there by now."""
    claim = await claim_by_id(ex.connection, ex.bot, claim_id)
    if claim is not None and claim.chat == ex.chat and await _waits(ex, claim):
        ex.claim = claim.id
        ex.say("pack.slow", number=claim.number)
        ex.offered = None


async def _waits(ex: Exchange, claim: FiledClaim) -> bool:
    """Whether a pack of this claim is being made for the customer."""
    jobs = await jobs_of(ex.connection, ex.bot, ex.chat, MAKE)
    return any(
        job["claim"] == claim.id
        and job["writer"] in (PDF, ZIP)
        and job["message"]["chat_id"] == ex.chat
        for job in jobs
    )
