"""A text beside the open guide, and what is asked in every guide."""

from dataclasses import dataclass

from bot.dialogue.drafts import Draft, answers, current_question
from bot.dialogue.replies import Part
from bot.domain.kinds import ClaimKind
from bot.services import answers as answering
from bot.services import guides
from bot.services.asked_often import asked_often as article_asked
from bot.services.asked_often import asks_use, asks_who
from bot.services.beside_words import asks_what_now
from bot.services.exchange import Exchange
from bot.services.hearing import Heard, asks
from bot.services.opening import GUIDES
from bot.storage.drafts import StoredDraft
from bot.understanding.intents import Intent

# A guide of another kind is begun inside an open one only from this confidence on. Chosen on
# the model conversations: an answer that merely sounds like another matter stays below it.
SURE = 0.75


@dataclass(frozen=True, slots=True)
class Beside:
    """A text beside the open guide, and what every reading of it looks at."""

    ex: Exchange
    stored: StoredDraft
    heard: Heard

    @property
    def draft(self) -> Draft:
        """The claim being filled in."""
        return self.stored.draft

    @property
    def is_question(self) -> bool:
        """Whether the text is a question."""
        reading = self.heard.reading
        surely = reading.intent is Intent.FAQ and reading.confidence >= SURE
        return surely or asks(self.heard.text)

    @property
    def guide(self) -> ClaimKind | None:
        """The kind of claim that the text speaks of by itself."""
        return GUIDES.get(self.heard.reading.intent)


async def asked_often(said: Beside) -> bool:
    """Answer what is asked in every guide, with what holds for the matter of this one."""
    draft = said.draft
    name = article_asked(said.heard.text, draft.kind, draft.type)
    article = answering.article_of(said.ex, name) if name else None
    shown = answering.say_article(said.ex, article, within=True) if article else None
    if shown is None:
        return False
    await guides.speak_after(said.ex, said.stored, shown)
    return True


async def who(said: Beside) -> bool:
    """Say who is speaking here, and what can be done here."""
    if asks_who(said.heard.text):
        part = Part("question.who")
    elif asks_use(said.heard.text):
        part = Part("question.use")
    else:
        return False
    await guides.repeat_question(said.ex, said.stored, part)
    return True


async def what_now(said: Beside) -> bool:
    """Say the first steps again to who asks what to do."""
    if not asks_what_now(said.heard.text) or current_question(said.draft) is None:
        return False
    called = answers(said.draft).values.get("stage") == "done"
    article = (
        answering.article_of(said.ex, "police-report")
        if called and said.draft.kind is ClaimKind.FRAUD
        else None
    )
    if article is not None and (shown := answering.say_article(said.ex, article, within=True)):
        await guides.speak_after(said.ex, said.stored, shown)
        return True
    first = Part(guides.first_key(said.ex, said.draft))
    await guides.repeat_question(said.ex, said.stored, first)
    return True
