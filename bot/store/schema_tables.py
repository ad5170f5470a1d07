"""The tables of `schema.sql` with their columns, read from it: what is moved, and what a server needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_SCHEMA = Path(__file__).resolve().parent / "schema.sql"
_CONSTRAINT = re.compile(r"(PRIMARY|UNIQUE|CHECK)\b")


@cache
def parts() -> Mapping[str, tuple[str, ...]]:
    """What stands between the brackets of each table: columns and constraints, as written."""
    found = re.findall(r"CREATE TABLE (\w+) \((.*?)\n?\) STRICT;", _SCHEMA.read_text("utf-8"), re.S)
    return {name: tuple(_cut(body)) for name, body in found}


@cache
def indexes() -> tuple[str, ...]:
    """The statements that make its indexes."""
    return tuple(re.findall(r"^CREATE (?:UNIQUE )?INDEX .*;$", _SCHEMA.read_text("utf-8"), re.M))


@cache
def columns() -> Mapping[str, tuple[str, ...]]:
    """The names of the columns of each table, quoted where they are written so."""
    return {name: tuple(one.split()[0] for one in body if not is_constraint(one)) for name, body in parts().items()}


def listed(table: str) -> str:
    """The columns of a table as a statement lists them."""
    return ", ".join(columns()[table])


def is_constraint(part: str) -> bool:
    """Whether a part of a table is no column."""
    return bool(_CONSTRAINT.match(part))


def _cut(body: str) -> Iterator[str]:
    """The parts of a table between its outermost commas."""
    depth, part = 0, ""
    for letter in body:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += letter
    yield part.strip()
