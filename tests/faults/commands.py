"""Commands that change what is kept, ended as by `kill -9` at each of their steps and at random moments: whole, or refused.

    python -m tests.faults.commands              30 random moments each, and every step on the disk
    python -m tests.faults.commands 100 backup   100 random moments of `backup` alone

Each begins on a fresh folder with a database whose newest rows a killed process left in the log beside it.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from bot import app
from bot.errors import StoreError
from bot.hot_reload import backup
from bot.model import Decision, Question, Reply
from bot.ports import Store
from bot.settings import load
from bot.store import migrations
from bot.store.open_database import open_server
from bot.store.sqlite_store import SqliteStore
from tests import postgres_rig
from tests.faults.deadly import STEPS
from tests.house import ROOT
from tests.programs import Program

OLD, NEW = 50, 57
"""Questions in a backup, and in the database since."""
HERE = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")
_TOPIC = "topic: {name}\nentries:\n  - id: {name}-one\n    question: {name}怎么办理？\n    answer: {name}旧答案。\n"
_TOPICS = ("aid", "dues", "setup")
BEFORE, AFTER, REFUSED = "as before", "done", "refused"


@dataclass(frozen=True)
class Trial:
    """A command, how its folder is made, and what is found after it was killed."""

    name: str
    arguments: tuple[str, ...]
    found: Callable[[Path], str]
    """BEFORE, AFTER or REFUSED; raises AssertionError for anything between."""
    made: Callable[[Path], None] = lambda folder: None
    """Makes the folder, beside what all have."""


@dataclass
class Tally:
    """What was found."""

    found: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- folders


def asks(store: Store, first: int, last: int) -> None:
    """So many questions."""
    for number in range(first, last):
        question = Question(f"第{number}个问题", "telegram:7", "telegram:7", "telegram", str(number))
        store.record(question, Reply(question.text, Decision.UNKNOWN, ()), "")


def laid(folder: Path) -> None:
    """A knowledge, guides, a backup, and a database that has gone on since and whose process was killed."""
    for name in ("knowledge", "guides"):
        (folder / name).mkdir(parents=True)
    for name in _TOPICS:
        (folder / "knowledge" / f"{name}.yaml").write_text(_TOPIC.format(name=name), "utf-8")
    path = folder / "data" / "jianhui.db"
    with closing(SqliteStore(path)) as store:
        asks(store, 0, OLD)
    backup.make(folder / "kept.zip", folder / "data", {name: folder / name for name in ("knowledge", "guides")})
    with closing(SqliteStore(path)) as store:
        asks(store, OLD, NEW)
        left = {place: place.read_bytes() for place in path.parent.glob("jianhui.db*")}
    for place, content in left.items():  # as it lay before it was closed
        place.write_bytes(content)


def sheet(folder: Path) -> None:
    """A table that changes every topic."""
    run(folder, "export", "table.xlsx")
    book = openpyxl.load_workbook(folder / "table.xlsx")
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "旧答案" in cell.value:
                    cell.value = cell.value.replace("旧答案", "新答案")
    book.save(folder / "table.xlsx")


def older(folder: Path) -> None:
    """The database of an early version, with messages and questions for a person."""
    path = folder / "data" / "jianhui.db"
    for place in path.parent.glob("jianhui.db*"):
        place.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrations.migrate(old, migrations.STEPS[:12])
        old.execute("BEGIN")
        for number in range(2000):
            old.execute(
                "INSERT INTO inbox (channel, key, payload, received) VALUES ('telegram:1', ?, '问', 5.0)", [str(number)]
            )
            old.execute(
                "INSERT INTO handovers (asked, channel, conversation, asker, wire, text, context)"
                " VALUES (5.0, 'telegram', 'telegram:7', 'telegram:7', ?, '市总电话是多少', '[]')",
                [str(number)],
            )
        old.execute("COMMIT")


# ---------------------------------------------------------------- what is found


def asked(path: Path) -> int:
    """Questions in a database that opens; raises StoreError for one that doesn't."""
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as seen:
        rows = [row[0] for row in seen.execute("SELECT text FROM questions ORDER BY id")]
    assert rows == [f"第{number}个问题" for number in range(len(rows))]
    return len(rows)


