"""Refusals, worded and numbered as Telegram's."""

from bot.sandbox.values import Json


class ApiError(Exception):
    """A call that is answered with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        """Keep what the envelope will say.

        Args:
            code: HTTP status and `error_code`.
            description: Telegram's words.
            **parameters: `retry_after` (seconds) or `migrate_to_chat_id`.
        """
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def envelope(self) -> Json:
        """Return the answer's body."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """Return a 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """Return a 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """Return a 409 with Telegram's prefix."""
    return ApiError(409, f"Conflict: {reason}")


def flooded(seconds: int) -> ApiError:
    """Return a 429 that asks to wait `seconds`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
