"""What a tick costs with 100 and with 100,000 rows that are not due, and how fast due posts are planned and carried.

python -m tests.bench.bench_schedule
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from bot.clock import Clock
from bot.db import Database, Tx
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService

NOW = 1_772_409_600  # 2026-03-02 00:00 UTC
DAY = 86400
NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "


class Silent:
    """A feature that has nothing to add, and a channel that takes everything at once."""

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None: ...
    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None: ...
    async def skipped(self, tx: Tx, delivery: Delivery) -> None: ...
    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None: ...

    async def send(self, delivery: Delivery) -> Receipt:
        return Receipt(delivery.id, 1, NOW)

    async def find(self, delivery: Delivery) -> Receipt | None:
        return None


async def store_schedules(db: Database, count: int, due_at: int) -> None:
    async def work(tx: Tx) -> None:
        await tx.run(
            f"""INSERT INTO schedules (kind, subject_id, guild_id, weekdays, wall_minute, zone,
                                       next_date, next_due_at, wake_at, floor_at)
                {NUMBERS} SELECT 'post', i, i, 127, 480, 'UTC', '2026-03-03', :due_at, :due_at, 0 FROM n""",
            {"count": count, "due_at": due_at},
        )

    await db.write(work)


async def store_deliveries(db: Database, count: int, due_at: int) -> None:
    async def work(tx: Tx) -> None:
        await tx.run(
            f"""INSERT INTO deliveries (kind, key, subject_id, guild_id, due_at, expires_at, wake_at)
                {NUMBERS} SELECT 'post', i, i, i, :due_at + i, :due_at + 200000, :due_at + i FROM n""",
            {"count": count, "due_at": due_at},
        )

    await db.write(work)


def service_on(db: Database, clock: Clock) -> ScheduleService:
    service = ScheduleService(db, clock, per_second=1_000_000)
    service.register("post", Silent(), Silent())
    return service


async def idle_tick_us(rows: int, folder: Path, ticks: int = 2000) -> float:
    """Median microseconds of a tick with so many schedules and so many deliveries, none of them due."""
    clock = Clock(NOW, frozen=True)
    db = await Database.open(f"sqlite:///{folder / f'{rows}.sqlite3'}", clock=clock)
    await store_schedules(db, rows, NOW + DAY)
    await store_deliveries(db, rows, NOW + DAY)
    service = service_on(db, clock)
    took = []
    for _ in range(ticks):
        begun = time.perf_counter()
        await service.tick()
        took.append(time.perf_counter() - begun)
    await db.close()
    return statistics.median(took) * 1e6


async def due_at_once(rows: int, folder: Path) -> tuple[float, float]:
    """Seconds to plan and carry so many posts due at the same moment, unpaced, and the loop's longest stall."""
    clock = Clock(NOW, frozen=True)
    db = await Database.open(f"sqlite:///{folder / 'due.sqlite3'}", clock=clock)
    await store_schedules(db, rows, NOW)
    service = service_on(db, clock)
    stall, begun = 0.0, time.perf_counter()
    tick = asyncio.create_task(service.tick())
    while not tick.done():
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        stall = max(stall, time.perf_counter() - before - 0.001)
    took = time.perf_counter() - begun
    assert await tick == rows
    await db.close()
    return took, stall


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        few = await idle_tick_us(100, Path(folder))
        many = await idle_tick_us(100_000, Path(folder))
        print(
            f"a tick, nothing due: {few:.0f} µs with 100 rows, {many:.0f} µs with 100,000; ratio {many / few:.2f}"
        )
        took, stall = await due_at_once(10_000, Path(folder))
        print(
            f"10,000 posts due at once, unpaced: planned and carried in {took:.1f} s"
            f" ({took / 10_000 * 1e3:.2f} ms each); the event loop stalled {stall * 1e3:.1f} ms at most"
        )


if __name__ == "__main__":
    asyncio.run(main())
