"""RSS and Atom of status pages: entries that are incidents, in many dialects.

No dialect says in a field of its own whether an incident is over. The state is taken from a word
that is marked as one (bold, in brackets, before a dash or a colon); where there is none, a young
entry makes the state unknown. Nothing is guessed.
"""

import html
import io
import re
from calendar import timegm
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import defusedxml.ElementTree
import feedparser
from defusedxml import DefusedXmlException

from bot.domain.official import OfficialLevel, Published
from bot.readers.feeds.plain import likely, plain_line, without_markup
from bot.readers.feeds.refused import FeedRefused
from bot.readers.feeds.states import in_order, worst

# Entries that are looked at, the newest first, and characters of one, from both of its ends.
_MOST_ENTRIES: Final = 50
_LONGEST_TITLE: Final = 1_000
_LONGEST_BODY: Final = 20_000
# An incident that is older counts no more, whatever its last word was; one without any such word
# may be over after a day. A feed whose newest entry is so old is thought to be abandoned. Chosen.
_OPEN_FOR: Final = timedelta(days=7)
_UNCLEAR_FOR: Final = timedelta(days=1)
_ALIVE_FOR: Final = timedelta(days=400)

_ROOTS: Final = ("rss", "feed", "rdf")
_OVER: Final = (
    "resolved|completed|closed|fixed|restored|recovered|cancell?ed|postmortem|已解决|已恢复|已完成"
)
_UNDER_WAY: Final = "in progress|verifying|进行中"
_PLANNED: Final = "scheduled|planned|upcoming|计划"
_OPEN: Final = "investigating|identified|monitoring|update|ongoing|new|open|调查中|处理中"
_WORD: Final = f"({_OVER}|{_UNDER_WAY}|{_PLANNED}|{_OPEN})"
_MARKED: Final = re.compile(
    rf"<(?:strong|b)>\s*{_WORD}\s*[:.]?\s*</(?:strong|b)>|[\[(【]\s*{_WORD}\s*[\])】]"
    rf"|\bstatus\s*[:：]\s*{_WORD}\b|(?<![\w-]){_WORD}\s*(?:\s[-–—]\s|[:：])",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]*>")
