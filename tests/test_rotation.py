"""A new key for the evidence: broken off anywhere, nothing is lost, and it is gone on with."""

import pytest

from bot.storage.blob_keys import read_keys
from bot.storage.blobs import Blobs
from bot.storage.lanes import Lease
from bot.storage.leases import acquire
from bot.storage.micros import wall_micros
from tests import operating
from tests.gateway import BOT

home = operating.home
FILES = [f"file {number}".encode() * 20 for number in range(4)]


@pytest.fixture
def full(home):
    """A home with four files of two customers."""
    for number, content in enumerate(FILES):
        home.file(content, unique_id=f"u{number}", chat=5 + number % 2)
    return home


def contents(home):
    blobs = home.blobs()
    names = sorted(path.relative_to(home.evidence) for path in home.evidence.glob("*/*/*/*"))
    return sorted(blobs.get(str(name)) for name in names)


def key_ids(home):
    return {path.read_bytes()[:4] for path in home.evidence.glob("*/*/*/*")}


def test_afterwards_only_the_new_key_is_there_and_opens_everything(full):
    before = full.key.read_bytes()
    result = full.run("evidence", "rotate-key")
    assert result.exit_code == 0
    assert "sealed with the new key: 4 files" in result.stdout
    assert "make a new backup" in result.stdout
    ring = read_keys(full.key)
    assert len(ring.keys) == 1
    assert before not in ring.keys
    assert key_ids(full) == {ring.current}
    assert contents(full) == FILES
    assert full.run("doctor").exit_code == 0


@pytest.mark.parametrize("at", range(6))
def test_broken_off_anywhere_everything_opens_and_the_next_run_ends_it(full, at, monkeypatch):
    """The key file is the first and the last write; the four files come between."""
    from bot.storage import blob_keys, blobs

    written, real = 0, blob_keys.write_sealed

    def dies(path, content):
        nonlocal written
        if written == at:
            raise KeyboardInterrupt
        written += 1
        real(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(blob_keys, "write_sealed", dies)
        patched.setattr(blobs, "write_sealed", dies)
        full.run("evidence", "rotate-key")
    assert written == at
    assert contents(full) == FILES
    findings = full.run("doctor").stdout
    assert ("the key was being changed" in findings) == (at > 0)
    result = full.run("evidence", "rotate-key")
    assert ("an earlier rotation was broken off" in result.stdout) == (at > 0)
    assert len(read_keys(full.key).keys) == 1
    assert contents(full) == FILES
    assert key_ids(full) == {read_keys(full.key).current}


def test_a_file_that_does_not_open_keeps_the_old_key_and_is_named(full):
    path = next(iter(sorted(full.evidence.glob("*/*/*/*"))))
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    result = full.run("evidence", "rotate-key")
    assert result.exit_code == 1
    assert path.name in result.stderr
    assert "sealed with the new key: 3 files" in result.stdout
    assert len(read_keys(full.key).keys) == 2


def test_a_running_bot_is_not_robbed_of_its_key(full):
    now = wall_micros()
    lease = Lease(BOT, "me", now, now + 60_000_000)
    full.write(lambda c: acquire(c, lease, "send"))
    before = full.key.read_bytes()
    result = full.run("evidence", "rotate-key")
    assert result.exit_code == 1
    assert "stop it first" in result.stderr
    assert full.key.read_bytes() == before


def test_without_a_key_there_is_nothing_to_change(home):
    home.claim()
    result = home.run("evidence", "rotate-key")
    assert result.exit_code == 1
    assert "no key at" in result.stderr


def test_files_written_while_both_keys_are_there_get_the_new_one(full):
    from bot.storage.rotation import begin_rotation

    begin_rotation(full.key)
    key, _ = Blobs(full.evidence, full.key).put("1/9", b"new")
    assert (full.evidence / key).read_bytes()[:4] == read_keys(full.key).current
