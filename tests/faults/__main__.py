"""`python -m tests.faults`: a long campaign, and what came of it."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.botapi import BotApi
from tests.faults.campaign import Campaign
from tests.faults.faults import FAULTS, possible
from tests.faults.people import Verdict


async def campaign(chosen: argparse.Namespace) -> bool:
    """Run what was chosen; whether it held."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as place:
        async with BotApi() as api:
            made = Campaign(api, Path(place), chosen.seed)
            try:
                if chosen.runs:
                    names = tuple(chosen.only.split(",")) if chosen.only else possible()
                    print(f"faults: {', '.join(names)}", flush=True)
                    seen = await made.breaks(chosen.runs, names)
                else:
                    seen = await made.kills(chosen.kills, chosen.questions, chosen.rate)
            finally:
                await made.end()
    return told(seen, made.doubtful, time.monotonic() - begun)


def told(seen: Verdict, doubtful: int, seconds: float) -> bool:
    """Print the count; whether it holds."""
    share = seen.twice / seen.asked if seen.asked else 0.0
    print(f"{seen.asked} asked: {seen.lost} lost, {seen.twice} answered twice ({share:.2%}), {seen.disordered} out of order,")
    print(f"{seen.sorry} given up; {doubtful} sends whose answer a fault took away; {seconds:.0f} s")
    return seen.sound


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--questions", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=20.0, help="questions a second; 0: more than can be answered")
    parser.add_argument("--runs", type=int, default=0, help="runs of other faults instead of kills")
    parser.add_argument("--only", default="", help=f"of {', '.join(FAULTS)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default=None, help="where the bot's folder is made")
    return 0 if asyncio.run(campaign(parser.parse_args())) else 1


if __name__ == "__main__":
    sys.exit(main())
