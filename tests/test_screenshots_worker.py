"""Pictures through the worker process, as the bot reads them."""

import subprocess
import sys
from pathlib import Path

from bot.domain.pictures import PictureCopies
from bot.readers.pictures import copies_of
from bot.readers.screens.reading import ScreenKind, ScreenshotReading
from bot.workers.pool import WorkerPool

PICTURE = Path(__file__).parent / "fixtures" / "screenshots" / "bill_list.jpg"
# Address space in MB; the models and libraries map about 880 MB, of which 400 are used.
MEMORY = 2048


async def test_readings_and_copies_come_back_whole():
    data = PICTURE.read_bytes()
    pool = WorkerPool(memory_mb=MEMORY)
    try:
        await pool.run("bot.readers.screenshots:warm", returns=type(None))
        reading = await pool.run(
            "bot.readers.screenshots:read_screenshot", data, returns=ScreenshotReading
        )
        copies = await pool.run("bot.readers.pictures:copies_of", data, returns=PictureCopies)
    finally:
        await pool.close()
    assert (reading.kind, len(reading.rows)) == (ScreenKind.BILL_LIST, 6)
    assert reading.rows[0].merchant == "铁路客票"
    assert copies == copies_of(data)


def test_without_the_extra_packages_a_clear_error_says_what_to_install():
    code = """
import sys
sys.modules["rapidocr"] = None
from bot.readers.ocr import OcrMissing
from bot.readers.screenshots import warm
try:
    warm()
except OcrMissing as missing:
    print(missing)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "payaid[ocr]" in ran.stdout
