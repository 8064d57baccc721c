"""Questions about the bot itself: whether it is one, and whether it can be trusted."""

import re

TRUST = "bot-is-it-free-safe"
"""The article that says what the bot never asks for, and that it costs nothing."""

_TRUST = re.compile(
    r"\b(?:how (?:do|can) i (?:know|tell|be sure)|prove)\b.{0,30}"
    r"\b(?:you|this (?:bot|chat|service))\b"
    r".{0,24}\b(?:scam\w*|real|legit|genuine|fake|fraud\w*|trust\w*|safe)\b"
    r"|\b(?:are|r) (?:you|u)\b.{0,16}\b(?:scam\w*|legit|genuine|fake|fraud\w*|trustworthy)\b"
    r"|\bcan i trust (?:you|u|this (?:bot|chat|service))\b"
    r"|\bwho(?:.?s| is| are)? (?:runs?|running|behind|owns?|made) (?:this|you|the) ?"
    r"(?:bot|chat|service|thing)?\W*$",
    re.IGNORECASE,
)
_BOT = re.compile(
    r"\b(?:are|r) (?:you|u) (?:(?:a|an|even|just|actually|really) ){0,2}"
    r"(?:bot|robot|machine|ai|computer|human|person|real|real (?:person|human))\b"
    r"|\bis this (?:(?:a|an|just|actually) ){0,2}(?:bot|robot|machine|ai|real person|human)\b"
    r"|\bam i (?:talking|speaking|chatting) (?:to|with) (?:a |an )?"
    r"(?:bot|robot|machine|ai|real person|person|human)\b",
    re.IGNORECASE,
)
_LONGEST = 80


def asks_for_trust(text: str) -> bool:
    """Whether a text asks whether the bot itself is honest, or who runs it."""
    return len(text) <= _LONGEST and bool(_TRUST.search(text))


def asks_if_bot(text: str) -> bool:
    """Whether a text asks whether a machine answers."""
    return len(text) <= _LONGEST and bool(_BOT.search(text))
