"""An edited message corrects the answer that it gave, while the draft is open."""

from bot.dialogue.changes import correct, facts_said_by
from bot.dialogue.drafts import answers, question
from bot.domain.questions import Reads
from bot.services import guides
from bot.services.correcting import reader_of
from bot.services.desk_posts import edit_words
from bot.services.exchange import Exchange
from bot.services.hearing import Heard, facts_in
from bot.storage.claims import claim_by_id


async def edit(ex: Exchange, heard: Heard) -> None:
    """Correct what an edited message said; agents see the edit of an open claim."""
    if ex.customer.mode_claim is not None:
        claim = await claim_by_id(ex.connection, ex.bot, ex.customer.mode_claim)
        if claim is not None:
            ex.claim = claim.id
            await edit_words(ex, claim, heard.text)
        return
    stored = await guides.active(ex)
    if stored is None:
        return
    reader, facts = reader_of(ex, stored.draft, heard), facts_in(heard)
    held = answers(stored.draft).values
    for field in facts_said_by(stored.draft, ex.received.message_id):
        asked = question(stored.draft.kind, field)
        if asked is None:
            continue
        value = reader.read(stored.draft.kind, asked, heard.text) or facts.get(asked.ask.fact)
        if value is None and asked.ask.reads is Reads.WORDS:
            value = heard.text.strip()
        if value is None or value == held.get(field):
            continue
        turn = correct(stored.draft, field, value)
        if turn is not None:
            await guides.continue_with(ex, stored, turn)
            return
