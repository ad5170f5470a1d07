"""The channel in `docs/writing-a-channel.md` is what it says: complete, and as safe as the others."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.channels.runtime import Dispatcher, Transport
from bot.model import Attachment, Block, OutboxMessage
from tests.channel_rig import FAST
from tests.house import ROOT
from tests.telegram_rig import BreakableStore, TinyDesk
from tests.test_channel_contract import until

pytestmark = pytest.mark.anyio


def documented(folder: Path) -> Transport:
    """The transport of the page, on a folder."""
    page = (ROOT / "docs" / "writing-a-channel.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(code.splitlines()) < 120
    names: dict[str, Any] = {"__name__": "folder"}
    exec(compile(code, "writing-a-channel.md", "exec", dont_inherit=True), names)  # noqa: S102  # our own page
    made: Transport = names["FolderTransport"](folder)
    return made


async def test_the_channel_of_the_page_answers_sends_files_and_sets_junk_aside(tmp_path: Path) -> None:
    desk = TinyDesk()
    (tmp_path / "in").mkdir()
    (tmp_path / "guide.docx").write_bytes(b"PK")
    desk.files = (Attachment("指南.docx", "setup-guide", path=str(tmp_path / "guide.docx")),)
    say = lambda key, text: (tmp_path / "in" / f"{key}.json").write_text(text, "utf-8")  # noqa: E731
    out = tmp_path / "out" / "li.txt"
    with closing(BreakableStore(tmp_path / "inbox.db")) as store:
        serving = asyncio.create_task(Dispatcher(documented(tmp_path), desk.ask, store, FAST).run())
        say("1", json.dumps({"who": "li", "text": "慢一"}))
        say("2", '{"who": ["li"], "text": 7}')
        say("3", json.dumps({"who": "li", "text": "文件"}))
        await until(lambda: out.exists() and out.read_text("utf-8").count("---") >= 3)
        assert out.read_text("utf-8").split("\n---\n") == ["收到：慢一", "请下载。", "指南.docx", ""]
        assert (tmp_path / "out" / "li" / "指南.docx").read_bytes() == b"PK"
        assert [one.key for one in store.aside()] == ["2"]
        store.queue(OutboxMessage("folder", "folder:li", "news", (Block("text", "有答复了。"),)))
        say("1", json.dumps({"who": "li", "text": "慢一"}))  # once more
        await until(lambda: "有答复了。" in out.read_text("utf-8"))
        assert out.read_text("utf-8").count("收到：慢一") == 1
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
