"""One file with everything: entries, the documents' list, and the matching, for places without a network."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot import wording
from bot.channels.web.pages import HERE, STATIC, Words, day
from bot.model import Entry, Knowledge
from bot.render import entry_blocks, variant_blocks


def page(knowledge: Knowledge, matching: Mapping[str, Any], text: Mapping[str, str], made: date, name: str) -> bytes:
    """The file. `matching` is what `bot.matching.offline_export` packs, `text` what `bot.normalise.portable` does."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["day"] = day
    env.globals.update(w=Words("WEB_"), site=name or wording.WEB_NAME)
    documents = [{"id": one.id, "title": one.title, "words": [one.title, *one.words]} for one in knowledge.documents]
    data = dict(matching) | dict(text) | {"ids": [one.id for one in knowledge.entries], "documents": documents}
    topics = [
        (topic, [(entry, _blocks(entry, knowledge)) for entry in map(knowledge.get, topic.entries) if entry])
        for topic in knowledge.topics
    ]
    said = env.get_template("offline.html").render(
        entries=knowledge.entries,
        documents=knowledge.documents,
        topics=topics,
        day_made=made,
        style=Markup((STATIC / "style.css").read_text("utf-8")),  # noqa: S704  # our own files and what we packed
        matcher=Markup((HERE / "offline.js").read_text("utf-8")),  # noqa: S704
        page=Markup((HERE / "offline_page.js").read_text("utf-8")),  # noqa: S704
        data=Markup(_packed(json.dumps(data, ensure_ascii=False).encode())),  # noqa: S704
        words=Markup(json.dumps(wording.WEB_OFFLINE_WORDS, ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S704
    )
    return said.encode()


def _blocks(found: Entry, knowledge: Knowledge) -> list[Any]:
    condition = knowledge.condition(found.ask) if found.ask else None
    return [*entry_blocks(found)[1:], *(variant_blocks(found, condition) if condition else ())]


def _packed(content: bytes) -> str:
    return b64encode(gzip.compress(content, 9, mtime=0)).decode()
