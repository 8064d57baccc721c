"""Logs: no secret and no words of a customer, whatever is logged."""

import io
import json
import logging

import pytest

from bot.logs import _QUIET as QUIET
from bot.logs import set_up_logs

TOKEN = "123456789:AAEabcdefghijklmnop"
WORDS = "my password is hunter2"


@pytest.fixture
def output(capsys):
    """What is logged; the logging of the test run is put back afterwards."""
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, QUIET)]
    handlers, levels = root.handlers[:], [logger.level for logger in loggers]
    seen = []

    def read():
        seen.append(capsys.readouterr().err)
        return "".join(seen)

    yield read
    root.handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def raising(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def test_one_event_is_one_line_with_its_level_and_place(output):
    set_up_logs("INFO", [])
    logging.getLogger("bot.x").info("claim filed number=%s kind=%s", 12, "fraud")
    assert output().count("\n") == 1
    assert output().rstrip().endswith("INFO bot.x claim filed number=12 kind=fraud")


@pytest.mark.parametrize(
    "log",
    [
        pytest.param(lambda log: log.info(TOKEN), id="in the words"),
        pytest.param(lambda log: log.info("at %s", TOKEN), id="in a value"),
        pytest.param(lambda log: log.info("url %s", f"https://x/bot{TOKEN}/getMe"), id="in a URL"),
        pytest.param(lambda log: log.info("%r", {"token": TOKEN}), id="inside another value"),
        pytest.param(
            lambda log: log.error("failed", exc_info=raising(ValueError(TOKEN))), id="in an error"
        ),
        pytest.param(lambda log: log.info(json.dumps([TOKEN, TOKEN])), id="twice"),
        pytest.param(lambda log: logging.getLogger(TOKEN).info("x"), id="in a logger's name"),
    ],
)
def test_secrets_are_blanked(output, log):
    set_up_logs("DEBUG", [TOKEN, "another-secret"])
    log(logging.getLogger("bot.x"))
    assert output()
    assert "AAEabcdefghijklmnop" not in output()


def test_every_secret_is_blanked_and_the_rest_stays(output):
    set_up_logs("INFO", [TOKEN, "another-secret"])
    logging.getLogger("bot.x").info("a %s b another-secret c", TOKEN)
    assert output().rstrip().endswith("a *** b *** c")


def test_what_is_too_short_to_be_a_secret_is_left_alone(output):
    set_up_logs("INFO", ["", "abc"])
    logging.getLogger("bot.x").info("abcdef")
    assert "abcdef" in output()


def test_a_traceback_tells_places_and_not_the_words_of_an_error(output):
    set_up_logs("INFO", [])
    error = raising(ValueError(WORDS))
    error.__cause__ = KeyError(WORDS)
    logging.getLogger("bot.x").error("update failed reference=%s", "E-41", exc_info=error)
    assert "hunter2" not in output()
    assert "update failed reference=E-41" in output()
    assert "ValueError at tests/test_logs.py:" in output()
    assert "raising" in output()


def test_a_traceback_that_another_handler_wrote_out_is_not_taken_over(output):
    set_up_logs("INFO", [])
    root = logging.getLogger()
    first = logging.StreamHandler(io.StringIO())
    root.handlers.insert(0, first)
    logging.getLogger("bot.x").error("failed", exc_info=raising(ValueError(WORDS)))
    assert "hunter2" in first.stream.getvalue()
    assert "hunter2" not in output()


@pytest.mark.parametrize(
    "name",
    ["httpx", "httpcore", "httpcore.http11", "aiohttp.access", "uvicorn.access", "telegram.ext",
     "telegram.Bot", "aiosqlite", "asyncio"],
)  # fmt: skip
def test_chatty_libraries_are_quiet_below_warnings(output, name):
    set_up_logs("DEBUG", [])
    logging.getLogger(name).info("HTTP Request: GET https://api.telegram.org/bot…")
    logging.getLogger(name).debug("words of a customer")
    assert output() == ""
    logging.getLogger(name).warning("slow")
    assert "slow" in output()


def test_only_what_was_asked_for_is_logged(output):
    set_up_logs("WARNING", [])
    logging.getLogger("bot.x").info("quiet")
    logging.getLogger("bot.x").warning("loud")
    assert "quiet" not in output()
    assert "loud" in output()


def test_setting_logs_up_again_does_not_write_twice(output):
    set_up_logs("INFO", [])
    set_up_logs("INFO", [])
    logging.getLogger("bot.x").info("once")
    assert output().count("once") == 1
