"""The FAQ and the fact tables; knows neither Telegram nor the database."""
