"""What a button carries: a verb and what it is about, in at most 64 bytes."""

from dataclasses import dataclass

# Telegram's limit for callback data, in bytes. Source: core.telegram.org/bots/api
_LONGEST = 64
_BETWEEN = ":"


@dataclass(frozen=True, slots=True)
class Tap:
    """A tapped button, or a label typed out.

    Attributes:
        verb: what is to be done, such as `answer`, `file`, `open`.
        about: what it is done to, such as draft, field and choice.
    """

    verb: str
    about: tuple[str, ...] = ()

    def encode(self) -> str:
        """Return the form that a button carries.

        Raises:
            ValueError: it would not fit into a button.
        """
        text = _BETWEEN.join((self.verb, *self.about))
        if len(text.encode()) > _LONGEST or any(_BETWEEN in part for part in self.about):
            raise ValueError(f"does not fit into a button: {text}")
        return text


def decode(data: str) -> Tap | None:
    """Return what a button carried; None: it is none of ours."""
    if not data or len(data.encode()) > _LONGEST:
        return None
    verb, *about = data.split(_BETWEEN)
    return Tap(verb, tuple(about)) if verb.isidentifier() else None
