"""What happens without the customer: a file was fetched, a timer is due, a message failed."""

from datetime import timedelta

from bot.domain.custody import Act
from bot.services import (
    desk_files,
    desk_notices,
    desk_passing,
    desk_posts,
    fetched_evidence,
    file_readings,
    guides,
    made_files,
    outage_waves,
    own_claims,
    packs,
    reminders,
    sla,
    waiting,
)
from bot.services.exchange import Exchange
from bot.services.outage_watching import tell
from bot.services.outage_waves import News
from bot.services.removing import remove_files
from bot.storage.claims import claim_by_id
from bot.storage.drafts import (
    DraftState,
    StoredDraft,
    find_draft,
    remove_draft,
)
from bot.storage.events import Event
from bot.storage.evidence import evidence_of_draft, tray
from bot.storage.timers import Timer, schedule


async def happened(ex: Exchange, event: Event) -> None:
    """Take one event; those that nobody waits for are done with."""
    payload = event.payload
    if await _of_files(ex, event) or await _of_copies(ex, event) or await _of_desk(ex, event):
        return
    match event.kind:
        case "draft.old":
            await _draft_is_old(ex, int(payload["draft"]))
        case "draft.deleted":
            await _draft_is_gone(ex, int(payload["draft"]))
        case "tray.old":
            old = ex.now - guides.TRAY_KEPT
            lying = await tray(ex.connection, ex.bot, ex.chat, ex.now - _LONG_AGO)
            gone = [file for file in lying if file.received_at <= old]
            await remove_files(ex, gone, Act.EXPIRED)
        case outage_waves.TELL_ONE:
            await tell(ex, str(payload["provider"]), News(payload["news"]))
        case _:
            await _of_claims(ex, event)


async def _of_claims(ex: Exchange, event: Event) -> None:
    match event.kind:
        case packs.SLOW:
            await packs.slow(ex, int(event.payload["claim"]))
        case "claim.follow":
            claim = await claim_by_id(ex.connection, ex.bot, int(event.payload["claim"]))
            if claim is not None:
                await own_claims.follow_up(ex, claim)
        case sla.WAITED:
            await waiting.waited(ex, int(event.payload["claim"]))
        case reminders.REMIND:
            await reminders.remind(ex, int(event.payload["claim"]))
        case _:
            pass


async def _of_files(ex: Exchange, event: Event) -> bool:
    payload = event.payload
    match event.kind:
        case "evidence.fetch.done":
            result = payload["result"]
            blob = (str(result["sha256"]), int(result["size"]), str(result["mime"]))
            await fetched_evidence.fetched(ex, int(payload["request"]["evidence"]), blob)
        case "evidence.fetch.failed":
            item = int(payload["request"]["evidence"])
            await fetched_evidence.not_fetched(ex, item, str(payload["reason"]))
        case file_readings.READ_DONE:
            await file_readings.was_read(ex, payload["request"], payload["result"])
        case file_readings.READ_FAILED:
            await file_readings.not_read(ex, payload["request"])
        case file_readings.SLOW:
            await file_readings.slow(ex)
        case guides.FILES_GIVEN:
            await file_readings.tell(ex, int(payload["draft"]))
        case _:
            return False
    return True


async def _of_copies(ex: Exchange, event: Event) -> bool:
    payload = event.payload
    match event.kind:
        case desk_files.COPIED:
            await desk_files.copied(ex, payload["request"], payload["result"])
        case desk_files.NOT_COPIED:
            await desk_files.not_copied(ex, payload["request"])
        case made_files.MADE:
            await made_files.made(ex, payload["request"], payload["result"])
        case made_files.NOT_MADE:
            await made_files.not_made(ex, payload["request"])
        case _:
            return False
    return True


async def _of_desk(ex: Exchange, event: Event) -> bool:
    payload = event.payload
    match event.kind:
        case desk_posts.WORDS_DUE:
            await desk_posts.post_words(ex, int(payload["claim"]))
        case desk_notices.CARD_DUE:
            await desk_notices.refresh_later(ex, int(payload["claim"]))
        case desk_passing.UNDELIVERED:
            await desk_passing.not_delivered(ex, int(payload["outbox"]), str(payload["why"]))
        case _:
            return False
    return True


# Far enough back to see every file that lies in the tray.
_LONG_AGO = timedelta(days=365)


async def _draft_is_old(ex: Exchange, draft: int) -> None:
    stored = await find_draft(ex.connection, ex.bot, ex.chat, draft)
    if stored is None or stored.state is DraftState.DELETED:
        return
    age = ex.now - stored.updated_at
    if age >= guides.DRAFT_KEPT:
        await _delete_for_good(ex, stored, Act.EXPIRED)
        ex.say("draft.expired")
        return
    remind_at = guides.DRAFT_KEPT - guides.REMINDER_BEFORE
    if age >= remind_at:
        days = max((guides.DRAFT_KEPT - age) // timedelta(days=1), 1)
        ex.say("draft.reminder", kind=ex.line(f"kind.{stored.draft.kind}"), days=days)
        due = stored.updated_at + guides.DRAFT_KEPT
    else:
        due = stored.updated_at + remind_at
    timer = Timer(f"draft:{draft}", ex.chat, "draft.old", due, {"draft": draft})
    await schedule(ex.connection, ex.bot, timer)


async def _draft_is_gone(ex: Exchange, draft: int) -> None:
    stored = await find_draft(ex.connection, ex.bot, ex.chat, draft)
    if stored is not None and stored.state is DraftState.DELETED:
        await _delete_for_good(ex, stored, Act.REMOVED)


async def _delete_for_good(ex: Exchange, stored: StoredDraft, act: Act) -> None:
    await remove_files(ex, await evidence_of_draft(ex.connection, stored.id), act)
    await remove_draft(ex.connection, ex.bot, ex.chat, stored.id)
