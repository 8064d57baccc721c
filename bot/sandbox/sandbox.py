"""One sandbox: a Bot API, its chat page, and the people who write to the bot."""

import asyncio
import contextlib
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from bot.sandbox.acts import Stage
from bot.sandbox.cast import Cast, assemble
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.gate import LOOPBACK, LimitedBodies, LoopbackOnly
from bot.sandbox.groups import Groups
from bot.sandbox.page import Page
from bot.sandbox.parts import Parts
from bot.sandbox.people import People
from bot.sandbox.posting import Posting
from bot.sandbox.server import Server
from bot.sandbox.store import Store
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import FIRST_PAUSE, HttpPost, Post, Webhook
from bot.sandbox.wire import BODY_LIMIT
from bot.sandbox.world import World

# Seconds that open requests get to end when the server stops.
_STOP_WITHIN = 1


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """What a sandbox is started with.

    Attributes:
        data_dir: folder of its chats and files.
        host: address to listen on; loopback only.
        port: 0 takes any free one.
        token: the bot's token; empty keeps the bot's id and makes a new secret (`Sandbox.token`).
        page_key: part of the chat page's address, so that only who was told it gets in.
        is_strict: a call with an unknown parameter is answered with 400.
        webhook_pause: seconds before an update is posted to the webhook again.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 0
    token: str = field(default="", repr=False)
    page_key: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    is_strict: bool = True
    webhook_pause: float = FIRST_PAUSE

    def __post_init__(self) -> None:
        if self.host not in LOOPBACK:
            raise ValueError(f"the sandbox listens on 127.0.0.1 only, not on {self.host}")


class Sandbox:
    """The whole sandbox in one object; `app` serves it, `people` act in it."""

    def __init__(
        self,
        settings: SandboxSettings,
        clock: Callable[[], float] = time.time,
        post: Post | None = None,
    ) -> None:
        """Load the chats of an earlier run and build the app.

        Args:
            settings: what it is started with.
            clock: seconds since 1970; the movable offset is added to it.
            post: sends an update to the bot's webhook; HTTP unless a test says otherwise.
        """
        self.settings = settings
        self.world = World(settings.token, Store(settings.data_dir), clock)
        self.updates = UpdateQueue(self.world)
        self.groups = Groups(self.world, self.updates)
        self.faults = Faults()
        self._post = HttpPost()
        pause = settings.webhook_pause
        self.parts = Parts(
            self.world,
            self.updates,
            Webhook(self.world, self.updates, post or self._post, pause),
            Files(self.world),
            self.groups,
            self.faults,
            settings.is_strict,
        )
        self.violations = self.parts.violations
        self.people = People(self.parts)
        self.posting = Posting(self.parts, self.people)
        self.app = self._app()

    def _app(self) -> Starlette:
        server = Server(self.parts)
        stage = Stage(self.parts, self.people, self.posting)
        routes = [
            Route("/bot{token}/{method}", server.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", server.file),
            Route("/sandbox/clock", server.clock),
            *Page(stage, self.settings.page_key).routes(),
        ]
        return Starlette(
            routes=routes,
            middleware=[Middleware(LoopbackOnly), Middleware(LimitedBodies, most=BODY_LIMIT)],
        )

    @property
    def token(self) -> str:
        """The bot's token of this run."""
        return self.world.token

    def now(self) -> datetime:
        """Return the sandbox's time, which the page can move."""
        return datetime.fromtimestamp(self.world.now(), UTC)

    def cast(self) -> Cast:
        """Return the people and the agents' group, made at the first call."""
        return assemble(self.world, self.people, self.groups)

    def release(self) -> None:
        """End the requests that wait: long polls and open pages."""
        self.updates.release()
        for listener in list(self.world.listeners):
            listener.put_nowait(None)

    async def close(self) -> None:
        """End what waits and write what has changed."""
        self.release()
        await self.parts.webhook.stop()
        await self._post.close()
        self.world.close()


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A sandbox that listens."""

    sandbox: Sandbox
    port: int
    server: uvicorn.Server
    task: asyncio.Task[None]

    @property
    def url(self) -> str:
        """Address of the server, without a slash at the end."""
        return f"http://{self.sandbox.settings.host}:{self.port}"

    @property
    def api_base(self) -> str:
        """What a bot puts before its token."""
        return f"{self.url}/bot"

    @property
    def page_url(self) -> str:
        """Address of the chat page; whoever knows it can use the page."""
        return f"{self.url}/chat/{self.sandbox.settings.page_key}/"

    async def stop(self) -> None:
        """Stop listening and close the sandbox."""
        self.server.should_exit = True
        self.sandbox.release()
        await self.task
        await self.sandbox.close()


class _Server(uvicorn.Server):
    """uvicorn without its own handling of signals: the process around it has that."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


async def serve(sandbox: Sandbox) -> RunningSandbox:
    """Listen in the running event loop; calls are answered from now on.

    Raises:
        OSError: the port is taken.
    """
    settings = sandbox.settings
    config = uvicorn.Config(
        sandbox.app,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=_STOP_WITHIN,
    )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.create_server((settings.host, settings.port), family=family)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    await sandbox.parts.webhook.restart()
    return RunningSandbox(sandbox, listener.getsockname()[1], server, task)
