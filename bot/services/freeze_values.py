"""What the texts show of a reason for a freeze: explained shortly, with what helps here only."""

import re
from collections.abc import Callable
from typing import Final

from bot.texts.shown import Shown, Value
from bot.texts.wording import Voice
from knowledge.records.base import Words
from knowledge.records.freezes import FreezeReason

_STEPS_SHOWN: Final = 3
_PAPERS_SHOWN: Final = 3
_SENTENCES_SHOWN: Final = 2
_SENTENCE: Final = re.compile(r".+?(?:[。！？]|[.!?](?=\s|$))\s*")
_MAINLAND: Final = re.compile(r"(?<!\d)(?:110|96110|12\d{3}|95\d{3})(?!\d)")
_BRACKETS: Final = re.compile(r"（[^）]*）|\s?\([^)]*\)")
_PAPER_ENDS: Final = re.compile(r"。|；|;|\.\s|, taken|, only")


def freeze_values(
    reason: FreezeReason,
    voice: Voice,
    words: Callable[[Words | None], str | None],
    written: Callable[[str], str],
) -> dict[str, Value]:
    """Return what is known of a reason for a freeze.

    Args:
        reason (FreezeReason): of the table.
        voice (Voice): the reader.
        words (callable): puts a text of the tables into the reader's language.
        written (callable): puts a Chinese text into the reader's script.
    """
    language, region = voice.language.facts, voice.region
    steps = [_here(step, region) for step in reason.what_to_do.text(language)]
    steps = [step for step in steps if step][:_STEPS_SHOWN]
    papers = reason.documents.text(language)[:_PAPERS_SHOWN]
    between = "；" if language == "zh" else "; "
    explained = _first_sentences(_here(words(reason.explain) or "", region))
    return {
        "reason_name": words(reason.name),
        "explain": Shown(explained, hint=not reason.verified),
        "who_can": _here(words(reason.who_can_unfreeze) or "", region) or None,
        "typical_time": words(reason.typical_time),
        "documents": written(between.join(_plain_paper(each) for each in papers)),
        **{f"step_{n}": written(step) for n, step in enumerate(steps, 1)},
    }


def _here(text: str, region: str) -> str:
    """Leave out sentences and remarks with numbers of the mainland, where that is not here."""
    if region == "CN":
        return text
    plain = _BRACKETS.sub("", text)
    kept = [each for each in _SENTENCE.findall(plain) if not _MAINLAND.search(each)]
    return "".join(kept).strip()


def _first_sentences(text: str) -> str:
    """Return the beginning of an explanation: a frightened reader reads two sentences."""
    found = _SENTENCE.findall(text)
    return "".join(found[:_SENTENCES_SHOWN]).strip() or text


def _plain_paper(text: str) -> str:
    """Return the name of a paper without the remarks in brackets."""
    return _PAPER_ENDS.split(_BRACKETS.sub("", text))[0].rstrip("。. ")
