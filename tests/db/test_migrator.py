# ruff: noqa: ASYNC240 - nothing else runs in these loops, so files may be touched in them
"""Migrations: applied once, whole or not at all; a database that does not fit is refused and not touched."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.db import MIGRATIONS, Database, migrate
from bot.db.migrator import available, statements
from bot.errors import StorageDamaged, StorageError, StorageForeign
from tests.db.shop import add, ids


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def records(file: Path) -> list[tuple[int, str, int]]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.execute("SELECT number, name, applied_at FROM migrations ORDER BY number"))


def alter(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(sql)
        connection.commit()


async def refused(url: str, clock: Clock, migrations: Path, kind: type[StorageError], sentence: str) -> None:
    """Opening is refused with that sentence, and the file is byte for byte as before."""
    file = Path(url.removeprefix("sqlite:///"))
    before = file.read_bytes() if file.exists() else None
    with pytest.raises(StorageError, match=sentence) as caught:
        await Database.open(url, clock=clock, migrations=migrations)
    assert type(caught.value) is kind
    assert (file.read_bytes() if file.exists() else None) == before


@pytest.fixture
async def closed(url: str, clock: Clock, migrations: Path) -> Path:
    """A database that the shop's migration has been applied to."""
    await migrate(url, clock, migrations=migrations)
    return Path(url.removeprefix("sqlite:///"))


async def test_each_is_applied_once_in_order(url: str, file: Path, clock: Clock, migrations: Path) -> None:
    (migrations / "0002_more.sql").write_text("ALTER TABLE item ADD COLUMN colour TEXT")
    assert await migrate(url, clock, migrations=migrations) == ["0001_shop", "0002_more"]
    clock.advance(60)
    assert await migrate(url, clock, migrations=migrations) == []
    (migrations / "0003_again.sql").write_text("-- only; a comment\n")
    assert await migrate(url, clock, migrations=migrations) == ["0003_again"]
    start = 1_800_000_000
    assert records(file) == [(1, "0001_shop", start), (2, "0002_more", start), (3, "0003_again", start + 60)]


async def test_opening_migrates_and_keeps_what_is_there(
    db: Database, url: str, clock: Clock, migrations: Path
) -> None:
    await db.write(add(1, "kept"))
    await db.close()
    (migrations / "0002_more.sql").write_text(
        "ALTER TABLE item ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'"
    )
    again = await Database.open(url, clock=clock, migrations=migrations)
    row = await again.read(lambda tx: tx.one("SELECT name, colour FROM item"))
    await again.close()
    assert row is not None
    assert tuple(row) == ("kept", "red")


@pytest.mark.parametrize(
    "wrong",
    [
        "INSERT INTO nowhere VALUES (1);",
        "CREATE TABLE half (",
        "INSERT INTO part (id, item_id) VALUES (1, 77);",  # points nowhere
        "COMMIT; CREATE TABLE outside (id INTEGER) STRICT;",
        "/* sly */ begin;",
        "PRAGMA foreign_keys = ON;",
        "SELECT 'no end;",
    ],
)
async def test_one_that_fails_leaves_nothing_behind(
    wrong: str, closed: Path, url: str, clock: Clock, migrations: Path
) -> None:
    before = tables(closed)
    (migrations / "0002_wrong.sql").write_text(f"CREATE TABLE first (id INTEGER) STRICT;\n{wrong}\n")
    with pytest.raises(StorageError, match="0002_wrong"):
        await Database.open(url, clock=clock, migrations=migrations)
    assert tables(closed) == before
    assert [number for number, *_ in records(closed)] == [1]
    (migrations / "0002_wrong.sql").write_text("CREATE TABLE first (id INTEGER) STRICT;")
    assert await migrate(url, clock, migrations=migrations) == ["0002_wrong"]


