"""Whether the provider of our mailbox vouches that a mail comes from the address in its From."""

from __future__ import annotations

import re

from bot.channels.mail.mail_message import MailMessage


def is_vouched_for(letter: MailMessage, provider: str) -> bool:
    """Whether the top-most Authentication-Results is `provider`'s and says dmarc=pass for the From's domain (RFC 8601, 7489).

    Those below may have been written by the sender; an empty `provider` vouches for nobody.
    """
    results = letter.first("authentication-results")
    clauses = [clause.strip().lower() for clause in _bare(results).split(";")]
    server = clauses[0].split()[0] if clauses[0] else ""
    if not provider or server != provider.lower() or not letter.sender:
        return False
    domain = letter.sender.rpartition("@")[2]
    for clause in clauses[1:]:
        if re.match(r"dmarc\s*=\s*pass(?:\s|$)", clause):
            named = re.search(r"header\.from\s*=\s*(\S+)", clause)
            return named is None or named[1].rpartition("@")[2] == domain
    return False


def _bare(value: str) -> str:
    """The value without quoted texts and without comments, however deep: both may say anything."""
    kept, depth, quoted, skip = [], 0, False, False
    for character in value:
        if skip:
            skip = False
        elif character == "\\":
            skip = True
        elif character == '"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif character == "(":
            depth += 1
        elif character == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(character)
    return "".join(kept)
