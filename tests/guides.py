"""What the tests of the dialogue share: answers that fit, and a customer who gives them."""

from bot.dialogue.drafts import Draft, Question, current_question
from bot.dialogue.engine import Turn, answer, choose, take_words
from bot.domain.kinds import ClaimKind
from bot.domain.questions import Reads

AMOUNT = {"minor": 8900, "currency": "CNY"}
MOMENT = {"at": "2026-11-21T13:30:00Z", "precision": "minute"}
VALUES = {
    Reads.AMOUNT: AMOUNT,
    Reads.MOMENT: MOMENT,
    Reads.PROVIDER: "alipay",
    Reads.COUNT: 22,
    Reads.REFERENCE: "2026112122001",
    Reads.WORDS: "words of the customer",
    Reads.FILES: [],
}


class FixedReaders:
    """Reads "ok" as an answer that fits, a choice by its name, and nothing else."""

    def read(self, kind: ClaimKind, asked: Question, text: str):
        if asked.ask.reads is Reads.CHOICE:
            return text if text in asked.ask.choices else None
        return VALUES[asked.ask.reads] if text == "ok" else None


READERS = FixedReaders()


def said(draft: Draft, text: str) -> Turn | None:
    """Type a text: first as a typed answer, then as free words."""
    return answer(draft, text, READERS, {}) or take_words(draft, text, {})


def answered(kind: ClaimKind, *texts: str) -> Draft:
    """A draft whose questions were answered in their order."""
    draft = Draft(kind)
    for text in texts:
        turn = said(draft, text)
        assert turn, f"{text!r} does not answer {current_question(draft)}"
        draft = turn.draft
    return draft


def tapped(draft: Draft, choice: str) -> Turn:
    current = current_question(draft)
    assert current
    turn = choose(draft, current.field, choice)
    assert turn
    return turn


def field(draft: Draft) -> str | None:
    """The field that is asked for; None: it is time to review."""
    current = current_question(draft)
    return current.field if current else None
