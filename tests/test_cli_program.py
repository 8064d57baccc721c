"""`python -m bot`: quick to answer, since a command imports only what it needs."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.cli.program import app

# Each of these alone costs more than the command line is given.
_SLOW = {"pydantic", "telegram", "numpy", "rich.console", "aiosqlite", "rapidfuzz", "PIL"}


def test_the_command_line_loads_nothing_slow():
    told = "import sys, bot.cli.program; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    )
    assert set(result.stdout.split()) & _SLOW == set()


@pytest.mark.parametrize(
    "command",
    ["run", "understand", "statement", "screenshot", "claims", "messages", "doctor", "purge",
     "backup", "restore", "evidence"],
)  # fmt: skip
def test_every_command_explains_itself(command):
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.stdout
