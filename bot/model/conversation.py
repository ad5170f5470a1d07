"""Questions and replies, what the matcher makes of them, and what is kept of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.documents import Attachment, Download
from bot.model.knowledge import Source


class Decision(StrEnum):
    """What the desk did with a question."""

    ANSWER = "answer"
    CHOOSE = "choose"
    UNKNOWN = "unknown"
    GUIDE = "guide"
    LAW = "law"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry as the matcher ranks it."""

    entry: str
    confidence: float
    """Calibrated probability, 0–1, that this entry is what was asked for."""
    wording: str
    """The stored wording that came nearest."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the matcher makes of a text: a decision among answer, choose and unknown, and the best entries, best first."""

    decision: Decision
    ranked: tuple[Ranked, ...]
    exact: bool = False
    """True when the text, normalised, is a stored wording."""


@dataclass(frozen=True, slots=True)
class Question:
    """What came in on a channel, freed from the wire."""

    text: str
    conversation: str
    """Key of the conversation, `str` of a `ConversationRef`; a reply goes back there."""
    asker: str
    """Key of the person, such as `telegram:4711`."""
    channel: str
    wire: str = ""
    """Key of the message on its channel, the same when it is delivered again; empty when the channel has none."""
    action: str = ""
    """The action of a pressed button or a deep link (`bot.desk.callback_data`); empty for typed text."""
    edited: bool = False
    """True when the asker changed an earlier message; `wire` is then that message's."""
    reply_to: str = ""
    """Key of the message that it replies to (`telegram:<chat>:<message>`), as `Outbox.posted` knows it; empty for none."""
    alone: bool = False
    """True for a question whose conversation never goes on: it gets everything at once instead of a question back."""
    private: bool = False
    """Whether nobody but the asker reads the conversation. Set by the channel; what isn't set is not private."""
    expert: bool = False
    """Whether it was said in the experts' chat. Set by the channel."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a reply. `kind`: heading, text, steps, list, note, source. `items` is used by steps and list."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply: what it says and the action it sends back."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry offered to pick from."""

    entry: str
    question: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: blocks and buttons for channels, the rest for programs."""

    question: str
    decision: Decision
    blocks: tuple[Block, ...]
    entry: str = ""
    confidence: float = 0.0
    choices: tuple[Choice, ...] = ()
    sources: tuple[Source, ...] = ()
    documents: tuple[Download, ...] = ()
    """What it offers or sends."""
    files: tuple[Attachment, ...] = ()
    """What it sends."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows of buttons."""
    record: int = 0
    """Number of the question in the store; 0 when it was not recorded."""
    meant: str = ""
    """The question with what the conversation adds to it, as a stranger would have to ask it; empty: as it was typed."""
    asking: bool = True
    """False for what is no question that a person could answer: small talk, a piece of a sentence, what nothing explains."""


