"""Replies put together from the knowledge and the desk's own sentences; nothing here remembers or records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import PurePosixPath

from bot import wording
from bot.desk import callback_data, law_articles
from bot.model import Block, Button, Choice, Decision, Document, Download, Entry, Knowledge, Match, Ranked, Reply, Source, Topic
from bot.render import entry_blocks, paragraphs, paragraphs_sent, short_blocks

PAGE = 8
"""Entries of a topic shown at a time: what a phone shows without scrolling."""
MOST_OFFERED = 3
"""Entries that are offered to pick from."""
_RELATED = 3
_CLOSE = 0.05
"""Probability of the likeliest entry from which what is nearest is named without saying first that nothing is known."""
_FAR = 0.03
"""Probability of the likeliest entry below which nothing is near. Of 232 texts of strangers and of other fields below `CHOOSE`
two had an answer among the first three."""
_DOCUMENTS = 3
"""Buttons for documents under an answer; when there are more, the last one lists them all."""


def text_reply(text: str, *sentences: str) -> Reply:
    """A reply of the desk's own sentences."""
    return Reply(text, Decision.SMALLTALK, tuple(Block("text", sentence) for sentence in sentences))


def answer(text: str, entry: Entry, confidence: float, knowledge: Knowledge, most: int | None = None) -> Reply:
    """An entry word for word with its sources and documents: whole, or its first paragraph and `most` characters more."""
    documents = tuple(one for document in entry_documents(entry, knowledge) for one in document_files(document))
    blocks = entry_blocks(entry) if most is None else short_blocks(entry, knowledge.laws, most)
    return Reply(text, Decision.ANSWER, blocks, entry.id, confidence, sources=entry.sources, documents=documents)


def detail_buttons(entry: Entry) -> list[Button]:
    """The buttons for what an answer held back: the rest of its text, its basis, its steps, what to bring."""
    has = {
        "more": len(paragraphs(entry.answer)) > paragraphs_sent(entry),
        "sources": bool(entry.sources),
        "steps": bool(entry.steps),
        "materials": bool(entry.materials),
    }
    return [Button(wording.DETAILS[part], callback_data.detail(entry.id, part)) for part, there in has.items() if there]


def entry_documents(entry: Entry, knowledge: Knowledge) -> tuple[Document, ...]:
    """The documents that an entry offers, in catalogue order: those it names, and those that name it."""
    return tuple(one for one in knowledge.documents if one.id in entry.guides or entry.id in one.entries)


def document_files(document: Document) -> tuple[Download, ...]:
    """A document in each of its formats, in catalogue order."""
    paths = map(PurePosixPath, document.files)
    return tuple(Download(document.id, document.title, path.suffix.lstrip(".").lower(), path.name) for path in paths)


def several_answers(text: str, answers: Sequence[Reply]) -> Reply:
    """Several answers in one reply; its entry is the first's, its confidence the least sure one's."""
    blocks = [Block("text", wording.SEVERAL.format(count=len(answers)))] if len(answers) > 1 else []
    for one in answers:
        blocks += one.blocks
    return Reply(
        text,
        Decision.ANSWER,
        tuple(blocks),
        answers[0].entry,
        min(one.confidence for one in answers),
        sources=tuple(dict.fromkeys(source for one in answers for source in one.sources)),
        documents=tuple(dict.fromkeys(document for one in answers for document in one.documents)),
    )


def with_open_piece(reply: Reply, piece: str, ranked: Sequence[Ranked], knowledge: Knowledge) -> Reply:
    """The reply with what another piece of the question may have been about, to pick from."""
    choices = tuple(choice for choice in as_choices(ranked, knowledge) if choice.entry != reply.entry)
    lines = tuple(choice.question for choice in choices)
    block = Block("steps", wording.ALSO.format(text=piece), lines)
    return replace(reply, blocks=(*reply.blocks, block), choices=choices) if choices else reply


def choice_lines(choices: Sequence[Choice], answers: Sequence[str] = ()) -> tuple[str, ...]:
    """The questions of a list, each with what it answers in a sentence where that is given."""
    told = (*answers, *[""] * (len(choices) - len(answers)))
    return tuple(
        wording.CHOOSE_LINE.format(question=choice.question, answer=answer) if answer else choice.question
        for choice, answer in zip(choices, told, strict=True)
    )


