"""PayAid: a Telegram bot for people whose payment went wrong."""
