"""Agents and admins, in the browser."""
