"""`python -m bot prepare`: compile tables, articles and phrasings into the data folder."""

import os
import time

from bot.settings import load_settings


def prepare_knowledge() -> str:
    """Learn what the bot needs at its start; return how long it took."""
    from bot.services.understanding import Interpreter
    from knowledge.library import load_library

    # The folder is that of customers' data too.
    os.umask(0o077)
    started = time.monotonic()
    cache = load_settings().data_dir / "knowledge"
    cache.mkdir(parents=True, exist_ok=True)
    Interpreter(load_library(cache=cache), cache)
    return f"knowledge compiled in {time.monotonic() - started:.1f} s"
