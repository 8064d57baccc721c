"""Folders with what customers entrust to us: nobody else looks into them."""

from pathlib import Path

from bot.storage.blob_keys import VaultRefusedError

_OTHERS = 0o077
_OTHERS_WRITE = 0o022
_FOLDER_ONLY = 0o700


def take_folder(folder: Path, *, is_used: bool) -> None:
    """Make a folder ours alone, or refuse one that others could have looked into.

    Args:
        folder (Path): made if it is missing.
        is_used (bool): customers' data lie in it already; a folder without is closed by us.

    Raises:
        VaultRefusedError: others may write to it, or could read what lies in it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_ONLY)
    open_to = folder.stat().st_mode & _OTHERS
    if open_to & _OTHERS_WRITE or (open_to and is_used):
        raise VaultRefusedError(
            f"others may look into {folder}, where customers' data lie: chmod 700 it"
        )
    if open_to:
        folder.chmod(_FOLDER_ONLY)
