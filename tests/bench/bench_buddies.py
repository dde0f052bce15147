"""Matching study buddies: seconds by size of the pool, and how presses are answered while rounds are matched.

On two processors, which the bot and the local Discord fill at 50 presses at once, any third process that is busy makes
presses as slow as matching does (1.3 to 1.4 times): it is the processor they share, not the interpreter lock.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from itertools import islice
from pathlib import Path

from bot.features.buddies.matching_model import Round
from bot.features.buddies.worker import Matcher
from tests.bench import bench_presses as presses
from tests.bench.figures import Aim, Figure, compared
from tests.bench.matching_bot import ORDER, SIZES
from tests.bench.processes import BotProcess, running
from tests.bench.stage import CROSSWALK_READY, new_folder, settle, stage
from tests.buddies.pools import pool

TITLE = "Matching study buddies"
BASELINE = "not matching"
WITHIN_S = {100: 0.1, 5000: 2.0, 20_000: 10.0}
GROWTH = (500, 1000, 2000, 5000, 20_000)
REPEATS = 5
ROUNDS = 9
PRESSES = 400
AT_ONCE = (50, 5)
IDLE_AFTER_S = {5000: 2.0, 20_000: 6.0}

Pair = tuple[presses.Round, presses.Round]


async def seconds(matcher: Matcher, round_: Round) -> tuple[float, float]:
    """Seconds until a round is answered (median), and the event loop's longest stall meanwhile."""
    took, stall = [], 0.0
    for _ in range(REPEATS):
        begun = time.perf_counter()
        task = asyncio.create_task(matcher.match(round_))
        while not task.done():
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            stall = max(stall, time.perf_counter() - before - 0.001)
        took.append(time.perf_counter() - begun)
        await task
    return statistics.median(took), stall


async def matching_figures() -> list[Figure]:
    """Each size, with how much longer it takes than the size before."""
    matcher, figures, before = Matcher(), [], None
    try:
        await matcher.match(pool(2, 1))  # the start of the process, 0.1 s, is not what is measured
        for count in (100, *GROWTH):
            took, stall = await seconds(matcher, pool(count, 1, blocked=0.1, met=1))
            aim = Aim(at_most=WITHIN_S[count], of_value=True) if count in WITHIN_S else None
            grown = (
                ""
                if before is None
                else f"{count / before[0]:.3g} × the members, {took / before[1]:.1f} × the time; "
            )
            note = f"{grown}the event loop stalled {stall * 1000:.0f} ms at most"
            figures.append(Figure(f"{count:,} members", "s", took, aim=aim, note=note))
            before = count, took
    finally:
        await matcher.close()
    return figures


async def measure(folder: Path) -> dict[tuple[int, int], list[Pair]]:
    """By members matched and presses at once: rounds of presses (while matching, idle), one right after the other."""
    combinations = [(count, at_once) for count in SIZES for at_once in AT_ONCE]
    needed = len(combinations) * (ROUNDS + 1) * 2 * PRESSES
    async with AsyncExitStack() as stack:
        scene = await stack.enter_async_context(stage("2026-11-02T08:59:50+00:00"))
        town = scene.town("Crosswalk", members=-(-needed // presses.TRACKS), channels=presses.TRACKS)
        settle()
        home = new_folder(folder, "crosswalk")
        bot = await stack.enter_async_context(
            running("tests.bench.matching_bot", folder=home, env=scene.settings(town.token))
        )
        await bot.wait_for(CROSSWALK_READY)
        posts = await presses.post_questions(scene, town)
        answers: Iterator[presses.Press] = (
            (member, message, presses.LETTERS[number % 4])
            for message in posts
            for number, member in enumerate(town.members)
        )
        rounds: dict[tuple[int, int], list[Pair]] = {}
        for count, at_once in combinations:
            pairs = [await _pair(home, bot, answers, count, at_once) for _ in range(ROUNDS + 1)]
            rounds[count, at_once] = pairs[1:]
    return rounds


async def _pair(
    home: Path, bot: BotProcess, answers: Iterator[presses.Press], count: int, at_once: int
) -> Pair:
    idle = await presses.press_all(list(islice(answers, PRESSES)), "Your streak", bot, at_once)
    order = home / "order"
    order.write_text(str(count))
    order.rename(home / ORDER)
    await asyncio.sleep(0.3)  # until the bot has seen it and the round is under way
    busy = await presses.press_all(list(islice(answers, PRESSES)), "Your streak", bot, at_once)
    (home / ORDER).unlink()
    await asyncio.sleep(IDLE_AFTER_S[count])  # the last round ends
    return busy, idle


async def measured() -> list[Figure]:
    """Measure, and tell."""
    figures = await matching_figures()
    with tempfile.TemporaryDirectory() as folder:
        rounds = await measure(Path(folder))
    for (count, at_once), pairs in rounds.items():
        for share, words in ((0.5, "half"), (0.99, "99 of 100")):
            both = [(busy.percentile_ms(share), idle.percentile_ms(share)) for busy, idle in pairs]
            what = f"{words} answered, {at_once} presses at once, while {count:,} are matched"
            figures.append(compared(what, "ms", both))
    return figures
