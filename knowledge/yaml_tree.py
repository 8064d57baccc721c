"""YAML to plain values, with the place of each, and repeated keys refused.

The composed nodes are read directly: they carry line and column, and building round-trip
objects from them would cost several times the CPU. `knowledge.tables` imports this module when
it is first needed: a start from parsed files does without it and saves 75 ms.
"""

from collections.abc import Iterator
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from knowledge.plain import Path, Plain
from knowledge.problems import KnowledgeError, Problem

_TAG = "tag:yaml.org,2002:"


def read_yaml(text: str, file: str) -> Plain:
    """Return the content of a YAML file as plain values; a date stays text.

    Raises:
        KnowledgeError: no valid YAML, or a key is given twice.
    """
    root = _compose(text, file)
    if root is None:
        raise KnowledgeError([Problem(file, 1, 1, "the file is empty")])
    twice = [
        Problem(
            file,
            key.start_mark.line + 1,
            key.start_mark.column + 1,
            f"the key {key.value!r} is given twice",
            "keep one of them",
        )
        for key in _repeated(root)
    ]
    if twice:
        raise KnowledgeError(twice)
    return _value(root)


def place_in(text: str, path: Path) -> tuple[int, int]:
    """Return line and column, from 1, of a value; of its nearest parent if it is missing."""
    node = _last_composed(text)
    place = (1, 1)
    for step in path:
        found = _child(node, step)
        if found is None:
            break
        key, node = found
        place = (key.start_mark.line + 1, key.start_mark.column + 1)
    return place


@lru_cache(maxsize=1)
def _last_composed(text: str) -> Node | None:
    """Return the nodes of a text; a file with many problems is composed once."""
    return _compose(text, "")


def _compose(text: str, file: str) -> Node | None:
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = str(error.problem or error.context or "this is no valid YAML")
        raise KnowledgeError(
            [Problem(file, line, column, what, "check indentation, quotes and colons")]
        ) from error
    except YAMLError as error:
        what = "the file holds a character that YAML does not allow"
        raise KnowledgeError([Problem(file, 1, 1, what, "save it as plain text")]) from error
    return node


def _repeated(node: Node) -> Iterator[Node]:
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _repeated(item)
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key
            seen.add(key.value)
            yield from _repeated(value)


def _value(node: Node) -> Plain:
    if isinstance(node, MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    text = str(node.value)
    match node.tag.removeprefix(_TAG) if isinstance(node.tag, str) else str(node.tag)[len(_TAG) :]:
        case "bool":
            return text.lower() == "true"
        case "int":
            return int(text)
        case "null":
            return None
        case _:
            return text


def _child(node: Node | None, step: str | int) -> tuple[Node, Node] | None:
    """Return the node that shows where a child stands, and the child."""
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
    return None
