"""What the buttons under an answer about a provider do."""

from typing import Final

from bot.domain.kinds import ClaimKind
from bot.domain.messages import FileKind, Message, OutgoingFile
from bot.domain.report_chart import PICTURE, PictureKey
from bot.services import guides
from bot.services.exchange import Exchange
from bot.services.outage_answers import answer_values
from bot.services.outage_reports import choices, count, say_answer
from bot.services.outage_watching import begin_watching, stop_button
from bot.storage.reports import series
from bot.texts.speech import Said

_NAME: Final = "reports.png"


async def tapped(ex: Exchange, about: tuple[str, ...]) -> bool:
    """Do what a button says; False: it is none of these, or names no provider."""
    match about:
        case ("still", provider) if ex.library.provider(provider):
            await say_answer(ex, provider)
        case ("charged", provider) if ex.library.provider(provider):
            await count(ex, provider)
            await guides.open_guide(ex, ClaimKind.DUPLICATE_CHARGE, {"provider": provider})
        case ("watch", provider) if ex.library.provider(provider):
            await begin_watching(ex, provider)
            name = ex.tables.provider_name(provider)
            text = "\n".join(ex.lines("radar.watching", provider=name).lines)
            ex.send(Said(text, ((stop_button(ex, provider),),)))
        case ("chart", provider) if ex.library.provider(provider):
            await _picture(ex, provider)
        case _:
            return False
    return True


async def _picture(ex: Exchange, provider: str) -> None:
    """Send the picture of the last hours; it is drawn when it is sent."""
    found = await series(ex.connection, ex.bot, provider, ex.now, PICTURE)
    name = ex.tables.provider_name(provider)
    if not any(each.told for each in found):
        ex.say("radar.nobody_reported", *choices(ex, provider)[:2], provider=name)
        return
    voice = ex.voice
    key = PictureKey(provider, voice.language.value, voice.region, voice.zone.key, ex.now)
    file = OutgoingFile(FileKind.PHOTO, _NAME, blob=key.encode())
    values = await answer_values(ex, provider)
    said = "\n".join(ex.lines("radar.answer.picture", **values).lines)
    ex.messages.append(Message(ex.chat, said, file=file))
