"""Readings that wait share one trip to a reader; each gets what is its own."""

import asyncio

import pytest

from bot.storage.errors import DatabaseAway
from bot.storage.group_read import GroupRead


class Readers:
    """Two readers whose trips wait until they are let go; keeps what each trip carried."""

    def __init__(self) -> None:
        self.trips: list[tuple[str, list[object]]] = []
        self.gate = asyncio.Event()
        self.reads = GroupRead(["a", "b"], self._run)

    async def _run(self, reader: str, steps: list[object]) -> list[object]:
        self.trips.append((reader, list(steps)))
        await self.gate.wait()
        return [RuntimeError(step) if step == "broken" else f"{step}!" for step in steps]

    async def hand_in(self, *steps: str) -> list[asyncio.Task[object]]:
        """Hand readings in, one after the other, without waiting for what they give."""
        handed = []
        for step in steps:
            handed.append(asyncio.create_task(self.reads.read(step)))
            # The reading takes its place in the row, and its trip sets out.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        return handed


async def test_a_free_reader_is_asked_at_once_and_the_rest_share_the_next_trip():
    readers = Readers()
    handed = await readers.hand_in("1", "2", "3", "4", "5")
    assert [steps for _, steps in readers.trips] == [["1"], ["2"]]
    readers.gate.set()
    assert await asyncio.gather(*handed) == ["1!", "2!", "3!", "4!", "5!"]
    assert [steps for _, steps in readers.trips[2:]] == [["3", "4", "5"]]


async def test_a_reading_that_fails_fails_alone():
    readers = Readers()
    handed = await readers.hand_in("1", "2", "3", "broken", "5")
    readers.gate.set()
    given = await asyncio.gather(*handed, return_exceptions=True)
    assert [str(each) for each in given] == ["1!", "2!", "3!", "broken", "5!"]
    assert isinstance(given[3], RuntimeError)


async def test_a_caller_that_gave_up_is_not_read_for():
    readers = Readers()
    first, second, gone, last = await readers.hand_in("1", "2", "gone", "last")
    gone.cancel()
    readers.gate.set()
    assert await asyncio.gather(first, second, last) == ["1!", "2!", "last!"]
    assert readers.trips[-1][1] == ["last"]


async def test_a_broken_reader_is_told_to_all_of_its_trip_and_used_again():
    broken = [True]

    async def run(_reader: str, steps: list[object]) -> list[object]:
        if broken:
            broken.clear()
            raise DatabaseAway("the disk is gone")
        return steps

    reads = GroupRead(["only"], run)
    with pytest.raises(DatabaseAway, match="the disk is gone"):
        await reads.read("1")
    assert await reads.read("2") == "2"


async def test_closing_waits_for_what_was_handed_in():
    readers = Readers()
    (handed,) = await readers.hand_in("1")
    closing = asyncio.create_task(readers.reads.close())
    await asyncio.sleep(0)
    assert not closing.done()
    readers.gate.set()
    await closing
    assert await handed == "1!"
