"""What the tests of the dialogue share: answers that fit, and a customer who gives them."""

from bot.dialogue.drafts import Draft, Question, current_question
from bot.dialogue.engine import answer, choose, skip, take_words
from bot.dialogue.turns import Turn
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


def led_through(kind: ClaimKind) -> list[Draft]:
    """Every draft of a guide in which each question is answered in its order, to the review."""
    drafts = [Draft(kind)]
    while (current := current_question(drafts[-1])) is not None:
        leaving = (*current.ask.stays, *current.ask.ends)
        choice = next((name for name in current.ask.choices if name not in leaving), "ok")
        turn = said(drafts[-1], choice) or skip(drafts[-1])
        assert turn
        drafts.append(turn.draft)
    return drafts
