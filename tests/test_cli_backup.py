"""`python -m bot backup` and `restore`."""

import io
import json
import sqlite3
import tarfile

import pytest

from bot.storage.inbox import Incoming, store
from bot.storage.lanes import Lease
from bot.storage.leases import acquire
from bot.storage.micros import wall_micros
from tests import operating
from tests.gateway import BOT

home = operating.home
RAW = "RAWUPDATEWORDS"


@pytest.fixture
def full(home):
    home.file(claim=home.claim().id)
    home.message("hello")
    update, event = Incoming(7, 5, f'{{"text": "{RAW}"}}'), Incoming(-7, 5, '{"event": "x"}')
    home.write(lambda c: store(c, BOT, [update, event], 1))
    return home


@pytest.fixture
def saved(full):
    path = full.folder / "saved.tar"
    assert full.run("backup", path).exit_code == 0
    return path


def start_elsewhere(home, monkeypatch):
    """Leave the seeded data behind: the same commands, another folder."""
    place = home.folder / "elsewhere"
    place.mkdir()
    monkeypatch.chdir(place)
    return operating.Home(place)


def test_what_was_backed_up_comes_back(full, saved, monkeypatch):
    other = start_elsewhere(full, monkeypatch)
    result = other.run("restore", saved)
    assert result.exit_code == 0, result.stderr
    assert [other.count(table) for table in ("claim", "message", "evidence")] == [1, 1, 1]
    assert other.run("doctor").exit_code == 0


def test_a_backup_is_closed_to_others_and_leaves_nothing_beside_it(full, saved):
    assert saved.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in full.folder.iterdir()) == ["saved.tar", "var"]


def test_raw_updates_stay_out_and_events_of_our_own_stay_in(saved, tmp_path):
    assert RAW.encode() not in saved.read_bytes()
    with tarfile.open(saved) as archive:
        content = archive.extractfile("bot.db").read()
    copy = tmp_path / "copy.db"
    copy.write_bytes(content)
    database = sqlite3.connect(copy)
    assert database.execute("SELECT update_id FROM inbox").fetchall() == [(-7,)]
    database.close()


def test_the_database_itself_keeps_its_updates(full, saved):
    assert full.count("inbox") == 2


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_nothing_is_overwritten_without_force(full, saved, command):
    before = full.database.read_bytes(), saved.read_bytes()
    result = full.run(command, saved)
    assert result.exit_code == 1
    assert "--force" in result.stderr
    assert (full.database.read_bytes(), saved.read_bytes()) == before


def test_force_puts_the_backup_in_the_place_of_everything(full, saved):
    full.message("later")
    _, later = full.file(b"\xff\xd8\xff another", unique_id="u2")
    assert full.run("restore", saved, "--force").exit_code == 0
    assert full.count("message") == 1
    assert not later.exists()
    assert full.run("doctor").exit_code == 0


def test_force_replaces_a_backup(full, saved):
    full.file(b"\xff\xd8\xff another", unique_id="u2")
    assert full.run("backup", saved, "--force").exit_code == 0
    with tarfile.open(saved) as archive:
        assert len([name for name in archive.getnames() if name.startswith("evidence/")]) == 2


def test_a_running_bot_is_not_pulled_from_under(full, saved):
    now = wall_micros()
    lease = Lease(BOT, "process", now, now + 60_000_000)
    full.write(lambda c: acquire(c, lease, "poller"))
    result = full.run("restore", saved, "--force")
    assert result.exit_code == 1
    assert "stop it first" in result.stderr
    assert full.count("inbox") == 2


def test_a_damaged_database_can_be_replaced(full, saved):
    full.database.write_bytes(b"damaged" * 1000)
    assert full.run("restore", saved, "--force").exit_code == 0
    assert full.count("claim") == 1


def tar_of(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            if content is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            member.size = len(content or b"")
            archive.addfile(member, io.BytesIO(content or b""))
    return out.getvalue()


GOOD = ("manifest.json", json.dumps({"format": 1}).encode())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"no tar at all", "is no backup", id="no tar"),
        pytest.param(tar_of(("bot.db", b"x")), "is no backup", id="a tar of something else"),
        pytest.param(
            tar_of(("manifest.json", b'{"format": 2}')), "newer version", id="a newer format"
        ),
        pytest.param(tar_of(GOOD), "no database", id="nothing in it"),
        pytest.param(tar_of(GOOD, ("bot.db", b"x" * 5000)), "is damaged", id="a broken database"),
        pytest.param(tar_of(GOOD, ("../escaped", b"x")), "no backup holds", id="a way out"),
        pytest.param(tar_of(GOOD, ("/escaped", b"x")), "no backup holds", id="the root"),
        pytest.param(tar_of(GOOD, ("bot.db", None)), "no backup holds", id="a link"),
        pytest.param(
            tar_of(GOOD, ("evidence/1/5/../../x", b"x")), "no backup holds", id="a detour"
        ),
    ],
)
def test_a_file_that_is_no_backup_changes_nothing(full, saved, content, says):
    strange = full.folder / "strange.tar"
    strange.write_bytes(content)
    before = full.database.read_bytes()
    result = full.run("restore", strange, "--force")
    assert result.exit_code == 1
    assert says in result.stderr
    assert full.database.read_bytes() == before
    assert full.run("doctor").exit_code == 0
    assert not (full.folder.parent / "escaped").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_server_has_its_own_tools(home, monkeypatch, command):
    monkeypatch.setenv("BOT_DATABASE_URL", "postgresql://user:secret@localhost/payaid")
    result = home.run(command, home.folder / "x.tar")
    assert result.exit_code == 2
    assert "pg_dump" in result.stderr
    assert "secret" not in result.stderr


def test_without_a_database_there_is_no_backup(home):
    result = home.run("backup", home.folder / "x.tar")
    assert result.exit_code == 1
    assert [path.name for path in home.folder.iterdir()] == ["var"]
