"""A customer who does not answer for long is asked whether to go on; then the claim is put aside.

Nothing is deleted, and whatever they say later brings the claim back.
"""

from bot.domain.casework import FiledClaim
from bot.domain.lifecycle import Action, Role, Status
from bot.domain.taps import Tap
from bot.services.claim_changes import Change, put_change
from bot.services.desk_closing import leave_person
from bot.services.desk_notices import refresh_card
from bot.services.exchange import Choice, Exchange
from bot.services.own_claims import change
from bot.services.promises import Promises
from bot.services.timeline import open_question
from bot.storage.claims import claim_by_id, claim_events
from bot.texts.wording import due_text


async def waited(ex: Exchange, claim_id: int) -> None:
    """Ask the customer of a claim whether to go on, or put it aside a week after that."""
    claim = await claim_by_id(ex.connection, ex.bot, claim_id)
    if claim is None or claim.chat != ex.chat or claim.status is not Status.WAITING:
        return
    since = claim.waiting_since
    if since is None or claim.aside_at is not None:
        return
    events = await claim_events(ex.connection, claim.id)
    asked = any(each.action == Action.REMIND and each.at >= since for each in events)
    action = Action.PUT_ASIDE if asked else Action.REMIND
    ex.claim = claim.id
    changed = await put_change(ex, claim, claim, Change(action, Role.SYSTEM))
    if asked:
        await leave_person(ex, changed)
        ex.say("claims.put_aside", *_choices(ex, claim), number=claim.number)
    else:
        table = Promises(ex.library).follow_up
        ex.say(
            "claims.long_wait",
            *_choices(ex, claim),
            number=claim.number,
            question=open_question(claim, events) or None,
            days=(ex.now - since).days,
            more=table.put_aside_days,
        )
    await refresh_card(ex, changed)


async def go_on(ex: Exchange, claim: FiledClaim) -> None:
    """Go on with a claim that waited for its customer."""
    changed = await change(ex, claim, Action.SUPPLY, ex.line("claims.go_on"))
    if changed is not None:
        ex.update(adding_to=claim.id)
        ex.say("claims.going_on", number=claim.number, by=due_text(changed.due_at, ex.voice))


def _choices(ex: Exchange, claim: FiledClaim) -> tuple[Choice, ...]:
    return (
        (ex.label("claims.go_on"), Tap("claim", (claim.number, "goon"))),
        (ex.label("claims.withdraw"), Tap("claim", (claim.number, "withdraw"))),
    )
