"""The worker process: its own limits, nothing secret in it, and back after a crash."""

import os

import pytest

from bot.workers.child import allowed_function, answer
from bot.workers.pool import WorkerFailed, WorkerPool
from tests.gateway import until


@pytest.fixture
async def pool(tmp_path, monkeypatch):
    """A pool whose worker finds one more module: functions to be called."""
    package = tmp_path / "more"
    package.mkdir()
    (package / "trial.py").write_text(
        "import os, time\n"
        "def double(number): return {'twice': number * 2}\n"
        "def environment(): return sorted(os.environ)\n"
        "def fail(): raise LookupError('no page')\n"
        "def hang(): time.sleep(60)\n"
        "def die(): os._exit(3)\n"
        "def grow(): return len(bytearray(10**9))\n"
        "def talk(): print('in between'); return 'said'\n"
    )
    (package / "sitecustomize.py").write_text(
        f"import bot.readers\nbot.readers.__path__.append({str(package)!r})\n"
    )
    monkeypatch.setattr("bot.workers.pool._ROOT", f"{os.getcwd()}:{package}")
    made = WorkerPool(memory_mb=700)
    yield made
    await made.close()


TRIAL = "bot.readers.trial"


async def test_the_worker_starts_at_first_use_and_answers(pool, monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", "1:secret")
    assert pool.pid is None
    assert await pool.run(f"{TRIAL}:double", 21, returns=dict[str, int]) == {"twice": 42}
    first = pool.pid
    names = await pool.run(f"{TRIAL}:environment", returns=list[str])
    assert not [name for name in names if name.startswith("BOT_")]
    assert await pool.run(f"{TRIAL}:talk", returns=str) == "said"
    assert pool.pid == first


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        pytest.param("fail", "LookupError", id="it raises"),
        pytest.param("hang", "TimeLimit", id="it takes too long"),
        pytest.param("die", "Crashed", id="it takes the process down"),
        pytest.param("grow", "MemoryError", id="it wants too much memory"),
    ],
)
async def test_a_failing_call_is_told_and_the_next_one_works(pool, function, kind):
    seconds = 0.5 if function == "hang" else 20
    assert await pool.run(f"{TRIAL}:double", 1, returns=dict[str, int])
    with pytest.raises(WorkerFailed) as failed:
        await pool.run(f"{TRIAL}:{function}", returns=int, seconds=seconds)
    assert failed.value.kind == kind
    assert await pool.run(f"{TRIAL}:double", 1, returns=dict[str, int]) == {"twice": 2}


async def test_an_idle_worker_ends(pool):
    pool._idle_seconds = 0.01
    await pool.run(f"{TRIAL}:double", 1, returns=dict[str, int])
    await until(lambda: pool.pid is None)


@pytest.mark.parametrize(
    "path", ["os:getcwd", "bot.storage.database:open_database", "bot.readers:_x", "bot.readersx:y"]
)
def test_nothing_else_may_run_in_the_worker(path):
    with pytest.raises(ValueError, match=r"may not run|no public function"):
        allowed_function(path)
    assert b"ValueError" in answer(path, ())
