"""What counts as evidence: how much, how many, which types."""

from enum import StrEnum

MEBIBYTE = 1024 * 1024

# Telegram hands a bot files up to 20 MB. Source: core.telegram.org/bots/api#getfile
LARGEST_FILE = 20 * MEBIBYTE
# Chosen: forty pictures cover 22 charges, two screens each, with room to spare.
MOST_FILES_PER_CLAIM = 60
# Chosen: a day of one customer; beyond it somebody fills our disk.
MOST_BYTES_PER_DAY = 300 * MEBIBYTE
# Files without a draft wait this long, in hours. Source: the privacy notice.
TRAY_HOURS = 24


class EvidenceState(StrEnum):
    """How far a file has come."""

    WAITING = "waiting"
    STORED = "stored"
    REFUSED = "refused"
    LOST = "lost"


class EvidenceForm(StrEnum):
    """What kind of thing was sent."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"


# Pictures that can be opened: read, drawn anew, shown.
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
# What is kept, by the type found in the bytes; everything else is refused with a reason.
KEPT_TYPES = frozenset(
    {
        *PICTURES,
        "application/pdf",
        "application/zip",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "text/plain",
        "text/csv",
        "application/xml",
        "audio/ogg",
        "audio/mpeg",
        "audio/mp4",
        "video/mp4",
        "video/quicktime",
    }
)
