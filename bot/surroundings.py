"""Where the bot runs: on Telegram or on the sandbox, polled or called, and as whom."""

import contextlib
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.languages import Language
from bot.gateway.gateway import WebhookAddress
from bot.sandbox import RunningSandbox, Sandbox, SandboxSettings, serve
from bot.services.console_link import Address
from bot.settings import Settings
from bot.wiring import Identity

# Where the sandbox listens when nothing else is said; a busy port takes another.
_SANDBOX_PORT = 8081


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the bot talks to.

    Attributes:
        identity: who it is, and of which team.
        sandbox: stands for Telegram; None is Telegram itself.
        webhook: where Telegram posts updates; None polls.
    """

    identity: Identity
    sandbox: RunningSandbox | None
    webhook: WebhookAddress | None

    @property
    def secrets(self) -> list[str]:
        """What no log may show."""
        page = self.sandbox.sandbox.settings.page_key if self.sandbox else ""
        return [self.identity.token, page, self.webhook.secret if self.webhook else ""]

    @property
    def ready_line(self) -> str:
        """What whoever started the bot is told once updates are received."""
        if self.sandbox is not None:
            return (
                "PayAid is ready in the sandbox on this machine only. Open the chat page:\n"
                f"{self.sandbox.page_url}"
            )
        return "PayAid is ready: " + ("webhook" if self.webhook else "long polling")


async def find_surroundings(
    settings: Settings, console: Address, stack: contextlib.AsyncExitStack
) -> Surroundings:
    """Return what the settings name; a sandbox is started where they hold no token.

    Args:
        settings (Settings): checked.
        console (Address): of the agents' console.
        stack (AsyncExitStack): ends the sandbox.
    """
    sandbox = await _sandbox(settings, stack)
    return Surroundings(_identity(settings, sandbox, console), sandbox, _webhook(settings))


async def _sandbox(settings: Settings, stack: contextlib.AsyncExitStack) -> RunningSandbox | None:
    if not settings.is_sandbox:
        return None
    folder = settings.kept_in / "telegram"
    sandbox = Sandbox(SandboxSettings(folder, port=_SANDBOX_PORT))
    try:
        running = await serve(sandbox)
    except OSError:
        await sandbox.close()
        running = await serve(Sandbox(SandboxSettings(folder)))
    stack.push_async_callback(running.stop)
    return running


def _identity(settings: Settings, sandbox: RunningSandbox | None, console: Address) -> Identity:
    language = Language(settings.agents_language)
    if sandbox is None:
        admins = settings.admin_ids
        return Identity(
            settings.token.get_secret_value(),
            settings.api_base,
            lambda: datetime.now(UTC),
            settings.agents_chat,
            admins,
            admins | settings.agent_ids,
            console,
            language,
        )
    cast, world = sandbox.sandbox.cast(), sandbox.sandbox.world

    def moved() -> datetime:
        return datetime.fromtimestamp(time.time() + world.bot.clock_offset, UTC)

    admins = frozenset({cast.admin.id})
    return Identity(
        sandbox.sandbox.token,
        sandbox.url,
        moved,
        cast.agents_chat.id,
        admins,
        admins | {cast.agent.id},
        console,
        language,
    )


def _webhook(settings: Settings) -> WebhookAddress | None:
    if not settings.webhook_url:
        return None
    secret = settings.webhook_secret.get_secret_value() or secrets.token_urlsafe(32)
    return WebhookAddress(settings.webhook_url, secret)
