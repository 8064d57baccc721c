"""One turn of a guide, whoever caused it: kept, said, or handed to a person when that is all."""

from dataclasses import replace

from bot.dialogue.drafts import current_question
from bot.dialogue.turns import Turn
from bot.domain.kinds import ClaimKind
from bot.services import guides, handover
from bot.services.exchange import Exchange
from bot.storage.drafts import StoredDraft, save_draft


async def take(ex: Exchange, stored: StoredDraft, turn: Turn) -> None:
    """Go on with a guide; words for a person are passed on without a review."""
    if turn.draft.kind is ClaimKind.OTHER and current_question(turn.draft) is None:
        kept = replace(stored, draft=turn.draft)
        await save_draft(ex.connection, ex.bot, ex.chat, kept, ex.now)
        await handover.hand_over(ex, kept)
        return
    await guides.continue_with(ex, stored, turn)
