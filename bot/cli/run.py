"""`python -m bot run`: settings, then the bot until it is stopped."""

import os
import sys
from typing import NoReturn

import typer

from bot.settings import SettingsError, load_settings


def run_command(api_base: str, token: str, mode: str, webhook_url: str, webhook_port: int) -> None:
    """Start the bot; exit code 2 for a bad setting, 1 when it cannot start."""
    given: dict[str, object] = {}
    if api_base:
        given["api_base"] = api_base
    if token:
        given["token"] = token
    if webhook_url:
        given["webhook_url"] = webhook_url
    if webhook_port:
        given["http_bind"] = f"127.0.0.1:{webhook_port}"
    if mode not in ("", "polling", "webhook"):
        _end("--mode: must be polling or webhook", 2)
    if mode == "polling":
        given["webhook_url"] = ""
    try:
        settings = load_settings(**given)
    except SettingsError as error:
        _end(str(error), 2)
    if mode == "webhook" and not settings.webhook_url:
        _end("--mode webhook: needs --webhook-url or BOT_WEBHOOK_URL", 2)
    _run(settings)


def _run(settings: object) -> None:
    # One question is too little work for several threads: with two, numpy's library burns three
    # times the CPU for the same answer. It reads this when it is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # httpx imports click, rich and pygments for its own command line: 0.2 s that nobody needs.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: never imported
    # The wiring takes half a second to import, which a wrong setting should not cost.
    from telegram.error import InvalidToken

    from bot.app import main_loop
    from bot.settings import Settings
    from bot.storage.blob_keys import VaultRefusedError
    from bot.storage.errors import DatabaseAway, DatabaseRefusedError
    from knowledge.problems import KnowledgeError

    if not isinstance(settings, Settings):
        raise TypeError("settings were not loaded")
    try:
        main_loop(settings)
    except InvalidToken:
        _end("BOT_TOKEN: Telegram does not know this token; @BotFather shows the right one", 1)
    except (DatabaseRefusedError, DatabaseAway, KnowledgeError, VaultRefusedError) as error:
        _end(str(error), 1)
    except PermissionError as error:
        _end(str(error), 1)


def _end(text: str, code: int) -> NoReturn:
    print(text, file=sys.stderr)
    raise typer.Exit(code)
