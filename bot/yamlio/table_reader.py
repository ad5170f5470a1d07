"""Takes values out of a table one key at a time, noting what is missing, empty, of the wrong kind or too long."""

from __future__ import annotations

import re
from datetime import date

from bot import wording
from bot.yamlio.problems import Location, ProblemCollector, excerpt, nearest
from bot.yamlio.yaml_reader import ListNode, MapNode, Node, TextNode, forbidden, forbidden_message

ID = re.compile(r"[a-z0-9-]{3,48}")
"""What an id looks like (`design.md`, "An entry")."""

SHORT = 200
"""Longest text of one line: a question, a phrasing, a title."""

MOST_ITEMS = 200
"""Longest list of an entry."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
"""What YAML takes for no value when it isn't quoted."""


class TableReader:
    """The values of one table, with everything noted that is wrong with them."""

    def __init__(self, table: MapNode, spot: Location, findings: ProblemCollector) -> None:
        self._table = table
        self._spot = spot
        self._findings = findings

    def spot(self, key: str, line: int = 0) -> Location:
        """Where a key's value is: the given line, or else the key's, or else the table's."""
        return Location(self._spot.file, line or self._table.lines.get(key, self._table.line), self._spot.entry, key)

    def error(self, key: str, message: str, line: int = 0) -> None:
        """Note what is wrong with a key's value."""
        self._findings.error(self.spot(key, line), message)

    def warn(self, key: str, message: str) -> None:
        """Note what should be mended about a key's value but does no harm yet."""
        self._findings.warn(self.spot(key), message)

    def has(self, key: str) -> bool:
        """Whether the key is there at all, whatever its value."""
        return key in self._table.lines

    def known(self, keys: tuple[str, ...], required: tuple[str, ...]) -> None:
        """Note keys that aren't among the known ones, with what was probably meant, and required ones that are missing."""
        names = {wording.LOAD_KEYS[key]: key for key in keys}
        meant = set(self._table.lines)
        for key, line in self._table.lines.items():
            # a colon slip on the same line is noted already, and says it better
            if key in keys or self._findings.at(self._spot.file, line):
                continue
            near = nearest(key, (*keys, *names))
            near = names.get(near, near)
            meant.add(near)
            advice = wording.LOAD_KEY_NEAR.format(near=near) if near else _key_advice(key, keys)
            shown = excerpt(key)
            self._findings.error(
                Location(self._spot.file, line, self._spot.entry, shown), wording.LOAD_KEY_UNKNOWN.format(key=shown) + advice
            )
        for key in required:
            if key not in meant:
                self.error(key, wording.LOAD_KEY_MISSING.format(key=key, name=wording.LOAD_KEYS[key]))

    def text(self, key: str, most: int = SHORT) -> str:
        """A text; empty when missing or not usable. Longer than `SHORT` allowed: it may have several lines."""
        node = self._table.values.get(key)
        if node is None:
            return ""
        if not isinstance(node, TextNode):
            self.error(key, wording.LOAD_TEXT_WANTED.format(key=key))
            return ""
        return self._checked(key, node, most)

    def day(self, key: str) -> date | None:
        """A date written 2026-11-22; None when missing or not one."""
        value = self.text(key)
        if not value:
            return None
        try:
            # the pattern first: fromisoformat takes 20261122 and 2026-W47-7 too
            found = date.fromisoformat(value) if _DATE.fullmatch(value) else None
        except ValueError:
            found = None
        if found is None:
            self.error(key, wording.LOAD_DATE.format(date=excerpt(value)))
        return found

    def texts(self, key: str, most: int = SHORT) -> tuple[TextNode, ...]:
        """A list of texts with their lines, without those not usable."""
        items = self.nodes(key)
        if len(items) > MOST_ITEMS:
            self.error(key, wording.LOAD_LIST_LONG.format(key=key, count=len(items), most=MOST_ITEMS))
        found = []
        for item in items[:MOST_ITEMS]:
            if not isinstance(item, TextNode):
                message = wording.LOAD_ITEM_TABLE if isinstance(item, MapNode) else wording.LOAD_ITEM_LIST
                self.error(key, message.format(key=key), item.line)
            elif value := self._checked(key, item, most):
                found.append(TextNode(value, item.line))
        return tuple(found)

    def tables(self, key: str) -> tuple[MapNode, ...]:
        """A list of tables, without what isn't one."""
        node = self._table.values.get(key)
        if node is None or self.empty(key, node):
            return ()
        if not isinstance(node, ListNode):
            self.error(key, wording.LOAD_TABLES_WANTED.format(key=key, example=wording.LOAD_EXAMPLES[key]))
            return ()
        for item in node.items:
            if not isinstance(item, MapNode) and not self._findings.at(self._spot.file, item.line):
                self.error(key, wording.LOAD_TABLE_WANTED.format(key=key, example=wording.LOAD_EXAMPLES[key]), item.line)
        return tuple(item for item in node.items if isinstance(item, MapNode))

    def nodes(self, key: str) -> tuple[Node, ...]:
        """The items of a list, whatever they are; none when it is missing or no list."""
        node = self._table.values.get(key)
        if node is None or self.empty(key, node):
            return ()
        if not isinstance(node, ListNode):
            self.error(key, wording.LOAD_LIST_WANTED.format(key=key))
            return ()
        return tuple(node.items)

    def empty(self, key: str, node: Node) -> bool:
        """Whether a value holds nothing; notes it."""
        held = node.items if isinstance(node, ListNode) else node.values if isinstance(node, MapNode) else _value(node)
        if not held:
            self.error(key, wording.LOAD_EMPTY.format(key=key), node.line)
        return not held

    def _checked(self, key: str, node: TextNode, most: int) -> str:
        """A text's value without space around it, as long as nothing is wrong with it."""
        if self.empty(key, node):
            return ""
        value = _value(node)
        if len(value) > most:
            self.error(key, wording.LOAD_TEXT_LONG.format(key=key, count=len(value), most=most), node.line)
            return ""
        if most <= SHORT and "\n" in value:
            self.error(key, wording.LOAD_ONE_LINE.format(key=key), node.line)
            return ""
        if node.quoted and (character := forbidden(value)):
            self.error(key, forbidden_message(character), node.line)
        return value


def _value(node: TextNode) -> str:
    """What a scalar says; `~` and `null` without quotes say nothing, as everywhere in YAML."""
    value = node.value.strip()
    return "" if not node.quoted and value in _NOTHING else value


def _key_advice(key: str, keys: tuple[str, ...]) -> str:
    """What to do about a key that resembles none of ours."""
    if key == "<<":
        return wording.LOAD_KEY_MERGE
    return wording.LOAD_KEY_CHOICE.format(keys="、".join(keys))
