"""The log: a line for each thing that happens, in fields, with the reference that whoever asked was given, without her words.

An error is told by its kind and where it was raised; what it says only when we wrote that ourselves, because libraries quote
what they were given.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from contextvars import ContextVar
from pathlib import Path

from bot.errors import JianhuitongError

reference: ContextVar[str] = ContextVar("reference", default="")
"""Of the message that is being worked at; whoever asked it is told the same, when it fails."""
_ROOT = Path(__file__).resolve().parent
_TRAIL = 6
"""Places of our own code on the way to an error that are told."""


def fields(record: logging.LogRecord) -> dict[str, str]:
    """What a record tells, by name: time, level, part, reference where there is one, text, and what is known of an error."""
    told = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(record.created)) + f".{int(record.msecs):03}",
        "level": record.levelname,
        "part": record.name.removeprefix("bot."),
    }
    if found := reference.get():
        told["ref"] = found
    told["text"] = record.getMessage()
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        told["error"] = _kinds(error)
        if said := _message(error):
            told["said"] = said
        told["trail"] = " ".join(_traceback(error))
    return told


def _kinds(error: BaseException) -> str:
    """Its kind, and that of what it came from."""
    cause = error.__cause__ or error.__context__
    return type(error).__name__ + (f" from {type(cause).__name__}" if cause is not None else "")


def _message(error: BaseException) -> str:
    if isinstance(error, JianhuitongError):
        return str(error)
    return error.strerror or "" if isinstance(error, OSError) else ""


def _traceback(error: BaseException) -> list[str]:
    """Places in our code, the outermost first, and the last place whoever's it is."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT)][-_TRAIL:]
    every = own if not frames or (own and own[-1] is frames[-1]) else [*own, frames[-1]]
    return [f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in every]


class Lines(logging.Formatter):
    """`name=value` in one line, values with blanks or quotes in JSON's quotes."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as its line."""
        return " ".join(f"{name}={_quoted(value)}" for name, value in fields(record).items())


class Objects(logging.Formatter):
    """An object of JSON a line."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as its line."""
        return json.dumps(fields(record), ensure_ascii=False)


def _quoted(value: str) -> str:
    plain = value.isprintable() and not any(mark in value for mark in ' "=')
    return value if plain and value else json.dumps(value, ensure_ascii=False)


def set_up_logging(kind: str) -> None:
    """Write the log to standard error; `kind` is `text` or `json`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Objects() if kind == "json" else Lines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
