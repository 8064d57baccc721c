"""Buttons of a claim: show, add, withdraw, reopen, rate."""

from collections.abc import Awaitable, Callable

from bot.domain.taps import Tap
from bot.services import own_claims
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
    match about[1]:
        case "show":
            await own_claims.show(ex, claim)
        case "add":
            ex.update(adding_to=claim.id)
            ex.say("claims.add_prompt", number=claim.number)
        case "withdraw":
            ex.say(
                "claims.withdraw_sure",
                (ex.label("claims.withdraw_no"), Tap("claim", (claim.number, "show"))),
                (ex.label("claims.withdraw_yes"), Tap("claim", (claim.number, "withdrawn"))),
                number=claim.number,
            )
        case "withdrawn" | "arrived":
            await own_claims.withdraw(ex, claim)
        case "reopen":
            await own_claims.reopen(ex, claim)
        case "missing":
            await own_claims.still_missing(ex, claim)
        case "person":
            await own_claims.ask_person(ex, claim)
        case "good" | "fair" | "bad":
            await own_claims.rate(ex, claim, about[1])
        case _:
            await old_button(ex)


CLAIM_VERBS: dict[str, Callable[[Exchange, About], Awaitable[None]]] = {
    "claims": _claims,
    "claim": _claim,
}
