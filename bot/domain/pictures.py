"""What may be shown of a picture that a customer sent."""

from dataclasses import dataclass

from pydantic import Base64UrlBytes

# Telegram takes photos up to 1:20. Source: core.telegram.org/bots/api#sendphoto
_LONG = 15


@dataclass(frozen=True, slots=True)
class PictureCopies:
    """What the vault keeps about a picture; bytes come out of a worker's JSON as base64.

    Attributes:
        format: JPEG, PNG or WEBP.
        width, height: pixels, upright.
        had_metadata: whether the original carries EXIF.
        had_position: whether the original says where it was taken.
        fingerprint: perceptual hash, 64 hexadecimal digits; empty where too little is seen.
        shown: JPEG without metadata, a phone's screenshot keeps its type.
        thumbnail: JPEG without metadata, small.
    """

    format: str
    width: int
    height: int
    had_metadata: bool
    had_position: bool
    fingerprint: str
    shown: Base64UrlBytes
    thumbnail: Base64UrlBytes

    @property
    def is_long(self) -> bool:
        """Whether it is too long for a chat to show it as a picture."""
        return max(self.width, self.height) > _LONG * min(self.width, self.height)
