"""Gathers what a picture of the last hours' reports shows, in its reader's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.languages import Language
from bot.domain.report_chart import PICTURE, PictureKey, ReportChart, Slot
from bot.domain.usual_levels import hour_of_week
from bot.services.conversation import Office
from bot.services.table_values import TableValues
from bot.storage.connection import Connection
from bot.storage.reports import series
from bot.storage.usual_levels import usual_of
from bot.texts.wording import Voice, clock_text


async def report_chart(office: Office, key: PictureKey) -> ReportChart:
    """Return what the picture of a key shows."""
    language = Language(key.language)
    voice = Voice(language, key.region, ZoneInfo(key.zone), key.at)

    async def step(connection: Connection) -> tuple[Slot, ...]:
        return await _slots(connection, office.bot, key.provider, voice)

    def line(name: str, **values: str) -> str:
        return office.catalog.line(f"radar.picture.{name}", language, key.region, **values)

    tables = TableValues(office.library(), office.catalog, voice)
    return ReportChart(
        title=line("title", provider=tables.provider_name(key.provider)),
        reports_name=line("reports"),
        usual_name=line("usual"),
        high_name=line("high"),
        slots=await office.database.read(step),
    )


async def _slots(
    connection: Connection, bot: int, provider: str, voice: Voice
) -> tuple[Slot, ...]:
    number, length = PICTURE
    found = await series(connection, bot, provider, voice.now, PICTURE)
    begins: list[datetime] = [voice.now - length * (number - at) for at in range(number)]
    usual = {
        slot: await usual_of(connection, bot, provider, slot)
        for slot in {hour_of_week(moment) for moment in begins}
    }
    return tuple(
        Slot(clock_text(moment, voice), count.told, usual[hour_of_week(moment)].within(length))
        for moment, count in zip(begins, found, strict=True)
    )
