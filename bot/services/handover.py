"""A person takes over: what was said is filed as it is, and the bot goes silent."""

from dataclasses import replace

from bot.dialogue.drafts import Draft
from bot.dialogue.events import FilledIn
from bot.domain.customers import Mode
from bot.domain.kinds import ClaimKind
from bot.domain.taps import Tap
from bot.services.custody import seal_line
from bot.services.exchange import Exchange
from bot.services.filing import ASKED, HANDED_OVER, Filed, file_claim
from bot.services.guides import TRAY_KEPT
from bot.services.promises import URGENT, Promises
from bot.storage.drafts import StoredDraft, new_draft
from bot.storage.evidence import tray_to_draft
from bot.storage.timers import Timer, schedule_new
from bot.texts.wording import due_text


async def ask_for_person(ex: Exchange) -> None:
    """Tell when a person answers, and take one sentence for them."""
    promises = Promises(ex.library)
    region = ex.customer.region
    draft = Draft(ClaimKind.OTHER, ASKED)
    stored = await new_draft(ex.connection, ex.bot, ex.chat, draft, ex.now)
    await tray_to_draft(ex.connection, ex.bot, ex.chat, stored.id, ex.now - TRAY_KEPT)
    leaving = (ex.label("person.leaving"), Tap("open", (ClaimKind.FRAUD.value,)))
    if promises.is_open(region, ex.now):
        wait = promises.wait(ClaimKind.OTHER, URGENT, region, ex.now)
        minutes = int(wait.total_seconds() // 60) if wait else 0
        by = promises.first_response_due(ClaimKind.OTHER, URGENT, region, ex.now)
        ex.say(
            "person.day",
            (ex.label("person.wait"), Tap("handover", (str(stored.id),))),
            leaving,
            within=ex.line("sla.within_minutes", count=minutes)
            if minutes
            else ex.line("sla.by", due=due_text(by, ex.voice)),
        )
        return
    opens = promises.opens_at(region, ex.now)
    ex.say(
        "person.night",
        (ex.label("person.wait"), Tap("handover", (str(stored.id),))),
        (ex.label("person.try_bot"), Tap("stop_person", (str(stored.id),))),
        leaving,
        opens=due_text(opens, ex.voice),
    )


# The timer that stands while nobody is there and the customer knows it; it does nothing.
AWAY = "person.away"


async def hand_over(ex: Exchange, stored: StoredDraft) -> None:
    """File a draft as it is and let a person talk."""
    ex.counts["to_person"] += 1
    filed = await file_claim(ex, stored, HANDED_OVER)
    if filed is None:
        raise RuntimeError("a handed over draft is filed in any case")
    ex.update(mode=Mode.PERSON, mode_claim=filed.claim.id)
    key = "person.handed" if stored.draft.kind is ClaimKind.OTHER else "person.from_draft"
    await _say(ex, key, filed)


async def hand_over_words(ex: Exchange, text: str, type_: str) -> Filed:
    """File some words of the customer for a person, without a question, and go silent."""
    draft = Draft(ClaimKind.OTHER, type_)
    draft = draft.with_events(FilledIn("words", text[:2000] or "-", draft.next_turn))
    stored = await new_draft(ex.connection, ex.bot, ex.chat, draft, ex.now)
    ex.counts["to_person"] += 1
    filed = await file_claim(ex, replace(stored, draft=draft), HANDED_OVER)
    if filed is None:
        raise RuntimeError("a handed over draft is filed in any case")
    ex.update(mode=Mode.PERSON, mode_claim=filed.claim.id)
    return filed


async def pass_on(ex: Exchange, text: str) -> None:
    """File a question that found no answer, and say who answers by when."""
    filed = await hand_over_words(ex, text, "question")
    await _say(ex, "person.handed", filed)


async def say_if_away(ex: Exchange) -> None:
    """Tell a customer who waits for a person when somebody is there again; once a closed time."""
    if await _is_first_while_away(ex):
        opens = Promises(ex.library).next_opening(ex.customer.region, ex.now)
        ex.say("person.away", opens=due_text(opens, ex.voice))
        ex.offered = None


async def _is_first_while_away(ex: Exchange) -> bool:
    """Whether nobody is there and the customer was not told so yet; from now on they were."""
    promises, region = Promises(ex.library), ex.customer.region
    if promises.is_open(region, ex.now):
        return False
    until = promises.next_opening(region, ex.now)
    return await schedule_new(
        ex.connection, ex.bot, Timer(f"away:{ex.chat}", ex.chat, AWAY, until)
    )


def bot_again(ex: Exchange) -> None:
    """Let the bot answer again; the claim stays with the agents."""
    ex.update(mode=Mode.BOT, mode_claim=None)
    ex.say("person.bot_again")


async def _say(ex: Exchange, key: str, filed: Filed) -> None:
    # It says until when somebody answers: that is all there is to say of the hours.
    await _is_first_while_away(ex)
    by = due_text(filed.claim.due_at, ex.voice)
    said = ex.lines(key, number=filed.values["number"], by=by)
    see = (ex.label("claims.see"), Tap("claim", (filed.claim.number, "show")))
    ex.say_rendered(said + seal_line(ex, filed.seal), see)
