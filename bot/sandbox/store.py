"""Keeps the sandbox's chats in a SQLite file and its files in a folder."""

import json
import sqlite3
from pathlib import Path

from bot.sandbox.values import Json

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS document (
        kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)
    )
"""
_PUT = """
    INSERT INTO document (kind, id, body) VALUES (:kind, :id, :body)
    ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body
"""
_DROP = "DELETE FROM document WHERE kind = :kind AND id = :id"
_ALL = "SELECT id, body FROM document WHERE kind = :kind ORDER BY rowid"


class Store:
    """JSON documents by kind and id, and bytes by name.

    Writes survive the end of the process, not a power cut: these are trial chats.
    """

    def __init__(self, folder: Path) -> None:
        """Open or create the store in a folder, which is made when missing."""
        self._files = folder / "files"
        self._files.mkdir(parents=True, exist_ok=True)
        path = folder / "sandbox.db"
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(_SCHEMA)

    def documents(self, kind: str) -> dict[str, Json]:
        """Return all documents of a kind by id, in the order in which they were first kept."""
        rows = self._db.execute(_ALL, {"kind": kind})
        return {key: json.loads(body) for key, body in rows}

    def save(self, changes: dict[tuple[str, str], Json | None]) -> None:
        """Write the documents in one transaction; None deletes."""
        self._db.execute("BEGIN")
        for (kind, key), body in changes.items():
            values = {"kind": kind, "id": key}
            if body is None:
                self._db.execute(_DROP, values)
            else:
                self._db.execute(_PUT, {**values, "body": json.dumps(body, ensure_ascii=False)})
        self._db.execute("COMMIT")

    def put_bytes(self, name: str, content: bytes) -> None:
        """Write a file's bytes; the name is ours, never a sender's."""
        (self._files / name).write_bytes(content)

    def read_bytes(self, name: str) -> bytes:
        """Return a file's bytes.

        Raises:
            FileNotFoundError: no such file.
        """
        return (self._files / name).read_bytes()

    def close(self) -> None:
        """Close the SQLite file."""
        self._db.close()
