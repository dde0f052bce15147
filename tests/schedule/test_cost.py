"""Waking costs what is due, not what is stored: every statement of an idle tick goes through an index."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.db import Row, Tx
from bot.schedule import outbox, store
from tests.schedule.world import World, at, daily

NOW = at("2026-03-02 06:00")


class Explaining:
    """A transaction that also keeps the plan of every statement it runs."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.plans: dict[str, list[str]] = {}

    async def _explain(self, sql: str, params: Any) -> None:
        rows = await self._tx.all(f"EXPLAIN QUERY PLAN {sql}", params)
        self.plans[sql] = [row["detail"] for row in rows]

    async def one(self, sql: str, params: Any = {}) -> Row | None:  # noqa: B006 - as the protocol has it
        await self._explain(sql, params)
        return await self._tx.one(sql, params)

    async def all(self, sql: str, params: Any = {}) -> list[Row]:  # noqa: B006
        await self._explain(sql, params)
        return await self._tx.all(sql, params)

    async def value(self, sql: str, params: Any = {}) -> Any:  # noqa: B006
        await self._explain(sql, params)
        return await self._tx.value(sql, params)

    async def run(self, sql: str, params: Any = {}) -> int:  # noqa: B006
        await self._explain(sql, params)
        return await self._tx.run(sql, params)

    async def run_many(self, sql: str, params: Any) -> int:
        return await self._tx.run_many(sql, params)


async def test_no_statement_walks_through_a_table(world: World) -> None:
    await world.add(daily("08:00"))

    async def all_of_them(tx: Tx) -> dict[str, list[str]]:
        explaining = Explaining(tx)
        await store.earliest_due(explaining, NOW, 3600, 10)
        await store.by_id(explaining, 1)
        await store.by_subject(explaining, "quiz.post", 1)
        await store.put_off(explaining, 1, NOW)
        await store.wake_at(explaining)
        await outbox.due_ids(explaining, NOW, 10)
        await outbox.by_id(explaining, 1)
        await outbox.wake_at(explaining)
        await outbox.claim(explaining, 1, NOW)
        await outbox.withdraw_open(explaining, 1, NOW)
        await outbox.withdraw(explaining, "notice", "a", NOW)
        await outbox.move(explaining, "notice", "a", NOW)
        await outbox.purge(explaining, NOW, 10)
        return explaining.plans

    plans = await world.db.write(all_of_them)
    assert len(plans) == 14
    for sql, plan in plans.items():
        assert any("USING" in step for step in plan), sql
        # min(wake_at) is written as SCAN … USING COVERING INDEX: it reads the first entry only.
        walks = [step for step in plan if step.startswith(("SCAN schedules", "SCAN deliveries"))]
        assert all("min(wake_at)" in sql and "USING COVERING INDEX" in step for step in walks), (sql, plan)


async def store_rows_not_due(world: World, count: int) -> None:
    """So many schedules, and so many deliveries, all for tomorrow."""
    params = {"count": count, "due_at": NOW + 86400}
    numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "

    async def work(tx: Tx) -> None:
        await tx.run("DELETE FROM schedules")
        await tx.run("DELETE FROM deliveries")
        await tx.run(
            f"""INSERT INTO schedules (kind, subject_id, guild_id, weekdays, wall_minute, zone,
                                       next_date, next_due_at, wake_at, floor_at)
                {numbers} SELECT 'quiz.post', i, i, 127, 480, 'UTC', '2026-03-03', :due_at + i, :due_at + i, 0
                          FROM n""",
            params,
        )
        await tx.run(
            f"""INSERT INTO deliveries (kind, key, subject_id, guild_id, due_at, expires_at, wake_at)
                {numbers} SELECT 'notice', i, i, i, :due_at + i, :due_at + 90000, :due_at + i FROM n""",
            params,
        )

    await world.db.write(work)


def steps(path: Path, statements: Iterable[str], params: dict[str, int]) -> int:
    """How many instructions SQLite's machine takes for them: a measure of cost without a watch."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection = sqlite3.connect(path)
    connection.set_progress_handler(step, 1)
    for sql in statements:
        connection.execute(sql, params).fetchall()
    connection.close()
    return count


async def test_an_idle_tick_costs_the_same_with_a_hundred_rows_and_with_twenty_thousand(world: World) -> None:
    async def idle_tick(tx: Tx) -> list[str]:
        explaining = Explaining(tx)
        assert await store.earliest_due(explaining, NOW, 3600, 10) == []
        assert await outbox.due_ids(explaining, NOW, 10) == []
        await store.wake_at(explaining)
        await outbox.wake_at(explaining)
        return list(explaining.plans)

    statements = await world.db.read(idle_tick)
    params = {"now": NOW, "span": 3600, "limit": 10}
    await store_rows_not_due(world, 100)
    few = steps(world.db.path, statements, params)
    await store_rows_not_due(world, 20_000)
    assert steps(world.db.path, statements, params) == few
