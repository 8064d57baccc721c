"""Files that the bot sends: who makes them, and where their bytes come from."""

import asyncio
from collections import OrderedDict
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


class SentFiles:
    """Opens what is sent along: an article, a picture of reports, else evidence."""

    def __init__(self, office: Office, blobs: Blobs, knowledge: Path) -> None:
        self._office = office
        self._blobs = blobs
        self._knowledge = knowledge
        self._pictures: OrderedDict[str, bytes] = OrderedDict()

    async def open(self, key: str) -> bytes:
        """Return the bytes of a file to be sent."""
        if key.startswith(PICTURE_FILE):
            return await self._picture(key)
        if key.startswith(KNOWLEDGE_FILE):
            file = key.removeprefix(KNOWLEDGE_FILE)
            return (await asyncio.to_thread(read_article_text, self._knowledge, file)).encode()
        return await asyncio.to_thread(self._blobs.get, key)

    async def _picture(self, key: str) -> bytes:
        """Return a picture; in an outage hundreds ask for the same one within a minute."""
        if key not in self._pictures:
            chart = await report_chart(self._office, read_key(key))
            self._pictures[key] = await asyncio.to_thread(_drawn, chart)
            if len(self._pictures) > _PICTURES_KEPT:
                self._pictures.popitem(last=False)
        return self._pictures[key]


# Pictures of 20 kB each.
_PICTURES_KEPT = 100


def _drawn(chart: ReportChart) -> bytes:
    # Loading what draws takes a tenth of a second, and most bots that start draw nothing soon.
    from bot.writers.chart import chart_picture

    return chart_picture(chart)
