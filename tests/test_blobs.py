"""The bytes of evidence: written once, encrypted, and noticed when they were changed."""

import hashlib
import stat

import pytest

from bot.storage.blob_keys import VaultRefusedError
from bot.storage.blobs import BlobBrokenError, BlobMissingError, Blobs, blob_key
from bot.storage.folders import take_folder

CONTENT = "账单 statement ".encode() * 50
SHA256 = hashlib.sha256(CONTENT).hexdigest()
KEY = f"1/5/{SHA256[:2]}/{SHA256}"


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "evidence", tmp_path / "keys" / "evidence.key")


def files(tmp_path):
    return sorted(path for path in (tmp_path / "evidence").rglob("*") if path.is_file())


def test_bytes_come_back_under_their_hash(blobs):
    assert blobs.put("1/5", CONTENT) == (KEY, SHA256)
    assert blobs.get(KEY) == CONTENT
    assert blob_key("1/5", SHA256) == KEY


@pytest.mark.parametrize("content", [b"", b"\x00" * 3, bytes(range(256)) * 4096])
def test_any_bytes_can_be_kept(blobs, content):
    key, _ = blobs.put("1/5", content)
    assert blobs.get(key) == content


def test_the_same_bytes_are_written_once(blobs, tmp_path):
    blobs.put("1/5", CONTENT)
    (path,) = files(tmp_path)
    before = path.read_bytes()
    blobs.put("1/5", CONTENT)
    assert files(tmp_path) == [path]
    assert path.read_bytes() == before


def test_two_customers_do_not_share_a_file(blobs, tmp_path):
    mine, _ = blobs.put("1/5", CONTENT)
    theirs, _ = blobs.put("1/6", CONTENT)
    blobs.remove(mine)
    assert blobs.get(theirs) == CONTENT
    assert len(files(tmp_path)) == 1


def test_what_lies_on_the_disk_is_encrypted(blobs, tmp_path):
    blobs.put("1/5", CONTENT)
    blobs.put("1/6", CONTENT)
    one, other = [path.read_bytes() for path in files(tmp_path)]
    assert CONTENT[:12] not in one
    assert one[4:] != other[4:]


