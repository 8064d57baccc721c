"""Words that steer the conversation: back, skip, stop, why, a person, a language."""

from bot.dialogue.changes import back
from bot.dialogue.drafts import (
    Draft,
    answers,
    current_question,
)
from bot.dialogue.engine import skip
from bot.dialogue.replies import Part
from bot.domain.languages import Language
from bot.domain.taps import Tap
from bot.services import deadline_wishes, guides, handover, own_claims, paused_guides, preferences
from bot.services.exchange import Exchange
from bot.services.hearing import Heard
from bot.services.tapping import tapped
from bot.storage.drafts import StoredDraft
from bot.understanding.intents import Wish

LANGUAGES = {
    Wish.CHINESE: Language.SIMPLIFIED,
    Wish.TRADITIONAL: Language.TRADITIONAL,
    Wish.ENGLISH: Language.ENGLISH,
}


STEERS = (
    frozenset({Wish.BACK, Wish.CANCEL, Wish.PERSON, Wish.WHY, Wish.DELETE_DATA, *LANGUAGES})
    | deadline_wishes.WISHES
)


async def steered(ex: Exchange, stored: StoredDraft | None, heard: Heard) -> bool:
    """Do what a word asks for that steers the conversation."""
    wish = heard.reading.wish
    if wish is None:
        return False
    if wish is Wish.PERSON:
        await person(ex, stored)
    elif wish in LANGUAGES:
        preferences.set_language(ex, LANGUAGES[wish])
        await language_changed(ex)
    elif wish is Wish.HELP:
        ex.say("help.text", *preferences.menu(ex))
    elif wish is Wish.DELETE_DATA:
        await tapped(ex, Tap("forget"))
    elif wish is Wish.STATUS:
        await own_claims.list_claims(ex)
    elif wish is Wish.CONTINUE:
        await carry_on(ex)
    elif wish in deadline_wishes.WISHES:
        await deadline_wishes.grant(ex, wish)
    elif stored is not None:
        return await _steer(ex, stored, wish)
    else:
        return False
    return True


async def _steer(ex: Exchange, stored: StoredDraft, wish: Wish) -> bool:
    current = current_question(stored.draft)
    if wish is Wish.BACK:
        await guides.continue_with(ex, stored, back(stored.draft))
    elif wish in (Wish.SKIP, Wish.UNSURE) and (turn := skip(stored.draft)) is not None:
        await guides.continue_with(ex, stored, turn)
    elif wish is Wish.CANCEL:
        await paused_guides.stop(ex, stored)
    elif wish is Wish.WHY and current is not None:
        await guides.repeat_question(ex, stored, why(ex, stored.draft))
    else:
        return False
    return True


def why(ex: Exchange, draft: Draft) -> Part:
    """Return the reason for the open question."""
    current = current_question(draft)
    key = f"{draft.kind}.{current.field}.why" if current else ""
    return Part(key if ex.catalog.has(key) else "question.why")


async def person(ex: Exchange, stored: StoredDraft | None) -> None:
    """Bring a person: with what a guide holds already, or with one sentence."""
    if stored is not None and answers(stored.draft).values:
        await handover.hand_over(ex, stored)
        return
    await handover.ask_for_person(ex)


async def carry_on(ex: Exchange) -> None:
    """Take up the draft that was touched last."""
    latest = await paused_guides.latest_draft(ex)
    if latest is None:
        ex.say("draft.none_open", *preferences.menu(ex))
        return
    await paused_guides.resume(ex, latest, fresh=False)


async def language_changed(ex: Exchange) -> None:
    """Say that the language changed, and repeat the open question in it."""
    stored = await guides.active(ex)
    if stored is None:
        ex.say("language.changed")
        return
    await guides.repeat_question(ex, stored, Part("language.changed"))
