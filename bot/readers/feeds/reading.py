"""A feed of any kind: what it says, or that it is refused. Runs in the worker process."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.domain.official import Published
from bot.readers.feeds.apple import read_apple
from bot.readers.feeds.refused import FeedRefused
from bot.readers.feeds.statuspage import read_statuspage
from bot.readers.feeds.syndication import read_syndication

# Bytes; a summary of a large page has 300,000.
LARGEST_FEED: Final = 1024 * 1024

# By `knowledge.records.providers.StatusKind`; the one JSON that is not Statuspage's is Apple's.
_READERS: Final[dict[str, Callable[[bytes, datetime], list[Published]]]] = {
    "statuspage-v2": read_statuspage,
    "rss": read_syndication,
    "atom": read_syndication,
    "json": read_apple,
}


def read_feed(kind: str, content: bytes, now: datetime) -> list[Published]:
    """Return what a feed says: the state of now first, then maintenance, the nearest first.

    Args:
        kind (str): how the provider publishes, as the tables say.
        content (bytes): as it came; nothing in it is trusted.
        now (datetime): aware.

    Raises:
        FeedRefused: no document of this kind, or one that breaks a limit.
    """
    if len(content) > LARGEST_FEED:
        raise FeedRefused(f"larger than {LARGEST_FEED} bytes")
    reader = _READERS.get(kind)
    if reader is None:
        raise FeedRefused("this kind of page is not read")
    return reader(content, now)
