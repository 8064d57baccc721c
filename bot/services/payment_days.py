"""The day of payment of a vanished merchant: asked for where a deadline counts from it."""

from dataclasses import replace

from bot.dialogue.drafts import Draft, answers, claim_of
from bot.dialogue.events import FilledIn
from bot.dialogue.replies import Asking, Reviewing
from bot.dialogue.turns import Turn, ask
from bot.domain.casework import FiledClaim
from bot.domain.claims import FROM_PAYMENT
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.services.claim_rules import rules_of
from bot.services.exchange import Exchange


def with_payment_day(ex: Exchange, turn: Turn) -> Turn:
    """Return a turn after which the day of payment is asked for, if some rule counts from it.

    Who pays by card or PayPal loses a right on a certain day; with most wallets no rule says so,
    and the question is left out.
    """
    draft = turn.draft
    if (
        draft.kind is not ClaimKind.VANISHED_MERCHANT
        or turn.ended
        or "dated" in answers(draft).values
    ):
        return turn
    if not _counts(ex, draft):
        return turn
    after = draft.with_events(FilledIn("dated", FROM_PAYMENT, draft.next_turn - 1))
    before, now = ask(draft), ask(after)
    said = turn.replies
    if before != now and any(isinstance(reply, Asking | Reviewing) for reply in said):
        said = (*(each for each in said if not isinstance(each, Asking | Reviewing)), *now)
    return replace(turn, draft=after, replies=said)


def _counts(ex: Exchange, draft: Draft) -> bool:
    return any(rule.from_event is not None for rule in rules_of(ex.library, _as_filed(ex, draft)))


def _as_filed(ex: Exchange, draft: Draft) -> FiledClaim:
    """Return the claim that the draft would be now."""
    return FiledClaim(
        id=0,
        bot=ex.bot,
        chat=ex.chat,
        number="",
        kind=draft.kind,
        type=draft.type,
        filing="",
        facts=claim_of(draft).model_dump(mode="json", exclude_defaults=True),
        status=Status.FILED,
        priority="",
        region=ex.customer.region,
        language=ex.customer.language,
        filed_at=ex.now,
        due_at=ex.now,
    )
