"""A text that answers no open question: a side question, facts, another matter, free words."""

from collections.abc import Awaitable, Callable
from typing import Final

from bot.dialogue.changes import note_facts
from bot.dialogue.drafts import (
    answers,
    current_question,
)
from bot.dialogue.engine import not_understood, skip, take_words, told
from bot.dialogue.replies import Noted, Part
from bot.dialogue.turns import Turn, ask
from bot.domain.taps import Tap
from bot.services import answers as answering
from bot.services import beside_asked, guides, paused_guides
from bot.services.about_bot import TRUST, asks_for_trust, asks_if_bot
from bot.services.beside_asked import SURE, Beside
from bot.services.beside_facts import (
    demanded,
    may_be_words,
    other_choice,
    other_sum,
    paid_with,
    restated,
    stated,
)
from bot.services.beside_words import (
    acknowledges,
    asks_for_person,
    asks_to_wait,
    has_none,
    has_pictures,
    is_name,
    pays_nothing,
    takes_offer,
    tells,
)
from bot.services.exchange import Exchange
from bot.services.fraud_beside import SECOND_SCAM, goes_on, warning
from bot.services.hearing import Heard
from bot.services.offered_matter import keep_matter, offered_kind
from bot.services.opening import matter_of
from bot.services.same_matter import is_of_this_matter
from bot.services.steering import person
from bot.services.tapping import tapped
from bot.services.turns import take
from bot.services.types_found import is_greeting, is_thanks, smalltalk_of
from bot.services.within_guide import answer_facts
from bot.storage.drafts import StoredDraft
from bot.understanding.intents import Intent


async def beside_guide(ex: Exchange, stored: StoredDraft, heard: Heard) -> None:
    """Answer a side question, go to another guide, or take free words.

    The readings are tried in their order; the first that fits has answered.
    """
    said = Beside(ex, stored, heard)
    for reading in _READINGS:
        if await reading(said):
            return
    current = current_question(stored.draft)
    dated = heard.reading.facts.occurred is not None
    telling = dated or tells(heard.text, current.ask if current else None)
    turn = told(stored.draft) if telling else not_understood(stored.draft)
    await take(ex, stored, turn)


async def _side_question(said: Beside) -> bool:
    """Answer a question about this matter, and go on where the guide stood."""
    heard = said.heard
    if not said.is_question or not heard.suggests or heard.reading.dangers & SECOND_SCAM:
        return False
    article = answering.article_of(said.ex, heard.ranked[0].entry)
    near = article is not None and (heard.answers or article.opens is said.draft.kind)
    if article is None or not near or said.guide not in (None, said.draft.kind):
        return False
    shown = answering.say_article(said.ex, article, within=True)
    if shown is None:
        return False
    await guides.speak_after(said.ex, said.stored, shown)
    return True


async def _same_provider(said: Beside) -> bool:
    """Confirm a provider that is known already, or was known as some bank card."""
    named = said.heard.reading.facts.provider
    held = answers(said.draft).values.get("provider")
    if named is None or named != held or not is_name(said.heard.text):
        return False
    again = Turn(said.draft, (Noted(("provider",), alone=True), *ask(said.draft)))
    await take(said.ex, said.stored, again)
    return True


async def _about_bot(said: Beside) -> bool:
    """Answer what is asked about the bot itself."""
    text = said.heard.text
    if asks_if_bot(text):
        await guides.repeat_question(said.ex, said.stored, Part("question.bot"))
        return True
    article = answering.article_of(said.ex, TRUST) if asks_for_trust(text) else None
    shown = answering.say_article(said.ex, article, within=True) if article else None
    if shown is None:
        return False
    await guides.speak_after(said.ex, said.stored, shown)
    return True


async def _wants_person(said: Beside) -> bool:
    """Bring a person to who asks for one in words of their own; a story may name one too."""
    reading = said.heard.reading
    if reading.intent is not Intent.HUMAN or reading.confidence < SURE:
        return False
    if len(said.heard.text) > _LONGEST_WISH or not asks_for_person(said.heard.text):
        return False
    await person(said.ex, said.stored)
    return True


_LONGEST_WISH = 60


async def _greeting(said: Beside) -> bool:
    if not is_greeting(said.heard.text):
        return False
    await paused_guides.resume(said.ex, said.stored, fresh=False)
    return True