def backed_up(folder: Path) -> str:
    """Whether the new backup is whole, or isn't there."""
    assert asked(folder / "data" / "jianhui.db") == NEW
    if not (folder / "new.zip").exists():
        return BEFORE
    assert backup.verify(folder / "new.zip").rows["questions"] == NEW
    return AFTER


def laid_out(folder: Path) -> str:
    """Whether a backup is laid out whole, or not at all."""
    if not (folder / "there").exists():
        return BEFORE
    assert asked(folder / "there" / "data" / "jianhui.db") == OLD
    for name in _TOPICS:
        assert (folder / "there" / "knowledge" / f"{name}.yaml").is_file()
    return AFTER


def put_back(folder: Path) -> str:
    """Whether the database is the one of the backup, or the one before with all that it had."""
    count = asked(folder / "data" / "jianhui.db")
    assert count in (OLD, NEW), f"{count} questions"
    return AFTER if count == OLD else BEFORE


def imported(folder: Path) -> str:
    """Whether every topic is changed, or none, once a process has looked; and whether the edits say so."""
    paths = {name: str(folder / name) for name in ("data", "knowledge", "guides")}
    settings = load(env={"JIANHUI_ENCODER": "off"} | {f"JIANHUI_{one.upper()}": path for one, path in paths.items()})
    with app.open_knowledge(settings) as (live, store):
        answers = Counter("新" in one.answer for one in live.index.knowledge.entries)
        edits = len(store.acts())
    assert len(answers) == 1, f"{answers[True]} of {len(_TOPICS)} topics are changed"
    changed = bool(answers[True])
    assert edits == changed, f"{edits} edits in the book, changed: {changed}"
    assert not [path for path in (folder / "knowledge").iterdir() if path.name.startswith(".")]
    return AFTER if changed else BEFORE


def migrated(folder: Path) -> str:
    """Whether the database is at the last version, or at the one before, and opens with all that it had."""
    path = folder / "data" / "jianhui.db"
    with closing(sqlite3.connect(path)) as seen:
        version = migrations.version(seen)
    assert version in (12, len(migrations.STEPS)), version
    with closing(SqliteStore(path)) as store:
        assert len(store.pending("telegram:1")) == 2000
        assert len(store.unplaced(3000)) == 2000
    return BEFORE if version == 12 else AFTER


def moved(folder: Path) -> str:
    """Whether the new file is whole, or isn't taken for everything."""
    assert asked(folder / "data" / "jianhui.db") == NEW
    path = folder / "new" / "jianhui.db"
    if not path.exists():
        return BEFORE
    assert asked(path) == NEW
    return AFTER


def open_and_list(address: str) -> Sequence[tuple[str, int]]:
    """The last questions on a server; raises StoreError when it can't be opened."""
    with closing(open_server(address)) as store:
        return store.texts_asked(10 * NEW)


def moved_to(address: str) -> str:
    """The same for a server: whole, empty, or refused."""
    try:
        count = len(open_and_list(address))
    except StoreError as error:
        if "不完整" not in str(error):
            raise
        return REFUSED
    assert count in (0, NEW), f"{count} questions"
    return AFTER if count else BEFORE


TRIALS = (
    Trial("backup", (*HERE, "backup", "new.zip"), backed_up),
    Trial("restore --to", (*HERE, "restore", "kept.zip", "--to", "there"), laid_out),
    Trial("restore", (*HERE, "restore", "kept.zip"), put_back),
    Trial("import", (*HERE, "import", "table.xlsx", "--apply"), imported, sheet),
    Trial("migration", (*HERE, "setaside"), migrated, older),
    Trial("move-store", (*HERE, "move-store", "data/jianhui.db", "new/jianhui.db"), moved),
)


