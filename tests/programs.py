"""Programs of the tests' own, and the command: forked off a process that has imported what they need, so they start at once.

What starting Python and importing takes, a second of each start, is taken once; from there on it is the program as
`python -m` runs it, in a process of its own with its own environment, folder and output. A start from nothing is what
`tests.house.program` is for.
"""

from __future__ import annotations

import asyncio
import atexit
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol

from tests.house import ROOT
from tests.telegram_rig import HOLDS

_IMPORTED = [
    *("tests.channel_rig", "tests.mail_rig", "tests.telegram_rig"),
    *("bot.cli", "bot.app", "bot.runtime", "bot.channels.web.channel", "bot.store.open_database", "bot.private_files"),
    *("bot.content.record_edit", "bot.handoff.document_updates", "bot.import_export.table_trial", "watchfiles"),
]
"""What a second of each start would go into."""
_LOCK = threading.Lock()
"""Of two that ask at once how a process ended, one would be told nothing."""


class Running(Protocol):
    """A process, begun either way."""

    pid: int

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended; raises TimeoutExpired."""

    def send_signal(self, sig: int, /) -> None:
        """Send it a signal, unless it has ended."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it at once."""


class Program:
    """A module that runs as `python -m` would run it, in a process of its own; much like a `subprocess.Popen`."""

    def __init__(
        self,
        *arguments: str,
        holds: str = "",
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        out: Path | None = None,
        err: Path | None = None,
    ) -> None:
        """`arguments` are those of a Python: `-m` and a module, or `-c` and code, then its own.

        A desk in it is never done with the text `holds`. `env` is its environment, this one's without it. `out` and `err` are
        files that its output is added to.
        """
        flag, module, *own = arguments
        assert flag in ("-m", "-c")
        outputs = [None if one is None else str(one) for one in (out, err)]
        for name in {*outputs} - {None}:
            Path(str(name)).touch()
        settings = {**(os.environ if env is None else env), HOLDS: holds}
        self._process = _started((flag, module, own, settings, str(cwd), outputs))
        assert self._process.pid is not None
        self.pid = self._process.pid
        atexit.register(self.kill)

    @property
    def returncode(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        with _LOCK:
            return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)
        atexit.unregister(self.kill)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended; raises TimeoutExpired."""
        connection.wait([self._process.sentinel], timeout)
        if (code := self.returncode) is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0.0)
        return code

    async def ended(self) -> int:
        """The same without holding up the loop."""
        while (code := self.returncode) is None:
            await asyncio.sleep(0.005)
        return code


def ran(*arguments: str, env: Mapping[str, str], cwd: Path, timeout: float) -> subprocess.CompletedProcess[str]:
    """What came of a program that was left alone; raises TimeoutExpired when it takes longer."""
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place, "out"), Path(place, "err")
        running = Program(*arguments, env=env, cwd=cwd, out=out, err=err)
        try:
            code = running.wait(timeout)
        finally:
            running.kill()
        said = [one.read_text("utf-8") for one in (out, err)]
        return subprocess.CompletedProcess(arguments, code, *said)


def _started(what: tuple[str, str, list[str], dict[str, str], str, list[str | None]]) -> BaseProcess:
    way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(way)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)  # for the process that imports, when this is the first
    try:
        context.set_forkserver_preload(_IMPORTED)
        process: BaseProcess = context.Process(target=_run, args=what, daemon=False)  # type: ignore[attr-defined]  # of every context
        with _LOCK:
            process.start()
    finally:
        os.environ.pop("PYTHONPATH")
        os.environ |= {"PYTHONPATH": before} if before is not None else {}
    return process


def _run(flag: str, module: str, arguments: list[str], env: dict[str, str], folder: str, outputs: list[str | None]) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    for number, name in enumerate(outputs, 1):
        if name is not None:
            file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            os.dup2(file, number)
            os.close(file)
    tempfile.tempdir = None  # as TMPDIR says now
    sys.argv = [module if flag == "-m" else flag, *arguments]
    try:
        if flag == "-m":
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        else:
            exec(module, {"__name__": "__main__"})  # noqa: S102  # the tests' own code
    finally:
        atexit._run_exitfuncs()  # which a forked process leaves out
