"""Logs: one line an event, ids only; what is secret is blanked in every record."""

import logging
import re
import sys
from collections.abc import Iterable

# Chatty or leaky below WARNING: httpx prints the token with the address at INFO.
_QUIET = (
    "aiosqlite", "httpx", "httpcore", "aiohttp", "aiohttp.access", "uvicorn.access",
    "uvicorn.error", "telegram", "telegram.ext", "asyncio",
)  # fmt: skip
_BLANK = "***"
# What opens a session of the console, wherever a library would write the address it was in.
_LINKS = re.compile(r"(/console/login/|tgWebAppData=|init_data=|token=)[^\s\"'<>]+")
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Blanking(logging.Formatter):
    """Blanks secrets and one-time links in the finished line, its traceback included."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(_FORMAT)
        self._secrets = [secret for secret in secrets if len(secret) >= 6]

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        # Another handler may have left the whole traceback in the record.
        theirs, record.exc_text = record.exc_text, None
        line = super().format(record)
        record.exc_text = theirs
        for secret in self._secrets:
            line = line.replace(secret, _BLANK)
        return _LINKS.sub(rf"\1{_BLANK}", line)

    def formatException(self, ei: object) -> str:  # noqa: N802 - the library's name
        """Return the traceback without the exceptions' texts: they may quote customers."""
        error = ei[1] if isinstance(ei, tuple) else None
        places = []
        trace = getattr(error, "__traceback__", None)
        while trace is not None:
            code = trace.tb_frame.f_code
            file = "/".join(code.co_filename.rsplit("/", 2)[-2:])
            places.append(f"{file}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return f"{type(error).__name__} at " + " > ".join(places)


def set_up_logs(level: str, secrets: Iterable[str]) -> None:
    """Send all logs to standard error.

    Args:
        level (str): DEBUG, INFO, WARNING or ERROR.
        secrets (iterable of str): blanked wherever they appear; short ones are left out.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Blanking(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.propagate = True
