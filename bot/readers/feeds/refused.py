"""Why a feed cannot be read."""


class FeedRefused(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The document is no feed of its kind, or breaks a limit; the text holds none of its words."""
