"""Checks calls and answers against the description of the Bot API.

`description/api.json` is a reduced form (names, types, what is required) of the machine-readable
Bot API description by Paul Larsen, MIT, see `description/LICENSE.txt`.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from bot.sandbox.values import Json

_ARRAY = "Array of "


@cache
def description() -> Json:
    """Return the description: `version`, `methods` and `types` by name."""
    text = files("bot.sandbox").joinpath("description/api.json").read_text("utf-8")
    loaded: Json = json.loads(text)
    return loaded


@cache
def method_names() -> dict[str, str]:
    """Return the methods by their name in lower case."""
    return {name.lower(): name for name in description()["methods"]}


def parameters_of(method: str) -> dict[str, tuple[bool, list[str]]]:
    """Return name to (required, types) for one method."""
    fields = description()["methods"][method]["fields"]
    return {name: (bool(required), types) for name, (required, types) in fields.items()}


def check_call(method: str, given: Json) -> list[str]:
    """Return what is wrong with the parameters of a call; empty when nothing is."""
    known = parameters_of(method)
    problems = [f"unknown parameter {name}" for name in given if name not in known]
    for name, (required, types) in known.items():
        if name in given:
            problems += _any_of(types, given[name], name)
        elif required:
            problems.append(f"missing parameter {name}")
    return problems


def check_result(method: str, result: Any) -> list[str]:  # Any: whatever a method answers
    """Return what is wrong with the result of a method."""
    return _any_of(description()["methods"][method]["returns"], result, method)


def check_object(name: str, value: Any) -> list[str]:  # Any: the value is what is in doubt
    """Return what is wrong with an object that claims to be of the type `name`."""
    return _one(name, value, name)


def _any_of(types: list[str], value: Any, path: str) -> list[str]:  # Any: see check_object
    found: list[str] = []
    for type_name in types:
        problems = _one(type_name, value, path)
        if not problems:
            return []
        found = problems if not found or len(problems) < len(found) else found
    return found


def _one(type_name: str, value: Any, path: str) -> list[str]:  # Any: see check_object
    if type_name.startswith(_ARRAY):
        if not isinstance(value, list):
            return [f"{path} is no array"]
        inner = type_name.removeprefix(_ARRAY)
        return [p for i, item in enumerate(value) for p in _one(inner, item, f"{path}[{i}]")]
    kinds: dict[str, type | tuple[type, ...]] = {
        "Integer": int,
        "String": str,
        "Boolean": bool,
        "Float": (int, float),
        "InputFile": str,
    }
    if type_name in kinds:
        fits = isinstance(value, kinds[type_name])
        if isinstance(value, bool) and type_name != "Boolean":
            fits = False
        return [] if fits else [f"{path} is no {type_name}"]
    return _object(type_name, value, path)


def _object(type_name: str, value: Any, path: str) -> list[str]:  # Any: see check_object
    known = description()["types"].get(type_name)
    if known is None:
        return [f"{path} has an unknown type {type_name}"]
    if "subtypes" in known:
        return _any_of(known["subtypes"], value, path)
    if type_name == "KeyboardButton" and isinstance(value, str):
        return []  # Bot API, KeyboardButton: "String can be used instead of this object"
    if not isinstance(value, dict):
        return [f"{path} is no {type_name}"]
    fields = known["fields"]
    problems = [f"{path}.{name} is not in {type_name}" for name in value if name not in fields]
    for name, (required, types) in fields.items():
        if name in value:
            problems += _any_of(types, value[name], f"{path}.{name}")
        elif required:
            problems.append(f"{path}.{name} is missing")
    return problems
