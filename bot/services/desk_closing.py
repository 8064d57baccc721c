"""What follows when a claim is closed: work on it stops, the customer hears how and what next."""

from bot.domain.casework import FiledClaim
from bot.domain.customers import Mode
from bot.domain.taps import Tap
from bot.services.exchange import Choice, Exchange
from bot.services.reminders import drop_reminder
from bot.storage.customers import end_handover
from bot.storage.timers import cancel

RATINGS = ("good", "fair", "bad")
"""What a customer can say of the help, best first."""


async def stop_work(ex: Exchange, claim: FiledClaim) -> None:
    """End what runs for a claim that is closed: its timers, and the talk with a person."""
    await cancel(ex.connection, ex.bot, f"claim:{claim.id}:follow")
    await drop_reminder(ex, claim)
    await leave_person(ex, claim)


async def leave_person(ex: Exchange, claim: FiledClaim) -> None:
    """Let the bot answer again, if it was silent for this claim."""
    await end_handover(ex.connection, ex.bot, claim.id)
    if ex.customer.mode_claim == claim.id:
        ex.update(mode=Mode.BOT, mode_claim=None)
    if ex.customer.adding_to == claim.id:
        ex.update(adding_to=None)


def say_resolved(ex: Exchange, claim: FiledClaim, note: str) -> None:
    """Tell how a claim was resolved, ask whether it helped, and offer to go on."""
    ex.say(
        "claims.resolved",
        *rating_choices(ex, claim),
        not_solved(ex, claim),
        number=claim.number,
        outcome=ex.line(f"claims.outcome.{claim.outcome}"),
        note=note or None,
    )


def rating_choices(ex: Exchange, claim: FiledClaim) -> tuple[Choice, ...]:
    """Return the buttons that rate the help."""
    return tuple(
        (ex.label(f"claims.rate_{name}"), Tap("claim", (claim.number, name))) for name in RATINGS
    )


def not_solved(ex: Exchange, claim: FiledClaim) -> Choice:
    """Return the button that opens a closed claim again."""
    return (ex.label("claims.not_solved"), Tap("claim", (claim.number, "reopen")))
