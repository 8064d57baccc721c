"""The methods of the Bot API that the sandbox has, by subject."""

from bot.sandbox.methods import editing, life, profile, sending
from bot.sandbox.methods.registry import METHODS, Context

SUBJECTS = (editing, life, profile, sending)

__all__ = ["METHODS", "SUBJECTS", "Context"]
