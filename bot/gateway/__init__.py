"""Between Telegram and us."""
