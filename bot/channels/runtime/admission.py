"""Which messages are answered: limits a minute, quiet in groups, what needn't be said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot import wording
from bot.channels.runtime.durable_inbox import Inbox
from bot.channels.runtime.group_manners import GroupManners, asks_for_quiet, ends_quiet, is_nod
from bot.channels.runtime.message_limits import Limits, Verdict
from bot.channels.runtime.received_message import ParsedMessage, speaker
from bot.channels.runtime.transport import Incoming, Transport
from bot.model import ConversationRef, Decision, Reply


class Admission:
    """Decides for a channel which messages are answered, and which replies are said."""

    def __init__(
        self,
        transport: Transport,
        inbox: Inbox,
        experts: ConversationRef | None,
        limits: Limits,
        is_admin: Callable[[str], bool],
    ) -> None:
        self._transport = transport
        self._inbox = inbox
        self._experts = experts
        self._limits = limits
        self._is_admin = is_admin
        self._manners = GroupManners(inbox)

    async def read(self) -> None:
        """Take in which groups wanted quiet when the last process ended. May raise StoreError."""
        await self._manners.read()

    def is_silenced(self, raw: str) -> bool:
        """Whether a message comes from somebody who is silenced; such a message isn't even kept."""
        if not self._limits.silencing:
            return False
        try:
            incoming = self._transport.parse(raw)
        except Exception:  # noqa: BLE001  # parse may raise anything, and does so again where it is set aside, and logged
            return False
        return incoming is not None and incoming.question is not None and self._limits.silenced(*speaker(incoming))

    async def admit(self, one: ParsedMessage) -> ParsedMessage | None:
        """The message as it is to be answered; None: it is met with silence."""
        question, ref = one.incoming.question, one.incoming.to.ref
        if ref.person and question is not None:
            hush = asks_for_quiet(question.text)
            if (hush or ends_quiet(question.text)) and await self._moderates(one.incoming):
                return await self._apply_quiet(one, str(ref.shared), hush=hush)
        if ref.person and self._manners.is_quiet(str(ref.shared)) and not self.among_experts(ref):
            return None
        if question is None:
            return one
        if ref.person and not question.action and is_nod(question.text):
            return None
        verdict = self._limits.judge(*speaker(one.incoming))
        if verdict is Verdict.SILENT:
            return None
        return one.with_notice(wording.CHANNEL_FLOOD) if verdict is Verdict.TELL else one

    async def _moderates(self, incoming: Incoming) -> bool:
        question = incoming.question
        if question is not None and await asyncio.to_thread(self._is_admin, question.asker):
            return True
        return await self._transport.moderates(incoming)

    async def _apply_quiet(self, one: ParsedMessage, place: str, *, hush: bool) -> ParsedMessage:
        await (self._manners.begin_quiet(place) if hush else self._manners.end_quiet(place))
        return one.with_notice(wording.CHANNEL_HUSHED if hush else wording.CHANNEL_AWAKE)

    def is_needless(self, one: ParsedMessage, reply: Reply) -> bool:
        """Whether a reply needn't be said: not sure enough to be said unasked, or said in the group just now."""
        question, ref, least = one.incoming.question, one.incoming.to.ref, one.incoming.least
        if least and (reply.decision is not Decision.ANSWER or reply.confidence < least):
            return True
        if question is None or not ref.person or one.late or self._inbox.is_unsure(one.key):
            return False
        return not self.among_experts(ref) and self._manners.is_needless(str(ref.shared), question, reply)

    def note_said(self, one: ParsedMessage, reply: Reply) -> None:
        """The reply was said: in a group it needn't be said again soon."""
        question, ref = one.incoming.question, one.incoming.to.ref
        if question is not None and ref.person:
            self._manners.note_said(str(ref.shared), question, reply)

    def among_experts(self, ref: ConversationRef) -> bool:
        """Whether a place is the experts' chat."""
        chat = self._transport.home(self._experts) if self._experts is not None else None
        if chat is None or (chat.channel, chat.place) != (ref.channel, ref.place):
            return False
        return chat.thread in ("", ref.thread)
