"""Agents read about providers when their day begins, and only where there is something to tell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.domain.incident_log import Incident, Nature
from bot.storage.connection import Connection
from bot.storage.incidents import change_incident, put_incident
from tests.chat import Chat, open_chat
from tests.outages import people_report

# 20:00 in China, where the first desk opens at nine.
EVENING = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
UNTIL_NINE = timedelta(hours=13)


async def to_agents(chat: Chat) -> list[str]:
    return [message["text"] for message in chat.messages(chat.cast.agents_chat.id)]


async def a_day_begins(chat: Chat) -> None:
    """Let the rounds begin, the night pass, and the desk open."""
    await chat.says("/start outage_wechat_pay")
    await chat.later(timedelta(minutes=1))
    await chat.later(UNTIL_NINE - timedelta(minutes=2))
    assert await to_agents(chat) == []
    await chat.later(timedelta(minutes=2))


async def test_the_summary_tells_of_incidents_and_of_who_was_reported(tmp_path: Path) -> None:
    async with open_chat(tmp_path, EVENING) as chat:

        async def step(connection: Connection) -> None:
            outage = Incident(0, "alipay", Nature.OUTAGE, EVENING - timedelta(hours=1))
            stored = await put_incident(connection, chat.bot, outage)
            assert stored is not None
            over = replace(stored, closed_at=EVENING)
            await change_incident(connection, chat.bot, over)
            attack = Incident(0, "paypal", Nature.ATTACK, EVENING)
            await put_incident(connection, chat.bot, attack)
            at = EVENING - timedelta(minutes=5)
            await people_report(connection, chat.bot, "alipay", at, (40, 0))
            await people_report(connection, chat.bot, "unionpay", at, (5, 0))

        await chat.database.write(step)
        await a_day_begins(chat)
        assert await to_agents(chat) == [
            "各平台，过去 24 小时\n"
            "#1 支付宝：故障，11 月 22 日 19:00 到 11 月 22 日 20:00\n"
            "#2 PayPal（贝宝）：被攻击，11 月 22 日 20:00 起\n"
            "报告的人数：\n"
            "支付宝：40"
        ]


async def test_it_comes_once_a_day(tmp_path: Path) -> None:
    async with open_chat(tmp_path, EVENING) as chat:
        attack = Incident(0, "paypal", Nature.ATTACK, EVENING)
        await chat.database.write(partial(put_incident, bot=chat.bot, incident=attack))
        await a_day_begins(chat)
        assert len(await to_agents(chat)) == 1
        await chat.later(timedelta(minutes=1))
        await chat.later(timedelta(hours=23))
        assert len(await to_agents(chat)) == 1
        await chat.later(timedelta(hours=1))
        assert len(await to_agents(chat)) == 2


async def test_a_quiet_day_is_not_told(tmp_path: Path) -> None:
    async with open_chat(tmp_path, EVENING) as chat:
        await a_day_begins(chat)
        assert await to_agents(chat) == []
