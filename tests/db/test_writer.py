"""Group commit: works that share a transaction share nothing else; callers may come, go and be cancelled."""

import asyncio
import random
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import StorageError
from tests.db.shop import OrderedError, add, add_then_fail, ids, ids_in_the_file, in_transaction, together


async def test_works_that_wait_together_are_committed_together(db: Database) -> None:
    before = db.transactions
    await together(*(db.write(add(number)) for number in range(100)))
    assert await ids(db) == list(range(100))
    assert db.transactions - before == 1


async def test_a_batch_has_a_limit(db: Database) -> None:
    before = db.transactions
    await together(*(db.write(add(number)) for number in range(300)))
    assert len(await ids(db)) == 300
    assert db.transactions - before == 3


async def test_works_run_in_the_order_of_calling(db: Database) -> None:
    order: list[int] = []

    def work(number: int) -> Callable[[Tx], Awaitable[None]]:
        async def noted(tx: Tx) -> None:
            await add(number)(tx)
            order.append(number)

        return noted

    await together(*(db.write(work(number)) for number in range(300)))
    assert order == list(range(300))


async def test_a_failing_work_is_rolled_back_alone(db: Database) -> None:
    before = db.transactions
    outcomes = await together(
        db.write(add(1)),
        db.write(add_then_fail(2)),
        db.write(add(1)),  # the id is taken
        db.write(add(3)),
        db.write(lambda tx: tx.run("INSERT INTO nowhere VALUES (1)")),
        db.write(add(2)),
    )
    assert db.transactions - before == 1
    assert outcomes[0] == 1
    assert isinstance(outcomes[1], OrderedError)
    assert isinstance(outcomes[2], sqlite3.IntegrityError)
    assert outcomes[3] == 3
    assert isinstance(outcomes[4], sqlite3.OperationalError)
    assert outcomes[5] == 2
    assert await ids(db) == [1, 2, 3]


async def test_a_work_sees_the_works_before_it(db: Database) -> None:
    outcomes = await together(
        db.write(add(1)),
        db.write(add_then_fail(2)),
        db.write(lambda tx: tx.value("SELECT group_concat(id) FROM item")),
    )
    assert outcomes[2] == "1"


async def test_a_work_may_catch_a_refused_statement_and_go_on(db: Database) -> None:
    async def work(tx: Tx) -> str:
        await add(1)(tx)
        try:
            await add(1)(tx)
        except sqlite3.IntegrityError:
            await add(2)(tx)
        return "done"

    assert await db.write(work) == "done"
    assert await ids(db) == [1, 2]


@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(3), GeneratorExit(), KeyboardInterrupt()])
async def test_any_exception_is_the_callers_own(db: Database, error: BaseException) -> None:
    async def work(tx: Tx) -> None:
        await add(1)(tx)
        raise error

    async def caller() -> str:
        with pytest.raises(type(error)) as caught:
            await db.write(work)
        return "told" if caught.value is error else "told something else"

    outcomes = await together(caller(), db.write(add(2)))
    assert outcomes == ["told", 2]
    assert await ids(db) == [2]


