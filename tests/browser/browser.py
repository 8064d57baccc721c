"""A headless Chromium for the tests of the pages, wherever one can be had."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, async_playwright

HERE = Path(__file__).parent
_UNPACKED = HERE / "node_modules" / ".chromium"

# Nothing of the browser's own may reach for the network or wait for a first run.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
)

_MISSING = (
    "no Chromium for the browser tests; run `apt-get install chromium` or set CHROMIUM to its path"
)


class NoBrowserError(RuntimeError):
    """There is no Chromium, and none can be fetched."""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser that can be started, with what its environment needs."""

    path: str
    environment: dict[str, str] = field(default_factory=dict)


def find_chromium() -> Chromium:
    """Return a Chromium: told, installed, cached, from npm, from apt, in this order.

    Raises:
        NoBrowserError: names the command that would help.
    """
    told = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if told:
        return Chromium(told)
    if (_UNPACKED / "chromium").is_file() or _fetched_with_npm():
        return _unpacked()
    if _installed_with_apt() and (path := shutil.which("chromium")):
        return Chromium(path)
    raise NoBrowserError(_MISSING)


def _unpacked() -> Chromium:
    environment = {"LD_LIBRARY_PATH": str(_UNPACKED / "lib")}
    if not Path("/etc/fonts").is_dir():
        environment["FONTCONFIG_PATH"] = str(_UNPACKED)
    return Chromium(str(_UNPACKED / "chromium"), environment)


def _fetched_with_npm() -> bool:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not (npm and node):
        return False
    install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    return _ran(install) and _ran([node, "unpack.mjs", str(_UNPACKED)])


def _installed_with_apt() -> bool:
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return False
    return _ran([apt, "update", "-q"]) and _ran([apt, "install", "-yq", "chromium"])


def _ran(command: list[str]) -> bool:
    done = subprocess.run(command, cwd=HERE, capture_output=True, check=False)
    return done.returncode == 0


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start a headless browser with a fresh profile, and end it."""
    found = find_chromium()
    environment = {**os.environ, **found.environment}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found.path, args=list(_QUIET), env=environment
        )
        try:
            yield browser
        finally:
            await browser.close()
