"""The bot is killed and stopped in the middle of a burst: nothing is lost, nothing done twice."""

import re
import sqlite3
from contextlib import closing
from itertools import groupby
from pathlib import Path

from bot.sandbox import RunningSandbox
from bot.sandbox.values import Person
from tests.gateway import until
from tests.process.bot_process import NO_LIMITS, arguments, bot_process, sandbox_over_http

CUSTOMERS = 10
TEXTS = 10
# Seconds for the whole burst on a busy machine.
_PATIENCE = 60.0
_AMOUNT = re.compile(r"(\d+)\.00 元")


def replies(telegram: RunningSandbox, person: Person) -> list[str]:
    kept = telegram.sandbox.world.messages.get(person.id, {})
    return [str(m["text"]) for _, m in sorted(kept.items()) if m["from"]["is_bot"]]


def corrections(telegram: RunningSandbox, person: Person) -> list[tuple[int, int]]:
    """The amounts after and before, of the replies that say what was changed."""
    firsts = [text.split("\n")[0] for text in replies(telegram, person)]
    changed = [_AMOUNT.findall(line) for line in firsts if line.startswith("改好了")]
    return [(int(after), int(before)) for after, before in changed]


def expected() -> list[tuple[int, int]]:
    """Each reply names the value before: a lost, doubled or overtaken text would show."""
    return [(100 + n, 99 + n) for n in range(1, TEXTS)]


def writes(telegram: RunningSandbox, person: Person) -> None:
    people = telegram.sandbox.people
    people.send_text(person.id, "微信昨天扣了我2次，每次100块")
    for number in range(1, TEXTS):
        people.send_text(person.id, f"金额是 {100 + number} 元")


def count(database: Path, sql: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


async def test_a_kill_and_a_stop_in_a_burst_lose_nothing_and_repeat_nothing(
    tmp_path: Path,
) -> None:
    async with sandbox_over_http(tmp_path) as telegram:
        create = telegram.sandbox.people.create
        people = [create(f"客户{n}", "zh-hans") for n in range(CUSTOMERS)]

        def answered() -> int:
            return sum(len(replies(telegram, person)) for person in people)

        async with bot_process(tmp_path, *arguments(telegram), **NO_LIMITS) as first:
            await first.ready()
            for person in people:
                writes(telegram, person)
            await until(lambda: answered() >= CUSTOMERS * TEXTS // 3, _PATIENCE)
            await first.kill()
        assert answered() < CUSTOMERS * TEXTS

        async with bot_process(tmp_path, *arguments(telegram), **NO_LIMITS) as second:
            await until(lambda: answered() >= CUSTOMERS * TEXTS // 2, _PATIENCE)
            assert await second.stop() == 0

        async with bot_process(tmp_path, *arguments(telegram), **NO_LIMITS) as third:
            await until(
                lambda: all(corrections(telegram, p)[-1:] == expected()[-1:] for p in people),
                _PATIENCE,
            )
            assert await third.stop() == 0

        for person in people:
            said = corrections(telegram, person)
            once = [line for line, _ in groupby(said)]
            assert once == expected()
            # What was on its way at the kill may come twice, as with any sender.
            assert len(replies(telegram, person)) <= TEXTS + 1
        database = tmp_path / "var" / "bot.db"
        assert count(database, "SELECT COUNT(*) FROM outbox") == [(CUSTOMERS * TEXTS,)]
        assert (
            count(database, "SELECT COUNT(*) FROM message WHERE direction = 'in' GROUP BY chat_id")
            == [(TEXTS,)] * CUSTOMERS
        )
