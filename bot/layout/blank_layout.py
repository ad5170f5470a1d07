"""How much room a blank leaves for handwriting."""

from __future__ import annotations

from bot.layout.document_model import Line
from bot.layout.page_style import ems
from bot.model import FieldKind, Form, FormField
from bot.model.form_values import Row, Value, Values

DAY = ("日期",)
"""Endings of names that stand for a date."""
_COUNTS = ("数", "名额")
_PEOPLE = ("人", "签名")
_NUMBER, _PERSON, _USUAL, _NAME, _LONG = 4, 5, 7, 14, 60
"""Ems of a number, of a person's name, of a word or two, of a name such as a firm's, of some sentences."""


class Blanks:
    """The blanks of a document: those that the bot fills in, and those that are always written by hand."""

    def __init__(self, form: Form | None, named: bool = False, values: Values | None = None) -> None:
        self._fields: dict[str, FormField] = {field.name: field for field in form.fields} if form else {}
        self._computed = {one.name for one in form.computed} if form else set()
        self.values: Values = values or {}
        """What is filled in already, as in an example."""
        self.named = named
        """Whether the file is a template: then what the bot fills in keeps its name."""

    def is_filled(self, name: str) -> bool:
        """Whether the bot fills this blank in."""
        return name in self._computed or name.partition(".")[0] in self._fields

    def filled_text(self, name: str) -> str:
        """What is filled in there already; empty for a list, and where nothing is."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a list that are filled in already."""
        value: Value = self.values.get(name, "")
        return value if isinstance(value, tuple) else ()

    def is_date(self, name: str) -> bool:
        """Whether a date belongs there."""
        field = self._fields.get(name)
        return field.kind is FieldKind.DATE if field else name.endswith(DAY)

    def is_long(self, name: str) -> bool:
        """Whether sentences belong there."""
        field = self._fields.get(name)
        return field is not None and field.kind is FieldKind.LONG

    def ems(self, name: str) -> int:
        """Room for handwriting, in Chinese characters."""
        field = self._fields.get(name)
        if field is None:
            return _NUMBER if name.endswith(_COUNTS) else _PERSON if name.endswith(_PEOPLE) else _USUAL
        if field.kind is FieldKind.NUMBER:
            return _NUMBER
        if field.kind is FieldKind.CHOICE:
            return min(round(max(map(ems, field.choices))) + 2, _NAME)
        if field.kind is FieldKind.LONG:
            return _LONG
        return _NAME if (field.most or 0) >= 40 else _PERSON if name.endswith(_PEOPLE) else _USUAL


def names(form: Form | None) -> frozenset[str]:
    """Every name that the text of a form may use, `list.column` and the number of a row among them."""
    found: set[str] = set()
    for field in form.fields if form else ():
        found.add(field.name)
        found |= {f"{field.name}.{column.name}" for column in field.columns}
        found |= {f"{field.name}.{ORDER}"} if field.columns else set()
    found |= {one.name for one in form.computed} if form else set()
    return frozenset(found)


ORDER = "序号"
"""What a list's rows are numbered by."""


def alone(line: Line) -> bool:
    """Whether a line is one blank and nothing else."""
    return len(line) == 1 and line[0].blank
