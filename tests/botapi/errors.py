"""How the server says no."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer other than ok: the HTTP status, which is also `error_code`, the description, and `parameters`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(reason: str, **parameters: Any) -> ApiError:
    """A 400 in Telegram's form."""
    return ApiError(400, f"Bad Request: {reason}", **parameters)


class GarbageError(Exception):
    """The answer is to be this, as a proxy or a login page would."""

    def __init__(self, body: str, status: int = 200) -> None:
        super().__init__(body)
        self.body = body
        self.status = status


class DroppedConnectionError(Exception):
    """The connection is to be closed without an answer."""
