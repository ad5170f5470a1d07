"""QQ through its platform for bots: groups in which the bot is mentioned, and private chats."""

from __future__ import annotations

import sys

# httpx's command line brings rich and pygments where they are installed: 6 MB for nothing, and httpx does without
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # how an import is refused
