"""Zip files that come out the same for the same content: Word's and Excel's files are such."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""
_FIRST = "[Content_Types].xml"
"""Readers may expect it first."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip file of these files, by name; the same for the same."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(files):
            made.writestr(_member(name), files[name], compresslevel=9)
    return target.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3  # else Windows' files differ from all others
    return member


def settled(content: bytes) -> bytes:
    """The same members in a fixed order, without the time when they were written."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(given.namelist(), key=lambda name: (name != _FIRST, name)):
            made.writestr(_member(name), given.read(name), compresslevel=9)
    return target.getvalue()
