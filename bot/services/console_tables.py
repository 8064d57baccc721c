"""The fact tables in the console, read-only: every entry with its source and its date."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.console import Person
from bot.domain.errors import NotFound
from bot.services.console_voice import ConsoleVoice
from bot.services.conversation import Office
from bot.services.knowledge_edits import Shelf
from knowledge.compiled import compile_folder

_FOLDER: Final = "tables/"
# By which an entry is called, the first that it has.
_NAMES: Final = ("name", "names", "id", "word", "kind", "region")
_SOURCES: Final = ("source", "sources", "legal_ref", "url", "help_url")
_DATES: Final = ("verified_on", "checked_on", "as_of", "verified")


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One entry; every value is text, in the reader's language where there are two."""

    name: str
    source: str
    checked: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TableView:
    """One table: when it was checked as a whole, and its lists by their names."""

    name: str
    checked_on: str
    lists: Sequence[tuple[str, Sequence[TableEntry]]]


class ConsoleTables:
    """Reads the tables."""

    def __init__(self, office: Office, shelf: Shelf) -> None:
        self._office, self._shelf = office, shelf

    async def names(self) -> list[str]:
        """Return the names of the tables."""
        return sorted(await self._parsed())

    async def table(self, person: Person, name: str) -> TableView:
        """Return one table.

        Raises:
            NotFound: there is none of this name.
        """
        parsed = (await self._parsed()).get(name)
        if parsed is None:
            raise NotFound("console.knowledge.gone")
        content: dict[str, Any] = json.loads(parsed)
        teller = _Teller(ConsoleVoice(self._office, person), person.language.facts)
        lists = [
            (key, [teller.entry(label, each) for label, each in _entries(value)])
            for key, value in content.items()
            if key != "meta"
        ]
        return TableView(name, str(content.get("meta", {}).get("checked_on", "")), lists)

    async def _parsed(self) -> dict[str, str]:
        """Return the tables as JSON, by their names."""
        compiled = await asyncio.to_thread(compile_folder, self._shelf.folder, self._shelf.cache)
        return {
            file.removeprefix(_FOLDER).removesuffix(".yaml"): parsed
            for file, parsed in compiled.json.items()
            if file.startswith(_FOLDER)
        }


def _entries(value: Any) -> Iterator[tuple[str, Any]]:  # any JSON value
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from (("", each) for each in value)
    else:
        yield "", value


@dataclass(frozen=True, slots=True)
class _Teller:
    voice: ConsoleVoice
    facts: str

    def entry(self, label: str, value: Any) -> TableEntry:  # any JSON value
        flat = list(self._flat("", value))
        known = value if isinstance(value, Mapping) else {}
        name = next((self._text(known[key]) for key in _NAMES if known.get(key)), "")
        return TableEntry(
            " · ".join(part for part in (label, name) if part) or flat[0][1][:80],
            self._first(known, _SOURCES),
            self._first(known, _DATES),
            flat,
        )

    def _first(self, known: Mapping[str, Any], keys: Sequence[str]) -> str:
        return next((self._text(known[key]) for key in keys if known.get(key)), "")

    def _flat(self, path: str, value: Any) -> Iterator[tuple[str, str]]:  # any JSON value
        if isinstance(value, Mapping) and not set(value) <= {"zh", "en"}:
            for key, each in value.items():
                yield from self._flat(f"{path}.{key}".strip("."), each)
        elif value not in (None, "", [], {}):
            yield path, self._text(value)

    def _text(self, value: Any) -> str:  # any JSON value
        if isinstance(value, Mapping) and set(value) <= {"zh", "en"}:
            return self._text(value.get(self.facts) or next(iter(value.values()), ""))
        if isinstance(value, Mapping):
            return "; ".join(f"{key}: {self._text(each)}" for key, each in value.items())
        if isinstance(value, list):
            return "; ".join(self._text(each) for each in value)
        return self.voice.tables.written(str(value))
