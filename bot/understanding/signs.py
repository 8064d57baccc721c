"""Signs: what a message speaks of, found by the patterns of `signs.toml`."""

from bot.understanding.patterns import patterns


def signs_in(plain: str) -> frozenset[str]:
    """Return the names of the signs that a text in normal form shows."""
    return frozenset(name for name, known in patterns("signs").items() if known.search(plain))
