"""A claim pack as PDF: values in, bytes out; the same values give the same bytes."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst
from pydantic import TypeAdapter

from bot.domain.languages import Language
from bot.domain.made import MadeBytes
from bot.domain.packs import PackPaper
from bot.writers.characters import FONTS, MISSING, printable

_PAGES: Final = Path(__file__).parent / "pages"
_PAPER: Final = TypeAdapter(PackPaper)
# Longest single text of the document, in characters; facts are limited before, this is for safety.
_LONGEST_TEXT: Final = 6_000


def pack_pdf(paper: Mapping[str, Any], thumbnails: Mapping[str, bytes]) -> MadeBytes:
    """Return the document.

    Args:
        paper (Mapping): a `PackPaper` as JSON values.
        thumbnails (Mapping): place of a file to its small picture as JPEG.

    Raises:
        ValidationError: the values are no paper.
        typst.TypstError: a thumbnail is no picture.
    """
    checked = _PAPER.validate_python(paper)
    with tempfile.TemporaryDirectory() as folder:
        data = document_data(checked, _placed(Path(folder), thumbnails))
        page = shutil.copy(_PAGES / "pack.typ", folder)
        content = typst.compile(
            str(page),
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    return MadeBytes(content)


def document_data(paper: PackPaper, pictures: Mapping[int, str]) -> dict[str, Any]:
    """Return what the page template reads: JSON values, every text of them printable.

    Args:
        paper (PackPaper): what the document says.
        pictures (Mapping): place of a file to the path of its small picture.
    """
    values = asdict(paper)
    for file in values["files"]:
        file["thumb"] = pictures.get(file["place"], "")
    data: dict[str, Any] = _clean(values, narrow=paper.language == Language.ENGLISH)
    said = {name: value for name, value in data.items() if name != "words"}
    data["missing"] = MISSING in json.dumps(said, ensure_ascii=False)
    return data


def _clean(value: Any, *, narrow: bool) -> Any:  # JSON values in, JSON values out
    match value:
        case str():
            return printable(value[:_LONGEST_TEXT], narrow=narrow)
        case dict():
            return {name: _clean(each, narrow=narrow) for name, each in value.items()}
        case list() | tuple():
            return [_clean(each, narrow=narrow) for each in value]
        case _:
            return value


def _placed(folder: Path, thumbnails: Mapping[str, bytes]) -> dict[int, str]:
    places: dict[int, str] = {}
    for place, content in thumbnails.items():
        number = int(place)
        (folder / f"{number}.jpg").write_bytes(content)
        places[number] = f"/{number}.jpg"
    return places


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Return our own face and no other, so that every machine makes the same bytes."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
