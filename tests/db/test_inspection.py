# ruff: noqa: ASYNC240 - nothing else runs in these loops, so files may be touched in them
"""`crosswalk db status`: tells the state of the file and changes nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.db import Database, status
from bot.errors import StorageDamaged
from tests.db.shop import add, ids


async def test_no_file_yet(url: str, file: Path, migrations: Path) -> None:
    found = await status(url, migrations=migrations)
    assert (found.exists, found.size, found.applied, found.pending) == (False, 0, (), ("0001_shop",))
    assert not file.parent.exists()


async def test_while_the_bot_runs(db: Database, url: str, migrations: Path) -> None:
    await db.write(add(1))
    (migrations / "0002_more.sql").write_text("SELECT 1;")
    found = await status(url, migrations=migrations)
    assert (found.exists, found.integrity, found.journal_mode, found.problem) == (True, "ok", "wal", None)
    assert found.sqlite_version == sqlite3.sqlite_version
    assert [(one.number, one.name, one.applied_at) for one in found.applied] == [
        (1, "0001_shop", 1_800_000_000)
    ]
    assert found.pending == ("0002_more",)
    assert found.size == sum(db.path.with_name(db.path.name + end).stat().st_size for end in ("", "-wal"))
    await db.write(add(2))
    assert await ids(db) == [1, 2]


async def test_it_changes_nothing(db: Database, url: str, file: Path, migrations: Path) -> None:
    await db.write(add(1))
    await db.close()
    before = file.read_bytes()
    await status(url, migrations=migrations)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


async def test_a_newer_database(url: str, file: Path, clock: Clock, migrations: Path) -> None:
    await (await Database.open(url, clock=clock, migrations=migrations)).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO migrations VALUES (2, '0002_future', 'x', 1)")
        connection.commit()
    found = await status(url, migrations=migrations)
    assert [one.name for one in found.applied] == ["0001_shop", "0002_future"]
    assert found.problem is not None
    assert "newer Crosswalk" in found.problem


async def test_a_damaged_database(db: Database, url: str, file: Path, migrations: Path) -> None:
    for number in range(100):
        await db.write(add(number, "x" * 500))
    await db.close()
    content = bytearray(file.read_bytes())
    content[-8192:-4096] = b"\x99" * 4096
    file.write_bytes(content)
    found = await status(url, migrations=migrations)
    assert found.integrity != "ok"
    assert found.pending == ()


async def test_no_database_at_all(url: str, file: Path, migrations: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"a letter to a friend " * 50)
    with pytest.raises(StorageDamaged, match="not a SQLite file"):
        await status(url, migrations=migrations)
