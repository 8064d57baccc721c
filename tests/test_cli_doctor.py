"""`python -m bot doctor`: what it finds, and that it changes nothing."""

import json
import re
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.inbox import Incoming, store
from bot.storage.migrate import migrations
from bot.storage.sources import StatusSource, add_source, note_poll
from tests import operating
from tests.gateway import BOT, NOW

home = operating.home


@pytest.fixture
def well(home):
    home.file(claim=home.claim().id)
    home.evidence.chmod(0o700)
    return home


def found(home):
    result = home.run("doctor", "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == (0 if report["ok"] else 1)
    return report["findings"]


def problems(home):
    return [
        f"{each['about']}: {each['text']}" for each in found(home) if each["state"] == "problem"
    ]


def test_where_all_is_well_nothing_is_to_be_mended(well):
    assert problems(well) == []
    text = {each["about"]: each["text"] for each in found(well) if each["state"] == "ok"}
    assert text["evidence"] == "1 files open and are unchanged"
    assert re.fullmatch(
        r"1 entries follow each other; the last seal is [0-9a-f]{64}", text["custody"]
    )
    assert text["database"].startswith(f"version {migrations('sqlite')[-1].number}, ")


def blob(home):
    return next(path for path in home.evidence.glob("*/*/*/*"))


def flip_a_byte(home):
    sealed = blob(home).read_bytes()
    blob(home).write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def reseal(home):
    """Put other bytes under the name of a file, sealed with the right key."""
    path = blob(home)
    name = path.relative_to(home.evidence).as_posix()
    sealed = AESGCM(home.key.read_bytes()).encrypt(bytes(12), b"other bytes", name.encode())
    path.write_bytes(path.read_bytes()[:4] + bytes(12) + sealed)


async def edit_the_log(connection):
    await connection.run("DROP TRIGGER custody_no_update")
    await connection.run("UPDATE custody SET sha256 = 'ab' WHERE number = 1")


async def cut_the_log(connection):
    await connection.run("DROP TRIGGER custody_no_delete")
    await connection.run("DELETE FROM custody")


DAMAGES = [
    pytest.param(
        lambda home: home.key.chmod(0o644), "evidence: others may read the key", id="an open key"
    ),
    pytest.param(lambda home: home.key.unlink(), "evidence: the key", id="no key"),
    pytest.param(
        lambda home: home.key.write_bytes(b"k" * 32),
        "was changed, or was written with another key",
        id="another key",
    ),
    pytest.param(lambda home: blob(home).unlink(), "is missing", id="a lost file"),
    pytest.param(flip_a_byte, "was changed", id="a single changed byte"),
    pytest.param(reseal, "was changed", id="other bytes behind the right seal"),
    pytest.param(
        lambda home: home.write(edit_the_log),
        "custody: entry 1 is missing or was changed",
        id="an edited custody log",
    ),
    pytest.param(
        lambda home: home.write(cut_the_log),
        "custody: the end of the log was cut off or changed: it ends at 0 of 1 entries",
        id="a custody log that was cut",
    ),
    pytest.param(
        lambda home: home.write(lambda c: c.run("DELETE FROM evidence")),
        "custody: files are gone and nobody took them out: 1",
        id="a file deleted behind the log's back",
    ),
    pytest.param(
        lambda home: home.database.chmod(0o640),
        "folders: others may read",
        id="an open database",
    ),
    pytest.param(
        lambda home: home.evidence.chmod(0o755), "folders: others may read", id="open evidence"
    ),
    pytest.param(
        lambda home: home.kept.chmod(0o750), "folders: others may read", id="an open data folder"
    ),
    pytest.param(
        lambda home: home.database.write_bytes(b"no database at all" * 100),
        "database: the file is damaged",
        id="a damaged database",
    ),
    pytest.param(
        lambda home: home.write(
            lambda c: c.run("INSERT INTO schema_migration VALUES (9999, 'new', 'x')")
        ),
        "database: the database is newer",
        id="a newer database",
    ),
    pytest.param(
        lambda home: (home.folder / ".env").write_text("BOT_SEND_RATE=25"),
        "settings: others may read .env",
        id="open settings",
    ),
    pytest.param(
        lambda home: (home.folder / "payaid.toml").write_text('send_rate = "much"'),
        "settings: BOT_SEND_RATE",
        id="a wrong setting",
    ),
]


@pytest.mark.parametrize(("damage", "says"), DAMAGES)
def test_each_damage_is_found_and_comes_with_what_to_do(well, damage, says):
    damage(well)
    assert says in "\n".join(problems(well))
    assert all(each["todo"] for each in found(well) if each["state"] == "problem")
    printed = well.run("doctor").stdout
    assert "problem" in printed
    assert "to be mended: 0" not in printed


def test_a_missing_key_is_not_made_anew(well):
    well.key.unlink()
    well.run("doctor")
    assert not well.key.exists()


def test_before_the_first_start_there_is_nothing_to_mend(home):
    assert problems(home) == []
    assert not home.database.exists()


def test_what_waits_is_counted(well):
    update = Incoming(5, 5, "{}")
    well.write(lambda c: store(c, BOT, [update], 1))
    assert "updates 1" in well.run("doctor").stdout


def test_updates_that_were_given_up_are_named(well):
    well.write(lambda c: store(c, BOT, [Incoming(5, 5, "{}")], 1))
    well.write(lambda c: c.run("UPDATE inbox SET state = 'dead', payload = NULL"))
    assert "given up: updates 1" in well.run("doctor").stdout


def test_a_bot_with_a_token_and_no_agents_chat_is_reminded_of_it(home, monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", "123:abcdef")
    printed = home.run("doctor").stdout
    assert "nobody is told of new claims" in printed
    assert "abcdef" not in printed


def test_sources_that_cannot_be_read_are_a_note_and_nothing_to_mend(well):
    assert "no source has been asked yet" in well.run("doctor").stdout
    source = StatusSource("feed:wise", "wise", "https://w.example", "https://w.example/x", NOW)
    failed = replace(source, failures=7, error="name not found")
    well.write(lambda c: add_source(c, source))
    well.write(lambda c: note_poll(c, failed))
    assert problems(well) == []
    [note] = [each for each in found(well) if each["about"] == "sources"]
    assert note["state"] == "note"
    assert note["text"] == "status sources read: 0 of 1; not: feed:wise; left alone for a while: 1"
    well.write(lambda c: note_poll(c, replace(source, read_at=NOW)))
    [fine] = [each for each in found(well) if each["about"] == "sources"]
    assert (fine["state"], fine["text"][:32]) == ("ok", "status sources read: 1 of 1; the")
