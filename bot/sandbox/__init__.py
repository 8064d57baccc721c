"""A Bot API on this machine with a chat page."""

from bot.sandbox.sandbox import RunningSandbox, Sandbox, SandboxSettings, serve

__all__ = ["RunningSandbox", "Sandbox", "SandboxSettings", "serve"]
