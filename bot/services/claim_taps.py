"""Buttons of a claim: show, add, withdraw, reopen, pack, rate, its deadlines."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.domain.casework import FiledClaim
from bot.domain.taps import Tap
from bot.services import amending, claim_calendar, own_claims, packs, ratings, reminders, waiting
from bot.services.desk_closing import RATINGS
from bot.services.draft_taps import old_button
from bot.services.exchange import Exchange

About = tuple[str, ...]


async def _claims(ex: Exchange, _: About) -> None:
    await own_claims.list_claims(ex)


async def _claim(ex: Exchange, about: About) -> None:
    claim = await own_claims.own_claim(ex, about[0]) if len(about) == 2 else None
    if claim is None:
        ex.say("error.not_yours")
        return
    doing = _DOING.get(about[1])
    if doing is None:
        await old_button(ex)
        return
    await doing(ex, claim)


async def _add(ex: Exchange, claim: FiledClaim) -> None:
    ex.update(adding_to=claim.id)
    ex.say("claims.add_prompt", number=claim.number)


async def _withdraw(ex: Exchange, claim: FiledClaim) -> None:
    ex.say(
        "claims.withdraw_sure",
        (ex.label("claims.withdraw_no"), Tap("claim", (claim.number, "show"))),
        (ex.label("claims.withdraw_yes"), Tap("claim", (claim.number, "withdrawn"))),
        number=claim.number,
    )


_DOING: dict[str, Callable[[Exchange, FiledClaim], Awaitable[None]]] = {
    "show": own_claims.show,
    "add": _add,
    "withdraw": _withdraw,
    "withdrawn": own_claims.withdraw,
    "arrived": own_claims.withdraw,
    "reopen": own_claims.reopen,
    "pack": packs.order,
    "missing": own_claims.still_missing,
    "person": own_claims.ask_person,
    "calendar": claim_calendar.send_calendar,
    "quiet": partial(reminders.switch, on=False),
    "remind": partial(reminders.switch, on=True),
    "goon": waiting.go_on,
    "why": ratings.ask_why,
    "unsaid": ratings.leave_unsaid,
    **{rating: partial(ratings.rate, rating=rating) for rating in RATINGS},
}


async def _deadline(ex: Exchange, about: About) -> None:
    claim = await own_claims.own_claim(ex, about[0]) if len(about) == 3 else None
    if claim is None:
        ex.say("error.not_yours")
        return
    if about[1] in ("done", "again"):
        await reminders.done(ex, claim, about[2], yes=about[1] == "done")
        return
    await old_button(ex)


async def _amend(ex: Exchange, about: About) -> None:
    claim = await own_claims.own_claim(ex, about[0]) if about else None
    if claim is None:
        ex.say("error.not_yours")
    elif not await amending.tapped_amend(ex, claim, about[1:]):
        await old_button(ex)


CLAIM_VERBS: dict[str, Callable[[Exchange, About], Awaitable[None]]] = {
    "claims": _claims,
    "claim": _claim,
    reminders.VERB: _deadline,
    amending.VERB: _amend,
}
