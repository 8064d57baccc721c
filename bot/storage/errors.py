"""What can go wrong with the database, by what the caller can do about it."""


class DatabaseAway(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The database cannot be used just now (locked, full, not reachable): try again later."""


class DatabaseClosed(DatabaseAway):
    """`close` was called; this process writes no more."""


class DatabaseRefusedError(Exception):
    """The program must not use this database; the text says why and what to do."""


class StepBugError(RuntimeError):
    """A step broke the rules of `bot.storage.connection`."""


class SecondWriteError(StepBugError):
    """An update tried a second written step; its effects belong into one."""


class Fenced(Exception):  # noqa: N818
    """The lane or the update belongs to somebody else by now: nothing was written."""
