"""Learns the whole knowledge anew beside the bot: in a process of its own, which takes the processor when nobody else does."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

log = logging.getLogger(__name__)

Learn = Callable[[Path], None]
"""Learns the knowledge of a folder, into the cache. It goes to another process, so it is a plain function or a partial."""

_SOON = 3.0
"""Seconds that a process has to end when it is told to."""
_NICENESS = 5


class BackgroundTraining:
    """Trains a copy of the knowledge in another process, one at a time."""

    def __init__(self, learn: Learn) -> None:
        self._learn = learn
        self._process: BaseProcess | None = None

    @property
    def running(self) -> bool:
        """Whether it was begun, and `ended` has not told of its end yet."""
        return self._process is not None

    def begin(self, folder: Path) -> None:
        """Learn the knowledge of a folder; what was begun before is dropped."""
        self.stop()
        # spawned, not forked: a fork of a program with threads may stand still for ever
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=_work, args=(self._learn, folder), daemon=True, name="relearning")
        try:
            process.start()
        except OSError:
            log.exception("could not begin to learn anew")
            return
        self._process = process

    def ended(self) -> bool | None:
        """Whether it went well, once after it has ended; None before."""
        process = self._process
        if process is None or process.is_alive():
            return None
        process.join()
        self._process = None
        if process.exitcode:
            log.warning("learning anew ended with %s", process.exitcode)
        return not process.exitcode

    def stop(self) -> None:
        """End it where it is; what it wrote so far counts as absent."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        process.join(_SOON)
        if process.is_alive():
            process.kill()
            process.join(_SOON)


def _work(learn: Learn, folder: Path) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with suppress(OSError, AttributeError):  # Windows has no niceness
        os.nice(_NICENESS)
    learn(folder)
