"""What holds for every test: where its files lie, what a process spares itself."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

# As in the bot; two test processes with two threads each wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A file system in memory: on a disk, tests wait for each commit of a database to be synced.
_MEMORY = Path("/dev/shm")
# Bytes free; the files of a whole run come to a tenth of it.
_ENOUGH = 2_000_000_000


def pytest_configure(config: pytest.Config) -> None:
    """Keep temporary files in memory, unless the environment says where."""
    has_room = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH
    if has_room and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of the garbage collector's rounds, as the bot."""
    gc.freeze()
