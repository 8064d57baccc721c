"""`python -m tools.demo`: fill a sandbox with invented claims, then start the bot in it."""

import argparse
import asyncio
import logging
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bot.app import main_loop
from bot.settings import Settings, load_settings
from tools.demo.seeding import seed

# What `make setup` learnt from the articles; learning it anew would take longer than the rest.
_LEARNT = Path("var/knowledge")
# Each step of a claim is written through to the disk; where that is memory, it takes no time.
_MEMORY = Path("/dev/shm")
_WHERE = """
{claims} claims and {files} pictures, all invented, in {seconds:.0f} s. Next:
  1. Open the address of the chat page that stands below.
  2. Become "Mei (admin)" or the agent, and write /console in the private chat with the bot.
  3. Open the link that the bot sends: queue, claims, search, outages and more, with weeks of work.
  Be a customer, too: every one of them has a chat with what was said.
"""


def settings_of(folder: Path) -> Settings:
    """Return the settings of a sandbox in a folder, whatever the environment says."""
    return load_settings(
        token="", webhook_url="", database_url="", evidence_url="", public_url="",
        data_dir=folder, agents_chat=0, status_feeds=False,
    )  # fmt: skip


def filled(settings: Settings, claims: int, number: int) -> dict[str, int]:
    """Fill the folder of a sandbox, which is made anew; return how much there is of what."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as kept:
        made = settings_of(Path(kept))
        made.kept_in.mkdir(mode=0o700)
        logging.disable(logging.WARNING)
        count = asyncio.run(seed(made, _LEARNT, claims, number))
        logging.disable(logging.NOTSET)
        shutil.rmtree(settings.kept_in, ignore_errors=True)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made.kept_in, settings.kept_in)
    shutil.copytree(_LEARNT, settings.data_dir / "knowledge", dirs_exist_ok=True)
    return count


def main() -> None:
    """Make the sandbox anew, and run the bot until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m tools.demo", description=__doc__)
    parser.add_argument(
        "--folder", type=Path, default=Path("var/demo"), help="its sandbox is made anew"
    )
    # Some of those who begin stop half-way, so that about 200 are filed.
    parser.add_argument("--claims", type=int, default=220)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-run", action="store_true", help="only fill the folder")
    given = parser.parse_args()
    began = time.monotonic()
    settings = settings_of(given.folder)
    count = filled(settings, given.claims, given.seed)
    seconds = time.monotonic() - began
    sys.stdout.write(
        _WHERE.format(claims=count["claim"], files=count["evidence"], seconds=seconds)
    )
    sys.stdout.flush()
    if not given.no_run:
        main_loop(settings)


if __name__ == "__main__":
    main()
