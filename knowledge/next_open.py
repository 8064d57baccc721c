"""Several lines: which are answered now, and which opens next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from knowledge.hours import State
from knowledge.hours_text import opening_hours
from knowledge.records.channels import Channel
from knowledge.snapshot import Library


@dataclass(frozen=True, slots=True)
class Line:
    """A channel at a moment.

    Attributes:
        opens_at: when it opens, UTC, if it is closed and that is known.
    """

    channel: Channel
    state: State
    opens_at: datetime | None = None


def line_of(library: Library, channel: Channel, at: datetime, zone: str = "") -> Line:
    """Return a channel with its state.

    Args:
        library (Library): for clock and working days of the channel's region.
        channel (Channel): whose hours are asked.
        at (datetime, with time zone): the moment.
        zone (str): the customer's zone if the channel is of the customer's own region; it counts
            where the region has several, of which the first is taken otherwise.
    """
    clock = library.clock(channel.region)
    where = zone or "UTC"
    if clock and not (zone and len(clock.time_zones) > 1):
        where = clock.time_zones[0]
    days = library.calendar(channel.region)
    hours = opening_hours(channel.hours.zh if channel.hours else None)
    state = hours.state(at, where, days)
    opens_at = hours.next_opening(at, where, days) if state is State.CLOSED else None
    return Line(channel, state, opens_at)


def next_open(
    library: Library, channels: Iterable[Channel], at: datetime, zone: str = ""
) -> Line | None:
    """Return the first line that is answered now; if all are closed, the one that opens first.

    Where it is not known of a line, it comes after those that are open and before those that are
    closed. None without channels.
    """
    lines = [line_of(library, channel, at, zone) for channel in channels]
    for state in (State.OPEN, State.UNKNOWN):
        if found := [line for line in lines if line.state is state]:
            return found[0]
    opening = [line for line in lines if line.opens_at is not None]
    return min(opening, key=_opening, default=lines[0] if lines else None)


def _opening(line: Line) -> float:
    return line.opens_at.timestamp() if line.opens_at else float("inf")
