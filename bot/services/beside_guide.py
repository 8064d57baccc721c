"""A text that answers no open question: a side question, facts, another matter, free words."""

import json
import re

from bot.dialogue.changes import correct, note_facts, refine, restate
from bot.dialogue.drafts import (
    Draft,
    answers,
    current_question,
    open_questions,
)
from bot.dialogue.engine import NAMES, not_understood, skip, take_words
from bot.dialogue.replies import Part
from bot.dialogue.turns import Turn, ask
from bot.domain.kinds import ClaimKind
from bot.domain.questions import Reads
from bot.services import answers as answering
from bot.services import guides, paused_guides
from bot.services.exchange import Exchange
from bot.services.facts_found import (
    states_only,
    tells_of_report,
)
from bot.services.hearing import Heard, asks
from bot.services.opening import GUIDES, matter_of
from bot.services.turns import take
from bot.services.types_found import is_greeting, smalltalk_of
from bot.services.within_guide import answer_facts, reader_of
from bot.storage.drafts import StoredDraft
from bot.understanding.intents import Danger, Intent

# A guide of another kind is begun inside an open one only from this confidence on. Chosen on
# the model conversations: an answer that merely sounds like another matter stays below it.
_SURE = 0.75


async def beside_guide(ex: Exchange, stored: StoredDraft, heard: Heard) -> None:
    """Answer a side question, go to another guide, or take free words."""
    intent, draft = heard.reading.intent, stored.draft
    asking = intent is Intent.FAQ or asks(heard.text)
    article = answering.article_of(ex, heard.ranked[0].entry) if heard.suggests else None
    near = article is not None and (heard.answers or article.opens is draft.kind)
    second_scam = heard.reading.dangers & _SECOND_SCAM
    if (
        asking
        and near
        and not second_scam
        and (intent not in GUIDES or GUIDES[intent] is draft.kind)
    ):
        shown = answering.say_article(ex, article, within=True) if article else None
        if shown is not None:
            await guides.speak_after(ex, stored, shown)
            return
    if is_greeting(heard.text):
        await paused_guides.resume(ex, stored, fresh=False)
        return
    if intent is Intent.SMALLTALK and smalltalk_of(heard.text) == "thanks":
        await guides.repeat_question(ex, stored, Part("question.thanked"))
        return
    left_out = skip(draft) if _has_none(draft, heard.text) else None
    if left_out is not None:
        await guides.continue_with(ex, stored, left_out)
        return
    if _WAIT.fullmatch(heard.text):
        await guides.repeat_question(ex, stored, Part("question.no_hurry"))
        return
    facts = answer_facts(ex, draft, heard)
    turn = (
        _paid_with(draft, heard)
        or _restated(ex, draft, heard, facts)
        or (take_words(draft, heard.text, facts) if _may_be_words(ex, draft, heard) else None)
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
    if turn is None and asking and GUIDES.get(intent) in (None, draft.kind):
        reviewing = current_question(draft) is None
        key = "review.what_next" if reviewing else "question.not_answered"
        await answering.keep_unanswered(ex, heard.text, _ranked(heard))
        await guides.repeat_question(ex, stored, Part(key))
        return
    await take(ex, stored, turn or not_understood(draft))


_WAIT = re.compile(
    r"\W*(?:等(?:一下|下|等|会儿?|我)|稍等|马上(?:发|来)?|馬上(?:發|來)?|我(?:去)?(?:找|看|查)(?:一)?(?:找|下|看|查)"
    r"|给你|給你|发给你|發給你|一会儿?发(?:你)?|here (?:you go|it is)"
    r"|one (?:sec(?:ond)?|moment|minute)"
    r"|hold on|wait(?: a (?:sec|minute|moment))?|let me (?:check|look|see)|ok(?:ay)? wait"
    r"|i(?:'| wi)?ll (?:check|look|send (?:it|them)))\W*",
    re.IGNORECASE,
)
_PAID_WITH = re.compile(
    r"\b(?:paid|pay|used|using)\s+(?:it\s+)?(?:with|by|via|from|my|through)\b"
    r"|用的?(?:是)?.{1,12}(?:付|支付|刷|转|扣)|(?:付|刷)的是|是用.{1,12}(?:付|刷)",
    re.IGNORECASE,
)


def _paid_with(draft: Draft, heard: Heard) -> Turn | None:
    """Take another provider for the one held where a text says outright what was paid with."""
    named = heard.reading.facts.provider
    held = answers(draft).values.get("provider")
    if named is None or held in (None, named) or not _PAID_WITH.search(heard.text):
        return None
    return correct(draft, "provider", named)


def _has_none(draft: Draft, text: str) -> bool:
    """Whether a text says that there is no file to send, or that the name is not known."""
    current = current_question(draft)
    if current is None:
        return False
    if current.ask.reads is Reads.FILES:
        return bool(_NO_FILE.match(text))
    return current.ask.fact in NAMES and bool(_NOT_KNOWN.match(text))


_NO_FILE = re.compile(
    r"\s*(?:(?:我|我们|我們)?(?:也|都|暂时|暫時|现在|現在|手上|什么都|什麼都)?(?:没|沒|冇|无|無|拿不出|找不到)"
    r"|(?:no|none|nothing)\b|i (?:don.?t|do not|didn.?t) (?:have|keep|take))",
    re.IGNORECASE,
)
_NOT_KNOWN = re.compile(
    r"\s*(?:(?:我)?(?:也|都|真的|实在)?(?:不知道|唔知|不清楚|不记得|不記得|记不|記不|不晓得|说不清|忘了|忘記)"
    r"|(?:i )?(?:don.?t|do not|can.?t) (?:know|remember|recall)|no idea|not sure)",
    re.IGNORECASE,
)


def _may_be_words(ex: Exchange, draft: Draft, heard: Heard) -> bool:
    """Whether a text can be the name that is asked for: not a time, a sum, or "done"."""
    current = current_question(draft)
    if current is None or current.ask.fact not in (*NAMES, "app_message"):
        return True
    if current.ask.fact in NAMES and asks(heard.text):
        return False
    if heard.reading.wish is not None or (
        current.ask.fact == "payee" and tells_of_report(heard.text)
    ):
        return False
    named = heard.reading.facts.merchant or heard.reading.facts.provider
    return bool(named) or not states_only(heard.text, ex.now, ex.customer.clock)


def _ranked(heard: Heard) -> list[tuple[str, float]]:
    return [(each.entry, each.score) for each in heard.ranked]


_HUNG_UP = re.compile(r"挂了|掛了|挂断|掛斷|挂电话|掛電話|h[au]ng up", re.IGNORECASE)
_SECOND_SCAM = frozenset({Danger.RECOVERY_OFFER, Danger.PAY_TO_UNFREEZE})


def _warning(draft: Draft, heard: Heard) -> str:
    """Return the text for what a customer tells in the middle of a fraud; empty: none fits."""
    current = current_question(draft)
    if draft.kind is not ClaimKind.FRAUD:
        return ""
    if heard.reading.dangers & _SECOND_SCAM:
        return "fraud.first_recovery_scam"
    if current is None:
        return ""
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


def _stated(facts: guides.Facts) -> guides.Facts:
    return {name: value for name, value in facts.items() if name != "words"}
