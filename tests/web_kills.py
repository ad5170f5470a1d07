"""kill -9 under posts of a browser and edits of the console: what was confirmed is there afterwards.

    python -m tests.web_kills 200

Askers post questions, one fills in a form again and again, an admin edits an entry; each life of the bot ends by SIGKILL at a
random moment. Confirmed is what a browser got its answer for.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bot import app
from bot.channels.web.console.knowledge_pages import fingerprint
from bot.settings import Settings
from tests.house import ROOT
from tests.ports import free_port
from tests.programs import Program
from tests.web_rig import fields_of, small_folders

ADMIN = "web:wang"
ENTRY, DOCUMENT = "setup-must", "leave-application"
QUESTIONS = ("单位必须建工会吗", "公司只有十几个人能建工会吗", "建会要哪些材料", "冰箱里的剩菜能放几天", "工会主席怎么选")
SERVE = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
from bot import app, runtime
from bot.settings import load
data, knowledge, guides, port = sys.argv[1:]
env = {"JIANHUI_DATA": data, "JIANHUI_KNOWLEDGE": knowledge, "JIANHUI_GUIDES": guides, "JIANHUI_WEB_PORT": port,
       "JIANHUI_WEB_PROXIES": "127.0.0.1"}
settings = replace(load(env=env, dotenv=Path("no.env")), encoder=False)
with app.open_knowledge(settings) as (live, store):
    asyncio.run(runtime.serve(settings, live, store, lambda text: print(text, flush=True)))
"""


@dataclass
class Confirmed:
    """What browsers were told is kept."""

    questions: set[str] = field(default_factory=set)
    """Keys of their forms."""
    form: int = 0
    """The number typed last into the form."""
    fills: int = 0
    """How often it was typed into; only the last counts afterwards."""
    edits: list[int] = field(default_factory=list)
    """Numbers of the edits, in order."""
    refused: list[str] = field(default_factory=list)
    """What was answered otherwise than it should."""

    @property
    def posts(self) -> int:
        """How many in all."""
        return len(self.questions) + len(self.edits) + self.fills


