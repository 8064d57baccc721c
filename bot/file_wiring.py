"""Files that the bot sends: who makes them, and where their bytes come from."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.domain.report_chart import PICTURE_FILE, ReportChart, read_key
from bot.gateway.making import Maker
from bot.services.claim_calendar import WRITER as CALENDAR
from bot.services.conversation import Office
from bot.services.knowledge_desk import KNOWLEDGE_FILE
from bot.services.outage_charts import report_chart
from bot.storage.blobs import Blobs
from knowledge.proposals import read_article_text


async def _calendar(values: Mapping[str, Any]) -> bytes:
    # Imported at first use: the library takes a tenth of the start.
    from bot.writers.calendar import calendar_file

    return await asyncio.to_thread(calendar_file, values)


# What makes files that are sent once, by the name that `order_file` is given.
MAKERS: dict[str, Maker] = {CALENDAR: _calendar}


async def open_file(office: Office, blobs: Blobs, knowledge: Path, key: str) -> bytes:
    """Return the bytes of a file to be sent: an article, a picture of reports, else evidence."""
    if key.startswith(PICTURE_FILE):
        return await asyncio.to_thread(_drawn, await report_chart(office, read_key(key)))
    if key.startswith(KNOWLEDGE_FILE):
        file = key.removeprefix(KNOWLEDGE_FILE)
        return (await asyncio.to_thread(read_article_text, knowledge, file)).encode()
    return await asyncio.to_thread(blobs.get, key)


def _drawn(chart: ReportChart) -> bytes:
    # Loading what draws takes a tenth of a second, and most bots that start draw nothing soon.
    from bot.writers.chart import chart_picture

    return chart_picture(chart)
