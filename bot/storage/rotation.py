"""Changes the key of the evidence; may be broken off at any moment and gone on with."""

from collections.abc import Iterator
from pathlib import Path

from bot.storage.blob_keys import KeyRing, new_key, read_keys, write_keys
from bot.storage.blobs import BlobBrokenError, BlobMissingError, Blobs


def begin_rotation(key_file: Path) -> bool:
    """Put a new key before the old one; False: an earlier rotation has to be ended first.

    Until the end the file holds both, so that every object opens at every moment.

    Raises:
        VaultRefusedError: the file holds no key, or others may read it.
        FileNotFoundError: there is no key yet.
    """
    ring = read_keys(key_file)
    if len(ring.keys) > 1:
        return False
    write_keys(key_file, KeyRing((new_key(), *ring.keys)))
    return True


def reseal_all(folder: Path, key_file: Path) -> Iterator[tuple[str, bool]]:
    """Seal every object with the new key; give each name, and whether it could be opened."""
    blobs = Blobs(folder, key_file)
    for path in sorted(folder.glob("*/*/*/*")):
        name = path.relative_to(folder).as_posix()
        if path.name.startswith("."):
            continue  # a draft that a crash left behind
        try:
            blobs.reseal(name)
        except BlobMissingError:
            continue  # deleted meanwhile
        except BlobBrokenError:
            yield name, False
        else:
            yield name, True


def end_rotation(key_file: Path) -> None:
    """Throw the old keys away; only when nothing is sealed with them any longer."""
    write_keys(key_file, KeyRing(read_keys(key_file).keys[:1]))
