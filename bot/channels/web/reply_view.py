"""A reply as a page shows it: blocks, choices in their place, buttons as links where a page has it all, else as forms."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot import wording
from bot.channels.web.citation_links import OpenedArticle, article_address, opened_article
from bot.desk import callback_data, law_articles
from bot.model import Attachment, Button, Knowledge, Reply, Source, WebTurn
from bot.render import item_label

_RATING = re.compile(r"f:\d+:[01]")
_PERSON = re.compile(r"h(?::\d+)?")


@dataclass(frozen=True)
class Act:
    """A button: a link when `href` is set, else it posts `action`."""

    label: str
    action: str = ""
    href: str = ""
    kind: str = ""
    """rate, person, law or empty."""
    opens: tuple[OpenedArticle, ...] = ()
    """Articles of laws that it opens in its place."""
    told: str = ""
    """What the entry that it picks answers, in a sentence."""


@dataclass(frozen=True)
class Part:
    """A block: heading, text, steps, list, note, source; or `acts`: a list that is picked from."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class FileLink:
    """A file to download."""

    label: str
    href: str


@dataclass(frozen=True)
class TurnView:
    """A turn as a page shows it."""

    id: int
    key: str
    asked: str
    parts: tuple[Part, ...]
    acts: tuple[Act, ...]
    """Buttons below: documents, and what isn't picked above."""
    related: tuple[Act, ...]
    """Questions that come near."""
    feedback: tuple[Act, ...]
    files: tuple[FileLink, ...]
    created: float


def turn_view(turn: WebTurn, knowledge: Knowledge) -> TurnView:
    """A turn for a page."""
    reply = turn.reply
    every = [_act(button, reply.sources, knowledge) for row in reply.buttons for button in row]
    feedback = tuple(act for act in every if act.kind in ("rate", "person"))
    others = [act for act in every if act.kind not in ("rate", "person")]
    labels = frozenset(act.label for act in every)
    parts = []
    for block in reply.blocks:
        picked = _list_choices(block.items, others)
        text = _for_pages(block.text, labels)
        if picked:
            parts.append(Part("acts", text, acts=tuple(picked)))
            listed = {act.label for act in picked}
            others = [act for act in others if act.label not in listed]
        else:
            parts.append(Part(block.kind, text, block.items))
    related = tuple(act for act in others if callback_data.parse(act.action)[0] == "e")
    others = [act for act in others if act not in related]
    shows_all = any(len(act.opens) >= _citing(reply, knowledge) for act in others if act.opens)
    others = [act for act in others if not (shows_all and _lists_sources(act))] + _on_a_page(reply, knowledge)
    others.sort(key=lambda act: not act.opens)  # the law's words first: right below what rests on them
    files = tuple(_file(file, number, turn, knowledge) for number, file in enumerate(reply.files))
    return TurnView(turn.id, turn.key, turn.asked, tuple(parts), tuple(others), related, feedback, files, turn.created)


def _lists_sources(act: Act) -> bool:
    """Whether a button lists what an entry rests on, which its opened articles say already."""
    letter, rest = callback_data.parse(act.action)
    return letter == "d" and rest[1:2] == ["sources"]


def _citing(reply: Reply, knowledge: Knowledge) -> int:
    """On how many articles a reply rests."""
    entry = knowledge.get(reply.entry)
    return len({(one.law, one.article) for one in reply.sources or (entry.cited if entry else ())})


def _on_a_page(reply: Reply, knowledge: Knowledge) -> list[Act]:
    """Where a form is begun that is filled in question by question: the page with all of its fields."""
    asked = any(callback_data.parse(button.action)[0] == "v" for row in reply.buttons for button in row)
    said = reply.blocks[0].text if asked and reply.blocks else ""
    named = [one for one in knowledge.documents if f"《{one.title}》" in said and knowledge.form(one.id)]
    return [Act(wording.WEB_FILL_PAGE.format(title=one.title), href=f"/documents/{one.id}/fill") for one in named[:1]]


def _list_choices(items: Sequence[str], acts: Sequence[Act]) -> list[Act]:
    """The buttons that a list offers, in its order, with what each answers; none unless each item has one."""
    by_label = {act.label: act for act in acts}
    found = []
    for item in items:
        act = by_label.get(item_label(item)) or by_label.get(re.sub(r"（[^（）]*）\Z", "", item))
        if act is None:
            return []
        found.append(replace(act, told=item.partition(wording.CHOOSE_TOLD)[2]))
    return found


