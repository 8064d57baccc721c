"""What people do in Telegram and in the console, turned into service calls."""
