"""What state the database file is in, without changing it."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.db.connection import connect_reader, database_path, translated
from bot.db.migrator import MIGRATIONS, Applied, Migration, available, pending, quick_check, recorded
from bot.db.tx import SqliteTx, Work, drive
from bot.errors import NotFound, StorageForeign

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Status:
    """For `crosswalk db status`.

    size: bytes, together with what waits in the write-ahead log; 0 when there is no file yet.
    journal_mode: "wal" once it has been opened by the bot; "" when there is no file.
    integrity: "ok", or the first thing that is wrong with the file.
    pending: names of the migrations still to be applied.
    problem: why Crosswalk would refuse the file (newer, altered, another program's); None when it would not.
    """

    path: Path
    exists: bool
    size: int
    sqlite_version: str
    journal_mode: str = ""
    integrity: str = "ok"
    applied: tuple[Applied, ...] = ()
    pending: tuple[str, ...] = ()
    problem: str | None = None


async def status(url: str, *, migrations: Path = MIGRATIONS) -> Status:
    """Looks at the database that `url` names; also while the bot runs.

    Raises BadInput for the address, StorageDamaged when it is not SQLite at all, and StorageForeign for wrong
    migration files.
    """
    return await asyncio.to_thread(_status, database_path(url), migrations)


async def look(url: str, work: Work[T], *, migrations: Path = MIGRATIONS) -> T:
    """Reads the database that `url` names, also while the bot runs, and changes nothing.

    Raises NotFound when there is none, StorageForeign when it is not of this Crosswalk's making or not up to date.
    """
    found = await status(url, migrations=migrations)
    if not found.exists:
        raise NotFound(f"There is no database at {found.path.absolute()} yet.")
    if found.problem or found.pending:
        raise StorageForeign(
            found.problem or "The database is not up to date: run `crosswalk db migrate` first."
        )
    return await asyncio.to_thread(_look, found.path, work)


def _look(path: Path, work: Work[T]) -> T:
    with translated(), closing(connect_reader(path, 5000)) as connection:
        connection.execute("BEGIN")
        return drive(work, SqliteTx(connection, set()))


def _status(path: Path, folder: Path) -> Status:
    known = available(folder)
    sizes = [file.stat().st_size for file in (path, Path(f"{path}-wal")) if file.exists()]
    blank = Status(path, path.exists(), sum(sizes), sqlite3.sqlite_version)
    if not blank.exists:
        return replace(blank, pending=tuple(migration.name for migration in known))
    with translated(), closing(connect_reader(path, 5000)) as connection:
        mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
        found = replace(blank, journal_mode=mode, integrity=quick_check(connection))
        return _with_migrations(found, connection, known)


def _with_migrations(found: Status, connection: sqlite3.Connection, known: list[Migration]) -> Status:
    applied: list[Applied] = []
    try:
        applied = recorded(connection)
        waiting = tuple(migration.name for migration in pending(applied, known))
        return replace(found, applied=tuple(applied), pending=waiting)
    except StorageForeign as error:
        return replace(found, applied=tuple(applied), problem=error.message)