def _for_pages(text: str, labels: Collection[str]) -> str:
    """What a sentence says of numbers and buttons, in words that fit a page; `labels` are those of the buttons below it."""
    for said, instead in wording.WEB_CLICKED.items():
        text = text.replace(said, instead)

    def pressed(found: re.Match[str]) -> str:
        label = wording.BUTTON_HUMAN if found[1] == wording.HUMAN_WORD else found[1]
        return wording.WEB_PRESSED.format(label=label) if label in labels else found[0]

    return re.sub(wording.WEB_SENT_BACK, pressed, text)


def _act(button: Button, sources: Sequence[Source], knowledge: Knowledge) -> Act:
    letter, rest = callback_data.parse(button.action)
    if _RATING.fullmatch(button.action):
        return Act(button.label, button.action, kind="rate")
    if _PERSON.fullmatch(button.action):
        return Act(button.label, button.action, kind="person")
    turned = button.label in (wording.LAW_PREVIOUS, wording.LAW_NEXT)
    opens = _opens(letter, rest, sources, knowledge) if not turned else ()
    if opens:
        return Act(button.label, button.action, kind="law", opens=opens)
    return Act(button.label, button.action, _page(letter, rest, knowledge))


def _opens(letter: str, rest: Sequence[str], sources: Sequence[Source], knowledge: Knowledge) -> tuple[OpenedArticle, ...]:
    """The articles that a button shows, as far as they are held: the one it names, or those that the reply rests on."""
    if letter == "a" and len(rest) == 2:
        text = law_articles.law_text(knowledge, rest[0])
        article = text.article(rest[1]) if text else None
        return (opened_article(text, article, knowledge),) if text and article else ()
    entry = knowledge.get(rest[0]) if letter == "s" and rest else None
    if entry is None:
        return ()
    return tuple(
        opened_article(text, article, knowledge)
        for text, article in law_articles.held_articles(knowledge, sources or entry.cited)
    )


def _page(letter: str, rest: Sequence[str], knowledge: Knowledge) -> str:
    """The page that holds what a button asks for; empty when only the desk knows."""
    if letter == "m":
        return "/topics"
    if letter == "t" and rest:
        return f"/topics/{rest[0]}"
    if letter == "g" and rest and knowledge.document(rest[0]):
        return f"/documents/{rest[0]}"
    if letter == "w" and rest and rest[0] and knowledge.form(rest[0]):
        return f"/documents/{rest[0]}/fill"
    if letter == "p" and rest and any(one.document == rest[0] for one in knowledge.sections):
        return f"/documents/{rest[0]}/read" + (f"#s{rest[1]}" if len(rest) > 1 else "")
    return _law_page(letter, rest, knowledge)


def _law_page(letter: str, rest: Sequence[str], knowledge: Knowledge) -> str:
    """The place on a law's page of an article or a chapter; empty for anything else."""
    text = law_articles.law_text(knowledge, rest[0]) if letter in ("a", "z") and len(rest) > 1 else None
    if text is None:
        return ""
    if letter == "z":
        number = callback_data.number(rest[1])
        return f"/laws/{text.title}" + (f"#c{number}" if number else "")
    article = text.article(rest[1])
    return article_address(text, article) if article else ""


def _file(file: Attachment, number: int, turn: WebTurn, knowledge: Knowledge) -> FileLink:
    suffix = Path(file.name).suffix.lstrip(".").lower()
    if file.content:
        return FileLink(file_label(file.name, len(file.content)), f"/talk/files/{turn.key}/{number}")
    size = Path(file.path).stat().st_size if Path(file.path).is_file() else 0
    return FileLink(file_label(file.name, size), f"/files/{file.document}.{suffix}")


def file_label(name: str, size: int) -> str:
    """What a link to a file says: its name, kind and size."""
    path = Path(name)
    suffix = path.suffix.lstrip(".").lower()
    kind = wording.SHELF_FORMATS.get(suffix, suffix.upper())
    return wording.WEB_FILE.format(name=path.stem, kind=kind, size=human_size(size)) if size else name


def human_size(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(round(size / 1024), 1)} KB"
