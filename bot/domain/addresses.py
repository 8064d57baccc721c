"""Web and mail addresses in what people write, in one spelling; those that tell something."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from bot.domain.numerals import fold
from bot.domain.shared_hosts import EVERYBODYS, MAIL_FOR_ALL, PAGES_FOR_ALL

_PUBLIC_ENDINGS: Final = re.compile(r"(?:^|\.)(?:gov|edu|mil|int)(?:\.[a-z]{2})?$|\.go\.[a-z]{2}$")
# Without `http`, `www` or a path only these make an address: "gone.they" is a missing space.
_ENDINGS: Final = (
    "com|net|org|cn|top|xyz|vip|cc|io|app|shop|store|site|online|club|info|biz|co|hk|tw|uk|sg|my|jp"
    "|kr|au|ca|de|fr|eu|ru|nl|ltd|icu|asia|tv|ai|gg|la|ws|fund|trade|finance|exchange|capital"
    "|international|ink|mobi|name|one|global|world|group|tech|cloud|dev|page"
)
_LABELS: Final = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}"
_MAIL: Final = re.compile(
    rf"(?<![a-z0-9._%+@/-])[a-z0-9_%+-][a-z0-9._%+-]{{0,63}}@(?P<domain>{_LABELS}[a-z]{{2,24}})"
    r"(?![a-z0-9@_-])"
)
_WEB: Final = re.compile(
    rf"(?<![a-z0-9@._-])(?:https?://(?:[^\s/@]{{0,64}}@)?(?P<sure>{_LABELS}[a-z]{{2,24}})"
    rf"|(?P<www>www\d?\.{_LABELS}[a-z]{{2,24}})|(?P<led>{_LABELS}[a-z]{{2,24}})(?=/[^\s/])"
    rf"|(?P<bare>{_LABELS}(?:{_ENDINGS})))"
    r"(?::\d{1,5})?(?![a-z0-9@_-])(?:/[^\s<>\"'，。；、！？（）]*)?"
)
# Fronts of the same place for other devices.
_FRONTS: Final = re.compile(r"^(?:www\d?|m|h5|wap|mobile|touch)\.(?=[^.]+\.)")
_LONGEST_READ: Final = 8000
_MOST: Final = 20


def addresses_in(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return the web hosts and mail addresses of a text that tell of somebody, each once.

    Args:
        text (str): as people write it.
        known (collection of str): hosts that tell nothing beside those that everybody names.
    """
    folded = fold(text[:_LONGEST_READ]).lower()
    found = [address for _, _, address in _spans(folded) if tells(address, known)]
    return tuple(dict.fromkeys(found))[:_MOST]


def without_everybodys(text: str, known: Collection[str] = ()) -> str:
    """Return a text without the addresses that tell nothing, with all that hangs on them."""
    folded = fold(text[:_LONGEST_READ]).lower()
    for start, end, address in sorted(_spans(folded), reverse=True):
        if not tells(address, known):
            folded = f"{folded[:start]} {folded[end:]}"
    return folded


def tells(address: str, known: Collection[str] = ()) -> bool:
    """Whether an address is somebody's own: no large place, no authority, no host for all."""
    name, at, host = address.rpartition("@")
    if at and host in MAIL_FOR_ALL:
        return bool(name)
    if _PUBLIC_ENDINGS.search(host) or host in PAGES_FOR_ALL or host in MAIL_FOR_ALL:
        return False
    parts = host.split(".")
    above = {".".join(parts[place:]) for place in range(len(parts) - 1)}
    return not any(each in EVERYBODYS or each in known for each in above)


def host_of(url: str) -> str:
    """Return the host of a web address without what stands in front for devices; empty: none."""
    found = _WEB.match(fold(url).lower())
    return _host(found) if found else ""


def _spans(folded: str) -> Iterator[tuple[int, int, str]]:
    """Give where addresses stand, and each in its one spelling."""
    mails = [(*found.span(), found[0]) for found in _MAIL.finditer(folded)]
    yield from mails
    for found in _WEB.finditer(folded):
        if not any(start < found.end() and found.start() < end for start, end, _ in mails):
            yield (*found.span(), _host(found))


def _host(found: re.Match[str]) -> str:
    host = found["sure"] or found["www"] or found["led"] or found["bare"]
    return _FRONTS.sub("", host)
