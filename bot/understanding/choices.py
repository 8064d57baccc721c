"""Which of a question's choices a typed answer means."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from bot.understanding.plain import plain

# Typos in a long label are forgiven from this similarity on (0 to 100). Chosen on the labels of
# all questions: two labels of one question are never nearer than 80.
_NEAR_ENOUGH = 88
# Shorter wordings must be there word for word: "no" is near to too much.
_SHORT = 4
_PLACEHOLDER = "{"
_NOT_A_WORD = re.compile(r"[\W_]+")
# Shorter Chinese wordings must be a clause of their own: 没有 stands in 没有合同 too.
_STANDS_IN_A_CLAUSE = 3
# "No I haven't reported it" and "no case number" say no to something else; "yes, I called them"
# says yes to something else. Phrases of the choice itself still count.
_NO = "no"
_SAYS_NO = re.compile(
    r"(?:(?:i (?:already )?said|still|well|oh|um+|hmm+|ok) )?(?:no|nope|nah)"
    r"(?: (?:no|sorry|sir|dear|mate|thanks|thank you|never|not really|of course|definitely"
    r"|absolutely|it (?:wasnt|was not|isnt)|i (?:didnt|did not|never)|just|i think)\b.*)?"
)
_YES = "yes"
_YES_TO_ANOTHER = re.compile(
    r"yes (?:(?:i|we|ive|weve|have|has|already|just) )+"
    r"(?:called|told|rang|phoned|reported|blocked|froze|frozen|spoken?|informed|contacted)\b"
)
# Words that stand in any sentence: "one is pending", "they gave me nothing".
_A_CLAUSE = frozenset({"one", "1", "nothing", "none"})
_PARTS = re.compile(r"[，,。.;；!！?？、\n]+")
_CLAUSE_ENDS = re.compile(r"[，,。.;；!！?？、\n\s]+")
_SMALL_WORDS = re.compile(
    r"^(?:我|都|也|还|已经|就|是|嗯|哦)+(?=..)|(?<=..)(?:了|的|啊|呀|吧|呢|哦|嘛|过)+$"
)
# An answer to a choice is short; of more only the beginning is compared, in characters.
_READ = 200


def chosen(text: str, wordings: Mapping[str, Iterable[str]]) -> str | None:
    """Return the choice that a text means.

    Args:
        text (str): what the customer typed.
        wordings (mapping): name of each choice to what customers call it.

    Returns:
        str or None: the name; None where no choice fits, or two fit equally well.
    """
    said = typed_form(text)
    if not said:
        return None
    clauses = frozenset(map(_bare, map(typed_form, _CLAUSE_ENDS.split(text[:_READ]))))
    unsaid = _unsaid(text, said)
    scores = {name: _best(said, clauses, phrases, unsaid) for name, phrases in wordings.items()}
    best = max(scores.values(), default=0.0)
    names = [name for name, score in scores.items() if score == best]
    return names[0] if best > 0 and len(names) == 1 else None


def is_label(text: str, label: str) -> bool:
    """Whether a text that holds a label says little more: "call me back" is no Back."""
    said, wanted = typed_form(text), _phrase(label)
    return not wanted.isascii() or len(wanted) * _MOSTLY >= len(said)


_MOSTLY = 2
"""How many times as long as a label a text may be that means it. Chosen: "ok, go back"."""


def typed_form(text: str) -> str:
    """Return a label or an answer as it is compared: one script, one case, no punctuation.

    Cantonese and Taiwanese words stand in their standard form.
    """
    folded = plain(text[:_READ].replace("'", ""))
    return _NOT_A_WORD.sub(" ", folded).strip()


# Labels and wordings are the same for everybody; 4,096 are some 1 MB.
_phrase = lru_cache(maxsize=4096)(typed_form)


def _bare(clause: str) -> str:
    """Return a clause without the small words around it."""
    return _SMALL_WORDS.sub("", clause)


def _unsaid(text: str, said: str) -> frozenset[str]:
    """Return short words that a text may hold, but does not answer with."""
    parts = frozenset(map(typed_form, _PARTS.split(text[:_READ])))
    words = {word for word in _A_CLAUSE if word not in parts}
    if not any(_SAYS_NO.fullmatch(part) for part in parts):
        words.add(_NO)
    if _YES_TO_ANOTHER.match(said):
        words.add(_YES)
    return frozenset(words)


def _best(
    said: str, clauses: frozenset[str], phrases: Iterable[str], unsaid: frozenset[str]
) -> float:
    plain = (_phrase(each) for each in phrases if _PLACEHOLDER not in each)
    return sum(_score(said, clauses, each) for each in plain if each not in unsaid)


def _score(said: str, clauses: frozenset[str], phrase: str) -> float:
    """Return 0 where it is not meant; else more for a longer wording, most for the whole text."""
    if not phrase:
        return 0.0
    if said == phrase:
        return 1000.0
    if not phrase.isascii() and len(phrase) < _STANDS_IN_A_CLAUSE:
        return float(len(phrase)) if phrase in clauses else 0.0
    if _holds(said, phrase):
        return float(len(phrase))
    if len(phrase) > _SHORT and fuzz.ratio(said, phrase) >= _NEAR_ENOUGH:
        return float(len(phrase)) / 2
    return 0.0


def _holds(said: str, phrase: str) -> bool:
    if phrase.isascii():
        return f" {phrase} " in f" {said} "
    return len(phrase) > 1 and phrase in said
