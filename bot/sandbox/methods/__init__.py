"""The methods of the Bot API that the sandbox has, by subject."""

from bot.sandbox.methods import chats, copying, editing, life, media, profile, sending, topics
from bot.sandbox.methods.registry import METHODS, Context

SUBJECTS = (chats, copying, editing, life, media, profile, sending, topics)

__all__ = ["METHODS", "SUBJECTS", "Context"]
