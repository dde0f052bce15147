"""Numbered migrations with checksums, each committed together with its record."""

import asyncio
import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.db.connection import RESTORE, connect, database_path, make_folder, translate, translated
from bot.db.tx import RESERVED, first_word
from bot.errors import StorageDamaged, StorageError, StorageForeign

MIGRATIONS = Path(__file__).parent / "migrations"
CHECKED_AT_OPENING_BYTES = 256 * 1024 * 1024

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_TABLE = """
CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of the migrations folder. sha256 is taken with Unix line ends, since git may change them."""

    number: int
    name: str
    sql: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Applied:
    """One record of the database: which migration, and when (epoch seconds)."""

    number: int
    name: str
    sha256: str
    applied_at: int


def available(folder: Path = MIGRATIONS) -> list[Migration]:
    """The migrations of `folder` in order. Raises StorageForeign for a wrong name or a missing number."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise StorageForeign(
                f"Migration {path.name} has no number; name it like 0004_subject.sql in small letters."
            )
        sql = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        found.append(Migration(int(match.group(1)), path.stem, sql, hashlib.sha256(sql.encode()).hexdigest()))
    for expected, migration in enumerate(found, start=1):
        if migration.number != expected:
            raise StorageForeign(
                f"Migration {expected:04} is missing or there twice (found {migration.name}); "
                "install Crosswalk again, or number the migrations without a gap."
            )
    return found


def recorded(connection: sqlite3.Connection) -> list[Applied]:
    """What the database says was applied; nothing for a new file.

    Raises StorageForeign when the tables are another program's.
    """
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "migrations" not in tables:
        if tables:
            raise StorageForeign(
                "The SQLite file holds another program's tables; let CROSSWALK_DATABASE_URL name a new file."
            )
        return []
    try:
        rows = connection.execute("SELECT number, name, sha256, applied_at FROM migrations ORDER BY number")
        return [Applied(*row) for row in rows]
    except sqlite3.OperationalError as error:
        if translate(error) is not error:
            raise
        raise StorageForeign(
            "The SQLite file is another program's; let CROSSWALK_DATABASE_URL name a new file."
        ) from error


def pending(applied: Sequence[Applied], migrations: Sequence[Migration]) -> list[Migration]:
    """Which migrations are still to be applied. Raises StorageForeign when the records do not fit them."""
    for position, record in enumerate(applied):
        if record.number != position + 1:
            raise StorageForeign(
                f"The database's record of migration {position + 1:04} is missing; put back a backup."
            )
        if position >= len(migrations):
            raise StorageForeign(
                f"The database was made by a newer Crosswalk (migration {record.name}); "
                "install that version, or put back a backup made before the update."
            )
        if (record.name, record.sha256) != (migrations[position].name, migrations[position].sha256):
            raise StorageForeign(
                f"Migration {migrations[position].name} is not the one this database was made with "
                f"({record.name}); install Crosswalk again, and put changes into a new migration."
            )
    return list(migrations[len(applied) :])


def statements(sql: str) -> Iterator[str]:
    """The statements of a script, one by one; triggers stay whole."""
    start = 0
    for match in re.finditer(";", sql):
        statement = sql[start : match.end()]
        if sqlite3.complete_statement(statement):
            yield statement
            start = match.end()
    if sql[start:].strip():
        yield sql[start:]


def apply_next(connection: sqlite3.Connection, migrations: Sequence[Migration], now: int) -> str | None:
    """Applies the next pending migration in a transaction of its own; its name, or None when there is none.

    Raises StorageError when its SQL fails; close the connection then, and nothing of it is kept.
    """
    # The records are read under the lock, so two processes cannot both apply it.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_TABLE)
    connection.execute("DELETE FROM migrations WHERE 0")  # on a read-only file BEGIN IMMEDIATE just reads
    waiting = pending(recorded(connection), migrations)
    if waiting:
        _apply(connection, waiting[0], now)
    connection.execute("COMMIT")
    return waiting[0].name if waiting else None


def _apply(connection: sqlite3.Connection, migration: Migration, now: int) -> None:
    try:
        for statement in statements(migration.sql):
            if first_word(statement) in RESERVED:
                raise StorageError(
                    f"Migration {migration.name} must not begin or end transactions or set pragmas."
                )
            connection.execute(statement)
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise StorageError(f"Migration {migration.name} would leave rows that point nowhere.")
    except (sqlite3.Error, sqlite3.Warning) as error:
        if isinstance(translate(error), StorageError):
            raise
        raise StorageError(f"Migration {migration.name} failed, nothing of it was kept: {error}") from error
    connection.execute(
        "INSERT INTO migrations (number, name, sha256, applied_at) VALUES (:number, :name, :sha256, :now)",
        {"number": migration.number, "name": migration.name, "sha256": migration.sha256, "now": now},
    )


def prepare(path: Path, clock: Clock, busy_timeout_ms: int, folder: Path = MIGRATIONS) -> list[str]:
    """Makes the file if need be, refuses a foreign, damaged or read-only one, and brings it up to date.

    Blocks; returns the names of the migrations applied. Raises the kinds of StorageError.
    """
    migrations = available(folder)
    make_folder(path)
    with translated(), closing(connect(path, busy_timeout_ms=busy_timeout_ms, create=True)) as connection:
        # Before anything is written: the file may be another program's.
        pending(recorded(connection), migrations)
        _refuse_damaged(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = OFF")  # for rebuilding tables; checked before each commit
        return list(iter(lambda: apply_next(connection, migrations, clock.now()), None))


def _refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    if path.stat().st_size > CHECKED_AT_OPENING_BYTES:
        return  # it would delay the start by seconds; `crosswalk db status` checks it whole
    if quick_check(connection) != "ok":
        raise StorageDamaged(f"The database file is damaged; nothing was changed. {RESTORE}")


def quick_check(connection: sqlite3.Connection) -> str:
    """ "ok", or the first thing that is wrong."""
    try:
        return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if isinstance(translate(error), StorageDamaged):
            return str(error)
        raise


async def migrate(url: str, clock: Clock, *, migrations: Path = MIGRATIONS) -> list[str]:
    """Brings the database that `url` names up to date; the names of the migrations applied now."""
    return await asyncio.to_thread(prepare, database_path(url), clock, 5000, migrations)
