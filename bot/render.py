"""Turns an entry into the blocks of a reply, and blocks into plain text or into Telegram's HTML in pieces that fit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from html import escape

from bot import wording
from bot.model import Block, Condition, Entry, Law, Reply, Source, Status, Variant

TEXT_LIMIT = 4096
"""UTF-16 units in one Telegram message (Bot API, sendMessage)."""


# ---------------------------------------------------------------- entry → blocks


def entry_blocks(entry: Entry) -> tuple[Block, ...]:
    """The whole entry, word for word: question, answer, steps, materials, where it comes from and what it is worth."""
    blocks = [Block("heading", entry.question)]
    blocks += [Block("text", paragraph) for paragraph in paragraphs(entry.answer)]
    if entry.steps:
        blocks.append(Block("steps", wording.PART_STEPS, entry.steps))
    if entry.materials:
        blocks.append(Block("list", wording.PART_MATERIALS, entry.materials))
    if entry.sources:
        blocks.append(Block("source", source_line(entry.sources)))
    standing = standing_line(entry)
    if standing:
        blocks.append(Block("note", standing))
    return tuple(blocks)


FIRST = 60
"""Characters that an entry's first paragraph should have at most: it is the answer itself."""
MORE = 100
"""Characters of further paragraphs that are sent without being asked for.

At 100 the replies to our entries' questions have a median of 140–160 characters with heading and source, at 180 one of
200–240 (`jianhui bench --only length`)."""


def unasked(entry: Entry, most: int = MORE) -> int:
    """How many paragraphs of an entry's answer are sent at once: the first, and as many whole ones as fit in `most`.

    What the first has more than `FIRST` characters, the others have less.
    """
    texts = paragraphs(entry.answer)
    room = most - max(len(texts[0]) - FIRST, 0) if texts else 0
    count = 1
    for text in texts[1:]:
        room -= len(text)
        if room < 0:
            break
        count += 1
    return min(count, len(texts))


def short_blocks(entry: Entry, laws: Sequence[Law] = (), most: int = MORE) -> tuple[Block, ...]:
    """What is sent of an entry at once: its question, the answer itself, and what it rests on and is worth in a line."""
    blocks = [Block("heading", entry.question)]
    blocks += [Block("text", paragraph) for paragraph in paragraphs(entry.answer)[: unasked(entry, most)]]
    line = short_line(entry, laws)
    return (*blocks, Block("source", line)) if line else tuple(blocks)


def short_line(entry: Entry, laws: Sequence[Law] = ()) -> str:
    """Where an entry holds, the law that it rests on first, and its standing, in a short line; empty when it says nothing."""
    parts = [wording.REGION.format(region=entry.region)] if entry.region else []
    if entry.sources:
        law = entry.sources[0].law
        name = next((one.short for one in laws if one.title == law and one.short), law)
        others = wording.SHORT_OTHERS if len({(one.law, one.article) for one in entry.sources}) > 1 else ""
        parts.append(wording.SHORT_SOURCE.format(law=quote_law(name), article=entry.sources[0].article, others=others))
    if entry.status is not None:
        parts.append(wording.SHORT_STANDING.get(Status(entry.status), wording.STANDING[Status(entry.status)]))
    return wording.STANDING_JOIN.join(parts)


def variant_blocks(entry: Entry, case: Condition) -> tuple[Block, ...]:
    """What all variants of an entry share, then each under its label: what isn't the entry's own, nothing twice."""
    labels = {option.name: option.label for option in case.options}
    own = [paragraphs(variant.answer) for variant in entry.variants]
    printed = set(paragraphs(entry.answer))
    everywhere = labels.keys() <= {variant.when for variant in entry.variants}
    first = own[0] if everywhere and own else []
    shared = [text for text in first if all(text in each for each in own) and text not in printed]
    blocks = [Block("text", paragraph) for paragraph in shared]
    printed.update(shared)
    for variant, texts in zip(entry.variants, own, strict=True):
        blocks.append(Block("heading", wording.CASE_LABEL.format(label=labels.get(variant.when, variant.when))))
        # what is printed above holds here too; a variant that says nothing else is printed all the same
        blocks += [Block("text", text) for text in texts if text not in printed or set(texts) <= printed]
        if variant.steps and variant.steps != entry.steps:
            blocks.append(Block("steps", wording.PART_STEPS, variant.steps))
        if variant.materials and variant.materials != entry.materials:
            blocks.append(Block("list", wording.PART_MATERIALS, variant.materials))
        if variant.sources and variant.sources != entry.sources:
            blocks.append(Block("source", source_line(variant.sources)))
        standing = standing_line(narrowed(entry, variant))
        if standing and standing != standing_line(entry):
            blocks.append(Block("note", standing))
    return tuple(blocks)


