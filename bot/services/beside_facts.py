"""What a text beside the open question adds to the facts of a guide."""

import re

from pydantic import JsonValue

from bot.dialogue.changes import correct, refine, restate
from bot.dialogue.drafts import (
    Draft,
    answers,
    current_question,
    open_questions,
)
from bot.dialogue.engine import NAMES
from bot.dialogue.events import Answered, Corrected
from bot.dialogue.replies import Part
from bot.dialogue.turns import Turn, ask
from bot.domain.kinds import ClaimKind
from bot.domain.money import read_amount
from bot.domain.questions import Reads
from bot.services import guides
from bot.services.beside_words import first_clause, is_name, is_sentence, says_paid_with
from bot.services.correcting import currency_of, reader_of
from bot.services.exchange import Exchange
from bot.services.facts_found import beside_amount, payee_named, states_only, tells_of_report
from bot.services.fitting_words import is_told_of
from bot.services.hearing import Heard, asks
from bot.understanding.amounts import without_dialled


def paid_with(draft: Draft, heard: Heard) -> Turn | None:
    """Take another provider for the one held where a text says outright what was paid with."""
    named = heard.reading.facts.provider
    held = answers(draft).values.get("provider")
    if named is None or held in (None, named) or draft.kind is ClaimKind.VANISHED_MERCHANT:
        return None  # Where something was bought stays, whatever paid for it.
    if not says_paid_with(heard.text) and not _is_better_name(draft, heard.text):
        return None
    return correct(draft, "provider", named)


def _is_better_name(draft: Draft, text: str) -> bool:
    """Whether a text is no more than a name, and the one held was only filled in by the way."""
    said = [each for each in draft.events if isinstance(each, Answered | Corrected)]
    fixed = any(each.field == "provider" for each in said)
    return not fixed and is_name(text) and not asks(text)


def demanded(draft: Draft, facts: guides.Facts) -> Turn | None:
    """Warn who is asked by a platform to pay first, whatever the open question is."""
    if draft.kind is not ClaimKind.VANISHED_PLATFORM or facts.get("contact") != "want_money":
        return None
    filled = refine(draft, "contact", "want_money")
    return Turn(filled, (Part(f"{draft.kind}.contact.after.want_money"), *ask(filled)))


def _says_another(fact: str, text: str) -> bool:
    """Whether a text gives another fact outright: who got the money."""
    return fact in ("provider", "merchant") and bool(payee_named(text))


def may_be_words(ex: Exchange, draft: Draft, heard: Heard) -> bool:
    """Whether a text can be the name that is asked for: not a time, a sum, or "done"."""
    current = current_question(draft)
    if current is None:
        return True
    if current.ask.fact not in ("app_message", "words") and asks(heard.text):
        return False
    if not is_told_of(current.ask.fact, heard.text) or _says_another(current.ask.fact, heard.text):
        return False
    if current.ask.fact not in (*NAMES, "app_message"):
        return True
    if heard.reading.wish is not None or (
        current.ask.fact == "payee" and tells_of_report(heard.text)
    ):
        return False
    if current.ask.fact in NAMES and other_choice(ex, draft, heard) is not None:
        return False
    named = heard.reading.facts.merchant
    if current.ask.fact == "provider":
        named = named or heard.reading.facts.provider
    if current.ask.fact in NAMES and not named and is_sentence(first_clause(heard.text)):
        return False
    return bool(named) or not states_only(heard.text, ex.now, ex.customer.clock)


def restated(ex: Exchange, draft: Draft, heard: Heard, facts: guides.Facts) -> Turn | None:
    """Read amounts and times said alone as better ones than those a message filled in."""
    customer = ex.customer
    if not states_only(heard.text, ex.now, customer.clock):
        return None
    if draft.kind is ClaimKind.FRAUD and "total" in facts:
        facts = facts | {"amount": facts["total"]}
    return restate(draft, stated(facts))


def other_sum(ex: Exchange, draft: Draft, heard: Heard) -> Turn | None:
    """At the review, take a sum that is told alone for the only one that stands there.

    What is told beside it may be somebody's demand.
    """
    held = answers(draft).values
    sums = [field for field, value in held.items() if _is_sum(value)]
    if current_question(draft) is not None or asks(heard.text) or len(sums) != 1:
        return None
    said = _TELLS_SUM.sub("", without_dialled(heard.text))
    read = read_amount(said, currency=currency_of(ex, draft) or None)
    told = read.money.model_dump() if read and read.money and not beside_amount(said) else None
    return correct(draft, sums[0], told) if told not in (None, held[sums[0]]) else None


_TELLS_SUM = re.compile(
    r"^\W*(?:(?:no|actually|sorry|well)\W+)?(?:(?:it|the (?:amount|sum|total)) (?:was|is)"
    r"|i (?:lost|sent|paid)|(?:in )?total)\b|(?:in (?:all|total)|altogether)\W*$"
    r"|^(?:其实|其實)?(?:是|应该是|應該是|一共是?|总共是?|總共是?|金额是?|金額是?)",
    re.IGNORECASE,
)


def _is_sum(value: JsonValue) -> bool:
    return isinstance(value, dict) and "minor" in value


# Said to the question that is open, and no answer to one that nobody has asked yet.
_YES_OR_NO = re.compile(r"^\W*(?:yes|yeah|yep|yup|no|nope|nah)\b[\s,.!]*", re.IGNORECASE)


def other_choice(ex: Exchange, draft: Draft, heard: Heard) -> Turn | None:
    """Read a text as the answer to a choice that is still to come."""
    if heard.reading.wish is not None:
        return None
    reader = reader_of(ex, draft, heard)
    rest = _YES_OR_NO.sub("", heard.text)
    for each in open_questions(draft)[1:]:
        if each.ask.reads is Reads.CHOICE:
            value = reader.choice(draft.kind, each, rest) if rest else None
            if value is not None and value not in (*each.ask.stays, *each.ask.ends):
                filled = refine(draft, each.field, value)
                advice = Part(f"{draft.kind}.{each.field}.after.{value}")
                return Turn(filled, (Part("question.kept"), advice, *ask(filled)))
    return None


def stated(facts: guides.Facts) -> guides.Facts:
    """Return the facts without the words they were said in."""
    return {name: value for name, value in facts.items() if name != "words"}
