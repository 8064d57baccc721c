"""Agents and admins, on Telegram."""
