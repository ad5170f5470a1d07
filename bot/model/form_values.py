"""What is filled into a form: by a field's name a text, or a list's rows, each a text by column."""

from __future__ import annotations

from collections.abc import Mapping

Row = Mapping[str, str]
Value = str | tuple[Row, ...]
Values = Mapping[str, Value]
