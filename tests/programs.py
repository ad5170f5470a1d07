"""Programs of the tests' own that get killed: forked off a process that has imported what they need, so they start at once."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
from multiprocessing.process import BaseProcess

from tests.house import ROOT
from tests.telegram_rig import HOLDS

_IMPORTED = ["tests.channel_rig", "tests.mail_rig", "tests.telegram_rig"]
"""What a second of each start would go into."""


class Program:
    """A module that runs as `python -m` would run it, in a process of its own."""

    def __init__(self, *arguments: str, holds: str = "") -> None:
        """`arguments` are those of a Python: `-m`, the module, its own. A desk in it is never done with the text `holds`."""
        _, module, *own = arguments
        self._process = _started(module, own, holds)

    @property
    def returncode(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.returncode is None:
            assert self._process.pid is not None
            os.kill(self._process.pid, number)

    async def wait(self) -> int:
        """Its exit code, once it has ended."""
        while (code := self.returncode) is None:
            await asyncio.sleep(0.005)
        return code


def _started(module: str, arguments: list[str], holds: str) -> BaseProcess:
    way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(way)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)  # for the process that imports, when this is the first
    try:
        context.set_forkserver_preload(_IMPORTED)
        process: BaseProcess = context.Process(target=_run, args=(module, arguments, holds), daemon=True)  # type: ignore[attr-defined]  # of every context
        process.start()
    finally:
        os.environ.pop("PYTHONPATH")
        os.environ |= {"PYTHONPATH": before} if before is not None else {}
    return process


def _run(module: str, arguments: list[str], holds: str) -> None:
    os.environ[HOLDS] = holds
    os.chdir(ROOT)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