def choose(text: str, choices: tuple[Choice, ...], likely: tuple[Block, ...] = (), answers: tuple[str, ...] = ()) -> Reply:
    """Up to three entries to pick from; `likely` is what the first of them answers, in short, `answers` what each does."""
    lines = choice_lines(choices, answers)
    none = Block("note", wording.CHOOSE_NONE)
    blocks: tuple[Block, ...] = (Block("steps", wording.CHOOSE, lines), none)
    if likely:
        opening = Block("text", wording.CHOOSE_LIKELY.format(question=choices[0].question))
        blocks = (opening, *likely, Block("steps", wording.CHOOSE_OTHER, lines), none)
    return Reply(text, Decision.CHOOSE, blocks, choices[0].entry, choices[0].confidence, choices)


def choose_one(text: str, choice: Choice, likely: tuple[Block, ...] = ()) -> Reply:
    """One entry that is asked about, with what it answers in short."""
    opening = Block("text", wording.CHOOSE_LIKELY.format(question=choice.question))
    blocks = (opening, *likely, Block("note", wording.CHOOSE_ONE))
    return Reply(text, Decision.CHOOSE, blocks, choice.entry, choice.confidence, (choice,))


def off_field(text: str) -> Reply:
    """That something else is asked than what the bot answers, and the way to a person."""
    blocks = (Block("text", wording.CHATTED), Block("note", wording.UNKNOWN_HUMAN))
    return Reply(text, Decision.UNKNOWN, blocks)


def unknown(text: str, choices: tuple[Choice, ...], answers: Sequence[str] = (), *, talked: bool = False) -> Reply:
    """An honest don't know, with the nearest entries, what each answers where that is given, and the way to a person.

    Where nothing is near no entry is named: it would only seem to have to do with what was asked. `talked`: something was
    talked about before, which what is asked may lean on.
    """
    if choices and choices[0].confidence < _FAR:
        said = wording.UNKNOWN if talked else wording.UNKNOWN_FAR
        far = (Block("text", said), Block("note", wording.UNKNOWN_HUMAN))
        return Reply(text, Decision.UNKNOWN, far)
    # where its answer stands there she sees at once whether it is hers
    close = bool(answers and answers[0]) and choices[0].confidence >= _CLOSE
    blocks = [] if close else [Block("text", wording.UNKNOWN)]
    if choices:
        opening = wording.UNKNOWN_CLOSE if close else wording.UNKNOWN_NEAR
        blocks.append(Block("steps", opening, choice_lines(choices, answers)))
    blocks.append(Block("note", wording.UNKNOWN_HUMAN))
    first = choices[0] if choices else Choice("", "", 0.0)
    return Reply(text, Decision.UNKNOWN, tuple(blocks), first.entry, first.confidence, choices)


def merged_ranking(matches: Sequence[Match]) -> tuple[Ranked, ...]:
    """The best entries of several matches in turn, as many as are offered."""
    places = zip_longest(*(match.ranked for match in matches))
    ranked = {one.entry: one for place in places for one in place if one is not None}
    return tuple(ranked.values())[:MOST_OFFERED]


def as_choices(ranked: Sequence[Ranked], knowledge: Knowledge) -> tuple[Choice, ...]:
    """Ranked entries as choices."""
    found = ((one, knowledge.get(one.entry)) for one in ranked)
    return tuple(Choice(entry.id, entry.question, one.confidence) for one, entry in found if entry is not None)


def topics(text: str, listed: Sequence[Topic]) -> Reply:
    """Topics with the number of their entries."""
    lines = tuple(wording.TOPIC_LINE.format(title=topic.title, count=len(topic.entries)) for topic in listed)
    buttons = [Button(topic.title, callback_data.browse(topic.key)) for topic in listed]
    reply = Reply(text, Decision.SMALLTALK, (Block("steps", wording.TOPICS, lines),))
    return replace(reply, buttons=callback_data.rows(buttons, 2))


def topic_page(text: str, topic: Topic, page: int, knowledge: Knowledge) -> Reply:
    """One page of a topic's entries; pages beyond the last show the last."""
    pages = page_count(topic)
    page = min(max(page, 1), pages)
    entries = page_entries(topic, page, knowledge)
    heading = wording.TOPIC_PAGE.format(title=topic.title, page=page, pages=pages)
    buttons = [Button(entry.question, callback_data.show(entry.id)) for entry in entries]
    turning = [Button(wording.TOPIC_MORE, callback_data.browse(topic.key, page + 1))] if page < pages else []
    turning.append(Button(wording.TOPIC_BACK, callback_data.MENU))
    blocks = [Block("steps", heading, tuple(entry.question for entry in entries))]
    blocks += [Block("note", wording.TOPIC_TURN)] if pages > 1 else []
    return Reply(text, Decision.SMALLTALK, tuple(blocks), buttons=(*callback_data.rows(buttons, 1), tuple(turning)))