def test_nobody_else_can_read_the_files_or_the_key(blobs, tmp_path):
    blobs.put("1/5", CONTENT)
    paths = [*files(tmp_path), tmp_path / "keys" / "evidence.key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE((tmp_path / "evidence").stat().st_mode) == 0o700


@pytest.mark.parametrize("place", [0.5, -1], ids=["in the middle", "at the end"])
def test_a_changed_byte_is_noticed(blobs, tmp_path, place):
    blobs.put("1/5", CONTENT)
    (path,) = files(tmp_path)
    sealed = bytearray(path.read_bytes())
    sealed[int(len(sealed) * place) if place > 0 else -1] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(BlobBrokenError):
        blobs.get(KEY)


@pytest.mark.parametrize("length", [0, 3, 10, 16, 40])
def test_a_file_that_was_cut_off_is_noticed(blobs, tmp_path, length):
    blobs.put("1/5", CONTENT)
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(BlobBrokenError):
        blobs.get(KEY)


def test_a_file_that_was_moved_to_another_name_does_not_open(blobs, tmp_path):
    blobs.put("1/5", CONTENT)
    other, _ = blobs.put("1/6", b"other")
    first = next(path for path in files(tmp_path) if SHA256 in path.name)
    (tmp_path / "evidence" / other).write_bytes(first.read_bytes())
    with pytest.raises(BlobBrokenError):
        blobs.get(other)


def test_another_key_opens_nothing(blobs, tmp_path):
    blobs.put("1/5", CONTENT)
    other = tmp_path / "other.key"
    other.touch(mode=0o600)
    other.write_bytes(b"k" * 32)
    stranger = Blobs(tmp_path / "evidence", other)
    with pytest.raises(BlobBrokenError):
        stranger.get(KEY)


def test_the_same_key_opens_after_a_restart(blobs, tmp_path):
    blobs.put("1/5", CONTENT)
    again = Blobs(tmp_path / "evidence", tmp_path / "keys" / "evidence.key")
    assert again.get(KEY) == CONTENT


@pytest.mark.parametrize("key", [KEY, "1/5", ""])
def test_what_is_not_there_is_missing(blobs, key):
    with pytest.raises(BlobMissingError):
        blobs.get(key)


@pytest.mark.parametrize("key", ["../secret", "/etc/hostname", "1/5/../../secret"])
def test_nothing_outside_the_folder_is_read_or_deleted(blobs, tmp_path, key):
    outside = tmp_path / "secret"
    outside.write_bytes(b"x" * 40)
    with pytest.raises(BlobMissingError):
        blobs.get(key)
    blobs.remove(key)
    assert outside.exists()


@pytest.mark.parametrize("owner", ["../stranger", "/tmp/stranger", "a/../../b", "", "a/"])
def test_nothing_outside_the_folder_is_written(blobs, owner):
    with pytest.raises(ValueError, match="owner"):
        blobs.put(owner, CONTENT)


def test_a_removed_file_is_gone_and_may_be_removed_again(blobs, tmp_path):
    blobs.put("1/5", CONTENT)
    blobs.remove(KEY)
    blobs.remove(KEY)
    assert files(tmp_path) == []
    with pytest.raises(BlobMissingError):
        blobs.get(KEY)


def test_no_half_written_file_stays(blobs, tmp_path, monkeypatch):
    def fails(_):
        raise OSError("disk full")

    monkeypatch.setattr("bot.storage.blob_keys.os.fsync", fails)
    with pytest.raises(OSError, match="disk full"):
        blobs.put("1/5", CONTENT)
    with pytest.raises(BlobMissingError):
        blobs.get(KEY)
    assert files(tmp_path) == []


def test_a_key_that_others_may_read_is_refused(blobs, tmp_path):
    key = tmp_path / "keys" / "evidence.key"
    key.chmod(0o640)
    with pytest.raises(VaultRefusedError, match="chmod 600"):
        Blobs(tmp_path / "evidence", key)


def test_a_file_that_holds_no_key_is_refused(tmp_path):
    key = tmp_path / "evidence.key"
    key.write_bytes(b"short")
    key.chmod(0o600)
    with pytest.raises(VaultRefusedError, match="must hold 32 bytes for each key, found 5"):
        Blobs(tmp_path / "evidence", key)


def test_an_evidence_folder_whose_key_is_gone_is_refused(blobs, tmp_path):
    blobs.put("1/5", CONTENT)
    key = tmp_path / "keys" / "evidence.key"
    key.unlink()
    with pytest.raises(VaultRefusedError, match="is missing"):
        Blobs(tmp_path / "evidence", key)
    assert not key.exists()


@pytest.mark.parametrize("place", range(4))
def test_a_changed_byte_in_the_id_of_the_key_is_noticed(blobs, tmp_path, place):
    blobs.put("1/5", CONTENT)
    (path,) = files(tmp_path)
    sealed = bytearray(path.read_bytes())
    sealed[place] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(BlobBrokenError):
        blobs.get(KEY)


@pytest.mark.parametrize(
    ("mode", "is_used", "after"),
    [(0o700, True, 0o700), (0o700, False, 0o700), (0o755, False, 0o700), (0o711, False, 0o700)],
)
def test_a_folder_is_ours_alone_afterwards(tmp_path, mode, is_used, after):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    take_folder(folder, is_used=is_used)
    assert stat.S_IMODE(folder.stat().st_mode) == after


@pytest.mark.parametrize(
    ("mode", "is_used"), [(0o755, True), (0o710, True), (0o777, False), (0o720, True)]
)
def test_a_folder_that_others_could_look_into_is_refused(tmp_path, mode, is_used):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(VaultRefusedError, match="chmod 700"):
        take_folder(folder, is_used=is_used)
    assert stat.S_IMODE(folder.stat().st_mode) == mode


def test_a_folder_that_is_missing_is_made_for_us_alone(tmp_path):
    take_folder(tmp_path / "data", is_used=True)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
