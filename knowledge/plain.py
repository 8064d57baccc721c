"""Plain values, as YAML and JSON hold them, and the way to one of them."""

from collections.abc import Sequence
from typing import TypeAlias

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = Sequence[str | int]