def page_count(topic: Topic) -> int:
    """How many pages a topic's entries fill."""
    return -(-len(topic.entries) // PAGE)


def page_entries(topic: Topic, page: int, knowledge: Knowledge) -> list[Entry]:
    """The entries on one page of a topic."""
    chosen = topic.entries[(page - 1) * PAGE : page * PAGE]
    return [entry for entry in map(knowledge.get, chosen) if entry is not None]


def related(text: str, entry: Entry, knowledge: Knowledge) -> Reply:
    """The entries related to one, to pick from."""
    others = related_entries(entry, knowledge)
    if not others:
        return replace(text_reply(text, wording.RELATED_NONE), entry=entry.id)
    blocks = (Block("steps", wording.RELATED, tuple(other.question for other in others)),)
    return Reply(text, Decision.SMALLTALK, blocks, entry.id, buttons=related_buttons(others))


def related_entries(entry: Entry, knowledge: Knowledge) -> list[Entry]:
    """The entries related to one, at most three."""
    return [other for other in map(knowledge.get, entry.related) if other is not None][:_RELATED]


def answer_buttons(entry: Entry, knowledge: Knowledge, sources: Sequence[Source]) -> list[Button]:
    """The buttons under an answer, in their numbers' order: what it held back, documents, related entries, articles cited."""
    return [*detail_buttons(entry), *further_buttons(entry, knowledge, sources)]


def further_buttons(entry: Entry, knowledge: Knowledge, sources: Sequence[Source]) -> list[Button]:
    """Buttons for the documents of an entry, then for the entries related to it, then for the articles that it cites."""
    documents = entry_documents(entry, knowledge)
    shown = documents if len(documents) <= _DOCUMENTS else documents[: _DOCUMENTS - 1]
    buttons = [Button(wording.SHELF_DOCUMENT.format(title=one.title), callback_data.document(one.id)) for one in shown]
    if len(documents) > len(shown):
        every = wording.SHELF_ALL_OF.format(count=len(documents))
        buttons.append(Button(every, callback_data.entry_documents(entry.id)))
    related = [Button(other.question, callback_data.show(other.id)) for other in related_entries(entry, knowledge)]
    return [*buttons, *related, *law_articles.opening_buttons(entry, sources, knowledge)]


def offered_actions(entry: Entry, knowledge: Knowledge, sources: Sequence[Source]) -> tuple[str, ...]:
    """What these buttons do, in their order."""
    return tuple(button.action for button in answer_buttons(entry, knowledge, sources))


def related_buttons(entries: Sequence[Entry]) -> tuple[tuple[Button, ...], ...]:
    """One button a row for each entry."""
    return callback_data.rows([Button(entry.question, callback_data.show(entry.id)) for entry in entries], 1)


def with_buttons(reply: Reply, record: int, knowledge: Knowledge, entry: Entry | None = None) -> Reply:
    """The reply with the buttons that its decision calls for, tied to its record; `entry`: the one answered, as told."""
    picks = callback_data.rows(
        [Button(choice.question, callback_data.show(choice.entry, record)) for choice in reply.choices], 1
    )
    if reply.decision in (Decision.CHOOSE, Decision.UNKNOWN):
        return replace(
            reply,
            record=record,
            buttons=(*picks, *reply.buttons, (Button(wording.BUTTON_HUMAN, callback_data.person(record)),)),
        )
    entry = entry or knowledge.get(reply.entry)
    more = picks or (offer_rows(entry, knowledge, reply.sources) if entry is not None else ())
    return replace(reply, record=record, buttons=(*reply.buttons, *more, *_feedback(record)))


def offer_rows(entry: Entry, knowledge: Knowledge, sources: Sequence[Source]) -> tuple[tuple[Button, ...], ...]:
    """The buttons under an answer in rows: what it held back side by side, each document and each entry in a row of its own."""
    held = detail_buttons(entry)
    return (*callback_data.rows(held, len(held) or 1), *callback_data.rows(further_buttons(entry, knowledge, sources), 1))


def _feedback(record: int) -> tuple[tuple[Button, ...], ...]:
    if not record:
        return ()
    return (
        (
            Button(wording.BUTTON_USEFUL, callback_data.rate(record, useful=True)),
            Button(wording.BUTTON_USELESS, callback_data.rate(record, useful=False)),
            Button(wording.BUTTON_HUMAN, callback_data.person(record)),
        ),
    )