async def _thanks_or_wait(said: Beside) -> bool:
    text = said.heard.text
    small = said.heard.reading.intent is Intent.SMALLTALK and smalltalk_of(text) == "thanks"
    if small or is_thanks(text):
        part = Part("question.thanked")
    elif pays_nothing(text):
        part = Part("question.well_done")
    elif has_pictures(text):
        part = Part("question.pictures")
    elif asks_to_wait(text):
        part = Part("question.no_hurry")
    else:
        return False
    await guides.repeat_question(said.ex, said.stored, part)
    return True


async def _nothing_to_give(said: Beside) -> bool:
    """Leave a question out where a text says that there is no file, or that a name is unknown."""
    current = current_question(said.draft)
    left_out = skip(said.draft) if current and has_none(current.ask, said.heard.text) else None
    if left_out is None:
        return False
    await guides.continue_with(said.ex, said.stored, left_out)
    return True


async def _acknowledged(said: Beside) -> bool:
    if not acknowledges(said.heard.text):
        return False
    await guides.repeat_question(said.ex, said.stored)
    return True


async def _facts_or_words(said: Beside) -> bool:
    """Take what a text adds to the facts, or the words that the guide asked for."""
    ex, draft, heard = said.ex, said.draft, said.heard
    facts, other = answer_facts(ex, draft, heard), other_choice(ex, draft, heard)
    if other is not None and heard.reading.facts.merchant is None:
        # The label of a choice to come is no name.
        facts.pop("merchant", None)
    turn = (
        demanded(draft, facts)
        or paid_with(draft, heard)
        or restated(ex, draft, heard, facts)
        or other_sum(ex, draft, heard)
        or (take_words(draft, heard.text, facts) if may_be_words(ex, draft, heard) else None)
        or note_facts(draft, stated(facts))
        or other
    )
    if turn is None:
        return False
    await take(ex, said.stored, turn)
    return True


async def _takes_offer(said: Beside) -> bool:
    """Open the guide that was offered to who says yes to it."""
    kind = offered_kind(said.ex)
    if kind in (None, said.draft.kind) or not takes_offer(said.heard.text):
        return False
    await tapped(said.ex, Tap("open", (str(kind),)))
    return True


async def _other_matter(said: Beside) -> bool:
    """Offer the guide of another kind that a text surely speaks of."""
    if said.guide in (None, said.draft.kind) or said.heard.reading.confidence < SURE:
        return False
    if is_of_this_matter(said.draft.kind, said.guide, said.heard.text):
        return False
    kind, stated, type_ = matter_of(said.ex, said.heard)
    keep_matter(said.ex, kind, stated, type_)
    await guides.offer_other(said.ex, said.stored, kind)
    return True


async def _second_danger(said: Beside) -> bool:
    text = warning(said.draft, said.heard)
    if text:
        await guides.repeat_question(said.ex, said.stored, Part(text))
    return bool(text)


async def _fraud_goes_on(said: Beside) -> bool:
    """Warn of a fraud that goes on before anything else is made of the text."""
    text = goes_on(said.draft, said.heard)
    if text:
        await guides.repeat_question(said.ex, said.stored, Part(text))
    return bool(text)


async def _question_in_vain(said: Beside) -> bool:
    """Say that a question has no answer here, keep it for the admins, and ask again."""
    if not said.is_question or said.guide not in (None, said.draft.kind):
        return False
    reviewing = current_question(said.draft) is None
    key = "review.what_next" if reviewing else "question.not_answered"
    await answering.keep_unanswered(said.ex, said.heard.text, _ranked(said.heard))
    await guides.repeat_question(said.ex, said.stored, Part(key))
    return True


_READINGS: Final[tuple[Callable[[Beside], Awaitable[bool]], ...]] = (
    _fraud_goes_on,
    _about_bot,
    _wants_person,
    beside_asked.who,
    beside_asked.what_now,
    beside_asked.asked_often,
    _side_question,
    _takes_offer,
    _greeting,
    _thanks_or_wait,
    _nothing_to_give,
    _same_provider,
    _acknowledged,
    _facts_or_words,
    _other_matter,
    _second_danger,
    _question_in_vain,
)


def _ranked(heard: Heard) -> list[tuple[str, float]]:
    return [(each.entry, each.score) for each in heard.ranked]
