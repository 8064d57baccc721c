"""What a text beside the open question adds to the facts of a guide."""

import re

from bot.dialogue.changes import correct, refine, restate
from bot.dialogue.drafts import (
    Draft,
    answers,
    current_question,
    open_questions,
)
from bot.dialogue.engine import NAMES
from bot.dialogue.turns import Turn, ask
from bot.domain.kinds import ClaimKind
from bot.domain.questions import Reads
from bot.services import guides
from bot.services.beside_words import first_clause, is_sentence, says_paid_with
from bot.services.correcting import reader_of
from bot.services.exchange import Exchange
from bot.services.facts_found import payee_named, states_only, tells_of_report
from bot.services.hearing import Heard, asks


def paid_with(draft: Draft, heard: Heard) -> Turn | None:
    """Take another provider for the one held where a text says outright what was paid with."""
    named = heard.reading.facts.provider
    held = answers(draft).values.get("provider")
    if named is None or held in (None, named) or not says_paid_with(heard.text):
        return None
    return correct(draft, "provider", named)


_OF_PICTURES = re.compile(r"screen ?shots?|pictures?|photos?|截图|截圖|照片", re.IGNORECASE)


def may_be_words(ex: Exchange, draft: Draft, heard: Heard) -> bool:
    """Whether a text can be the name that is asked for: not a time, a sum, or "done"."""
    current = current_question(draft)
    if current is None:
        return True
    if current.ask.fact in (*NAMES, "reported") and asks(heard.text):
        return False
    if current.ask.fact == "reported" and (
        payee_named(heard.text) or _OF_PICTURES.search(heard.text)
    ):
        return False
    if current.ask.fact not in (*NAMES, "app_message"):
        return True
    if heard.reading.wish is not None or (
        current.ask.fact == "payee" and tells_of_report(heard.text)
    ):
        return False
    if current.ask.fact in NAMES and other_choice(ex, draft, heard) is not None:
        return False
    named = heard.reading.facts.merchant or heard.reading.facts.provider
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


def other_choice(ex: Exchange, draft: Draft, heard: Heard) -> Turn | None:
    """Read a text as the answer to a choice that is still to come."""
    if heard.reading.wish is not None:
        return None
    reader = reader_of(ex, draft, heard)
    for each in open_questions(draft)[1:]:
        if each.ask.reads is Reads.CHOICE:
            value = reader.choice(draft.kind, each, heard.text)
            if value is not None and value not in (*each.ask.stays, *each.ask.ends):
                filled = refine(draft, each.field, value)
                return Turn(filled, ask(filled))
    return None


def stated(facts: guides.Facts) -> guides.Facts:
    """Return the facts without the words they were said in."""
    return {name: value for name, value in facts.items() if name != "words"}
