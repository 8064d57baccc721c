"""An Understanding of the real knowledge for the tests, learnt once and kept between runs."""

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.understanding.building import build_understanding
from bot.understanding.reading import Reading, Understanding
from knowledge.library import load_library

ROOT = Path(__file__).parent.parent
CACHE = ROOT / "var" / "knowledge"
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 10, tzinfo=ZONE)  # a Sunday


@cache
def reader() -> Understanding:
    return build_understanding(load_library(cache=CACHE), cache=CACHE)


def read(text: str) -> Reading:
    return reader().read(text, now=NOW, zone=ZONE)
