"""Customers, on Telegram."""
