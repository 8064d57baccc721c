"""A text that no guide waits for: a guide is begun, a question answered, or a person offered."""

from bot.domain.kinds import ClaimKind
from bot.domain.taps import Tap
from bot.services import answers as answering
from bot.services import handover, own_claims, paused_guides, preferences
from bot.services.about_bot import TRUST, asks_for_trust, asks_if_bot
from bot.services.beside_words import acknowledges
from bot.services.exchange import Exchange
from bot.services.following import remember, say_follow_up
from bot.services.hearing import Heard, asks
from bot.services.opening import GUIDES, keep_for_guide, open_by_intent
from bot.services.types_found import is_advert, is_from_stranger, is_greeting, smalltalk_of
from bot.understanding.intents import Intent


async def without_guide(ex: Exchange, heard: Heard) -> None:
    """Answer a text that no guide waits for."""
    reading = heard.reading
    if heard.again:
        say_follow_up(ex, heard)
        return
    if _short(ex, heard):
        return
    if reading.intent in GUIDES:
        ex.update(misses=0)
        await open_by_intent(ex, heard)
        return
    match reading.intent:
        case Intent.EVIDENCE:
            ex.say("evidence.checklist_general")
        case Intent.CLAIM_STATUS:
            await own_claims.list_claims(ex)
        case Intent.HUMAN if not (heard.answers and asks(heard.text)):
            await handover.ask_for_person(ex)
        case Intent.SMALLTALK:
            await _smalltalk(ex, heard)
        case Intent.ABUSE:
            _abuse(ex, heard)
        case Intent.OUT_OF_SCOPE if not heard.answers:
            ex.say("answer.out_of_scope", *preferences.menu(ex))
        case _:
            await _question(ex, heard)


def _short(ex: Exchange, heard: Heard) -> bool:
    """Answer an OK, or a question about the bot itself."""
    if acknowledges(heard.text):
        ex.say("answer.ok")
        return True
    if is_from_stranger(heard.text):
        return _say_named(ex, _STRANGER)
    return _about_bot(ex, heard.message)


_STRANGER = "fraud-stranger-sent-money"


def _say_named(ex: Exchange, name: str) -> bool:
    article = answering.article_of(ex, name)
    if article is None:
        return False
    ex.update(misses=0)
    answering.say_article(ex, article)
    return True


def _about_bot(ex: Exchange, text: str) -> bool:
    """Answer what is asked about the bot itself."""
    if asks_if_bot(text):
        ex.say("start.bot", *preferences.menu(ex))
        return True
    return asks_for_trust(text) and _say_named(ex, TRUST)


async def _question(ex: Exchange, heard: Heard) -> None:
    article = answering.article_of(ex, heard.ranked[0].entry) if heard.answers else None
    if article is not None:
        ex.update(misses=0)
        answering.say_article(ex, article)
        if article.opens is not None and article.opens is not ClaimKind.OTHER:
            keep_for_guide(ex, heard, article.opens)
        remember(ex, heard.text, heard.ranked[0].entry)
        return
    if heard.reading.intent is Intent.CLARIFY and not heard.suggests:
        ex.say("answer.clarify", *preferences.menu(ex))
        remember(ex, heard.message)
        return
    ranked = [(each.entry, each.score) for each in heard.ranked] if heard.suggests else []
    await answering.unanswered(ex, heard.text, ranked)


async def _smalltalk(ex: Exchange, heard: Heard) -> None:
    latest = await paused_guides.latest_draft(ex)
    name = smalltalk_of(heard.text)
    if is_greeting(heard.text) and latest is not None:
        await paused_guides.resume(ex, latest, fresh=False)
        return
    ex.say(f"start.{name}", *preferences.menu(ex))


def _abuse(ex: Exchange, heard: Heard) -> None:
    if is_advert(heard.text):
        ex.update(adverts=ex.customer.adverts + 1)
        if ex.customer.adverts == 1:
            ex.say("answer.advert")
        return
    ex.say(
        "answer.abuse",
        (ex.label("person.leaving"), Tap("open", (ClaimKind.FRAUD.value,))),
        (ex.label("question.person"), Tap("person", ("0",))),
    )
