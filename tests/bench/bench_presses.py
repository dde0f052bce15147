"""Presses at 50 at once: a bare bot that answers a constant, and Crosswalk that saves and scores each answer."""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from sandbox.members import MemberDriver
from sandbox.seen import LiveMessage
from tests.bench.figures import Aim, Figure, compared
from tests.bench.processes import BotProcess, running
from tests.bench.stage import BARE_READY, CROSSWALK_READY, Stage, Town, new_folder, own_cpu_s, settle, stage

TITLE = "Presses, 50 at once"
BASELINE = "bare bot"
AT_ONCE = 50
ROUNDS = 13
PRESSES = 600
TRACKS = 4
MEMBERS = ROUNDS * PRESSES // TRACKS
LETTERS = "ABCD"

Press = tuple[MemberDriver, LiveMessage, str]


@dataclass(frozen=True, slots=True)
class Round:
    """One round of presses on one bot. Latencies in seconds, sorted; CPU in seconds over all presses."""

    latencies: list[float]
    wall_s: float
    bot_cpu_s: float
    local_cpu_s: float

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.wall_s

    def percentile_ms(self, share: float) -> float:
        """The latency that this share of the presses did not exceed, in ms."""
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))] * 1000

    @property
    def cpu_ms(self) -> float:
        """Processor time of the bot for one press, in ms."""
        return self.bot_cpu_s * 1000 / len(self.latencies)


async def press_all(
    presses: Sequence[Press], expected: str, bot: BotProcess, at_once: int = AT_ONCE
) -> Round:
    """Every press, `at_once` under way at any time. Raises RuntimeError when an answer is not what it should be."""
    waiting, latencies = iter(presses), []

    async def worker() -> None:
        for member, message, button in waiting:
            begun = time.perf_counter()
            reply = await member.click(message, button)
            latencies.append(time.perf_counter() - begun)
            if expected not in reply.text():
                raise RuntimeError(f"a press was answered with {reply.text()!r}")

    cpu, own, begun = bot.cpu_s(), own_cpu_s(), time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    wall = time.perf_counter() - begun
    return Round(sorted(latencies), wall, bot.cpu_s() - cpu, own_cpu_s() - own)


async def post_questions(scene: Stage, town: Town) -> list[LiveMessage]:
    """The owner sets up a track in each channel, and the clock comes to the minute of their posts."""
    now = scene.clock.today()
    due = now.replace(second=0, microsecond=0).timestamp() + 60
    if due - now.timestamp() < 3:
        due += 60
    at = time.strftime("%H:%M", time.gmtime(due))
    for channel in town.channels:
        options = {"certification": "CPC", "channel": channel, "time": at, "timezone": "UTC"}
        reply = await town.owner.slash("admin track add", options)
        if "Set up" not in reply.text():
            raise RuntimeError(reply.text())
    return [await post_in(town, number) for number in range(len(town.channels))]


async def post_in(town: Town, channel: int) -> LiveMessage:
    """The first message in one of the town's channels, as soon as it is there."""
    async with asyncio.timeout(150):
        while True:
            for message in town.owner.messages(town.channels[channel]):
                if not message.ephemeral:
                    return message
            await asyncio.sleep(0.05)


def scored_answers(folder: Path) -> int:
    """How many first answers in time the database of the bot in `folder` holds."""
    database = sqlite3.connect(f"file:{folder}/data/crosswalk.sqlite3?mode=ro", uri=True)
    try:
        (count,) = database.execute("SELECT COUNT(*) FROM answers WHERE scored = 1").fetchone()
        return int(count)
    finally:
        database.close()


async def measure(folder: Path) -> list[tuple[Round, Round]]:
    """Rounds of (Crosswalk, bare bot), one right after the other. The first pair warms up and is left out."""
    async with AsyncExitStack() as stack:
        scene = await stack.enter_async_context(stage("2026-11-02T08:59:50+00:00"))
        bare_town = scene.town("Bare", members=MEMBERS, channels=1)
        town = scene.town("Crosswalk", members=MEMBERS, channels=TRACKS)
        settle()
        home = new_folder(folder, "crosswalk")
        env = {**scene.settings(bare_town.token), "BENCH_CHANNEL": str(bare_town.channels[0].id)}
        bare = await stack.enter_async_context(running("tests.bench.bare", folder=folder, env=env))
        await bare.wait_for(BARE_READY)
        crosswalk = await stack.enter_async_context(
            running("bot", "run", folder=home, env=scene.settings(town.token))
        )
        await crosswalk.wait_for(CROSSWALK_READY)
        posts = await post_questions(scene, town)
        post = await post_in(bare_town, 0)
        bare_presses = ((member, post, "A") for member in cycle(bare_town.members))
        first_answers: Iterator[Press] = (
            (member, message, LETTERS[number % len(LETTERS)])
            for message in posts
            for number, member in enumerate(town.members)
        )
        rounds = []
        for _ in range(ROUNDS):
            ours = await press_all(list(islice(first_answers, PRESSES)), "Your streak", crosswalk)
            rounds.append((ours, await press_all(list(islice(bare_presses, PRESSES)), "Noted.", bare)))
        if (saved := scored_answers(home)) != ROUNDS * PRESSES:
            raise RuntimeError(f"{saved} answers were saved of {ROUNDS * PRESSES}")
    return rounds[1:]


async def measured() -> list[Figure]:
    """Measure, and tell."""
    with tempfile.TemporaryDirectory() as folder:
        rounds = await measure(Path(folder))

    def pairs(value: str, *args: float) -> list[tuple[float, float]]:
        return [(_of(ours, value, *args), _of(bare, value, *args)) for ours, bare in rounds]

    share = max(round_.local_cpu_s / round_.wall_s for pair in rounds for round_ in pair)
    return [
        compared(
            "answers", "/s", pairs("per_second"), Aim(at_least=0.7), f"local Discord busy ≤ {share:.0%}"
        ),
        compared("half are answered within", "ms", pairs("percentile_ms", 0.5)),
        compared("99 of 100 within", "ms", pairs("percentile_ms", 0.99), Aim(at_most=2)),
        compared("CPU of a press", "ms", pairs("cpu_ms"), Aim(at_most=0.6 / 0.36)),
    ]


def _of(round_: Round, value: str, *args: float) -> float:
    found = getattr(round_, value)
    return float(found(*args) if args else found)
