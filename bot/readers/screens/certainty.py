"""Whether the amount of a page may be answered: better none than a wrong one."""

import re

from bot.domain.currencies import minor_digits
from bot.readers.screens.amounts import printed
from bot.readers.screens.sums import Amount


def is_borne_out(amount: Amount) -> bool:
    """Whether the page itself says the amount twice and nothing that looks like a misreading."""
    return amount.agreed and not amount.disputed


def is_confirmed(amount: Amount, looks: tuple[str, ...]) -> bool:
    """Whether other readings of the same line give the same figure.

    One that agrees is enough; every one has to where a labelled amount differs by one
    character, or where a currency with decimals is printed without them, because a
    decimal point may have been overlooked.

    Args:
        amount: as the page was read.
        looks: text of its line in other renderings.
    """
    first = amount.printed.digits
    agreeing = [_figure(look) == first for look in looks]
    bare = amount.printed.decimals == 0 and minor_digits(amount.currency or "") > 0
    return bool(agreeing) and (all(agreeing) if amount.disputed or bare else any(agreeing))


def _figure(text: str) -> str:
    """Return the figure of an amount as read, without currency and sign."""
    found = printed(text)
    return found.digits if found else re.sub(r"[^\d.]", "", text)
