"""`python -m bot evidence save`: the files of a claim as they came, and that it is logged."""

import hashlib
import stat
from functools import partial

import pytest

from bot.storage.custody import custody_page
from tests import operating

home = operating.home
NUMBER = "PA-7K3M-4QXW-X"
STATEMENT = "时间,金额".encode()


@pytest.fixture
def full(home):
    """A claim with a picture and a statement, and a file that belongs to no claim."""
    claim = home.claim()
    home.file(claim=claim.id, name="../../账单.jpg")
    home.file(STATEMENT, claim=claim.id, unique_id="u2")
    home.file(b"not of the claim", unique_id="u3")
    return home


def acts(home):
    entries = home.write(partial(custody_page, after=0, limit=99))
    return [each.handled.act for each in entries]


def test_the_files_are_saved_as_they_came_for_their_owner_only(full):
    result = full.run("evidence", "save", "pa 7k3m 4qxw x", "out")
    assert result.exit_code == 0
    assert f"files of {NUMBER} saved: 2" in result.stdout
    folder = full.folder / "out"
    saved = sorted(folder.iterdir())
    assert [path.read_bytes() for path in saved] == [operating.PICTURE, STATEMENT]
    assert [path.name for path in saved] == [
        f"{place}-{hashlib.sha256(content).hexdigest()[:16]}.jpg"
        for place, content in ((1, operating.PICTURE), (2, STATEMENT))
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in saved} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert acts(full) == [*["received"] * 3, *["exported"] * 2]


def test_a_file_that_does_not_open_is_named_and_the_others_are_saved(full):
    row = full.write(lambda c: c.one("SELECT * FROM evidence ORDER BY id LIMIT 1"))
    [path] = full.evidence.glob(f"*/*/*/{row['sha256']}")
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    result = full.run("evidence", "save", NUMBER, "out")
    assert result.exit_code == 1
    assert f"these do not open: {row['id']}" in result.stderr
    assert len(list((full.folder / "out").iterdir())) == 1


def test_a_folder_that_is_there_is_left_alone_and_nothing_is_logged(full):
    (full.folder / "out").mkdir()
    result = full.run("evidence", "save", NUMBER, "out")
    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert "exported" not in acts(full)


@pytest.mark.parametrize(
    ("number", "code", "says"),
    [("PA-0000-0000-0", 1, "there is no claim"), ("17", 2, "is no claim number")],
)
def test_other_numbers_are_refused(full, number, code, says):
    result = full.run("evidence", "save", number, "out")
    assert result.exit_code == code
    assert says in result.stderr
    assert not (full.folder / "out").exists()
