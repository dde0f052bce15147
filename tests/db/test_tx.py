"""What a store function may do with its transaction, and what it is refused."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import pytest

from bot.db import Database, Row, Tx
from tests.db.shop import OrderedError, add, ids, in_transaction


async def test_one_all_and_value(db: Database) -> None:
    await db.write(add(1, "one"))
    await db.write(add(2, "two"))

    async def work(tx: Tx) -> tuple[Row | None, Row | None, list[Row], Any, Any]:
        return (
            await tx.one("SELECT id, name FROM item WHERE id = :id", {"id": 2}),
            await tx.one("SELECT id FROM item WHERE id = :id", {"id": 3}),
            await tx.all("SELECT name FROM item ORDER BY id"),
            await tx.value("SELECT count(*) FROM item"),
            await tx.value("SELECT id FROM item WHERE id = 3"),
        )

    one, none, rows, count, nothing = await db.read(work)
    assert one is not None
    assert (one["id"], one[1]) == (2, "two")
    assert none is None
    assert [row["name"] for row in rows] == ["one", "two"]
    assert count == 2
    assert nothing is None


@pytest.mark.parametrize(
    ("sql", "changed"),
    [
        ("INSERT INTO item (id, name) VALUES (10, ''), (11, '')", 2),
        ("INSERT INTO item (id, name) VALUES (10, ''), (11, '') RETURNING id", 2),
        ("INSERT INTO item (id, name) VALUES (1, '') ON CONFLICT DO NOTHING", 0),
        ("WITH n AS (SELECT 10 AS id UNION SELECT 11) INSERT INTO item (id, name) SELECT id, '' FROM n", 2),
        ("-- twice\nUPDATE item SET amount = amount + 1", 3),
        ("DELETE FROM item WHERE id = 1", 1),  # its two parts go too, uncounted
        ("DELETE FROM item WHERE id = 99", 0),
        ("WITH n AS (SELECT 99 AS id) DELETE FROM item WHERE id IN (SELECT id FROM n)", 0),
        ("CREATE TEMP TABLE other (x)", 0),
    ],
)
async def test_run_counts_the_rows_it_changed(db: Database, sql: str, changed: int) -> None:
    async def work(tx: Tx) -> int:
        for item in (1, 2, 3):
            await add(item)(tx)
        await tx.run("INSERT INTO part (item_id) VALUES (1), (1)")
        return await tx.run(sql)

    assert await db.write(work) == changed


async def test_run_many_takes_any_iterable_of_mappings(db: Database) -> None:
    def rows() -> Iterator[Mapping[str, object]]:
        for number in range(5):
            yield {"id": number, "name": "x"}

    sql = "INSERT INTO item (id, name) VALUES (:id, :name)"
    assert await db.write(lambda tx: tx.run_many(sql, rows())) == 5
    assert await db.write(lambda tx: tx.run_many(sql, [])) == 0
    assert await ids(db) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("params", [(1,), [1], "1", 1])
async def test_parameters_by_position_are_refused(db: Database, params: Any) -> None:
    with pytest.raises(TypeError, match="named :params"):
        await db.read(lambda tx: tx.value("SELECT :id", params))
    with pytest.raises(TypeError, match="named :params"):
        await db.write(lambda tx: tx.run_many("INSERT INTO item (id, name) VALUES (:id, '')", [params]))


async def test_question_marks_are_refused(db: Database) -> None:
    with pytest.raises(sqlite3.ProgrammingError):
        await db.read(lambda tx: tx.value("SELECT ?", {"id": 1}))


async def test_any_mapping_serves(db: Database) -> None:
    class Odd(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            return {"id": 7}[key]

        def __iter__(self) -> Iterator[str]:
            return iter(["id"])

        def __len__(self) -> int:
            return 1

    assert await db.read(lambda tx: tx.value("SELECT :id", Odd())) == 7


@pytest.mark.parametrize(
    "sql",
    [
        "COMMIT",
        "  end",
        "/* now */ ROLLBACK",
        "-- now\n;; Begin IMMEDIATE",
        "SAVEPOINT mine",
        "RELEASE work",
        "ROLLBACK TO work",
        "ATTACH ':memory:' AS other",
        "VACUUM",
        "PRAGMA query_only = OFF",
    ],
)
async def test_stores_cannot_end_the_transaction_they_share(db: Database, sql: str) -> None:
    async def work(tx: Tx) -> None:
        await add(1)(tx)
        await tx.run(sql)

    with pytest.raises(RuntimeError, match="not for stores"):
        await db.write(work)
    with pytest.raises(RuntimeError, match="not for stores"):
        await db.read(lambda tx: tx.all(sql))
    assert await ids(db) == []
    assert not await in_transaction(db)


async def test_the_schema_can_be_read_with_table_functions(db: Database) -> None:
    rows = await db.read(lambda tx: tx.all("SELECT name FROM pragma_table_info('item')"))
    assert [row["name"] for row in rows] == ["id", "name", "amount"]


@pytest.mark.parametrize("how", ["write", "read", "read_heavy"])
async def test_a_transaction_that_has_ended_refuses(db: Database, how: str) -> None:
    kept: list[Tx] = []

    async def work(tx: Tx) -> None:
        kept.append(tx)

    await getattr(db, how)(work)
    for call in (
        kept[0].one("SELECT 1"),
        kept[0].all("SELECT 1"),
        kept[0].value("SELECT 1"),
        kept[0].run("DELETE FROM item"),
        kept[0].run_many("DELETE FROM item WHERE id = :id", [{"id": 1}]),
    ):
        with pytest.raises(RuntimeError, match="has ended"):
            await call

    async def later(_: Tx) -> None:
        await kept[0].run("DELETE FROM item")

    with pytest.raises(RuntimeError, match="has ended"):
        await db.write(later)


async def _bare(_: Tx) -> None:
    await asyncio.sleep(0)


async def _timer(_: Tx) -> None:
    await asyncio.sleep(0.01)


async def _timeout(_: Tx) -> None:
    async with asyncio.timeout(1):
        await asyncio.sleep(0.01)


async def _stubborn(tx: Tx) -> None:
    while True:
        try:
            await asyncio.sleep(0)
        finally:
            await tx.run("DELETE FROM item")


@pytest.mark.parametrize("suspend", [_bare, _timer, _timeout, _stubborn])
@pytest.mark.parametrize("how", ["write", "read"])
async def test_waiting_for_anything_else_is_refused_and_rolled_back(
    db: Database, suspend: Any, how: str
) -> None:
    await db.write(add(1))

    async def work(tx: Tx) -> None:
        if how == "write":
            await add(2)(tx)
        await suspend(tx)

    with pytest.raises(RuntimeError, match="waited for something other"):
        await getattr(db, how)(work)
    assert await ids(db) == [1]
    assert not await in_transaction(db)


async def test_the_clean_up_of_a_work_that_waited_has_run_when_its_caller_is_told(db: Database) -> None:
    cleaned: list[str] = []

    async def work(_: Tx) -> None:
        try:
            await asyncio.sleep(0)
        finally:
            cleaned.append("done")

    with pytest.raises(RuntimeError) as caught:
        await db.write(work)
    assert cleaned == ["done"], caught.value  # the error still holds the frames of the work


async def test_waiting_for_a_future_of_the_loop_is_refused(db: Database) -> None:
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def work(tx: Tx) -> int:
        await add(1)(tx)
        return await future

    with pytest.raises(RuntimeError, match="waited for something other"):
        await db.write(work)
    assert await ids(db) == []
    future.set_result(1)


@pytest.mark.parametrize("inner", ["write", "read", "read_heavy"])
@pytest.mark.parametrize("outer", ["write", "read", "read_heavy"])
async def test_a_transaction_inside_another_is_refused_not_awaited_for_ever(
    db: Database, inner: str, outer: str
) -> None:
    async def innermost(tx: Tx) -> int:
        return int(await tx.value("SELECT 1"))

    async def work(_: Tx) -> int:
        result: int = await getattr(db, inner)(innermost)
        return result

    with pytest.raises(RuntimeError, match="cannot hold another"):
        await getattr(db, outer)(work)
    assert await getattr(db, outer)(innermost) == 1


async def test_a_work_that_is_no_async_function(db: Database) -> None:
    with pytest.raises(TypeError, match="async function"):
        await db.write(lambda _: 1)  # type: ignore[arg-type, return-value]

    def stops(_: Tx) -> Awaitable[int]:
        raise StopIteration

    with pytest.raises(RuntimeError, match="StopIteration"):
        await db.write(stops)
    assert await db.write(add(1)) == 1


async def test_reads_cannot_write(db: Database) -> None:
    await db.write(add(1))
    for read in (db.read, db.read_heavy):
        with pytest.raises(RuntimeError, match=r"use Database\.write"):
            await read(lambda tx: tx.run("DELETE FROM item"))
    assert await ids(db) == [1]


async def test_a_failed_read_leaves_the_reader_usable(db: Database) -> None:
    async def work(tx: Tx) -> None:
        await tx.value("SELECT 1")
        raise OrderedError

    for read in (db.read, db.read_heavy):
        with pytest.raises(OrderedError):
            await read(work)
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await read(lambda tx: tx.value("SELECT 1 FROM nowhere"))
        assert await read(lambda tx: tx.value("SELECT 1")) == 1
    for reader in (db._point, db._heavy):
        with pytest.raises(OrderedError):
            await reader.read(work)
        assert not await reader._line.hop(lambda connection: connection.in_transaction)


async def test_a_read_whose_caller_is_cancelled_in_the_queue_is_dropped(db: Database) -> None:
    release = threading.Event()
    seen: list[str] = []

    def noted(name: str) -> Callable[[Tx], Awaitable[None]]:
        async def work(_: Tx) -> None:
            seen.append(name)
            release.wait(30)

        return work

    tasks = [asyncio.create_task(db.read(noted(name))) for name in ("first", "second", "third")]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.sleep(0)
    release.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(outcomes[1], asyncio.CancelledError)
    assert seen == ["first", "third"]


async def test_a_read_sees_one_state_from_start_to_end(db: Database) -> None:
    """A write is committed between the two look-ups of one read; both must give the same."""
    loop = asyncio.get_running_loop()

    async def work(tx: Tx) -> tuple[int, int]:
        before = await tx.value("SELECT count(*) FROM item")
        # The reader's thread may wait for the loop; the write runs in another thread meanwhile.
        asyncio.run_coroutine_threadsafe(db.write(add(1)), loop).result(30)
        return before, await tx.value("SELECT count(*) FROM item")

    assert await db.read_heavy(work) == (0, 0)
    assert await db.read_heavy(lambda tx: tx.value("SELECT count(*) FROM item")) == 1
