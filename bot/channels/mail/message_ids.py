"""Message-IDs of our mails. Each says which thread of which person it belongs to, and is signed: a subject says nothing."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256

_ID = re.compile(r"<?jianhui\.(?P<thread>[0-9a-z]{1,16})\.(?P<nonce>[0-9a-f]{16})\.(?P<mark>[0-9a-f]{24})@[^<>\s@]+>?")
_ANY = re.compile(r"<[^<>\s]+>")
NONE = "0"
"""What stands for a conversation without a thread."""


def is_ours(message_id: str) -> bool:
    """Whether a Message-ID is made like those of this program, in whatever mailbox it runs."""
    return _ID.fullmatch(message_id.strip()) is not None


def referenced_ids(*values: str) -> list[str]:
    """The Message-IDs in References and In-Reply-To, in order, each once."""
    return list(dict.fromkeys(found for value in values for found in _ANY.findall(value)))


class MessageIds:
    """Makes and checks Message-IDs of one mailbox."""

    def __init__(self, secret: bytes, domain: str) -> None:
        """`secret` signs; `domain` is what stands behind the @."""
        self._secret = secret
        self._domain = domain

    def message_id(self, address: str, thread: str, *content: str) -> str:
        """The Message-ID of a mail to an address, the same for the same content: a second copy is known for one."""
        nonce = sha256("\0".join((address, thread, *content)).encode("utf-8", "replace")).hexdigest()[:16]
        thread = thread or NONE
        return f"<jianhui.{thread}.{nonce}.{self._mark(address, thread, nonce)}@{self._domain}>"

    def answered_mail(self, address: str, message_ids: Iterable[str]) -> tuple[str, str] | None:
        """The latest of our mails to that address among these, and its thread; None when there is none."""
        for message_id in reversed(list(message_ids)):
            match = _ID.fullmatch(message_id)
            if match is None:
                continue
            if hmac.compare_digest(self._mark(address, match["thread"], match["nonce"]), match["mark"]):
                return message_id, "" if match["thread"] == NONE else match["thread"]
        return None

    def _mark(self, address: str, thread: str, nonce: str) -> str:
        said = f"{address.lower()}\0{thread}\0{nonce}".encode("utf-8", "replace")
        return hmac.new(self._secret, said, sha256).hexdigest()[:24]
