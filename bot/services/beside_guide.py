"""A text that answers no open question: a side question, facts, another matter, free words."""

import json
import re

from bot.dialogue.changes import note_facts, refine, restate
from bot.dialogue.drafts import (
    Draft,
    current_question,
    open_questions,
)
from bot.dialogue.engine import not_understood, take_words
from bot.dialogue.replies import Part
from bot.dialogue.turns import Turn, ask
from bot.domain.kinds import ClaimKind
from bot.domain.questions import Reads
from bot.services import answers as answering
from bot.services import guides, paused_guides
from bot.services.exchange import Exchange
from bot.services.facts_found import (
    states_only,
)
from bot.services.hearing import Heard
from bot.services.opening import GUIDES, matter_of
from bot.services.turns import take
from bot.services.types_found import is_greeting
from bot.services.within_guide import answer_facts, reader_of
from bot.storage.drafts import StoredDraft
from bot.understanding.intents import Danger, Intent

# A guide of another kind is begun inside an open one only from this confidence on. Chosen on
# the model conversations: an answer that merely sounds like another matter stays below it.
_SURE = 0.75
_ASKING = ("?", "？", "吗", "嗎", "呢")


async def beside_guide(ex: Exchange, stored: StoredDraft, heard: Heard) -> None:
    """Answer a side question, go to another guide, or take free words."""
    intent, draft = heard.reading.intent, stored.draft
    asks = intent is Intent.FAQ or heard.text.rstrip().endswith(_ASKING)
    if asks and intent not in GUIDES and heard.answers:
        article = answering.article_of(ex, heard.ranked[0].entry)
        shown = answering.say_article(ex, article, within=True) if article else None
        if shown is not None:
            await guides.speak_after(ex, stored, shown)
            return
    if is_greeting(heard.text):
        await paused_guides.resume(ex, stored, fresh=False)
        return
    facts = answer_facts(ex, draft, heard)
    turn = (
        _restated(ex, draft, heard, facts)
        or take_words(draft, heard.text, facts)
        or note_facts(draft, _stated(facts))
        or _other_choice(ex, draft, heard)
    )
    other = GUIDES.get(intent)
    if turn is None and other not in (None, draft.kind) and heard.reading.confidence >= _SURE:
        kind, stated, type_ = matter_of(ex, heard)
        pending = {"kind": kind.value, "facts": stated, "type": type_}
        ex.update(pending=json.dumps(pending, ensure_ascii=False))
        await guides.offer_other(ex, stored, kind)
        return
    warning = _warning(draft, heard) if turn is None else ""
    if warning:
        await guides.repeat_question(ex, stored, Part(warning))
        return
    await take(ex, stored, turn or not_understood(draft))


_HUNG_UP = re.compile(r"挂了|掛了|挂断|掛斷|挂电话|掛電話|h[au]ng up", re.IGNORECASE)
_SECOND_SCAM = frozenset({Danger.RECOVERY_OFFER, Danger.PAY_TO_UNFREEZE})


def _warning(draft: Draft, heard: Heard) -> str:
    """Return the text for what a customer tells in the middle of a fraud; empty: none fits."""
    current = current_question(draft)
    if draft.kind is not ClaimKind.FRAUD or current is None:
        return ""
    if heard.reading.dangers & _SECOND_SCAM:
        return "fraud.first_recovery_scam"
    return "fraud.hung_up" if current.field == "stage" and _HUNG_UP.search(heard.text) else ""


def _restated(ex: Exchange, draft: Draft, heard: Heard, facts: guides.Facts) -> Turn | None:
    """Read amounts and times said alone as better ones than those a message filled in."""
    customer = ex.customer
    if not states_only(heard.text, ex.now, customer.clock):
        return None
    if draft.kind is ClaimKind.FRAUD and "total" in facts:
        facts = facts | {"amount": facts["total"]}
    return restate(draft, _stated(facts))


def _other_choice(ex: Exchange, draft: Draft, heard: Heard) -> Turn | None:
    """Read a text as the answer to a choice that is still to come."""
    reader = reader_of(ex, draft, heard)
    for each in open_questions(draft)[1:]:
        if each.ask.reads is Reads.CHOICE:
            value = reader.choice(draft.kind, each, heard.text)
            if value is not None and value not in (*each.ask.stays, *each.ask.ends):
                filled = refine(draft, each.field, value)
                return Turn(filled, ask(filled))
    return None


def _stated(facts: guides.Facts) -> guides.Facts:
    return {name: value for name, value in facts.items() if name != "words"}
