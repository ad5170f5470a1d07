"""Rows that grow with what is typed in them.

xlsxwriter marks every row whose height is set as fixed, so Excel would cut long texts. A height without that mark is
what Excel writes for rows it fitted itself: kept when the file is opened, fitted again when a cell is edited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_ROW = re.compile(rb'(<row r="([0-9]+)"[^>]*?) customHeight="1"')


def grown(data: bytes, rows: Sequence[range]) -> bytes:
    """The workbook with the given rows (from 0) of its sheets, in their order, free to grow."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as freed:
        wanted = {f"xl/worksheets/sheet{number}.xml": one for number, one in enumerate(rows, 1)}
        for part in source.infolist():
            content = source.read(part)
            if part.filename in wanted:
                content = _freed(content, wanted[part.filename])
            freed.writestr(part, content)
    return target.getvalue()


def _freed(content: bytes, rows: range) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        return match[1] if int(match[2]) - 1 in rows else match[0]

    return _ROW.sub(one, content)
