"""A guide that is put aside: stopped, deleted, had back, taken up again."""

from datetime import timedelta

from bot.dialogue.drafts import answers
from bot.dialogue.replies import Noted, Part, Reply
from bot.dialogue.turns import ask
from bot.services import guides
from bot.services.exchange import Exchange
from bot.storage.drafts import DraftState, StoredDraft, find_draft, move_draft, open_drafts
from bot.storage.timers import Timer, schedule

UNDO_WITHIN = timedelta(minutes=10)


async def resume(ex: Exchange, stored: StoredDraft, *, fresh: bool) -> None:
    """Take up a draft again: what is kept, then the open question."""
    await move_draft(ex.connection, ex.bot, ex.chat, stored.id, (DraftState.ACTIVE, ex.now))
    head: tuple[Reply, ...] = () if fresh else (Part("draft.resumed"),)
    fields = tuple(answers(stored.draft).values)
    kept: tuple[Reply, ...] = (Noted(fields),) if fields and not fresh else ()
    await guides.speak(ex, stored, (*head, *kept, *ask(stored.draft)))


async def latest_draft(ex: Exchange) -> StoredDraft | None:
    """Return the draft that was touched last, whether active, parked or stopped."""
    drafts = await open_drafts(ex.connection, ex.bot, ex.chat)
    return drafts[0] if drafts else None


async def stop(ex: Exchange, stored: StoredDraft) -> None:
    """Put a draft aside; it is kept, and can be deleted or taken up."""
    await move_draft(ex.connection, ex.bot, ex.chat, stored.id, (DraftState.STOPPED, ex.now))
    ex.say(
        "draft.stopped",
        guides.choice(ex, "draft.resume", "resume", stored.id),
        guides.choice(ex, "draft.delete", "delete", stored.id),
    )


async def delete(ex: Exchange, stored: StoredDraft) -> None:
    """Delete a draft; it can be had back for ten minutes."""
    await move_draft(ex.connection, ex.bot, ex.chat, stored.id, (DraftState.DELETED, ex.now))
    timer = Timer(
        f"draft:{stored.id}", ex.chat, "draft.deleted", ex.now + UNDO_WITHIN, {"draft": stored.id}
    )
    await schedule(ex.connection, ex.bot, timer)
    count = len(answers(stored.draft).evidence)
    ex.say(
        "draft.deleted",
        guides.choice(ex, "draft.undo", "undo", stored.id),
        count=count or None,
    )


async def undo(ex: Exchange, draft: int) -> None:
    """Bring a deleted draft back."""
    stored = await find_draft(ex.connection, ex.bot, ex.chat, draft)
    if stored is None:
        ex.say("draft.too_late")
        return
    await move_draft(ex.connection, ex.bot, ex.chat, stored.id, (DraftState.ACTIVE, ex.now))
    await guides.remind_of(ex, stored)
    await guides.speak(ex, stored, (Part("draft.restored"), *ask(stored.draft)))
