"""Measures on a blind set of which one half is never looked at: of that one only totals are printed.

usage: python tools/blind.py SEEN UNSEEN

Both are files as `jianhui eval` reads them (bot/evaluation/blind.py). The seen half may be listed with `jianhui eval SEEN
--list`; this prints the totals and the reliability of both, and how far the halves lie apart, and neither a question
nor its id.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see bot/cli.py

from bot.app import open_desk, open_index, passing_store
from bot.evaluation import blind
from bot.settings import load


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the totals of both halves."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if len(given) != 2:
        raise SystemExit((__doc__ or "").split("\n\n")[1])
    index = open_index(load())
    shares = []
    for name, file in zip(("seen", "unseen"), given, strict=True):
        found = blind.run(blind.read(Path(file)), open_desk(index, passing_store()), index.knowledge)
        print(f"{name}: {len(found)} questions\n{blind.report(found)}", flush=True)
        shares.append({key: many / max(of, 1) for key, (many, of) in blind.summary(found).items()})
    print("apart: " + ", ".join(f"{key} {shares[0][key] - shares[1][key]:+.3f}" for key in shares[0]))


if __name__ == "__main__":
    main()
