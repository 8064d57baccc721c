"""A claim pack as zip: the document, the evidence, tables; the same values give the same bytes."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Final

from bot.domain.packs import Pack, PackPaper
from bot.writers.tables import FOR_EXCEL, safe_cell

# The first moment that a zip can hold: what is in it has its own times.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_OWNER_ONLY: Final = 0o100600 << 16
_COLUMNS: Final = ("when", "payee", "amount", "reference", "note", "wanted")


def pack_zip(pack: Pack, pdf: bytes, contents: Mapping[int, bytes]) -> bytes:
    """Return the archive; nothing is packed tighter, so that every machine makes the same bytes.

    Args:
        pack (Pack): what it is made of.
        pdf (bytes): its document.
        contents (Mapping): place of a file to its bytes; every enclosed file has its own.
    """
    paper = pack.paper
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        _put(archive, f"{paper.number}.pdf", pdf)
        _put(archive, "README.txt", _text(pack.readme))
        _put(archive, "claim.json", _values(pack))
        if paper.charges:
            _put(archive, "charges.csv", _charges(paper))
        for each in paper.files:
            if each.enclosed:
                _put(archive, f"evidence/{each.name}", contents[each.place])
    return file.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.create_system = _UNIX
    entry.external_attr = _OWNER_ONLY
    archive.writestr(entry, content)


def _text(lines: tuple[str, ...]) -> bytes:
    # Windows' editor needs the mark to read Chinese, and its own line ends.
    return "\r\n".join((*lines, "")).encode(FOR_EXCEL)


def _values(pack: Pack) -> bytes:
    text = json.dumps(pack.values, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _charges(paper: PackPaper) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(paper.words[name] for name in _COLUMNS if name != "note")
    for charge in paper.charges:
        cells = (charge.when, charge.payee, charge.amount, charge.reference, charge.wanted)
        writer.writerow(safe_cell(cell) for cell in cells)
    return file.getvalue().encode(FOR_EXCEL)
