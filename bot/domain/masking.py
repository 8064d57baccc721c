"""Contacts and account numbers, hidden until somebody asks to see them.

Not `redaction`: what is masked here is kept, since a case may need it; it is only not shown to
whoever walks past a screen.
"""

import re
from typing import Final

_TAIL: Final = 4
_DOTS: Final = "••••"
# Phones, cards, accounts, order numbers: seven digits or more, however they are parted.
_DIGITS: Final = re.compile(r"(?<![A-Za-z0-9.,])\+?\(?\d(?:[ ()\-]{0,2}\d){6,}(?![A-Za-z])")
_DATE: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?: \d{0,2})?")
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.[A-Za-z0-9.-]+)")
# IBAN, wallet addresses, references of letters and digits.
_MIXED: Final = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*\d[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{12,}"
    r"|(?<![A-Za-z0-9])[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){3,8}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)
_HANDLE: Final = re.compile(r"(?<![A-Za-z0-9.•])@[A-Za-z]\w{3,}")
_NAMED: Final = re.compile(
    r"((?:微信|wechat|wx|qq|telegram|whatsapp|line|账号|帳號)(?:号|號| id)?\s*[:：是]?\s*)"
    r"([A-Za-z0-9_-]{5,})",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """Return a text in which contacts and account numbers show their last four digits at most."""
    text = _MAIL.sub(lambda found: f"{_DOTS}@{found[1]}", text)
    text = _MIXED.sub(lambda found: _tail(found[0]), text)
    text = _DIGITS.sub(lambda found: found[0] if _DATE.fullmatch(found[0]) else _tail(found[0]),
                       text)  # fmt: skip
    text = _HANDLE.sub(f"@{_DOTS}", text)
    return _NAMED.sub(lambda found: f"{found[1]}{_tail(found[2])}", text)


def _tail(text: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9]", "", text)
    return f"{_DOTS} {plain[-_TAIL:]}"
