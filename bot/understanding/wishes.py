"""Words that steer the dialogue: back, skip, cancel, a person, a language, yes and no."""

from bot.understanding.intents import Wish
from bot.understanding.patterns import patterns
from bot.understanding.plain import plain

LONGEST = 40
"""Characters of a message that may be nothing but a wish."""


def wish_in(text: str) -> Wish | None:
    """Return the wish that a message consists of; None when it says anything more."""
    if len(text) > LONGEST:
        return None
    normal = plain(text)
    known = patterns("wishes")
    found = (wish for wish in Wish if normal and known[wish].fullmatch(normal))
    return min(found, key=list(known).index, default=None)
