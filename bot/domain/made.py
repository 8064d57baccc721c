"""Bytes that a worker makes, on their way back."""

from dataclasses import dataclass

from pydantic import Base64UrlBytes


@dataclass(frozen=True, slots=True)
class MadeBytes:
    """The bytes of a file; in a worker's JSON they stand as base64."""

    content: Base64UrlBytes
