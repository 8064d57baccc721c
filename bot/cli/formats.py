"""In which formats claims can be had."""

from enum import StrEnum


class ListFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ExportFormat(StrEnum):
    """How an export is written."""

    JSON = "json"
    CSV = "csv"
