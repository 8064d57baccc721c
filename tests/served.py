"""The console on a port of this machine, for browsers and for pages that are measured."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from bot.storage.database import Database
from tests.console import Stage


@asynccontextmanager
async def served(database: Database) -> AsyncIterator[Stage]:
    """Serve a console of a database until the block ends; its address is the stage's `base`."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    stage = Stage(database, f"http://127.0.0.1:{listening.getsockname()[1]}")
    config = uvicorn.Config(
        stage.app, log_config=None, lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign]
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield stage
    finally:
        stage.news.close()
        server.should_exit = True
        await running
