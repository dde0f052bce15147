"""From start to ready, and the memory then: a bare bot and Crosswalk, in one server and in 2,500."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Aim, Figure, compared
from tests.bench.processes import running
from tests.bench.stage import BARE_READY, CROSSWALK_READY, Stage, Town, new_folder, settle, stage

TITLE = "Start and memory"
BASELINE = "bare bot"
SERVERS = (1, 2500)
CHANNELS, ROLES = 20, 10
ROUNDS = 3
# Memory is read when the start's own rubbish is gone.
CALM_S = 2.0
MEMORY = Aim(at_most=1.3)


@dataclass(frozen=True, slots=True)
class Started:
    """A bot that is ready: seconds it took, memory in MB (resident, and its proportional share)."""

    ready_s: float
    rss_mb: float
    pss_mb: float


async def start(scene: Stage, town: Town, folder: Path, *command: str, ready: str) -> Started:
    """Start a bot, look at it, and stop it."""
    async with running(*command, folder=folder, env=scene.settings(town.token)) as bot:
        ready_s = await bot.wait_for(ready)
        await asyncio.sleep(CALM_S)
        return Started(ready_s, *bot.memory_mb())


async def rounds(folder: Path, servers: int) -> list[tuple[Started, Started]]:
    """Pairs of (Crosswalk, bare bot). Crosswalk's first start makes its database; it is left out."""
    async with stage("2026-11-02T09:00:00+00:00") as scene:
        town = scene.town("Crosswalk", members=1, channels=CHANNELS)
        scene.servers(town.token, town.owner.user, servers - 1, channels=CHANNELS, roles=ROLES)
        settle()
        home = new_folder(folder, f"of-{servers}")
        pairs = []
        for _ in range(1 + ROUNDS):
            crosswalk = await start(scene, town, home, "bot", "run", ready=CROSSWALK_READY)
            bare = await start(scene, town, home, "tests.bench.bare", ready=BARE_READY)
            pairs.append((crosswalk, bare))
        return pairs[1:]


async def measured() -> list[Figure]:
    """Measure, and tell."""
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for servers in SERVERS:
            pairs = await rounds(Path(folder), servers)
            of = f"{servers:,} server{'s' if servers > 1 else ''}"
            for what, unit, value, aim in (
                ("start to ready", "s", "ready_s", None),
                ("memory (RSS)", "MB", "rss_mb", MEMORY),
                ("memory (PSS)", "MB", "pss_mb", MEMORY),
            ):
                values = [(getattr(ours, value), getattr(bare, value)) for ours, bare in pairs]
                figures.append(compared(f"{what}, {of}", unit, values, aim))
    return figures
