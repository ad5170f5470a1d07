"""Which rows an admin picked: `3,5-8`, or with the sheet's name before it, `会费!3,5`."""

from __future__ import annotations

import re
import unicodedata

from bot import wording
from bot.errors import ExchangeError
from bot.import_export.import_records import Row

_SPAN = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")


class RowSelection:
    """The rows that an admin chose, by sheet and number."""

    def __init__(self, said: str) -> None:
        """Raises ExchangeError when `said` names no rows."""
        self.said = said
        self._spans: list[tuple[str, int, int]] = []
        sheet = ""
        for part in re.split("[,;、 ]+", unicodedata.normalize("NFKC", said).strip()):
            named, mark, rows = part.rpartition("!")
            sheet = named.strip("'") if mark else sheet
            match = _SPAN.fullmatch(rows)
            if not match:
                raise ExchangeError(wording.EXCHANGE_ROWS.format(rows=said))
            self._spans.append((sheet, int(match[1]), int(match[2] or match[1])))

    def __contains__(self, row: Row) -> bool:
        """Whether a row is among them; without a sheet's name: of any sheet."""
        sheet = unicodedata.normalize("NFKC", row.sheet)
        return any(first <= row.number <= last and name in ("", sheet) for name, first, last in self._spans)