_MAINTENANCE: Final = re.compile(r"maintenance|维护", re.IGNORECASE)
# Statuspage's words, and Instatus's.
_EVENT: Final = re.compile(r"this is a scheduled event|\btype:\s*maintenance\b", re.IGNORECASE)
_DOWN: Final = re.compile(
    r"\b(?:major|full|complete|total) (?:system |service )?(?:outage|disruption)"
    r"|\bunavailable\b|\b(?:is|are) down\b|全面中断|无法使用",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One incident: how it is (`over`, `under way`, `planned`, `open`, or nothing), and when."""

    state: str
    is_maintenance: bool
    shown: Published
    at: datetime | None


def read_syndication(content: bytes, now: datetime) -> list[Published]:
    """Return what a feed says.

    Raises:
        FeedRefused: it is no RSS or Atom, not well formed, or declares entities.
    """
    _look_first(content)
    # Bytes would be taken for an address or a file name; a stream never is.
    parsed = feedparser.parse(
        io.BytesIO(content), resolve_relative_uris=False, sanitize_html=False
    )
    if not parsed.version:
        raise FeedRefused("no RSS and no Atom")
    entries = [_entry(each, now) for each in parsed.entries[:_MOST_ENTRIES]]
    return in_order(_current(entries, now), _maintenance(entries, now), now)


def _look_first(content: bytes) -> None:
    """Refuse what an XML parser should not see, and what feedparser would only guess at."""
    try:
        root = defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except (DefusedXmlException, SyntaxError, ValueError, LookupError, RecursionError):
        raise FeedRefused("no well-formed XML without entities") from None
    if root.tag.rpartition("}")[2].lower() not in _ROOTS:
        raise FeedRefused("no RSS and no Atom")


def _current(entries: list[_Entry], now: datetime) -> Published:
    incidents = [each for each in entries if not each.is_maintenance]
    is_open = [each.shown for each in _young(incidents, now, _OPEN_FOR) if each.state == "open"]
    unclear = [each.shown for each in _young(incidents, now, _UNCLEAR_FOR) if not each.state]
    found = worst(is_open) or worst(unclear)
    if found is not None:
        return found
    if any(True for _ in _young(entries, now, _ALIVE_FOR)):
        return Published(OfficialLevel.OPERATIONAL)
    return Published(OfficialLevel.UNKNOWN)


def _young(entries: Iterable[_Entry], now: datetime, age: timedelta) -> list[_Entry]:
    """Return the entries that are not older; one without a date is as young as it says nothing."""
    return [each for each in entries if each.at is None or now - each.at <= age]


def _maintenance(entries: list[_Entry], now: datetime) -> list[Published]:
    return [
        each.shown
        for each in _young(entries, now, _OPEN_FOR)
        if each.is_maintenance and (each.state == "under way" or _begins(each))
    ]


def _begins(entry: _Entry) -> bool:
    """Whether it is known when maintenance that is not over begins; else it would look begun."""
    return entry.state != "over" and entry.shown.since is not None


def _entry(entry: Any, now: datetime) -> _Entry:  # Any: feedparser has no types
    title = str(entry.get("title", ""))[:_LONGEST_TITLE]
    bodies = [str(part.get("value", "")) for part in entry.get("content", [])[:1]]
    # Instatus escapes its updates twice; what they say is looked at only, never shown.
    body = html.unescape(_ends(bodies[0] if bodies else str(entry.get("summary", ""))))
    words = without_markup(title)
    # Not by the parser: its time grows with the square of a text that is made to harm.
    said = f"{words} {_TAG.sub(' ', body)}"
    state = _state(f"{title} {body}")
    began, changed = _moment(entry, "published"), _moment(entry, "updated")
    is_maintenance = (
        state in ("planned", "under way")
        or bool(_MAINTENANCE.search(words))
        or bool(_EVENT.search(said))
    )
    if is_maintenance:
        # The date of what is only planned is its beginning, or else that of the announcement.
        since = began if state == "under way" or (began and began > now) else None
        shown = Published(OfficialLevel.MAINTENANCE, plain_line(title), since, _until(entry))
    else:
        shown = Published(_level(state, said), plain_line(title), began or changed)
    return _Entry(state, is_maintenance, shown, changed or began)


def _ends(text: str) -> str:
    """Return a long text without its middle: the newest update is at either end."""
    half = _LONGEST_BODY // 2
    return text if len(text) <= _LONGEST_BODY else f"{text[:half]} {text[-half:]}"


def _state(text: str) -> str:
    """Return the state that the newest marked word says.

    Pages list updates the newest first or the newest last: over is what either end calls over.
    """
    words = [next(filter(None, found.groups())) for found in _MARKED.finditer(text)]
    ends = [words[0], words[-1]] if words else []
    for pattern, state in (
        (_OVER, "over"), (_UNDER_WAY, "under way"), (_PLANNED, "planned"), (_OPEN, "open"),
    ):  # fmt: skip
        if any(re.fullmatch(pattern, word, re.IGNORECASE) for word in ends):
            return state
    return ""


def _level(state: str, said: str) -> OfficialLevel:
    if state != "open":
        return OfficialLevel.UNKNOWN
    return OfficialLevel.DOWN if _DOWN.search(said) else OfficialLevel.DEGRADED


def _moment(entry: Any, name: str) -> datetime | None:  # Any: see above
    """Return a date of an entry, which feedparser gives in UTC."""
    parsed = entry.get(f"{name}_parsed") if name in entry else None
    try:
        return likely(datetime.fromtimestamp(timegm(parsed), UTC)) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _until(entry: Any) -> datetime | None:  # Any: see above
    """Return the end of maintenance, which Statuspage gives in a field of its own."""
    try:
        read = parsedate_to_datetime(str(entry.get("maintenanceenddate", ""))[:60])
    except (ValueError, OverflowError):
        return None
    return likely(read) if read.tzinfo else None
