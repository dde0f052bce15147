"""Locked, full, read-only, damaged: the right sentence, nothing half kept, and it works again afterwards."""

import asyncio
import contextlib
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import (
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
)
from tests.db.processes import another_program_locks, give_to_all, without_rights
from tests.db.shop import add, ids, in_transaction, on_the_writer, together

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX users and limits")

BIG = "x" * 4000


@pytest.fixture
async def impatient(url: str, clock: Clock, migrations: Path) -> AsyncIterator[Database]:
    db = await Database.open(url, clock=clock, migrations=migrations, busy_timeout_ms=20)
    yield db
    await db.close()


async def test_locked_for_longer_than_we_wait(impatient: Database) -> None:
    db = impatient
    await db.write(add(1))
    async with another_program_locks(db.path):
        outcomes = await together(*(db.write(add(number)) for number in range(2, 10)))
        assert all(isinstance(outcome, StorageBusy) for outcome in outcomes)
        assert len({id(outcome) for outcome in outcomes}) == 8
        assert await ids(db) == [1]
        assert not await in_transaction(db)
    assert await db.write(add(2)) == 2
    assert await ids(db) == [1, 2]


async def test_locked_for_less_than_we_wait(db: Database) -> None:
    async with another_program_locks(db.path) as program:
        write = asyncio.create_task(db.write(add(1)))
        await asyncio.sleep(0)
        assert program.stdin is not None
        program.stdin.close()
        assert await write == 1
    assert await ids(db) == [1]


async def test_opening_a_locked_database(url: str, clock: Clock, migrations: Path, db: Database) -> None:
    async with another_program_locks(db.path):
        with pytest.raises(StorageBusy, match="in use by another program"):
            await Database.open(url, clock=clock, migrations=migrations, busy_timeout_ms=20)
    again = await Database.open(url, clock=clock, migrations=migrations)
    await again.close()


def _grow(pages: int) -> Callable[[sqlite3.Connection], None]:
    """The file may grow by so many pages, as on a disk that is nearly full; a negative number lifts the limit."""

    def limit(connection: sqlite3.Connection) -> None:
        now = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {now + pages if pages >= 0 else 1_000_000}")

    return limit


def _fill(first: int) -> Callable[[Tx], Awaitable[None]]:
    async def work(tx: Tx) -> None:
        for number in range(first, first + 50):
            await add(number, BIG)(tx)

    return work


def _fill_in_one_statement(first: int) -> Callable[[Tx], Awaitable[int]]:
    sql = """
        WITH RECURSIVE n (id) AS (SELECT :first UNION ALL SELECT id + 1 FROM n WHERE id < :first + 50)
        INSERT INTO item (id, name) SELECT id, :name FROM n
    """
    return lambda tx: tx.run(sql, {"first": first, "name": BIG})


async def test_a_full_disk_takes_the_transaction_back_from_all_who_had_run(db: Database) -> None:
    """SQLite rolls everything back here; whoever came later in the queue starts afresh and succeeds."""
    await db.write(add(1))
    await on_the_writer(db, _grow(10))
    outcomes = await together(db.write(add(2)), db.write(_fill(100)), db.write(add(3)))
    assert isinstance(outcomes[0], StorageFull)
    assert isinstance(outcomes[1], StorageFull)
    assert outcomes[2] == 3
    assert await ids(db) == [1, 3]
    assert not await in_transaction(db)
    await on_the_writer(db, _grow(-1))
    await together(db.write(add(2)), db.write(_fill(100)))
    assert len(await ids(db)) == 53


async def test_a_full_disk_that_undoes_one_statement_only_spares_the_others(db: Database) -> None:
    await on_the_writer(db, _grow(10))
    outcomes = await together(db.write(add(2)), db.write(_fill_in_one_statement(100)), db.write(add(3)))
    assert outcomes[0] == 2
    assert isinstance(outcomes[1], StorageFull)
    assert outcomes[2] == 3
    assert await ids(db) == [2, 3]


