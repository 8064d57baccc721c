"""Files that somebody sent to the bot, fetched from Telegram."""

from typing import Final

from telegram import Bot

from bot.gateway.addresses import FetchRefused

# What a bot may download. Source: Bot API, getFile.
LARGEST_TELEGRAM_FILE: Final = 20 * 1024 * 1024


async def download_file(bot: Bot, file_id: str, largest: int = LARGEST_TELEGRAM_FILE) -> bytes:
    """Return the bytes of a file that somebody sent to the bot.

    Args:
        bot (Bot): its transport is used.
        file_id (str): Telegram's.
        largest (int): bytes; Telegram gives out 20 MB at most.

    Raises:
        FetchRefused: the file is larger.
        TelegramError: Telegram does not have it, or could not be reached.
    """
    file = await bot.get_file(file_id)
    if file.file_size is not None and file.file_size > largest:
        raise FetchRefused(f"the file is larger than {largest} bytes")
    body = bytes(await file.download_as_bytearray())
    if len(body) > largest:
        raise FetchRefused(f"the file is larger than {largest} bytes")
    return body
