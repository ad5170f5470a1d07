"""Sets of papers filled in for a made-up firm, from `guides/examples/<id>.yaml`: a PDF of all, and the Word files in a zip.

A set has `id`, `papers` (each `form` and its `values`, read as strictly as what people fill in) and `handwritten` (blanks that
are written by hand, for all papers). A set may not break a rule of its forms, not even one that only warns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot import wording
from bot.errors import DocumentError
from bot.forms import checking
from bot.forms import validation as blanks
from bot.forms.data_file import as_typed
from bot.forms.validation import RefusedError
from bot.model import Form
from bot.model.form_values import Value
from bot.yamlio.problems import Location, ProblemCollector, excerpt, sentence
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import MapNode, Node, TextNode, parse

FOLDER = "examples"
KEYS = ("id", "papers", "handwritten")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a set: its form, what is asked for, and with it what is written by hand."""

    form: Form
    values: Mapping[str, Value]
    written: Mapping[str, Value]


def read_set(text: str, file: str, forms: Mapping[str, Form], today: date) -> tuple[Paper, ...]:
    """The papers of a set. Raises DocumentError with everything that is wrong with it, a line each."""
    findings = ProblemCollector()
    root = parse(text, file, findings)
    papers: list[Paper | None] = []
    if isinstance(root, MapNode):
        fields = TableReader(root, Location(file, root.line), findings)
        fields.known(KEYS, ("id", "papers"))
        hand = _hand(root.values.get("handwritten"))
        papers += [
            _paper(TableReader(table, Location(file, table.line), findings), table, forms, hand, today)
            for table in fields.tables("papers")
        ]
    if findings.failed or not papers:
        raise DocumentError("\n".join(sentence(problem) for problem in findings.problems()))
    return tuple(paper for paper in papers if paper is not None)


def _hand(node: Node | None) -> dict[str, Value]:
    return (
        {name: one.value for name, one in node.values.items() if isinstance(one, TextNode)} if isinstance(node, MapNode) else {}
    )


def _paper(
    fields: TableReader, table: MapNode, forms: Mapping[str, Form], hand: Mapping[str, Value], today: date
) -> Paper | None:
    fields.known(("form", "values"), ("form", "values"))
    form = forms.get(fields.text("form"))
    given = table.values.get("values")
    if form is None or not isinstance(given, MapNode):
        fields.error("form", wording.EXAMPLE_FORM.format(id=excerpt(fields.text("form"))))
        return None
    found: dict[str, Value] = {}
    for name, node in given.values.items():
        field = form.field(name)
        if field is None:
            fields.error("values", wording.GIVEN_UNKNOWN.format(name=excerpt(name)), given.lines[name])
            continue
        try:
            found[name] = blanks.read(field, as_typed(field, node), today)
        except RefusedError as error:
            fields.error("values", f"{name}：{error}", given.lines[name])
    missing = [field.name for field in form.fields if not field.optional and field.name not in found]
    for name in missing:
        fields.error("values", wording.GIVEN_MISSING.format(name=name))
    for check in checking.failed(form, found):
        fields.error("values", wording.EXAMPLE_WRONG.format(title=form.document, say=check.say))
    return Paper(form, found, {**hand, **found, **checking.computed(form, found)})
