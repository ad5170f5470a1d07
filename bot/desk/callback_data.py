"""What a button or a deep link sends back, as short text: a letter, then arguments between colons.

- `e:<entry>[:<record>]` show an entry; with a record: it was picked from that question's choices
- `t:<topic>[:<page>]` the entries of a topic
- `m` the list of topics
- `c:<entry>:<number>` the entry for the option of that number, from 1; one more than there are: all; 0: ask again
- `f:<record>:1|0` the reply was of use, or not
- `r:<record>:<reason>` why it was of no use (a key of wording.REASONS)
- `g:<document>[:<format>]` send a document
- `l[:<kind>[:<page>]]` the documents of a kind (a key of wording.SHELF_KINDS, `other` or `fill`); without one: what there is
- `b:<entry>[:<page>]` the documents that belong to an entry
- `q:<page>:<words>` a page of the documents that words ask for
- `p:<document>[:<section>]` a part of a guide; without one: its table of contents
- `w[:<document>]` fill in that document; without one: those that can be
- `v:<step>[:<number>…]` within the form that is being filled in: back, skip, later, stop, again, go, make, edit:<field>,
  pick:<field>:<choice>
- `k:<verb>:<number>[:<more>]` what is done with a question for a person, or with what is kept of somebody (bot/handoff)
- `a:<law>:<article>` an article of a law (`LawText.key`, `Article.key`)
- `z:<law>:<chapter>[:<page>]` a chapter of a law by its number from 1; 0: the list of its chapters
- `s:<entry>` the articles that an entry rests on
- `o:<contact>` whom to call
- `d:<entry>:<part>[:<step>]` more of an entry: a part of it (a key of wording.PARTS), `more` for the rest of its answer
- `h[:<record>[:1|0]]` leave that question for a person: show it first; 1: as it was shown; 0: not after all
"""

from __future__ import annotations

from bot.model import Button

MENU = "m"


def show(entry: str, record: int = 0) -> str:
    """Action that shows an entry."""
    return f"e:{entry}:{record}" if record else f"e:{entry}"


def option(entry: str, number: int) -> str:
    """Action that shows an entry for the option of that number."""
    return f"c:{entry}:{number}"


def browse(topic: str, page: int = 1) -> str:
    """Action that lists a topic's entries, pages from 1."""
    return f"t:{topic}:{page}"


def rate(record: int, useful: bool) -> str:
    """Action that rates the reply to a recorded question."""
    return f"f:{record}:{int(useful)}"


def explain(record: int, reason: str) -> str:
    """Action that says why a reply was of no use."""
    return f"r:{record}:{reason}"


def detail(entry: str, part: str) -> str:
    """Action that shows a part of an entry."""
    return f"d:{entry}:{part}"


def person(record: int = 0) -> str:
    """Action that leaves a question for a person, after it was shown."""
    return f"h:{record}" if record else "h"


def pass_on(record: int, sure: bool) -> str:
    """Action that leaves a question that was shown for a person, or doesn't."""
    return f"h:{record}:{int(sure)}"


def document(document: str, format_: str = "") -> str:
    """Action that sends a document, in that format when one is named."""
    return f"g:{document}:{format_}" if format_ else f"g:{document}"


def document_list(kind: str, page: int = 1) -> str:
    """Action that lists the documents of a kind, pages from 1."""
    return f"l:{kind}:{page}"


def entry_documents(entry: str, page: int = 1) -> str:
    """Action that lists the documents that belong to an entry."""
    return f"b:{entry}:{page}"


def document_search(words: str, page: int) -> str:
    """Action that lists the documents that words ask for, pages from 1."""
    return f"q:{page}:{words}"


def is_further_page(action: str) -> bool:
    """Whether an action turns to a later page of a list of documents or of a law."""
    letter, arguments = parse(action)
    page = {"l": arguments[1:2], "b": arguments[1:2], "q": arguments[:1], "z": arguments[2:3]}.get(letter, [])
    return any(number(one) > 1 for one in page)


def part(document: str, section: int = 0) -> str:
    """Action that shows a part of a guide, or its table of contents."""
    return f"p:{document}:{section}" if section else f"p:{document}"


def article(law: str, key: str) -> str:
    """Action that shows an article of a law."""
    return f"a:{law}:{key}"


def chapter(law: str, number: int, page: int = 1) -> str:
    """Action that shows a page of a law's chapter; chapter 0: the list of chapters."""
    return f"z:{law}:{number}:{page}"


def sources(entry: str) -> str:
    """Action that lists the articles that an entry rests on."""
    return f"s:{entry}"


def contact(contact_id: str) -> str:
    """Action that shows whom to call."""
    return f"o:{contact_id}"


def fill(document: str) -> str:
    """Action that begins to fill in a document."""
    return f"w:{document}"


def fill_in(step: str, *numbers: int) -> str:
    """Action within a form that is being filled in."""
    return ":".join(("v", step, *map(str, numbers)))


def parse(action: str) -> tuple[str, list[str]]:
    """The letter and the arguments; an unknown or forged action is the caller's to refuse."""
    letter, *arguments = action.split(":")
    return letter, arguments


def number(text: str) -> int:
    """A record's number from an argument; 0 when it isn't one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def rows(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows of at most `width`."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
