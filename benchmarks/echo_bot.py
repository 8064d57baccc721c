"""The whole bot as a contestant of the echo benchmark: it reads, decides, stores and answers."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Become `python -m bot run` with a data folder of its own and no rates."""
    folder = Path(tempfile.mkdtemp(prefix="payaid-echo-"))
    learnt = PROJECT / "var" / "knowledge"
    if learnt.is_dir():
        shutil.copytree(learnt, folder / "knowledge")
    environment = {
        **os.environ,
        "BOT_DATA_DIR": str(folder),
        "BOT_SEND_RATE": "0",
        "BOT_CHAT_RATE": "0",
        "BOT_GROUP_RATE": "0",
        "BOT_NEWCOMER_RATE": "0",
        "BOT_LOG_LEVEL": "WARNING",
        "BOT_STATUS_FEEDS": "off",
        "BOT_TRANSPORT": os.environ.get("ECHO_TRANSPORT", "aiohttp"),
    }
    arguments = ["--api-base", os.environ["ECHO_API"], "--token", os.environ["ECHO_TOKEN"]]
    os.execve(sys.executable, [sys.executable, "-m", "bot", "run", *arguments], environment)


if __name__ == "__main__":
    main()
