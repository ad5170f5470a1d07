"""Everything that is kept, put together over one database.

Each part is a class of its own with a database and nothing else, and whoever uses it asks for the protocol of what it needs
(bot.ports). Only what wires the program up sees all of them together.
"""

from __future__ import annotations

from bot.store.conversations import Conversations, Drafts
from bot.store.downloads import Downloads, Uploads
from bot.store.edit_drafts import EditDrafts
from bot.store.erasure import Privacy
from bot.store.inbox import Inbox
from bot.store.inquiries import Inquiries
from bot.store.links import Links
from bot.store.outbox import Outbox
from bot.store.progress import ActionTokens, Progress
from bot.store.questions import Questions
from bot.store.usage_statistics import Statistics
from bot.store.versions import Versions
from bot.store.web_access import WebDoor
from bot.store.web_console import WebConsole
from bot.store.web_conversations import WebTalks
from bot.store.wire_locks import Wires


class Store(
    Inbox,
    Outbox,
    Progress,
    ActionTokens,
    Uploads,
    Conversations,
    Drafts,
    Questions,
    Downloads,
    Inquiries,
    Links,
    EditDrafts,
    Versions,
    Statistics,
    Privacy,
    WebTalks,
    WebDoor,
    WebConsole,
    Wires,
):
    """Implements bot.ports.Store."""

    def damage(self, *, thorough: bool = False) -> str:
        """What has become of the database outside of this program, in Chinese; empty while all is well."""
        return self._db.damage(thorough=thorough)

    def close(self) -> None:
        """Let go of the database; a second time does nothing, any other call raises StoreError."""
        self._db.close()
