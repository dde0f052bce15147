"""Saved presses per second: group commit against one transaction a hop, and a statement a hop, in the same run.

    python -m tests.bench.bench_db [seconds for each]

Each press inserts an answer and adds to a running total, with `synchronous=FULL`. The figures of the baselines
come from plain aiosqlite on a file of the same kind, on the same disk.
"""

import asyncio
import itertools
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiosqlite

from bot.clock import Clock
from bot.db import Database, Tx

SCHEMA = """
CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    occurrence_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    chosen INTEGER NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (occurrence_id, user_id)
) STRICT;
CREATE TABLE total (user_id INTEGER PRIMARY KEY, answers INTEGER NOT NULL) STRICT;
"""
INSERT = """
    INSERT INTO answer (occurrence_id, user_id, chosen, at) VALUES (:occurrence, :user, :chosen, :at)
    ON CONFLICT DO NOTHING
"""
ADD = """
    INSERT INTO total (user_id, answers) VALUES (:user, 1)
    ON CONFLICT (user_id) DO UPDATE SET answers = answers + 1
"""
Press = Callable[[int], Awaitable[object]]


def values(number: int) -> dict[str, object]:
    return {"occurrence": number // 1000, "user": number % 1000, "chosen": number % 4, "at": number}


async def presses_per_second(press: Press, tasks: int, seconds: float) -> tuple[float, float]:
    """Presses a second, and the 99th percentile of one press in ms."""
    numbers = itertools.count()
    waits: list[float] = []
    start = time.perf_counter()

    async def member() -> None:
        while (begun := time.perf_counter()) < start + seconds:
            await press(next(numbers))
            waits.append(time.perf_counter() - begun)

    await asyncio.gather(*(member() for _ in range(tasks)))
    rate = len(waits) / (time.perf_counter() - start)
    return rate, sorted(waits)[len(waits) * 99 // 100] * 1000


async def group_commit(folder: Path, tasks: int, seconds: float) -> tuple[float, float]:
    migrations = folder / "migrations"
    migrations.mkdir()
    (migrations / "0001_bench.sql").write_text(SCHEMA)
    db = await Database.open(f"sqlite:///{folder}/x.sqlite3", clock=Clock(), migrations=migrations)

    async def press(number: int) -> None:
        params = values(number)

        async def work(tx: Tx) -> None:
            if await tx.run(INSERT, params):
                await tx.run(ADD, {"user": params["user"]})

        await db.write(work)

    try:
        return await presses_per_second(press, tasks, seconds)
    finally:
        await db.close()


async def plain(folder: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(folder / "x.sqlite3", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        await connection.execute(f"PRAGMA {pragma}")
    await connection.executescript(SCHEMA)
    return connection


def whole(connection: sqlite3.Connection, number: int) -> None:
    params = values(number)
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute(INSERT, params).rowcount:
        connection.execute(ADD, {"user": params["user"]})
    connection.execute("COMMIT")


async def transaction_a_hop(folder: Path, tasks: int, seconds: float) -> tuple[float, float]:
    connection: Any = await plain(folder)
    try:
        return await presses_per_second(
            lambda number: connection._execute(whole, connection._conn, number), tasks, seconds
        )
    finally:
        await connection.close()


async def statement_a_hop(folder: Path, tasks: int, seconds: float) -> tuple[float, float]:
    connection = await plain(folder)
    lock = asyncio.Lock()

    async def press(number: int) -> None:
        params = values(number)
        async with lock:
            await connection.execute("BEGIN IMMEDIATE")
            cursor = await connection.execute(INSERT, params)
            if cursor.rowcount:
                await connection.execute(ADD, {"user": params["user"]})
            await connection.execute("COMMIT")

    try:
        return await presses_per_second(press, tasks, seconds)
    finally:
        await connection.close()


async def main(seconds: float) -> None:
    for tasks in (1, 64):
        base = 0.0
        for measure in (statement_a_hop, transaction_a_hop, group_commit):
            with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
                rate, slowest = await measure(Path(folder), tasks, seconds)
            if measure is transaction_a_hop:
                base = rate
            ratio = f"{rate / base:6.2f} times a transaction a hop" if base else ""
            name = measure.__name__.replace("_", " ")
            print(f"{tasks:3} tasks  {name:18} {rate:9,.0f}/s  p99 {slowest:7.2f} ms  {ratio}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 3))
