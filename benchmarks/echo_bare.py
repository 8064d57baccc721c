"""The yardstick: an echo on python-telegram-bot as its own example has it, all defaults."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main() -> None:
    """Poll until told to stop."""
    builder = Application.builder().token(os.environ["ECHO_TOKEN"])
    application = builder.base_url(os.environ["ECHO_API"] + "/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
