"""Turns an entry into the blocks of a reply, and blocks into plain text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from bot import wording
from bot.model import Block, Button, Condition, Decision, Entry, Knowledge, Law, Question, Reply, Source, Status, Variant

_PLACEHOLDER = "{local:"
"""Begins what stands in a text for a figure of `knowledge/local.yaml`."""


# ---------------------------------------------------------------- our own sentences → reply


def sentences_reply(question: Question, *sentences: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Reply:
    """A reply of sentences of our own, a paragraph each."""
    return blocks_reply(question, [Block("text", sentence) for sentence in sentences], buttons)


def blocks_reply(question: Question, blocks: Sequence[Block], buttons: tuple[tuple[Button, ...], ...] = ()) -> Reply:
    """A reply of these blocks, which answers no entry."""
    return Reply(question.text, Decision.SMALLTALK, tuple(blocks), buttons=buttons)


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


def paragraphs_sent(entry: Entry, most: int = MORE) -> int:
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
    blocks += [Block("text", paragraph) for paragraph in paragraphs(entry.answer)[: paragraphs_sent(entry, most)]]
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


def variant_blocks(entry: Entry, condition: Condition) -> tuple[Block, ...]:
    """What all variants of an entry share, then each under its label: what isn't the entry's own, nothing twice."""
    labels = {option.name: option.label for option in condition.options}
    own = [paragraphs(variant.answer) for variant in entry.variants]
    printed = set(paragraphs(entry.answer))
    everywhere = labels.keys() <= {variant.when for variant in entry.variants}
    first = own[0] if everywhere and own else []
    shared = [text for text in first if all(text in each for each in own) and text not in printed]
    blocks = [Block("text", paragraph) for paragraph in shared]
    printed.update(shared)
    for variant, texts in zip(entry.variants, own, strict=True):
        blocks.append(Block("heading", wording.CONDITION_LABEL.format(label=labels.get(variant.when, variant.when))))
        # what is printed above holds here too; a variant that says nothing else is printed all the same
        blocks += [Block("text", text) for text in texts if text not in printed or set(texts) <= printed]
        if variant.steps and variant.steps != entry.steps:
            blocks.append(Block("steps", wording.PART_STEPS, variant.steps))
        if variant.materials and variant.materials != entry.materials:
            blocks.append(Block("list", wording.PART_MATERIALS, variant.materials))
        if variant.sources and variant.sources != entry.sources:
            blocks.append(Block("source", source_line(variant.sources)))
        standing = standing_line(for_option(entry, variant))
        if standing and standing != standing_line(entry):
            blocks.append(Block("note", standing))
    return tuple(blocks)


def for_option(entry: Entry, variant: Variant) -> Entry:
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


def with_local_figures(blocks: Iterable[Block], knowledge: Knowledge) -> tuple[Block, ...]:
    """Blocks with the federation's own figures in place of `{local:…}`, or what is said while they aren't filled in."""
    return tuple(
        replace(
            block,
            text=local_figures_in(block.text, knowledge),
            items=tuple(local_figures_in(one, knowledge) for one in block.items),
        )
        if _PLACEHOLDER in block.text or any(_PLACEHOLDER in item for item in block.items)
        else block
        for block in blocks
    )


def local_figures_in(text: str, knowledge: Knowledge) -> str:
    """A text with the federation's own figures in place of `{local:…}`."""
    for figure in knowledge.local if _PLACEHOLDER in text else ():
        told = figure.unfilled
        if figure.value and figure.checked:
            told = wording.LOCAL_SOURCE.format(value=figure.value, source=figure.source, date=figure.checked.isoformat())
        text = text.replace(f"{_PLACEHOLDER}{figure.id}}}", told)
    return text


def item_label(item: str) -> str:
    """What an item of a list is called, without what it answers: the label of the button that picks it."""
    return item.partition(wording.CHOOSE_TOLD)[0]


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
    dated = wording.REVIEWED if entry.status in (Status.VERIFIED, Status.NATIONAL) else wording.COMPILED
    reviewed = dated.format(date=entry.reviewed.isoformat()) if entry.reviewed else ""
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
    return "\n".join(plain_lines(blocks))


def plain_lines(blocks: Sequence[Block]) -> Iterator[str]:
    """Blocks as plain text, a paragraph or an item each."""
    for block in blocks:
        if block.kind == "heading":
            yield wording.HEADING.format(text=block.text)
        elif block.text:
            yield block.text
        for number, item in enumerate(block.items, 1):
            yield numbered_item(block.kind, number, item)


def numbered_item(kind: str, number: int, item: str) -> str:
    """An item of a block of that kind."""
    return f"{number}. {item}" if kind == "steps" else f"· {item}"