async def test_the_ones_before_a_failing_one_stay(
    url: str, file: Path, clock: Clock, migrations: Path
) -> None:
    (migrations / "0002_wrong.sql").write_text("CREATE TABLE first (id INTEGER) STRICT; nonsense;")
    with pytest.raises(StorageError, match="0002_wrong"):
        await migrate(url, clock, migrations=migrations)
    assert tables(file) == {"migrations", "item", "part", "promise"}


async def test_a_table_can_be_rebuilt_under_the_rows_that_point_at_it(
    db: Database, url: str, clock: Clock, migrations: Path
) -> None:
    await db.write(add(1))
    await db.write(lambda tx: tx.run("INSERT INTO part (id, item_id) VALUES (5, 1)"))
    await db.close()
    (migrations / "0002_rebuild.sql").write_text(
        "CREATE TABLE renewed (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;\n"
        "INSERT INTO renewed (id, name) SELECT id, name FROM item;\n"
        "DROP TABLE item;\n"
        "ALTER TABLE renewed RENAME TO item;\n"
    )
    again = await Database.open(url, clock=clock, migrations=migrations)
    assert await ids(again) == [1]
    assert await again.read(lambda tx: tx.value("SELECT item_id FROM part")) == 1
    with pytest.raises(sqlite3.IntegrityError):
        await again.write(lambda tx: tx.run("INSERT INTO part (item_id) VALUES (77)"))
    await again.close()


def test_statements_are_told_apart() -> None:
    script = """
        -- first; still a comment
        CREATE TABLE a (x TEXT DEFAULT ';') STRICT; /* ; */
        CREATE TRIGGER t AFTER INSERT ON a BEGIN
            DELETE FROM a WHERE x = 'END;';
            SELECT 1;
        END;
        SELECT ';'
    """
    found = [statement.strip() for statement in statements(script)]
    assert len(found) == 3
    assert found[0].endswith("STRICT;")
    assert found[1].startswith("/* ; */")
    assert found[1].endswith("END;")
    assert found[2] == "SELECT ';'"


async def test_line_ends_of_windows_make_no_other_migration(
    closed: Path, url: str, clock: Clock, migrations: Path
) -> None:
    script = migrations / "0001_shop.sql"
    script.write_bytes(script.read_bytes().replace(b"\n", b"\r\n"))
    assert await migrate(url, clock, migrations=migrations) == []
    assert records(closed)


async def test_a_newer_database_is_refused(closed: Path, url: str, clock: Clock, migrations: Path) -> None:
    alter(closed, "INSERT INTO migrations VALUES (2, '0002_future', 'x', 1)")
    await refused(url, clock, migrations, StorageForeign, "made by a newer Crosswalk .*0002_future.* install")


async def test_an_altered_migration_is_refused(
    closed: Path, url: str, clock: Clock, migrations: Path
) -> None:
    script = migrations / "0001_shop.sql"
    script.write_text(script.read_text() + "-- one word more\n")
    await refused(url, clock, migrations, StorageForeign, "0001_shop is not the one")
    assert closed.exists()


async def test_a_renamed_migration_is_refused(closed: Path, url: str, clock: Clock, migrations: Path) -> None:
    (migrations / "0001_shop.sql").rename(migrations / "0001_market.sql")
    await refused(url, clock, migrations, StorageForeign, "0001_market is not the one .*0001_shop")
    assert closed.exists()


async def test_a_missing_record_is_refused(closed: Path, url: str, clock: Clock, migrations: Path) -> None:
    (migrations / "0002_more.sql").write_text("SELECT 1;")
    await migrate(url, clock, migrations=migrations)
    alter(closed, "DELETE FROM migrations WHERE number = 1")
    await refused(url, clock, migrations, StorageForeign, "record of migration 0001 is missing")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("0003_gap.sql", "0002 is missing or there twice .*0003_gap"),
        ("0001_twice.sql", "0002 is missing or there twice .*0001_twice"),
        ("0000_zero.sql", "0001 is missing or there twice .*0000_zero"),
        ("more.sql", "more.sql has no number"),
        ("0002_More.sql", "0002_More.sql has no number"),
    ],
)
async def test_wrong_numbers_are_refused(
    name: str, sentence: str, url: str, clock: Clock, migrations: Path
) -> None:
    (migrations / name).write_text("SELECT 1;")
    await refused(url, clock, migrations, StorageForeign, sentence)