async def test_a_transaction_holds_the_lock_from_its_first_moment(db: Database) -> None:
    """Else a work that reads before it writes could find its reading stale, and fail at once."""

    async def work(_: Tx) -> str:
        with closing(sqlite3.connect(db.path, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                return str(error)
        return "somebody else could write"

    assert await db.write(work) == "database is locked"


async def test_foreign_keys_hold(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await db.write(lambda tx: tx.run("INSERT INTO part (item_id) VALUES (77)"))
    assert not await in_transaction(db)


async def test_a_read_after_a_write_sees_it(db: Database) -> None:
    async def press(number: int) -> None:
        await db.write(add(number))
        sql = "SELECT count(*) FROM item WHERE id = :id"
        assert await db.read(lambda tx: tx.value(sql, {"id": number})) == 1
        assert await db.read_heavy(lambda tx: tx.value(sql, {"id": number})) == 1

    await asyncio.gather(*(press(number) for number in range(300)))


async def test_a_caller_cancelled_in_the_queue_takes_its_work_back(db: Database) -> None:
    """The first work holds the writer, so the second is still queued when its caller goes."""
    release = threading.Event()

    async def hold(tx: Tx) -> None:
        await add(1)(tx)
        release.wait(30)

    first = asyncio.create_task(db.write(hold))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second = asyncio.create_task(db.write(add(2)))
    await asyncio.sleep(0)
    second.cancel()
    release.set()
    with pytest.raises(asyncio.CancelledError):
        await second
    await first
    await db.write(add(3))
    assert await ids(db) == [1, 3]


async def test_a_caller_cancelled_after_the_beginning_gets_its_work_done(db: Database) -> None:
    begun, release = threading.Event(), threading.Event()

    async def slow(tx: Tx) -> None:
        await add(1)(tx)
        begun.set()
        release.wait(30)
        await add(2)(tx)

    caller = asyncio.create_task(db.write(slow))
    await asyncio.to_thread(begun.wait, 30)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    release.set()
    await db.write(add(3))
    assert await ids(db) == [1, 2, 3]
    assert not await in_transaction(db)


@pytest.mark.parametrize("seed", range(5))
async def test_a_storm_of_cancellations(db: Database, seed: int) -> None:
    """Whoever was answered has both rows, nobody has half, and the database goes on."""
    rng = random.Random(seed)
    answered: set[int] = set()

    def pair(number: int) -> Callable[[Tx], Awaitable[None]]:
        async def work(tx: Tx) -> None:
            await add(number)(tx)
            await tx.run("INSERT INTO part (id, item_id) VALUES (:id, :id)", {"id": number})
            if number % 7 == 0:
                raise OrderedError

        return work

    async def press(number: int) -> None:
        await db.write(pair(number))
        answered.add(number)

    tasks = [asyncio.create_task(press(number)) for number in range(600)]
    while not all(task.done() for task in tasks):
        for task in rng.sample(tasks, 40):
            task.cancel()
        for _ in range(rng.randrange(3)):
            await asyncio.sleep(0)
    await asyncio.gather(*tasks, return_exceptions=True)

    await db.write(add(1000))
    assert not await in_transaction(db)
    kept = set(await ids(db)) - {1000}
    parts = {row[0] for row in await db.read(lambda tx: tx.all("SELECT item_id FROM part"))}
    assert kept == parts
    assert answered <= kept
    assert not any(number % 7 == 0 for number in kept)


async def test_the_writer_survives_the_cancelling_of_every_task(db: Database) -> None:
    """Whatever was begun is answered, what waited is refused or done, and the next write works."""
    for round_ in range(20):
        mine = [asyncio.create_task(db.write(add(round_ * 1000 + number))) for number in range(200)]
        for _ in range(round_ % 4):
            await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task(), *mine}:
            task.cancel()
        outcomes = await asyncio.gather(*mine, return_exceptions=True)
        kept = set(await ids(db))
        for number, outcome in enumerate(outcomes):
            if isinstance(outcome, BaseException):
                assert isinstance(outcome, StorageError)
                assert round_ * 1000 + number not in kept
            else:
                assert outcome in kept
        assert await db.write(add(round_ * 1000 + 999)) == round_ * 1000 + 999
        assert not await in_transaction(db)


async def test_closing_finishes_what_was_asked_for(url: str, clock: Clock, migrations: Path) -> None:
    db = await Database.open(url, clock=clock, migrations=migrations)
    writes = [asyncio.create_task(db.write(add(number))) for number in range(300)]
    await asyncio.sleep(0)
    await asyncio.gather(db.close(), db.close())
    assert await asyncio.gather(*writes) == list(range(300))
    for call in (db.write, db.read, db.read_heavy):
        with pytest.raises(StorageError, match="closed"):
            await call(add(999))
    await db.close()
    assert ids_in_the_file(db.path) == list(range(300))


async def test_closing_folds_the_log_into_the_file(url: str, clock: Clock, migrations: Path) -> None:
    db = await Database.open(url, clock=clock, migrations=migrations)
    await db.write(add(1))
    assert await db.read(lambda tx: tx.value("SELECT id FROM item")) == 1
    assert await db.read_heavy(lambda tx: tx.value("SELECT id FROM item")) == 1
    assert {path.name for path in db.path.parent.iterdir()} > {db.path.name}
    await db.close()
    assert [path.name for path in db.path.parent.iterdir()] == [db.path.name]


async def test_a_process_that_forgets_to_close_ends(url: str, migrations: Path) -> None:
    code = (
        "import asyncio, pathlib, sys\n"
        "from bot.clock import Clock\n"
        "from bot.db import Database\n"
        "kept = []\n"
        "async def main():\n"
        "    kept.append(await Database.open(sys.argv[1], clock=Clock(), migrations=pathlib.Path(sys.argv[2])))\n"
        "    await kept[0].write(lambda tx: tx.run(\"INSERT INTO item (id, name) VALUES (1, '')\"))\n"
        "asyncio.run(main())\n"
    )
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", code, url, str(migrations))
    assert await asyncio.wait_for(child.wait(), 60) == 0
    assert ids_in_the_file(Path(url.removeprefix("sqlite:///"))) == [1]


async def test_the_pragmas_of_the_design(db: Database) -> None:
    def read(connection: sqlite3.Connection) -> dict[str, int | str]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "mmap_size", "query_only")
        rows = {
            name: connection.execute(f"PRAGMA {name}").fetchone() for name in (*names, "wal_autocheckpoint")
        }
        return {name: row[0] for name, row in rows.items() if row is not None}

    assert await db._writer._line.hop(read) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "mmap_size": 0,
        "query_only": 0,
        "wal_autocheckpoint": 1000,
    }
    for reader in (db._point, db._heavy):
        found = await reader._line.hop(read)
        assert (found["journal_mode"], found["query_only"], found["wal_autocheckpoint"]) == ("wal", 1, 0)
        assert (found["busy_timeout"], found["mmap_size"]) == (5000, 0)
