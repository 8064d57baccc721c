"""Whether a provider is down, asked in the middle of another matter: answered there."""

from bot.dialogue.drafts import answers
from bot.domain.kinds import ClaimKind
from bot.services import guides, outage_reports
from bot.services.exchange import Exchange
from bot.services.hearing import Heard, asks
from bot.storage.drafts import StoredDraft
from bot.understanding.intents import Intent


async def asked_beside(ex: Exchange, stored: StoredDraft, heard: Heard) -> bool:
    """Answer the question and repeat the open one; False: the text asks no such thing."""
    if heard.reading.intent is not Intent.OUTAGE_CHECK or not asks(heard.text):
        return False
    if stored.draft.kind is ClaimKind.OUTAGE:
        return False
    named = heard.reading.facts.provider or answers(stored.draft).values.get("provider")
    provider = ex.library.provider(str(named or ""))
    if provider is None:
        return False
    await guides.speak_after(ex, stored, await outage_reports.told(ex, provider.id))
    return True