@pytest.mark.parametrize("table", ["songs (title)", "migrations (id, batch)"])
async def test_another_programs_database_is_refused(
    table: str, url: str, file: Path, clock: Clock, migrations: Path
) -> None:
    file.parent.mkdir()
    alter(file, f"CREATE TABLE {table}")
    await refused(url, clock, migrations, StorageForeign, "another program.*CROSSWALK_DATABASE_URL")


@pytest.mark.parametrize(
    "content", [b"not a database " * 100, b"SQLite format 3\0" + b"\xff" * 4000, b"x" * 5000]
)
async def test_a_file_that_is_not_sqlite_is_refused(
    content: bytes, url: str, file: Path, clock: Clock, migrations: Path
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    await refused(url, clock, migrations, StorageDamaged, "damaged or is not a SQLite file")


@pytest.mark.parametrize("harm", ["cut short", "page overwritten", "header overwritten"])
async def test_a_damaged_file_is_refused(
    harm: str, db: Database, url: str, file: Path, clock: Clock, migrations: Path
) -> None:
    for number in range(100):
        await db.write(add(number, "x" * 500))
    await db.close()
    content = bytearray(file.read_bytes())
    half = len(content) // 2 // 4096 * 4096
    if harm == "cut short":
        del content[half + 100 :]
    elif harm == "page overwritten":
        content[half : half + 4096] = b"\x99" * 4096
    else:
        content[:100] = bytes(100)
    file.write_bytes(content)
    await refused(url, clock, migrations, StorageDamaged, "damaged")


async def test_an_empty_file_is_a_new_database(url: str, file: Path, clock: Clock, migrations: Path) -> None:
    file.parent.mkdir()
    file.touch()
    assert await migrate(url, clock, migrations=migrations) == ["0001_shop"]


async def test_several_processes_that_open_a_new_file_at_once(url: str, file: Path, migrations: Path) -> None:
    code = (
        "import asyncio, pathlib, sys\n"
        "from bot.clock import Clock\n"
        "from bot.db import Database\n"
        "async def main():\n"
        "    sys.stdin.readline()\n"
        "    db = await Database.open(sys.argv[1], clock=Clock(), migrations=pathlib.Path(sys.argv[2]))\n"
        "    await db.write(lambda tx: tx.run(\"INSERT INTO item (name) VALUES ('')\"))\n"
        "    await db.close()\n"
        "asyncio.run(main())\n"
    )
    for number in range(2, 8):
        (migrations / f"{number:04}_more.sql").write_text(f"CREATE TABLE t{number} (id INTEGER) STRICT;")
    pipe = asyncio.subprocess.PIPE
    children = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", code, url, str(migrations), stdin=pipe)
        for _ in range(4)
    ]
    await asyncio.gather(*(child.communicate(b"go\n") for child in children))
    assert [child.returncode for child in children] == [0, 0, 0, 0]
    assert [number for number, *_ in records(file)] == list(range(1, 8))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM item").fetchone()[0] == 4


async def test_crosswalks_own_migrations_apply_and_keep_the_rules(url: str, file: Path, clock: Clock) -> None:
    """STRICT tables only; no deferred foreign key, whose failure at COMMIT would hit everybody in the batch."""
    names = await migrate(url, clock)
    assert names == [migration.name for migration in available(MIGRATIONS)]
    with closing(sqlite3.connect(file)) as connection:
        listed = list(connection.execute("PRAGMA table_list"))
        scripts = [row[0] or "" for row in connection.execute("SELECT sql FROM sqlite_schema")]
    loose = [
        row[1] for row in listed if row[2] == "table" and not row[5] and not row[1].startswith("sqlite_")
    ]
    assert loose == []
    assert [script for script in scripts if "DEFERRED" in script.upper()] == []
