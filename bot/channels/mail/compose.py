"""An answer as a mail: plain text and simple HTML that say the same, files attached, marked as a program's."""

from __future__ import annotations

import html
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from bot.channels.mail.automatic_mail import MARK
from bot.channels.runtime import Upload

REFERENCES = 12
"""Message-IDs that References names: the first and the latest."""
_LINK = re.compile(r"https?://[^\s<>\"，。；、）)]+")
SIGNATURE = "\n-- \n"
"""What stands before our signature, as mail programs know it (RFC 3676 4.3)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Sender, recipient, subject and references of an answer by mail."""

    sender: Address
    to: str
    subject: str
    message_id: str
    answers: str
    """Message-ID that it answers; empty: none."""
    references: Sequence[str]


def compose(envelope: Envelope, text: str, files: Sequence[Upload], footer: str) -> EmailMessage:
    """The mail; `footer` is our signature. Raises ValueError for an address that can't be one."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = envelope.sender
    mail["To"] = Address(addr_spec=envelope.to)
    mail["Subject"] = envelope.subject
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = envelope.message_id
    references = list(dict.fromkeys([*envelope.references, *([envelope.answers] if envelope.answers else [])]))
    if envelope.answers:
        mail["In-Reply-To"] = envelope.answers
    if references:
        mail["References"] = " ".join(references[:1] + references[1:][-(REFERENCES - 1) :])
    mail["Auto-Submitted"] = "auto-replied" if envelope.answers else "auto-generated"  # RFC 3834 section 5
    mail["X-Auto-Response-Suppress"] = "All"
    mail[MARK] = "answer"
    mail.set_content(f"{text}\n{SIGNATURE}{footer}\n", charset="utf-8", cte="base64")
    mail.add_alternative(as_html(text, footer), subtype="html", charset="utf-8", cte="base64")
    for file in files:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return mail


def as_html(text: str, footer: str) -> str:
    """The text as HTML that every client shows: paragraphs and links, nothing to load."""
    paragraphs = "\n".join(f"<p>{_linked(line)}</p>" for line in text.split("\n") if line.strip())
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><body>\n{paragraphs}\n<hr>\n'
        f'<p style="color:#555">{_linked(footer)}</p>\n</body></html>\n'
    )


def _linked(line: str) -> str:
    pieces, end = [], 0
    for match in _LINK.finditer(line):
        url = html.escape(match[0])
        pieces += [html.escape(line[end : match.start()]), f'<a href="{url}">{url}</a>']
        end = match.end()
    return "".join([*pieces, html.escape(line[end:])]).replace("\n", "<br>")