@contextmanager
def on_server(server: str) -> Iterator[tuple[Trial, ...]]:
    """The moves to a server and back."""
    address = postgres_rig.fresh(server, "target")
    source = postgres_rig.fresh(server, "source")
    with closing(open_server(source)) as store:
        asks(store, 0, NEW)

    def emptied(_: Path) -> None:
        postgres_rig.fresh(server, "target")

    yield (
        Trial("to a server", (*HERE, "move-store", "data/jianhui.db", address), lambda _: moved_to(address), emptied),
        Trial("from a server", (*HERE, "move-store", source, "new/jianhui.db"), moved),
    )


# ---------------------------------------------------------------- killing


def run(folder: Path, *arguments: str, step: int = 0, after: float | None = None) -> tuple[bool, float]:
    """Run a command in a folder, killed at a step or after so many seconds: whether it was, and the seconds it took."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANHUI_")}
    env |= {
        "PYTHONPATH": str(ROOT),
        "JIANHUI_ENCODER": "off",
        STEPS: str(folder.parent / "steps"),
        "TMPDIR": str(folder / "tmp"),
    }
    (folder / "tmp").mkdir(exist_ok=True)
    line = arguments if arguments[:1] == HERE[:1] else (*HERE, *arguments)
    began = time.monotonic()
    said = folder.parent / "said"
    said.unlink(missing_ok=True)
    work = Program("-m", "tests.faults.deadly", str(step), *line, cwd=folder, env=env, out=said, err=said)
    try:
        code = work.wait(after)
    except subprocess.TimeoutExpired:
        work.kill()
        code = work.wait()
    killed = code == -signal.SIGKILL
    assert killed or code == 0, said.read_text("utf-8")
    return killed, time.monotonic() - began


def fresh(trial: Trial, place: Path) -> Path:
    """A folder for a trial."""
    folder = place / "home"
    shutil.rmtree(folder, ignore_errors=True)
    pristine = place / f"pristine {trial.name}"
    if not pristine.exists():
        laid(pristine)
        if trial.made in (sheet, older):
            trial.made(pristine)
    shutil.copytree(pristine, folder)
    if trial.made not in (sheet, older):
        trial.made(folder)
    return folder


def whole_run(trial: Trial, place: Path) -> tuple[Sequence[str], float]:
    """The steps of a command that is left alone, and the seconds that it takes."""
    folder = fresh(trial, place)
    _, seconds = run(folder, *trial.arguments)
    steps = (place / "steps").read_text("utf-8").splitlines()
    assert trial.found(folder) == AFTER, trial.name
    return steps, seconds


def killed_at(trial: Trial, place: Path, tally: Tally, *, step: int = 0, after: float | None = None) -> None:
    """Kill the command there, look, and have it run again to its end."""
    folder = fresh(trial, place)
    run(folder, *trial.arguments, step=step, after=after)
    where = f"{trial.name}, step {step}" if step else f"{trial.name}, after {after:.2f} s"
    try:
        found = trial.found(folder)
        tally.found[found] += 1
        if found == BEFORE and (step or 3) % 3 == 0:  # a third is enough
            run(folder, *trial.arguments)
            assert trial.found(folder) == AFTER, "it can't be done afterwards"
    except (AssertionError, StoreError, sqlite3.Error) as error:
        tally.broken.append(f"{where}: {error}")


def main(moments: int, wanted: str) -> int:
    """Every trial; how many found neither."""
    chance, broken = random.Random(1), 0
    with tempfile.TemporaryDirectory() as top, postgres_rig.server() as server, on_server(server) as more:
        for trial in (*TRIALS, *more):
            if wanted not in ("", trial.name):
                continue
            tally = Tally()
            steps, seconds = whole_run(trial, Path(top))
            for step in range(1, len(steps) + 1):
                killed_at(trial, Path(top), tally, step=step)
            for _ in range(moments):
                killed_at(trial, Path(top), tally, after=seconds * chance.uniform(0.3, 1.05))
            told = ", ".join(f"{count} {what}" for what, count in tally.found.most_common())
            print(
                f"{trial.name}: killed at {len(steps)} steps and {moments} moments: {told}; {len(tally.broken)} neither",
                flush=True,
            )
            print("".join(f"  {one}\n" for one in tally.broken), end="", flush=True)
            broken += len(tally.broken)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 30, sys.argv[2] if sys.argv[2:] else ""))
