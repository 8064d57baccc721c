"""Customers' reports that a provider does not work, and the answer that each of them gets."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from pydantic import JsonValue, TypeAdapter

from bot.dialogue.drafts import Draft, answers
from bot.dialogue.replies import Part, Reply
from bot.dialogue.turns import Turn
from bot.domain.kinds import ClaimKind
from bot.domain.messages import Button
from bot.domain.moments import Moment
from bot.domain.taps import Tap
from bot.services.exchange import Choice, Exchange
from bot.services.outage_answers import NOTHING, answer_values, unknown_values
from bot.services.outage_watching import begin_watching, stop_button
from bot.services.radar import Reports, look, next_round, reports_of
from bot.storage.drafts import DraftState, StoredDraft, move_draft
from bot.storage.reports import report
from bot.storage.timers import schedule_new
from bot.texts.shown import Rendered, Value
from bot.texts.speech import Said

VERB = "outage"
# What was noticed longer ago is no report of now; since this morning is one.
_PAST: Final = timedelta(days=1)
_MOMENT = TypeAdapter(Moment)
# After these the reports are known, so that a picture of them can be asked for.
_TOLD_BY = ("outage.first", "outage.provider.after")


async def count(ex: Exchange, provider: str) -> Reports:
    """Count this customer's report, and look at once whether an incident begins."""
    counted = await report(ex.connection, ex.bot, provider, ex.chat, ex.now)
    seen = await reports_of(ex.connection, ex.bot, provider, ex.now)
    if counted:
        await _look(ex, provider, seen)
    return seen


async def note(ex: Exchange, provider: str) -> None:
    """Count this customer's report where no answer follows that tells of the others."""
    if await report(ex.connection, ex.bot, provider, ex.chat, ex.now):
        await _look(ex, provider)


async def _look(ex: Exchange, provider: str, seen: Reports | None = None) -> None:
    await look(ex.connection, ex.bot, provider, ex.now, seen)
    await schedule_new(ex.connection, ex.bot, next_round(ex.now))


async def outage_values(ex: Exchange, draft: Draft) -> dict[str, Value]:
    """Count this report and return what is known about the provider, for the guide."""
    held = answers(draft).values
    named = held.get("provider")
    if not named:
        return dict(NOTHING)
    provider = str(named)
    if ex.library.provider(provider) is None:
        return unknown_values(ex, ex.tables.provider_name(provider))
    seen = None if _is_past(held.get("noticed_at"), ex.now) else await count(ex, provider)
    return await answer_values(ex, provider, seen)


def _is_past(noticed_at: JsonValue, now: datetime) -> bool:
    """Whether a failure was noticed so long ago that it says nothing of now."""
    return noticed_at is not None and now - _MOMENT.validate_python(noticed_at).at > _PAST


def with_picture(
    ex: Exchange, replies: tuple[Reply, ...], said: Said, values: Mapping[str, Value]
) -> Said:
    """Return what the guide says, with a button for the picture where reports are told of."""
    provider = str(values.get("pictured") or "")
    tells = any(isinstance(each, Part) and each.key in _TOLD_BY for each in replies)
    if not tells or not provider or not said.buttons:
        return said
    picture = Button(ex.label("radar.chart"), data=Tap(VERB, ("chart", provider)).encode())
    return Said(said.text, (*said.buttons[:-1], (picture,), said.buttons[-1]))


async def told(ex: Exchange, provider: str) -> Rendered:
    """Count this report and return the answer about a provider, outside its guide."""
    values = await answer_values(ex, provider, await count(ex, provider))
    return ex.lines("radar.answer.known", **values)


async def say_answer(ex: Exchange, provider: str) -> None:
    """Answer that a provider does not work, with what can be done next."""
    done = await told(ex, provider) + ex.lines("radar.answer.order")
    ex.say_rendered(done, *choices(ex, provider))


def choices(ex: Exchange, provider: str) -> list[Choice]:
    """Return what a customer may want after an answer about a provider."""
    return [
        (ex.label(f"radar.{verb}"), Tap(VERB, (verb, provider)))
        for verb in ("charged", "watch", "chart")
    ]


async def end_of_guide(ex: Exchange, stored: StoredDraft, turn: Turn) -> None:
    """Say that there is nothing to file; the draft is put aside, not lost."""
    await move_draft(ex.connection, ex.bot, ex.chat, stored.id, (DraftState.STOPPED, ex.now))
    named = answers(stored.draft).values.get("provider")
    values: dict[str, Value] = {"provider": ex.tables.provider_name(str(named)) if named else None}
    said = ex.compose(stored, turn.replies, values)
    if turn.ended == "tell_me" and named and stored.draft.kind is ClaimKind.OUTAGE:
        await begin_watching(ex, str(named))
        said = Said(said.text, (*said.buttons, (stop_button(ex, str(named)),)))
    ex.send(said)
