"""What a mailbox keeps beside its messages: how far it was read, where a thread goes on, how often a sender was answered.

All of it are steps of the store (`bot.ports.Progress`), under names that no inbox has.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from bot.ports import ChannelStorage

KEPT = 90 * 86400.0
"""Seconds for which a thread is known after its last mail: as long as a question may wait for a person."""

THREAD = ("subject", "id", "references")
"""What is kept of a mail so that another one answers it: subject, Message-ID, and the Message-IDs that it names."""


class MailStorage:
    """Safe from any thread. Every method may raise StoreError."""

    def __init__(self, storage: ChannelStorage, account: str) -> None:
        self._storage = storage
        self._account = account
        self._lock = threading.Lock()
        self._sent: dict[str, dict[str, str]] = {}
        self._taken: set[str] = set()

    def open(self) -> None:
        """Read what is kept, and drop what is old."""
        self._sent = self._storage.steps(self._name("days"))
        old = time.time() - KEPT
        for conversation, steps in self._storage.steps(self._name("threads")).items():
            if _thread(steps)["at"] < old:
                self._storage.drop_steps(self._name("threads"), conversation)
        self._taken = set(self._storage.steps(self._name("taken")).get("today", {}))

    def secret(self) -> bytes:
        """What signs Message-IDs; made at the first start."""
        kept = self._storage.steps(self._name("secret")).get("secret", {}).get("key", "")
        if not kept:
            kept = secrets.token_hex(32)
            self._storage.note_step(self._name("secret"), "secret", "key", kept)
        return bytes.fromhex(kept)

    # ------------------------------------------------------------ how far the mailbox was read

    def position(self) -> tuple[int, int] | None:
        """UIDVALIDITY and the last UID that was taken in; None at the first start."""
        validity, _, uid = self._storage.steps(self._name("position")).get("inbox", {}).get("at", "").partition(":")
        return (int(validity), int(uid)) if validity.isdigit() and uid.isdigit() else None

    def move(self, validity: int, uid: int) -> None:
        """Everything up to that UID was taken in."""
        self._storage.note_step(self._name("position"), "inbox", "at", f"{validity}:{uid}")

    # ------------------------------------------------------------ threads

    def note_thread(self, conversation: str, data: Mapping[str, str]) -> None:
        """What the next mail to that conversation answers, by the names that `thread` gives it."""
        kept = {name: data.get(name, "")[:1000] for name in THREAD} | {"at": time.time()}
        self._storage.note_step(self._name("threads"), conversation, "last", json.dumps(kept, ensure_ascii=False))

    def thread(self, conversation: str) -> dict[str, str]:
        """The same again; empty for a conversation that isn't known."""
        steps = self._storage.steps(self._name("threads")).get(conversation)
        return {} if steps is None else {name: str(_thread(steps)[name]) for name in THREAD}

    def answered_at(self, conversation: str) -> float:
        """When a mail of that conversation was answered last, Unix time in seconds; 0 for never."""
        steps = self._storage.steps(self._name("threads")).get(conversation)
        return 0.0 if steps is None else float(_thread(steps)["at"])

    # ------------------------------------------------------------ what the server has taken

    def note_accepted(self, message_id: str) -> None:
        """The server has taken that mail of ours; kept for a day or two, which outlasts any restart."""
        self._storage.note_step(self._name("taken"), "today", message_id, "")
        with self._lock:
            self._taken.add(message_id)

    def was_accepted(self, message_id: str) -> bool:
        """Whether the server is known to have taken it."""
        with self._lock:
            return message_id in self._taken

    # ------------------------------------------------------------ how often

    def admit(self, sender: str, key: str, day: str, most: int, echo: str = "") -> tuple[bool, bool]:
        """Whether the mail with that key may be answered on that day, and whether it is the last one.

        At most `most` of a sender are, and of those that say what one said before that answered us as well (`echo`, what it
        says) the first alone: a program that can't be told from a person says the same again.
        """
        key, said = _short(key), _short(echo) if echo else ""
        with self._lock:
            past = [name for name in self._sent if not name.startswith(f"{day} ")]
            for old in past:
                del self._sent[old]
                self._storage.drop_steps(self._name("days"), old)
            if past:
                self._taken.clear()
                self._storage.drop_steps(self._name("taken"), "today")
            name = f"{day} {_short(sender)}"
            known = self._sent.setdefault(name, {})
            if key not in known:
                if len(known) >= most or (said and said in known.values()):
                    return False, False
                known[key] = said
                self._storage.note_step(self._name("days"), name, key, said)
            return True, len(known) >= most

    def _name(self, what: str) -> str:
        return f"mail.{what}:{self._account}"


def _thread(steps: Mapping[str, str]) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(steps.get("last", "{}"))
    return {"at": 0.0} | dict.fromkeys(THREAD, "") | kept


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
