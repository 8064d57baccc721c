"""What is said about our promises: to agents when one is near or broken, and each morning."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.casework import FiledClaim
from bot.domain.languages import Language
from bot.domain.lifecycle import Status
from bot.domain.messages import Button, Message, Priority
from bot.domain.promised import Goal, Promise
from bot.domain.taps import Tap
from bot.services.conversation import Office
from bot.services.desk_notices import send_to_desk
from bot.services.desk_topics import desk_message, for_agents
from bot.services.exchange import Exchange
from bot.services.outage_waves import NO_CHAT
from bot.services.promises import Promises
from bot.storage.claim_queue import Queued, QueueFilter, queued
from bot.storage.connection import Connection
from bot.storage.outbox import put_messages
from bot.storage.timers import Timer
from bot.texts.shown import Lines, Shown, Value
from bot.texts.wording import Voice, amount_text, clock_text, due_text

TODAY: Final = "sla.today"
"""Kind of the event, and key of the timer, of the list of what is due today."""

_MINUTE: Final = timedelta(minutes=1)
_HOUR_MINUTES: Final = 60
_LINES_SHOWN: Final = 5
# More claims than one team ends in a day; beyond it the list says so.
_MOST_COUNTED: Final = 200


async def say_near(ex: Exchange, claim: FiledClaim, promise: Promise) -> None:
    """Warn the agents that a promise is near, with a button to take what nobody has."""
    ex = for_agents(ex, claim)
    take = Button(ex.label("desk.take"), data=Tap("desk", ("take", claim.number)).encode())
    nobody = claim.agent is None
    await _tell(
        ex,
        claim,
        "desk.sla.near_nobody" if nobody else "desk.sla.near",
        (take,) if nobody else (),
        left=_span(ex, promise.due_at - ex.now),
        agent=claim.agent_name or "-",
        reason=ex.line(f"desk.sla.reason.{promise.goal}"),
    )


async def say_broken(
    ex: Exchange, claim: FiledClaim, promise: Promise, *, again: bool = False
) -> None:
    """Tell the agents that a promise is broken and who has the claim now.

    Args:
        ex (Exchange): of the step.
        claim (FiledClaim): handed up.
        promise (Promise): that was broken.
        again (bool): what was promised afterwards is broken too.
    """
    ex = for_agents(ex, claim)
    await _tell(
        ex,
        claim,
        "desk.sla.broken_again" if again else "desk.sla.broken",
        (),
        over=_span(ex, ex.now - promise.due_at),
        who=claim.escalated_name or None,
        reason=ex.line(f"desk.sla.reason.{promise.goal}"),
    )


def say_late(ex: Exchange, claim: FiledClaim, promise: Promise) -> None:
    """Tell the customer that we are late, who has it, and by when a person answers now."""
    ex.say(
        "claims.late_end" if promise.goal is Goal.RESOLUTION else "claims.late",
        number=claim.number,
        was=_moment(ex, promise.due_at),
        who=claim.escalated_name or None,
        by=_moment(ex, claim.due_at),
    )


async def _tell(
    ex: Exchange, claim: FiledClaim, key: str, buttons: tuple[Button, ...], **values: Value
) -> None:
    """Write to the agents about a claim, in its topic; a reply to it goes to the customer."""
    if not ex.agents_chat:
        return
    wanted = claim.wanted
    about = [claim.number, ex.line(f"kind.{claim.kind}")]
    about += [amount_text(wanted, ex.voice)] if wanted else []
    text = ex.catalog.fill(
        key, ex.voice.language, {"claim": " ".join(about), **values}, ex.voice.region
    )
    message = await desk_message(ex, claim, "")
    message = replace(
        message, text="\n".join(text.lines), buttons=(buttons,) if buttons else (),
        priority=Priority.ANSWER,
    )  # fmt: skip
    await send_to_desk(ex, message, claim.id)


def _span(ex: Exchange, span: timedelta) -> str:
    minutes = max(int(span / _MINUTE), 0)
    if minutes < 2 * _HOUR_MINUTES:
        return ex.line("desk.sla.minutes", count=minutes)
    return ex.line("desk.sla.hours", count=minutes // _HOUR_MINUTES)


def _moment(ex: Exchange, moment: datetime) -> str:
    """Return a moment for the customer: today by its clock time alone."""
    zone = ex.customer.clock
    if moment.astimezone(zone).date() == ex.now.astimezone(zone).date():
        return clock_text(moment, ex.voice)
    return due_text(moment, ex.voice)


def today_timer(office: Office, now: datetime) -> Timer:
    """Return the timer of the next list: when the first desk opens."""
    due = Promises(office.library()).next_opening("", now)
    return Timer(TODAY, NO_CHAT, TODAY, due)


async def say_today(connection: Connection, office: Office, now: datetime) -> None:
    """Tell the agents what is due before the day ends; nothing where nothing is."""
    zone = ZoneInfo(Promises(office.library()).desk("").zone)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = midnight + timedelta(days=1)
    every = await queued(connection, office.bot, QueueFilter(), None, _MOST_COUNTED)
    due = [one for one in every if one.status is not Status.WAITING and one.due_at < ends]
    if not due or not office.agents_chat:
        return
    voice = Voice(Language.SIMPLIFIED, "", zone, now)
    values: dict[str, Value] = {
        "count": len(due),
        "next": clock_text(due[0].due_at, voice),
        "number": due[0].number,
        "lines": Lines(tuple(Shown(_line(office, voice, one)) for one in due[:_LINES_SHOWN])),
    }
    text = office.catalog.fill("desk.sla.today", voice.language, values)
    message = Message(office.agents_chat, "\n".join(text.lines), priority=Priority.DESK)
    await put_messages(connection, office.bot, [message], now)


def _line(office: Office, voice: Voice, claim: Queued) -> str:
    kind = office.catalog.line(f"kind.{claim.kind}", voice.language)
    words = [clock_text(claim.due_at, voice), claim.number, kind, claim.agent_name]
    return " ".join(word for word in words if word)
