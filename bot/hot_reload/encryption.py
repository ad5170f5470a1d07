"""A file sealed with a passphrase: AES-256-GCM in chunks, the key by scrypt (RFC 7914): a copy in wrong hands says nothing.

The chunks are numbered and the last one is marked, in their nonces (the STREAM construction of Hoang, Reyhanitabar, Rogaway
and Vizár, 2015): none can be left out, swapped or cut off unnoticed.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bot import plain_files, wording
from bot.errors import StoreError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"JIANHUI-SEALED-1\n"
_SALT, _PREFIX = 16, 7
_COST = 15
"""log2 of scrypt's n, with r=8, p=1: 32 MB and a tenth of a second for each passphrase that is tried."""
_MOST = 20
"""The highest cost that is believed: a forged file mustn't take all memory."""
_CHUNK, _TAG = 1 << 20, 16


def sealed(file: Path) -> bool:
    """Whether a file begins as a sealed one; raises OSError."""
    with plain_files.opened(file) as opened:
        return opened.read(len(MAGIC)) == MAGIC


def seal(source: Path, target: Path, passphrase: str) -> None:
    """Write the sealed copy of a file; raises OSError, and StoreError where the library is missing."""
    salt, prefix = os.urandom(_SALT), os.urandom(_PREFIX)
    head = MAGIC + bytes([_COST]) + salt + prefix
    cipher = _cipher(passphrase, salt, _COST)
    with source.open("rb") as plain, target.open("xb") as made:
        made.write(head)
        for number, (chunk, last) in enumerate(_chunks(plain, _CHUNK)):
            made.write(cipher.encrypt(_nonce(prefix, number, last), chunk, head))
        made.flush()
        os.fsync(made.fileno())


def unseal(source: Path, target: Path, passphrase: str) -> None:
    """Write what a sealed file holds; raises OSError, and StoreError when the passphrase is wrong or the file isn't whole."""
    cipher = None
    with plain_files.opened(source) as opened, target.open("xb") as made:
        head = opened.read(len(MAGIC) + 1 + _SALT + _PREFIX)
        cost, salt, prefix = head[len(MAGIC)] if len(head) > len(MAGIC) else 0, head[len(MAGIC) + 1 :][:_SALT], head[-_PREFIX:]
        if not head.startswith(MAGIC) or len(head) != len(MAGIC) + 1 + _SALT + _PREFIX or not 10 <= cost <= _MOST:
            raise StoreError(wording.BACKUP_BROKEN.format(file=source))
        cipher = _cipher(passphrase, salt, cost)
        from cryptography.exceptions import InvalidTag

        for number, (chunk, last) in enumerate(_chunks(opened, _CHUNK + _TAG)):
            try:
                made.write(cipher.decrypt(_nonce(prefix, number, last), chunk, head))
            except InvalidTag as error:
                said = wording.BACKUP_BROKEN if number else wording.BACKUP_SEAL_WRONG
                raise StoreError(said.format(file=source)) from error


def _chunks(opened: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """The rest of a file in pieces, each with whether it is the last; an empty file is one empty piece."""
    chunk = opened.read(size)
    while True:
        following = opened.read(size) if len(chunk) == size else b""
        yield chunk, not following
        if not following:
            return
        chunk = following


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, last)


def _cipher(passphrase: str, salt: bytes, cost: int) -> AESGCM:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    except ImportError as error:
        raise StoreError(wording.BACKUP_NO_LIBRARY) from error
    return AESGCM(Scrypt(salt=salt, length=32, n=1 << cost, r=8, p=1).derive(passphrase.encode()))
