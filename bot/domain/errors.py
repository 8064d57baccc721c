"""Refused actions: each carries the key of the text that tells why."""

from collections.abc import Mapping


class SupportError(Exception):
    """An action was refused; caught once, in `handlers`.

    Attributes:
        key: text that says why and what to do instead.
        values: what its placeholders are filled with.
    """

    def __init__(self, key: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.values = dict(values or {})


class NotAllowed(SupportError):  # noqa: N818 - reads as a sentence where it is raised
    """The person may not do this."""


class NotFound(SupportError):  # noqa: N818
    """The thing named does not exist, or is not theirs."""


class Conflict(SupportError):  # noqa: N818
    """Somebody else changed the thing meanwhile."""
