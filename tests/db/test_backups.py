# ruff: noqa: ASYNC240 - nothing else runs in these loops, so files may be touched in them
"""Backups taken while the bot writes are whole, sound and pruned; a failed one leaves the older ones alone."""

import asyncio
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.db import Database, Tx, backup
from bot.errors import StorageDamaged, StorageError
from tests.db.processes import give_to_all, without_rights
from tests.db.shop import add, ids, ids_in_the_file, on_the_writer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_backup_is_a_whole_database(
    db: Database, folder: Path, clock: Clock, migrations: Path
) -> None:
    await db.write(add(1, "kept"))
    made = await backup(db, folder, clock)
    assert made == folder / "crosswalk-20270115-080000.sqlite3"
    assert names(folder) == [made.name]
    await db.write(add(2))
    restored = await Database.open(f"sqlite:///{made}", clock=clock, migrations=migrations)
    assert await ids(restored) == [1]
    await restored.close()


async def test_taken_while_writes_go_on(db: Database, folder: Path, clock: Clock) -> None:
    """Each transaction adds an item and its part: a backup that cut one in half would show it."""
    done = asyncio.Event()
    counts: list[int] = []

    async def press(first: int) -> None:
        number = first

        async def pair(tx: Tx) -> None:
            await add(number, "x" * 300)(tx)
            await tx.run("INSERT INTO part (item_id) VALUES (:id)", {"id": number})

        while not done.is_set():
            await db.write(pair)
            number += 8

    async def back_up() -> None:
        for _ in range(5):
            counts.append(len(await ids(db)))
            await backup(db, folder, clock)
            clock.advance(1)
        done.set()

    await asyncio.gather(*(press(first) for first in range(8)), back_up())
    assert len(names(folder)) == 5
    for name, before in zip(names(folder), counts, strict=True):
        with closing(sqlite3.connect(folder / name)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            items = {row[0] for row in connection.execute("SELECT id FROM item")}
            parts = {row[0] for row in connection.execute("SELECT item_id FROM part")}
        assert items == parts
        assert len(items) >= before
    assert len(await ids(db)) > counts[-1] > counts[0]


async def test_only_the_newest_stay_and_strangers_are_left_alone(
    db: Database, folder: Path, clock: Clock
) -> None:
    folder.mkdir()
    mine = ["crosswalk-mine.sqlite3", "crosswalk-20200101-000000.sqlite3.gz", "notes.txt"]
    for name in mine:
        (folder / name).write_text("mine")
    made = []
    for _ in range(5):
        made.append((await backup(db, folder, clock, keep=3)).name)
        clock.advance(86_400)
    assert names(folder) == sorted([*mine, *made[-3:]])


async def test_one_of_the_same_second_is_replaced(db: Database, folder: Path, clock: Clock) -> None:
    await backup(db, folder, clock)
    await db.write(add(1))
    again = await backup(db, folder, clock)
    assert names(folder) == [again.name]
    assert ids_in_the_file(again) == [1]


async def fill(db: Database) -> None:
    """15 MB, so that a backup takes a while."""
    rows = ({"id": number, "name": "x" * 3000} for number in range(5000))
    await db.write(lambda tx: tx.run_many("INSERT INTO item (id, name) VALUES (:id, :name)", rows))


async def test_a_second_one_waits_for_the_first(db: Database, folder: Path, clock: Clock) -> None:
    """It begins by clearing unfinished copies away, and that of the first is one for as long as it is made."""
    await fill(db)
    first = asyncio.create_task(backup(db, folder, clock))
    while not list(folder.glob("*.part")) and not first.done():  # noqa: ASYNC110 - a file sets no event
        await asyncio.sleep(0)
    clock.advance(1)
    made = [await backup(db, folder, clock), await first]
    assert names(folder) == sorted(path.name for path in made)
    assert all(len(ids_in_the_file(path)) == 5000 for path in made)


async def test_one_cancelled_before_its_thread_began_is_never_made(
    db: Database, folder: Path, clock: Clock
) -> None:
    release = threading.Event()
    with ThreadPoolExecutor(1) as only_thread:
        asyncio.get_running_loop().set_default_executor(only_thread)
        only_thread.submit(release.wait, 30)
        task = asyncio.create_task(backup(db, folder, clock))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
        release.set()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert names(folder) == []


async def test_what_a_killed_process_left_is_cleared(db: Database, folder: Path, clock: Clock) -> None:
    folder.mkdir()
    (folder / "crosswalk-20260101-000000.sqlite3.part").write_text("half")
    made = await backup(db, folder, clock)
    assert names(folder) == [made.name]


async def test_a_cancelled_one_leaves_nothing_behind(db: Database, folder: Path, clock: Clock) -> None:
    await fill(db)
    for rounds in (0, 1, 2, 50):
        task = asyncio.create_task(backup(db, folder, clock))
        for _ in range(rounds):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not folder.exists() or not [name for name in names(folder) if name.endswith(".part")]
    clock.advance(1)
    made = await backup(db, folder, clock, keep=1)
    assert names(folder) == [made.name]


async def test_a_damaged_database_makes_no_backup_and_prunes_none(
    db: Database, folder: Path, clock: Clock
) -> None:
    kept = await backup(db, folder, clock)
    for number in range(200):
        await db.write(add(number, "x" * 4000))
    await on_the_writer(
        db, lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    )
    with db.path.open("r+b") as file:
        middle = file.seek(0, 2) // 2
        file.seek(middle)
        file.write(b"\xff" * 40_000)
    clock.advance(1)
    with pytest.raises(StorageDamaged):
        await backup(db, folder, clock, keep=1)
    assert names(folder) == [kept.name]


async def test_a_copy_that_fails_its_check_is_not_kept(db: Database, folder: Path, clock: Clock) -> None:
    """A row that breaks a CHECK is copied without complaint; only the integrity check finds it."""
    with closing(sqlite3.connect(db.path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("INSERT INTO item (id, name, amount) VALUES (1, '', -5)")
        connection.commit()
    with pytest.raises(StorageDamaged, match=r"backup was not kept.*CHECK"):
        await backup(db, folder, clock)
    assert names(folder) == []


async def test_the_folder_is_a_file(db: Database, folder: Path, clock: Clock) -> None:
    folder.write_text("mine")
    with pytest.raises(StorageError):
        await backup(db, folder, clock)
    assert folder.read_text() == "mine"
    with pytest.raises(ValueError, match="keep"):
        await backup(db, folder, clock, keep=0)


_LIMITED = """
async def main():
    db = await Database.open(sys.argv[1], clock=Clock(), migrations=pathlib.Path(sys.argv[2]))
    sql = "INSERT INTO item (name) VALUES (:name)"
    await db.write(lambda tx: tx.run_many(sql, ({"name": "x" * 1000} for _ in range(300))))
    folder = pathlib.Path(sys.argv[3])
    await backup(db, folder, Clock(1_800_000_000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), resource.RLIM_INFINITY))
    try:
        await backup(db, folder, Clock(1_800_000_001))
    except StorageError as error:
        print(type(error).__name__)
    print(*(path.name for path in folder.iterdir()))
    await db.close()

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
async def test_a_file_that_may_not_grow(url: str, migrations: Path, folder: Path, tmp_path: Path) -> None:
    give_to_all(tmp_path, 0o777)
    printed = await without_rights(_LIMITED, url, str(migrations), str(folder), "100000")
    assert printed.split() == ["StorageError", "crosswalk-20270115-080000.sqlite3"]


_FORBIDDEN = """
async def main():
    db = await Database.open(sys.argv[1], clock=Clock(), migrations=pathlib.Path(sys.argv[2]))
    try:
        await backup(db, pathlib.Path(sys.argv[3]), Clock())
    except StorageError as error:
        print(type(error).__name__)
    await db.close()

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX users")
async def test_a_folder_that_may_not_be_written(
    url: str, migrations: Path, folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    give_to_all(tmp_path, 0o777)
    folder.chmod(0o555)
    assert (await without_rights(_FORBIDDEN, url, str(migrations), str(folder))).split() == [
        "StorageReadOnly"
    ]
    assert names(folder) == []