MOVED = "moved"
"""Where the store's steps (`bot.ports.Progress`) keep places that their service gave another name: their first, then `to`."""
FILLING = "fill"
"""What a conversation awaits while a form is being filled in."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation is about, whatever was decided last."""

    asked: str = ""
    """The last question, as it is meant without the conversation."""
    entries: tuple[str, ...] = ()
    """Entries that were answered, the latest first."""
    offered: tuple[str, ...] = ()
    """Entries that the last reply named without settling on one: choices, or several answers."""
    open: bool = False
    """Whether the last question had no answer."""
    told: tuple[str, ...] = ()
    """Texts in which the asker told of her circumstances, the latest last."""
    document: str = ""
    """The document spoken of last."""
    step: int = 0
    """The step shown last of the entry answered last, from 1; 0 for none."""
    shown: int = 0
    """Paragraphs of that entry's answer that were shown."""
    pieces: tuple[str, ...] = ()
    """What was said since the last question and is no question by itself, oldest first."""
    said: float = 0.0
    """When the last of these pieces came, Unix time in seconds."""
    since: float = 0.0
    """Since when something is awaited, Unix time in seconds."""
    questions: tuple[str, ...] = ()
    """The last questions that say what they are about, the latest first."""
    given: tuple[str, ...] = ()
    """Entries whose answers were sent, the latest first."""
    seen: tuple[tuple[str, int], ...] = ()
    """How many paragraphs of which entry's answer were shown, the latest first; -1: all of them."""
    opening: str = ""
    """The message that the conversation began with: it often says what all of it is about."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the desk remembers of a conversation between two messages."""

    key: str
    entry: str = ""
    """The entry answered last: what a follow-up leans on."""
    choices: tuple[str, ...] = ()
    """Actions offered last, in the order of their numbers (`bot.desk.callback_data`)."""
    record: int = 0
    """Number of the question answered last: what feedback and 人工 are about."""
    awaiting: str = ""
    """What the next text may be: `reason` (of a 没用), `human` (what to pass on), `send:<record>` (whether that is passed on),
    `case` (which option holds), `fill` (what goes into a blank) or `page:<topic>:<page>` (turned on 下一页)."""
    updated: float = 0.0
    """Unix time, seconds."""
    conditions: tuple[tuple[str, str], ...] = ()
    """Names of conditions with the option that holds for the asker; an empty option: she doesn't know."""
    context: Context = Context()


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A question as the store keeps it."""

    id: int
    asked: float
    channel: str
    conversation: str
    asker: str
    wire: str
    text: str
    decision: str
    entry: str
    confidence: float
    choices: tuple[str, ...]
    knowledge: str
    """Hash of the knowledge in force."""
    version: int = 0
    """Number of that version (`Version.number`); 0 where nobody counted."""
    chosen: str = ""
    """The entry the asker picked from the choices."""
    useful: bool | None = None
    reason: str = ""
    meant: str = ""
    """The question with what its conversation adds to it; empty: as it was typed."""
    asking: bool = True
    """False for what is no question that a person could answer."""

    @property
    def question(self) -> str:
        """What a stranger would have to ask to be told the same."""
        return self.meant or self.text


@dataclass(frozen=True, slots=True)
class Handover:
    """A question left for a person, with what the person needs to answer it."""

    id: int
    asked: float
    channel: str
    conversation: str
    asker: str
    text: str
    context: tuple[LoggedQuestion, ...]
    """The questions just before it in the same conversation, oldest first, this one included when it was recorded."""
    state: str = "open"
    """open, answered (the answer is on its way or there), again (asked for after that), refused, withdrawn (by the asker) or
    settled (the bot knew after all)."""
    kind: str = "human"
    """Why: human (asked for a person), unknown (not known), choose (nothing picked from the choices) or useless (没用)."""
    inquiry: int = 0
    """Number of the inquiry that it belongs to; 0 until it is looked at."""
    record: int = 0
    """Number of the recorded question; 0 when there is none."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What several people asked in words of their own and nobody has answered yet, or a person has: admins call it 问题."""

    id: int
    opened: float
    text: str
    """The wording that opened it."""
    state: str = "open"
    """open, answered, refused or merged (into another)."""
    answer: str = ""
    """The person's answer, or the reason of the refusal."""
    entry: str = ""
    """The entry whose answer it was answered with."""
    who: str = ""
    """Key of the one who decided."""
    decided: float = 0.0
    """Unix time, seconds; when it was answered or refused."""
    due: float = 0.0
    """Unix time, seconds, from which the answer goes out; until then it can be taken back."""
    round: int = 0
    """How often it was decided: reopened and answered again, it goes out again."""
    assigned: str = ""
    """Key of the admin who looks after it."""
    into: int = 0
    """Number of the one that it was merged into."""
    proposed: str = ""
    """What an expert wrote that may be the answer; empty for nothing."""
    changes: int = 0
    """How often it was saved: a save that has seen an older state is refused."""
    waiting: int = 0
    """Conversations that wait for an answer; counted by the store."""
    askings: int = 0
    """Questions in it; counted by the store."""
    since: float = 0.0
    """Unix time, seconds, of the oldest question that waits; 0 for none; found by the store."""


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody who is the same person as another, as she has said herself."""

    person: str
    """Key of the person, such as `telegram:4711`."""
    conversation: str
    """Key of the conversation in which she is reached there."""
    since: float
    """Unix time, seconds."""


@dataclass(frozen=True, slots=True)
class About:
    """What a message of the outbox is about, for whoever is replied to it."""

    kind: str
    """`post`: an inquiry before the experts; `answer`: what a question for a person came to."""
    id: int
    """Number of the inquiry, or of the question."""
    round: int = 0
    """How often the inquiry was decided by then."""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message to a conversation that nobody there has asked for just now; its channel sends it once."""

    channel: str
    conversation: str
    key: str
    """Tells it from all others of its channel: queued again under the same key, it stays the first. Nobody reads it."""
    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    about: About | None = None
    data: str = ""
    """What its channel keeps with it (JSON of the channel's own, such as the message that it may answer); empty: nothing."""
    id: int = 0
    """Set by the store."""
    created: float = 0.0
    """Unix time, seconds; set by the store."""


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A raw message of a channel, kept until it is answered."""

    channel: str
    key: str
    payload: str
    received: float
    reason: str = ""
    """Why it was set aside, without personal data; empty while it waits for an answer."""


@dataclass(frozen=True, slots=True)
class Scripted:
    """A turn of a script: what is said or pressed, and what the reply must be."""

    say: str = ""
    press: str = ""
    """What the button says that is pressed instead."""
    wait: float = 0.0
    """Seconds that pass before it."""
    must: tuple[str, ...] = ()
    """Regular expressions, each found in what is shown."""
    must_not: tuple[str, ...] = ()
    decision: str = ""
    entry: tuple[str, ...] = ()
    """Ids of which any is right; empty: it doesn't matter."""
    inquiry: bool | None = None
    """Whether it leaves a question for a person; None: it doesn't matter."""
    line: int = 0
    """1-based line in its file."""

    @property
    def judged(self) -> bool:
        """Whether anything is expected of its reply."""
        return bool(self.must or self.must_not or self.decision or self.entry or self.inquiry is not None)


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation with what must come of it."""

    name: str
    turns: tuple[Scripted, ...]
    file: str = ""
    line: int = 0