async def test_a_work_that_swallows_the_engines_rollback_cannot_write_on_outside_a_transaction(
    db: Database,
) -> None:
    async def stubborn(tx: Tx) -> str:
        with contextlib.suppress(sqlite3.OperationalError):
            await _fill(100)(tx)
        try:
            await add(5)(tx)
        except RuntimeError:
            return "all is well"
        return "written outside"

    await on_the_writer(db, _grow(10))
    outcomes = await together(db.write(add(2)), db.write(stubborn), db.write(add(3)))
    assert isinstance(outcomes[0], StorageError)
    assert isinstance(outcomes[1], StorageError)
    assert outcomes[2] == 3
    assert await ids(db) == [3]


async def test_a_commit_that_fails_is_told_to_everybody(db: Database) -> None:
    """A promise (deferred foreign key) is checked at COMMIT only, so one broken promise fails them all."""

    async def promise(tx: Tx) -> None:
        await tx.run("INSERT INTO promise (item_id) VALUES (77)")

    outcomes = await together(db.write(add(1)), db.write(promise), db.write(add(2)))
    assert all(isinstance(outcome, StorageError) for outcome in outcomes)
    assert "nothing was saved" in str(outcomes[0])
    assert not await in_transaction(db)
    assert await ids(db) == []
    assert await db.write(add(1)) == 1


_FULL_AT_COMMIT = """
async def work(tx, number):
    await tx.run("INSERT INTO item (id, name) VALUES (:id, :name)", {"id": number, "name": "x" * 1000})

async def main():
    url, folder, limit = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    db = await Database.open(url, clock=Clock(), migrations=folder)
    await db.write(lambda tx: work(tx, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    several = [db.write(lambda tx, n=n: work(tx, n)) for n in range(1, 120)]
    outcomes = await asyncio.gather(*several, return_exceptions=True)
    print(*sorted({type(outcome).__name__ for outcome in outcomes}))
    print(len(await db.read(lambda tx: tx.all("SELECT id FROM item"))))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await db.write(lambda tx: work(tx, 1))
    print(len(await db.read(lambda tx: tx.all("SELECT id FROM item"))))
    await db.close()

asyncio.run(main())
"""


@posix_only
async def test_a_file_that_may_not_grow_at_the_commit(url: str, migrations: Path, tmp_path: Path) -> None:
    """The write-ahead log meets the limit of the operating system while the batch is committed."""
    give_to_all(tmp_path, 0o777)
    printed = await without_rights(_FULL_AT_COMMIT, url, str(migrations), "65536")
    assert printed.split() == ["StorageError", "1", "2"]


_READ_ONLY = """
async def main():
    try:
        db = await Database.open(sys.argv[1], clock=Clock(), migrations=pathlib.Path(sys.argv[2]))
    except StorageError as error:
        print(type(error).__name__, error.message)
    else:
        print("opened")
        await db.close()

asyncio.run(main())
"""


@posix_only
@pytest.mark.parametrize("case", ["file", "folder", "no file yet", "no folder yet"])
async def test_without_the_right_to_write(case: str, clock: Clock, migrations: Path, tmp_path: Path) -> None:
    file = tmp_path / "data" / "crosswalk.sqlite3"
    if case in ("file", "folder"):
        db = await Database.open(f"sqlite:///{file}", clock=clock, migrations=migrations)
        await db.write(add(1))
        await db.close()
    elif case == "no file yet":
        file.parent.mkdir()
    give_to_all(tmp_path, 0o444)
    if case == "file":
        file.parent.chmod(0o777)
    if case == "folder":
        file.chmod(0o666)
    try:
        printed = await without_rights(_READ_ONLY, f"sqlite:///{file}", str(migrations))
    finally:
        give_to_all(tmp_path, 0o777)
    assert printed.startswith("StorageReadOnly The database cannot be written")


async def test_damage_met_while_running(db: Database) -> None:
    """Pages are overwritten on the disk under the running bot; whoever meets them is told."""
    for number in range(200):
        await db.write(add(number, BIG))
    await on_the_writer(
        db, lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    )
    with db.path.open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(size // 2)
        file.write(b"\xff" * (size // 4))
    with pytest.raises(StorageDamaged, match="newest backup"):
        await db.read_heavy(lambda tx: tx.value("SELECT sum(length(name)) FROM item"))
    assert await db.read(lambda tx: tx.value("SELECT 1")) == 1
