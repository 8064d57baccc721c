"""A day with outages: reports, an incident that is over and one that is not."""

from datetime import timedelta

from bot.domain.customers import Customer
from bot.domain.incident_log import Incident, Nature
from bot.domain.languages import Language
from bot.storage.connection import Connection
from bot.storage.customers import put_customer
from bot.storage.incidents import put_incident
from bot.storage.reports import report
from bot.storage.watches import watch
from tests.console import Stage
from tests.gateway import BOT


async def busy_day(stage: Stage) -> None:
    """Store reports of a provider, who waits for news of it, and incidents."""
    now = stage.now
    over = Incident(
        0, "alipay", Nature.PARTIAL, now - timedelta(hours=9), "部分转账失败", "Some fail",
        closed_at=now - timedelta(hours=7),
    )  # fmt: skip
    still = Incident(
        0, "paypal", Nature.OUTAGE, now - timedelta(hours=1), "无法付款", "No payments"
    )

    async def step(connection: Connection) -> None:
        for number in range(30):
            chat, at = 900 + number, now - timedelta(minutes=11 * (29 - number))
            known = Customer(BOT, chat, Language.SIMPLIFIED)
            await put_customer(connection, known, now - timedelta(days=30))
            for _ in range(1 + number % 3):
                await report(connection, BOT, "alipay", chat, at)
            await watch(connection, BOT, "alipay", chat, at)
        await put_incident(connection, BOT, over)
        await put_incident(connection, BOT, still)

    await stage.database.write(step)