def narrowed(entry: Entry, variant: Variant) -> Entry:
    """The entry with a variant's text in place of its own."""
    return replace(
        entry,
        answer=variant.answer,
        steps=variant.steps,
        materials=variant.materials,
        sources=variant.sources,
        status=variant.status,
        region=variant.region,
    )


def source_line(sources: Iterable[Source]) -> str:
    """The sources of an entry in one line, the articles of one law together: `依据：《…法》（2021修正）第三条、第十一条`."""
    articles: dict[tuple[str, str], list[str]] = {}
    for source in sources:
        articles.setdefault((source.law, source.version), []).append(source.article)
    cited = wording.SOURCE_JOIN.join(
        wording.SOURCE_LAW.format(law=quote_law(law), version=version, articles=wording.ARTICLE_JOIN.join(found))
        for (law, version), found in articles.items()
    )
    return wording.SOURCE_LINE.format(sources=cited)


def quote_law(title: str) -> str:
    """A law's title in 《》, those inside it turned into 〈〉 as Chinese typography wants."""
    inner = title.replace("《", "〈").replace("》", "〉")
    return f"《{inner}》"


def standing_line(entry: Entry) -> str:
    """What the text is worth, in a sentence; empty when the entry doesn't say."""
    reviewed = wording.REVIEWED.format(date=entry.reviewed.isoformat()) if entry.reviewed else ""
    parts = []
    if entry.region:
        parts.append(wording.REGION.format(region=entry.region))
    if entry.status is not None:
        parts.append(wording.STANDING[Status(entry.status)])
    if reviewed:
        parts.append(reviewed)
    return wording.STANDING_JOIN.join(parts)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an approved text: its lines, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


# ---------------------------------------------------------------- blocks → text


def as_json(reply: Reply) -> str:
    """A reply as a line of JSON, for programs; `confidence` is a probability, `text` what a person would read."""
    return json.dumps(
        {
            "question": reply.question,
            "decision": reply.decision,
            "entry": reply.entry or None,
            "confidence": round(reply.confidence, 4),
            "text": plain(reply.blocks),
            "choices": [
                {"entry": choice.entry, "question": choice.question, "confidence": round(choice.confidence, 4)}
                for choice in reply.choices
            ],
            "sources": [asdict(source) for source in reply.sources],
            "documents": [asdict(document) for document in reply.documents],
        },
        ensure_ascii=False,
    )


def plain(blocks: Sequence[Block]) -> str:
    """Blocks as plain text for a terminal, a log of a test or a program."""
    return "\n".join(_plain_lines(blocks))


def _plain_lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind == "heading":
            yield wording.HEADING.format(text=block.text)
        elif block.text:
            yield block.text
        for number, item in enumerate(block.items, 1):
            yield _item(block.kind, number, item)


def _item(kind: str, number: int, item: str) -> str:
    return f"{number}. {item}" if kind == "steps" else f"· {item}"


def html(blocks: Sequence[Block], limit: int = TEXT_LIMIT) -> list[str]:
    """Blocks as messages in Telegram's HTML, each at most `limit` UTF-16 units, cut at paragraph ends where possible."""
    pieces: list[str] = []
    current = ""
    for line in _html_lines(blocks, limit):
        joined = f"{current}\n{line}" if current else line
        if current and units(joined) > limit:
            pieces.append(current)
            current = line
        else:
            current = joined
    if current:
        pieces.append(current)
    return pieces


def _html_lines(blocks: Sequence[Block], limit: int) -> Iterator[str]:
    """Every paragraph as HTML that fits the limit by itself."""
    for block in blocks:
        tag = {"heading": "b", "source": "i", "note": "i"}.get(block.kind, "b" if block.items else "")
        room = limit - len(f"<{tag}></{tag}>" if tag else "")
        if block.text:
            for part in _cut(block.text, room):
                yield f"<{tag}>{escape(part, quote=False)}</{tag}>" if tag else escape(part, quote=False)
        for number, item in enumerate(block.items, 1):
            for part in _cut(_item(block.kind, number, item), limit):
                yield escape(part, quote=False)


def _cut(text: str, limit: int) -> Iterator[str]:
    """Pieces of a text whose escaped form fits the limit, cut after a sentence or a clause where there is one."""
    while text:
        end = _fitting(text, limit)
        if end < len(text):
            stop = max(text.rfind(mark, 0, end) for mark in "\n。；！？，")
            # a cut in the first half would make ragged little messages
            end = stop + 1 if stop >= end // 2 else end
        yield text[:end]
        text = text[end:]


def _fitting(text: str, limit: int) -> int:
    """How many characters of the text fit the limit once escaped (at least one)."""
    used = 0
    for position, character in enumerate(text):
        used += units(escape(character, quote=False))
        if used > limit:
            return max(position, 1)
    return len(text)


def units(text: str) -> int:
    """Length as Telegram counts it: in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)
