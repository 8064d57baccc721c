"""Example messages of each route, from `phrasings/<route>.yaml`, where admins add more."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.problems import KnowledgeError, Problem

FOLDER = "phrasings"
_LANGUAGES = {"zh": ("zh", False), "en": ("en", False)}
_LISTS = {**_LANGUAGES, "urgent_zh": ("zh", True), "urgent_en": ("en", True)}


@dataclass(frozen=True, slots=True)
class Saying:
    """A message as a customer writes it, and the route it means.

    Attributes:
        text: the message.
        route: name of its file.
        language: `zh` or `en`; mixed messages stand with the Chinese ones.
        urgent: of a fraud: something can still be stopped.
    """

    text: str
    route: str
    language: str
    urgent: bool = False


def saying_files(folder: Path) -> list[Path]:
    """Return the files of phrasings in a knowledge folder, sorted."""
    return sorted(folder.glob(f"{FOLDER}/*.yaml"))


def read_sayings(folder: Path) -> tuple[Saying, ...]:
    """Return the example messages of a knowledge folder.

    Raises:
        KnowledgeError: a file is broken, or a message stands under two routes; all at once.
    """
    from knowledge.yaml_tree import place_in, read_yaml  # late: see there

    found: dict[str, Saying] = {}
    problems: list[Problem] = []
    for path in saying_files(folder):
        file, text = path.relative_to(folder).as_posix(), path.read_text("utf-8")
        try:
            content = read_yaml(text, file)
        except KnowledgeError as error:
            problems += error.problems
            continue
        for name, messages in content.items() if isinstance(content, dict) else ():
            if name not in _LISTS or not isinstance(messages, list):
                place = place_in(text, [name])
                right = f"use a list under one of: {', '.join(_LISTS)}"
                problems.append(Problem(file, *place, f"unknown list {name!r}", right))
                continue
            language, urgent = _LISTS[name]
            for position, message in enumerate(messages):
                said = Saying(str(message), path.stem, language, urgent)
                if said.text in found and found[said.text].route != said.route:
                    place = place_in(text, [name, position])
                    other = found[said.text].route
                    problems.append(Problem(file, *place, f"{message!r} stands in {other} too"))
                found[said.text] = said
    if problems:
        raise KnowledgeError(problems)
    return tuple(found.values())
