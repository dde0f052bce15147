"""A process killed at any moment has kept every write that it acknowledged, and no half of any."""

import asyncio
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.db import Database
from tests.db.shop import add, ids

ROOT = Path(__file__).parents[2]
ROUNDS = 20


async def acknowledged_before_the_kill(url: str, migrations: Path, first: int, acks: int) -> set[int]:
    """Kills the child when it has acknowledged so many writes; returns all that reached us."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.db.writing_child", url, str(migrations), str(first),
        stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert child.stdout is not None
    lines = [await child.stdout.readline() for _ in range(acks)]
    child.kill()
    lines += (await child.stdout.read()).splitlines(keepends=True)
    await child.wait()
    return {int(line) for line in lines if line.endswith(b"\n")}


@pytest.mark.parametrize("seed", [1])
async def test_kills_at_random_moments(
    url: str, file: Path, migrations: Path, clock: Clock, seed: int
) -> None:
    rng = random.Random(seed)
    acknowledged: set[int] = set()
    for round_ in range(ROUNDS):
        acks = rng.randrange(1, 300)
        new = await acknowledged_before_the_kill(url, migrations, round_ * 1_000_000, acks)
        assert len(new) >= acks
        acknowledged |= new
        db = await Database.open(url, clock=clock, migrations=migrations)  # also checks the file
        kept = set(await ids(db))
        parts = {row[0] for row in await db.read(lambda tx: tx.all("SELECT item_id FROM part"))}
        assert acknowledged <= kept
        assert kept == parts
        assert await db.write(add(-round_ - 1)) == -round_ - 1
        await db.write(lambda tx: tx.run("DELETE FROM item WHERE id < 0"))
        await db.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
