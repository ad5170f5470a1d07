"""QQ's platform for bots as a transport: a bot that answers, and says nothing of its own accord.

The platform lets a bot answer a message for 5 minutes in groups and 60 in private, and then refuses. What can't be said in
that time waits, in the inbox or the outbox, for the person's next word. No message is sent without the one that it answers.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot import wording
from bot.channels.qq.gateway import Gateway, Session
from bot.channels.qq.parse import GROUP, NAME, openid, understand
from bot.channels.qq.platform_api import TIMEOUT, AlreadyArrived, NoFiles, NoLinks, Platform
from bot.channels.runtime import (
    Accept,
    Capabilities,
    Destination,
    Incoming,
    Link,
    MessageKey,
    NotNow,
    Piece,
    Rejected,
    RetryLater,
    Transport,
    Unreachable,
    Upload,
    plain_pieces,
)
from bot.errors import ChannelError
from bot.model import Attachment, Reply
from bot.ports import ChannelStorage
from bot.settings import QQSettings

_log = logging.getLogger(__name__)
TEXT = 1800
"""Characters of a text; the platform states no limit, clients cut at 2,000 and below."""
TEXT_TYPE, MEDIA_TYPE, FILE_TYPE = 0, 7, 4
LARGEST = 5 << 20
"""Bytes of a file that goes in one call; larger ones need an upload in parts, which few bots are allowed."""
_SESSION = "session"


class QQTransport(Transport):
    """A bot of QQ's platform as a transport."""

    name = NAME
    capabilities = Capabilities(
        text_limit=TEXT, spare=100, buttons=False, max_file=LARGEST, push=False, answers=4, replies=True, group=True
    )

    def __init__(self, settings: QQSettings, storage: ChannelStorage, link: Link | None = None, pause: float = 2.0) -> None:
        """`link` tells where a file can be had on the web; `pause` is how many seconds pass before it connects again."""
        self.account = settings.app_id
        self._settings = settings
        self._storage = storage
        self._link = link
        self._pause = pause
        self._kept = f"{NAME}:{settings.app_id}/gateway"

    async def start(self) -> None:
        """See `Transport`."""
        self._platform = Platform(self._settings)
        try:
            await self._platform.token()
        except (Unreachable, RetryLater):
            _log.warning(wording.QQ_LOG_NO_NETWORK)

    async def close(self) -> None:
        """See `Transport`."""
        if hasattr(self, "_platform"):
            await self._platform.close()

    async def run(self, accept: Accept) -> None:
        """See `Transport`."""
        session = await asyncio.to_thread(self._read_session)
        await Gateway(self._platform, session, self._keep_session, self._pause).run(accept)

    def parse(self, raw: str) -> Incoming | None:
        """See `Transport`."""
        return understand(raw)

    def _read_session(self) -> Session:
        kept = self._storage.steps(self._kept).get(_SESSION, {}).get(_SESSION, "")
        try:
            id, seen = json.loads(kept)
            return Session(str(id), int(seen))
        except (ValueError, TypeError):
            return Session()

    async def _keep_session(self, session: Session) -> None:
        value = json.dumps([session.id, session.seen])
        await asyncio.to_thread(self._storage.note_step, self._kept, _SESSION, _SESSION, value)

    # ------------------------------------------------------------ going out

    def format(self, reply: Reply) -> Sequence[Piece]:
        """See `Transport`."""
        return plain_pieces(reply, self.capabilities)

    async def send(self, to: Destination, piece: Piece) -> MessageKey:
        """See `Transport`."""
        answered = {name: to.data[name] for name in ("msg_id", "event_id") if to.data.get(name)}
        if not answered:
            raise NotNow("nothing to answer")
        path = _path(to)
        try:
            if piece.file is not None:
                return await self._send_file(path, answered, piece, piece.file)
            return await self._post(path, answered, {"msg_type": TEXT_TYPE, "content": piece.text}, piece)
        except AlreadyArrived:
            return f"{NAME}:{to.ref.place}:{next(iter(answered.values()))}-{piece.serial}"
        except NoLinks:
            return await self._post(path, answered, {"msg_type": TEXT_TYPE, "content": _unlinked(piece.text)}, piece)
        except NoFiles as error:
            raise Rejected(str(error)) from error
        except (RetryLater, Unreachable, Rejected, NotNow):
            raise
        except ChannelError as error:  # the secret was changed while the bot ran
            _log.error(str(error))
            raise Unreachable("no token") from error

    async def _send_file(self, path: str, answered: dict[str, str], piece: Piece, file: Upload) -> MessageKey:
        """Upload and send a file; where the platform doesn't take it, the words and where else it can be had."""
        given = {
            "file_type": FILE_TYPE,
            "file_data": base64.b64encode(file.content).decode(),
            "file_name": file.name,
            "srv_send_msg": False,
        }
        try:
            held = (await self._platform.call("POST", f"{path}/files", given, 3 * TIMEOUT)).get("file_info")
            if not isinstance(held, str) or not held:
                raise NoFiles("no file_info")
            body = {"msg_type": MEDIA_TYPE, "content": piece.text or " ", "media": {"file_info": held}}
            return await self._post(path, answered, body, piece)
        except (NoFiles, Rejected) as error:
            _log.warning(wording.QQ_LOG_NO_FILE.format(reason=error))
        said = f"{piece.text}\n{self._elsewhere(file)}".strip()
        return await self._post(path, answered, {"msg_type": TEXT_TYPE, "content": said}, replace(piece, file=None))

    def _elsewhere(self, file: Upload) -> str:
        # what was made for her alone is nowhere else, whatever it was made from
        url = self._link(Attachment(file.name, file.document, path=file.name)) if self._link and file.digest else ""
        return (
            wording.CHANNEL_FILE_LINK.format(name=file.name, url=url)
            if url
            else wording.CHANNEL_FILE_ELSEWHERE.format(name=file.name)
        )

    async def _post(self, path: str, answered: dict[str, str], body: dict[str, Any], piece: Piece) -> MessageKey:
        sent = await self._platform.call("POST", f"{path}/messages", body | answered | {"msg_seq": piece.serial})
        return f"{NAME}:{path.rpartition('/')[2]}:{sent.get('id', piece.serial)}"


def _path(to: Destination) -> str:
    """Where messages to a place are posted; raises Rejected for one that the platform can't have."""
    try:
        if to.ref.place.startswith(GROUP):
            return f"/v2/groups/{openid(to.ref.place.removeprefix(GROUP))}"
        return f"/v2/users/{openid(to.ref.place)}"
    except TypeError as error:
        raise Rejected("no place of QQ's") from error


def _unlinked(text: str) -> str:
    """The text with its addresses written so that nobody takes them for links: the platform refuses those it doesn't know."""
    return _DOT.sub("．", text.replace("https://", "").replace("http://", ""))


_DOT = re.compile(r"(?<=[A-Za-z0-9-])\.(?=[A-Za-z]{2,})")
