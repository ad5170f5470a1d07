"""Count the files of `bot/` that a question passes from the wire to its reply: `python tools/message_path.py [QUESTION]`.

The question comes in on the fake channel and goes through the real inbox, dispatcher, desk, matching and store, on the
knowledge of this checkout. Two numbers come out. *Handed through*: the files on the call stack when the message is kept, when
it is asked, when the knowledge is searched, when the reply is written and when it is sent: the layers that pass it on.
*Entered*: every file in which anything runs meanwhile, helpers, handlers that decline and the store among them. Records
(`bot/model`), sentences (`bot/wording`) and errors are in neither. A first question warms everything up, so that what is
loaded once isn't counted; the threads that write to the store were begun before and are counted by what is asked of them.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot import app  # noqa: E402
from bot.channels.fake import FakeTransport, FakeWire  # noqa: E402
from bot.channels.runtime import Dispatcher  # noqa: E402
from bot.ports import Store  # noqa: E402
from bot.settings import load  # noqa: E402
from bot.threads import Worker  # noqa: E402

BOT = ROOT / "bot"
LEFT_OUT = ("model/", "wording/", "errors.py")
MOMENTS = (
    "Inbox.receive",
    "Worker.ask",
    "KnowledgeIndex.exact",
    "KnowledgeIndex.match",
    "KnowledgeIndex.rank",
    "answer",
    "choose",
    "unknown",
    "FakeTransport.send",
)
"""Functions (`__qualname__`) whose stack shows who hands the message through: kept, asked, searched, written, sent."""
FIRST, QUESTION = "你好", "我们单位十来个人，工会怎么搞"


@dataclass
class Passed:
    """The files that a message passes, in the order in which they were entered first."""

    entered: dict[str, str] = field(default_factory=dict)
    """Files with the function that ran there first."""
    handed: dict[str, None] = field(default_factory=dict)

    def note(self, frame: FrameType, event: str, _: object) -> None:
        """See sys.setprofile."""
        name = _file(frame)
        if event != "call" or not name:
            return
        self.entered.setdefault(name, frame.f_code.co_qualname)
        if frame.f_code.co_qualname in MOMENTS:
            stack = []
            above: FrameType | None = frame
            while above is not None:
                stack.append(_file(above))
                above = above.f_back
            self.handed |= dict.fromkeys(one for one in reversed(stack) if one)


def _file(frame: FrameType) -> str:
    """The file below `bot/` that a frame runs in; empty for any other, and for those that are left out."""
    place = frame.f_code.co_filename
    name = Path(place).relative_to(BOT).as_posix() if place.startswith(str(BOT)) else ""
    return "" if name.startswith(LEFT_OUT) else name


@contextmanager
def traced(desk: ThreadPoolExecutor) -> Iterator[Passed]:
    """What runs meanwhile in this thread and in the desk's."""
    found = Passed()
    desk.submit(sys.setprofile, found.note).result()
    sys.setprofile(found.note)
    try:
        yield found
    finally:
        sys.setprofile(None)
        desk.submit(sys.setprofile, None).result()


async def ask(question: str) -> Passed:
    """The files that a question passes."""
    with tempfile.TemporaryDirectory() as data:
        env = {"JIANHUI_DATA": data, "JIANHUI_WEB": "off", "JIANHUI_ENCODER": "off"}
        settings = load(env=env, dotenv=Path(data) / "none.env")
        with (
            app.open_knowledge(settings) as (live, store),
            app.open_services(settings, live, store) as parts,
            ThreadPoolExecutor(1) as office,
        ):
            wire = FakeWire()
            worker = Worker(parts.handlers, parts.permissions, parts.desk_thread, office)
            serving = asyncio.create_task(Dispatcher(FakeTransport(wire), worker.ask, store).run())
            await answered(wire, store, FIRST)
            with traced(parts.desk_thread) as found:
                await answered(wire, store, question)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
    return found


async def answered(wire: FakeWire, store: Store, text: str) -> None:
    """Say something and wait until its answer is out and noted."""
    count = len(wire.delivered)
    wire.say("wang", text)
    while len(wire.delivered) == count or store.pending("fake"):
        await asyncio.sleep(0.05)


def main() -> None:
    """Print the files, those that hand the message on first, and how many they are."""
    found = asyncio.run(ask(" ".join(sys.argv[1:]) or QUESTION))
    for name in found.handed:
        print(f"    {name}")
    print(f"{len(found.handed)} files hand it through; entered as well:")
    for name, function in found.entered.items():
        if name not in found.handed:
            print(f"    {name:45} {function}")
    print(f"{len(found.entered)} files entered")


if __name__ == "__main__":
    main()
