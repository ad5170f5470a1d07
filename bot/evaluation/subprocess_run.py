"""Runs a measurement in a process of its own, so that nothing loaded or freed before it counts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def alone(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """What `work` returns, from a fresh interpreter; it must be a module's function, its arguments and result picklable.

    Raises BrokenProcessPool when that process dies, as it does when memory runs out.
    """
    # spawn, not fork: a fork would inherit this process's memory and its imports
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given, **named).result()
