"""Opening SQLite: the address, the pragmas, the thread, and SQLite's errors in words for people."""

import asyncio
import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiosqlite

from bot.errors import (
    BadInput,
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
    StorageReadOnly,
)

P = ParamSpec("P")
R = TypeVar("R")

EXAMPLE = "sqlite:///data/crosswalk.sqlite3"
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables; RETURNING came with 3.35
_PREFIX = "sqlite:///"
_WAL_LIMIT_BYTES = 64 * 1024 * 1024

_BUSY = "The database is in use by another program. Try again in a moment."
_READ_ONLY = (
    "The database cannot be written: give this user the right to write the file that CROSSWALK_DATABASE_URL "
    "names, and its folder."
)
_FULL = "The disk is full; nothing was saved. Free some space, then try again."
RESTORE = (
    "Stop the bot, move this file and those whose names begin with its name away, and copy the newest backup "
    "(in the folder backups beside it) to its name."
)
_DAMAGED = f"The database file is damaged or is not a SQLite file; nothing was changed. {RESTORE}"
_DISK = "The disk reported an error; nothing was saved. Look at the disk, then try again."
_LOST = "The database could not keep this; nothing was saved. Try again."

# By SQLite's primary result code: https://www.sqlite.org/rescode.html
_TRANSLATIONS: dict[int, tuple[type[StorageError], str]] = {
    sqlite3.SQLITE_BUSY: (StorageBusy, _BUSY),
    sqlite3.SQLITE_LOCKED: (StorageBusy, _BUSY),
    sqlite3.SQLITE_PROTOCOL: (StorageBusy, _BUSY),
    sqlite3.SQLITE_READONLY: (StorageReadOnly, _READ_ONLY),
    sqlite3.SQLITE_PERM: (StorageReadOnly, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (StorageReadOnly, _READ_ONLY),
    sqlite3.SQLITE_FULL: (StorageFull, _FULL),
    sqlite3.SQLITE_CORRUPT: (StorageDamaged, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (StorageDamaged, _DAMAGED),
    sqlite3.SQLITE_IOERR: (StorageError, _DISK),
    sqlite3.SQLITE_INTERRUPT: (StorageError, "This was stopped before it was done; nothing was saved."),
}


def translate(error: BaseException) -> BaseException:
    """SQLite's trouble as a StorageError; constraints, wrong SQL and all else come back as they are."""
    code = getattr(error, "sqlite_errorcode", None)
    known = _TRANSLATIONS.get(code & 0xFF) if isinstance(code, int) else None
    if known is None:
        return error
    kind, message = known
    better = kind(message)
    better.__cause__ = error
    return better


@contextmanager
def translated() -> Iterator[None]:
    """Raises `translate(error)` for SQLite's errors."""
    try:
        yield
    except sqlite3.Error as error:
        better = translate(error)
        if better is error:
            raise
        raise better from error


def lost(cause: BaseException | None) -> StorageError:
    """A new StorageError for one caller whose finished work was rolled back for `cause`."""
    known = None if cause is None else translate(cause)
    if isinstance(known, StorageError):
        return known
    error = StorageError(_LOST)
    error.__cause__ = cause
    return error


def database_path(url: str) -> Path:
    """The file that `url` names: three slashes for a relative path, four for an absolute one.

    Raises BadInput for anything else.
    """
    name = url.removeprefix(_PREFIX)
    if not url.startswith(_PREFIX) or not name.strip("/ ") or name == ":memory:" or set(name) & set("?#\0"):
        raise BadInput(
            f"The database's address must be sqlite:/// and a file name, such as {EXAMPLE} "
            f"(four slashes for an absolute path, such as sqlite:////srv/crosswalk.sqlite3)."
        )
    path = Path(name)
    if path.is_dir():
        raise BadInput(f"The database's address names a folder; name a file in it, such as {EXAMPLE}.")
    return path


def make_folder(path: Path) -> None:
    """Makes the folder of the file `path`. Raises StorageReadOnly, StorageFull or BadInput."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise BadInput(
            f"The folder in the database's address is a file; choose another, such as {EXAMPLE}."
        ) from error
    except OSError as error:
        raise folder_error(error) from error


def folder_error(error: OSError) -> StorageError:
    """What the operating system said about a file or folder, as a StorageError."""
    return StorageFull(_FULL) if error.errno == errno.ENOSPC else StorageReadOnly(_READ_ONLY)


def connect(path: Path, *, busy_timeout_ms: int, create: bool = False) -> sqlite3.Connection:
    """A connection without pragmas of ours, in the calling thread. Raises sqlite3.Error."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StorageError("This Python brings a SQLite older than 3.37; install a newer Python.")
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}",
        uri=True,
        timeout=busy_timeout_ms / 1000,
        isolation_level=None,  # we write BEGIN IMMEDIATE ourselves
        cached_statements=512,
    )
    connection.row_factory = sqlite3.Row
    return connection


def connect_writer(path: Path, busy_timeout_ms: int) -> sqlite3.Connection:
    """The one connection that writes and checkpoints."""
    connection = connect(path, busy_timeout_ms=busy_timeout_ms)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "mmap_size = 0",
        f"journal_size_limit = {_WAL_LIMIT_BYTES}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def connect_reader(path: Path, busy_timeout_ms: int) -> sqlite3.Connection:
    """A connection that neither writes nor checkpoints: before SQLite 3.51.3 two of those may corrupt."""
    connection = connect(path, busy_timeout_ms=busy_timeout_ms)
    for pragma in ("query_only = ON", "wal_autocheckpoint = 0", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class Line:
    """One SQLite connection with its thread; `hop` runs a whole function there at one statement's price."""

    def __init__(self, connection: aiosqlite.Connection, raw: list[sqlite3.Connection]) -> None:
        self._connection = connection
        self._raw = raw[0]

    @classmethod
    async def open(cls, connector: Callable[[], sqlite3.Connection]) -> "Line":
        """connector: runs in the new thread. Raises what it raises, translated."""
        raw: list[sqlite3.Connection] = []

        def connect_there() -> sqlite3.Connection:
            raw.append(connector())
            return raw[0]

        connection = aiosqlite.Connection(connect_there, 64)
        # Else a bot that forgets close() could never end.
        connection._thread.daemon = True
        with translated():
            await connection
        return cls(connection, raw)

    async def hop(
        self, function: Callable[Concatenate[sqlite3.Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Runs `function(connection, …)` in the connection's thread, one after the other as they were called.

        A cancelled caller does not stop it.
        """
        execute: Any = self._connection._execute
        result: R = await execute(function, self._raw, *args, **kwargs)
        return result

    async def close(self) -> None:
        """Waits for the hops that were ordered, then closes."""
        await asyncio.shield(self._connection.close())
