"""What a typed text means at a step of an edit: a verb, a number that is offered, the value itself, or the rest of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot import wording
from bot.editor import commands, field_codec
from bot.editor.commands import EDIT, NEW
from bot.model import EditDraft, Knowledge

_SHORT_NAME = 8
"""Characters of a text that may name a key by a part of its name."""
CUT = 3_500
"""Characters from which a text may have been cut by its writer's client, which looks for the end of a paragraph."""
TOGETHER = 10.0
"""Seconds within which the rest of a text that was cut comes."""


class StepVerbs:
    """Reads typed texts by the draft at hand."""

    def __init__(self, knowledge: Callable[[], Knowledge], clock: Callable[[], float]) -> None:
        self._knowledge = knowledge
        self._clock = clock

    def verb_of(self, draft: EditDraft, text: str) -> tuple[str, int]:
        """The verb that a typed text means at this step, and the number it picks; an empty verb: none."""
        word = commands.steering_verb(text)
        if word == "stop":
            return "stop", 0
        if self._is_continuation(draft) and not word:
            return "more", 0
        if draft.step == "value" and not draft.offers:
            optional = draft.act == EDIT and draft.key not in field_codec.NEEDED
            if (word == "clear" and optional) or (word == "skip" and draft.act == NEW and draft.key == "phrasings"):
                return word, 0
            return ("text", 0) if text.strip() else ("", 0)
        if draft.step == "which":
            return ("text", 0) if text.strip() else ("", 0)
        number = commands.picked_number(text, len(draft.offers)) or self._by_name(draft, text)
        if number:
            return "pick", number
        if draft.step == "pick" and text.strip() and not word and not text.strip().endswith(("？", "?")):
            return "text", 0  # other words for the entry; a question goes to the desk
        known = {"confirm": {"yes", "again"}, "clash": {"redo", "again"}, "wrong": {"again"}, "meant": {"yes"}}
        return (word, 0) if word in known.get(draft.step, ()) else ("", 0)

    def _by_name(self, draft: EditDraft, text: str) -> int:
        """The number of an offered key, topic or status that a text names; 0 for none."""
        knowledge = self._knowledge()
        entry = knowledge.get(draft.entry)
        named: Mapping[str, str] = wording.KEEP_STATUS if draft.key == "status" else {}
        if draft.key == "topic":
            named = {topic.key: topic.title for topic in knowledge.topics}
        if draft.step == "key" and entry is not None:
            named = field_codec.keys(entry, knowledge)
        said = text.strip().removeprefix("改").removesuffix("内容")
        exact = next((n for n, one in enumerate(draft.offers, 1) if said in (one, named.get(one, one))), 0)
        parts = [
            n for n, one in enumerate(draft.offers, 1) if said and (said in named.get(one, "") or named.get(one, "-") in said)
        ]
        near = parts[0] if draft.step == "key" and len(parts) == 1 and len(said) <= _SHORT_NAME else 0
        return exact or near

    def _is_continuation(self, draft: EditDraft) -> bool:
        """Whether a text that comes now is the rest of the one before: a client cuts what is too long for a message."""
        return bool(draft.values) and len(draft.values[-1][1]) >= CUT and self._clock() - draft.updated < TOGETHER
