"""`python -m bot`: quick to answer, since a command imports only what it needs."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.cli.program import app
from tests import operating

home = operating.home

# Each of these alone costs more than the command line is given.
_SLOW = {"pydantic", "telegram", "numpy", "rich.console", "aiosqlite", "rapidfuzz", "PIL"}


def test_the_command_line_loads_nothing_slow():
    told = "import sys, bot.cli.program; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    )
    assert set(result.stdout.split()) & _SLOW == set()


def test_a_data_folder_that_others_could_look_into_stops_the_start(home):
    home.claim()
    home.kept.chmod(0o755)
    result = home.run("run")
    assert result.exit_code == 1
    assert f"others may look into {home.kept.relative_to(home.folder)}" in result.stderr
    assert "chmod 700" in result.stderr


@pytest.mark.parametrize(
    "command",
    ["run", "understand", "statement", "screenshot", "claims", "messages", "doctor", "sources",
     "purge", "backup", "restore", "evidence"],
)  # fmt: skip
def test_every_command_explains_itself(command):
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.stdout
