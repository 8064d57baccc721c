"""The commands that Telegram shows in its menu, in each language."""

from telegram import Bot, BotCommand, MenuButtonCommands

from bot.domain.languages import Language
from bot.services.commands import COMMANDS
from bot.texts.catalog import Catalog

# Telegram tells languages apart by two letters; Chinese of both scripts gets simplified.
_CODES = {"": Language.ENGLISH, "en": Language.ENGLISH, "zh": Language.SIMPLIFIED}


async def set_commands(bot: Bot, catalog: Catalog) -> None:
    """Tell Telegram the commands for every language."""
    for code, language in _CODES.items():
        commands = [
            BotCommand(name, catalog.line(f"commands.{name}", language)) for name in COMMANDS
        ]
        await bot.set_my_commands(commands, language_code=code or None)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