@dataclass
class Runner:
    """A bot over folders of its own that is killed and started again."""

    place: Path
    seed: int = 14
    confirmed: Confirmed = field(default_factory=Confirmed)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._port = free_port()
        self._knowledge, self._guides = small_folders(self.place)
        self._data = self.place / "data"
        self._cookies = httpx.Cookies()
        self._typist = httpx.Cookies()
        self._number = 0
        self.lives = 0
        """How often it was killed."""

    # ------------------------------------------------------------ lives

    def started(self) -> Program:
        """A bot with its web open."""
        env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "JIANHUI_ADMINS": f"{ADMIN}=管理"}
        folders = [str(one) for one in (self._data, self._knowledge, self._guides)]
        said = self.place / "said"
        said.unlink(missing_ok=True)
        bot = Program("-c", SERVE, *folders, str(self._port), cwd=ROOT, env=env, out=said)
        while not said.read_bytes().endswith(b"\n"):
            assert bot.poll() is None, "the bot didn't start"
            time.sleep(0.01)
        return bot

    def sign_in(self) -> None:
        """Let the admin in; her session outlives every kill."""
        os.environ["JIANHUI_ADMINS"] = f"{ADMIN}=管理"
        settings = Settings(data=self._data, web_port=self._port)
        with closing(app.open_store(settings)) as store:
            link = app.open_door(settings, store).link(ADMIN)
        with httpx.Client(base_url=self._base, timeout=60) as client:
            page = client.post("/admin/login", data={"token": urlsplit(link).query.partition("token=")[2]})
            assert page.status_code == 303, page.status_code
            self._cookies.update(client.cookies)

    @property
    def _base(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def live(self, seconds: float) -> None:
        """One life of so many seconds under posts, ended by SIGKILL."""
        self.lives += 1
        bot = self.started()
        try:
            if not len(self._cookies):
                self.sign_in()
            asyncio.run(self._posting(bot, seconds))
        finally:
            bot.kill()
            bot.wait()

    def run(self, times: int, most: float) -> None:
        """So many lives, each of up to `most` seconds."""
        for number in range(1, times + 1):
            self.live(self._chance.uniform(0.05, most))
            if number % 20 == 0:
                print(f"{number} kills, {self.confirmed.posts} posts confirmed", flush=True)  # noqa: T201  # for who waits

    async def _posting(self, bot: Program, seconds: float) -> None:
        workers = [*(self._asks() for _ in range(3)), self._fills(), self._edits()]
        running = [asyncio.create_task(one) for one in workers]
        await asyncio.sleep(seconds)
        bot.kill()
        for done in await asyncio.gather(*running, return_exceptions=True):
            if not isinstance(done, httpx.HTTPError):
                raise AssertionError(f"a browser stopped: {done!r}")

    # ------------------------------------------------------------ browsers

    async def _asks(self) -> None:
        while True:
            key, other = f"k{os.urandom(8).hex()}", f"10.{self._chance.randrange(250)}.{self._chance.randrange(250)}.7"
            async with httpx.AsyncClient(base_url=self._base, timeout=60) as client:
                data = {"q": self._chance.choice(QUESTIONS), "once": key}
                reply = await client.post("/ask", data=data, headers={"x-forwarded-for": other})
            if reply.status_code == 303:
                self.confirmed.questions.add(key)
            else:
                self.confirmed.refused.append(f"ask {reply.status_code}")

    async def _fills(self) -> None:
        async with httpx.AsyncClient(base_url=self._base, timeout=60, cookies=self._typist) as client:
            while True:
                self._number += 1
                number = self._number
                headers = {"x-forwarded-for": f"10.251.{number >> 8 & 255}.{number & 255}"}
                data = {"f0": f"试填{number}", "do": "look"}
                reply = await client.post(f"/documents/{DOCUMENT}/fill", data=data, headers=headers)
                if reply.status_code in (200, 422):
                    self._typist.update(client.cookies)
                    self.confirmed.form = number
                    self.confirmed.fills += 1
                else:
                    self.confirmed.refused.append(f"fill {reply.status_code}")

    async def _edits(self) -> None:
        path = f"/admin/knowledge/{ENTRY}"
        async with httpx.AsyncClient(base_url=self._base, timeout=60, cookies=self._cookies) as client:
            while True:
                self._number += 1
                number = self._number
                page = await client.get(path)
                if page.status_code != 200:
                    self.confirmed.refused.append(f"edit {page.status_code}")
                    continue
                said = fields_of(page.text) | {"region": f"试{number}"}
                seen = said.pop("seen")
                sure = fingerprint({key: value.strip() for key, value in said.items()})  # as who has seen what it would change
                page = await client.post(path, data=said | {"seen": seen, "sure": sure, "do": "save"})
                if page.status_code == 303:
                    self.confirmed.edits.append(number)
                elif page.status_code == 409:  # the edit before isn't in force yet
                    await asyncio.sleep(0.3)
                else:
                    self.confirmed.refused.append(f"save {page.status_code}")

    # ------------------------------------------------------------ afterwards

    def settle(self) -> None:
        """One more life, in which what was taken in is answered; ended in peace."""
        bot = self.started()
        try:
            for _ in range(300):
                if not self._pending():
                    break
                time.sleep(0.2)
        finally:
            bot.terminate()
            bot.wait()

    def _pending(self) -> int:
        with closing(self._opened()) as kept:
            return int(kept.execute("SELECT COUNT(*) FROM inbox WHERE payload IS NOT NULL").fetchone()[0])

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self._data / app.DATABASE, timeout=60)

    def lost(self) -> list[str]:
        """What was confirmed and isn't there, or is there twice."""
        with closing(self._opened()) as kept:
            turns = [row[0] for row in kept.execute("SELECT key FROM web_turns")]
            typed = [json.loads(row[0]) for row in kept.execute("SELECT typed FROM web_forms")]
            twice = kept.execute("SELECT wire FROM questions GROUP BY wire HAVING COUNT(*) > 1").fetchall()
            sound = kept.execute("PRAGMA integrity_check").fetchone()[0]
        with closing(app.open_store(Settings(data=self._data))) as store:
            acts = "".join(change.after or "" for act in store.acts(limit=1_000_000) for change in act.changes)
        found = [f"question {key}" for key in self.confirmed.questions - set(turns)]
        found += [f"answered twice {row[0]}" for row in twice]
        found += [f"in work still: {self._pending()}"] if self._pending() else []
        numbers = [int(match[1]) for one in typed for text in one.values() if (match := re.fullmatch(r"试填(\d+)", text))]
        if self.confirmed.form > max(numbers, default=0):
            found.append(f"form {self.confirmed.form}")
        found += [f"edit {number} in the history" for number in self.confirmed.edits if f"region: 试{number}\n" not in acts]
        text = (self._knowledge / "setup.yaml").read_text("utf-8")
        standing = re.search(r"region: 试(\d+)", text)
        if self.confirmed.edits and (not standing or int(standing[1]) < self.confirmed.edits[-1]):
            found.append(f"edit {self.confirmed.edits[-1]} in the file")
        found += [f"database: {sound}"] if sound != "ok" else []
        return found


def main() -> None:
    """So many kills as the command line says, 200 without; what was confirmed, and what of it is lost."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as place, suppress(KeyboardInterrupt):
        runner = Runner(Path(place))
        runner.run(times, 5)
        runner.settle()
        done, lost = runner.confirmed, runner.lost()
        print(f"kill -9 {times} times: {len(done.questions)} questions, {done.fills} fills, {len(done.edits)} edits confirmed")  # noqa: T201
        print(f"lost or doubled: {len(lost)}", *lost[:20], f"refused: {done.refused[:5]}", sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
