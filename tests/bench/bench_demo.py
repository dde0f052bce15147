"""The demo: from start to ready, the first time and the next, and how long thirteen weeks take in it."""

import tempfile
from pathlib import Path
from time import perf_counter

from bot.settings import load_settings
from sandbox.demo import open_demo
from sandbox.travel import Goal
from tests.bench.figures import Aim, Figure

TITLE = "The demo"
BASELINE = ""
NEXT_STARTS = 3
READY = Aim(at_most=10, of_value=True)


async def measured() -> list[Figure]:
    """Each in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        first, _ = await _start(Path(folder), None)
        later = [(await _start(Path(folder), None))[0] for _ in range(NEXT_STARTS)]
        _, weeks = await _start(Path(folder), Goal.WEEKS13)
    return [
        Figure("first start: three months are played", "s", first, aim=READY),
        Figure("next start", "s", max(later), aim=READY, note=f"the slowest of {NEXT_STARTS}"),
        Figure("a journey of 13 weeks", "s", weeks),
    ]


async def _start(folder: Path, goal: Goal | None) -> tuple[float, float]:
    """Until it is ready; and until it is there."""
    began = perf_counter()
    async with open_demo(0, load_settings(None), folder=folder) as demo:
        ready = perf_counter()
        if goal is not None:
            await demo.machine.go(goal)
        return ready - began, perf_counter() - ready
