"""Backups while the bot runs: a checked copy under a temporary name, then renamed; old ones are pruned.

To put one back: stop the bot, delete the database's -wal and -shm files, copy the backup over the database.
"""

import asyncio
import os
import re
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import Clock
from bot.db.connection import connect, folder_error, translated
from bot.db.database import Database
from bot.errors import StorageDamaged, StorageError

KEEP = 7

_NAME = re.compile(r"crosswalk-\d{8}-\d{6}\.sqlite3")
_UNFINISHED = ".part"


async def backup(db: Database, folder: Path, clock: Clock, keep: int = KEEP) -> Path:
    """Copies the database into `folder` as crosswalk-<UTC date>-<time>.sqlite3 and returns that file.

    Runs in a thread with a connection of its own: presses go on. Afterwards only the newest `keep` (1 or
    more) backups stay; files with other names are never touched. A second backup waits for the first; one of
    the same second is replaced. When cancelled, it stops and leaves nothing behind. Raises StorageFull,
    StorageReadOnly, StorageDamaged or StorageError; the backups made before are kept then.
    """
    if keep < 1:
        raise ValueError("keep must be 1 or more")
    final = folder / f"crosswalk-{clock.today():%Y%m%d-%H%M%S}.sqlite3"
    async with db.backing_up:
        copy = _Copy(db.path, final)
        thread = asyncio.ensure_future(asyncio.to_thread(copy.make))
        thread.add_done_callback(_seen)
        try:
            await asyncio.shield(thread)
        except asyncio.CancelledError:
            copy.stop()
            await asyncio.wait([thread])
            raise
        await asyncio.to_thread(_prune, folder, keep)
    return final


def newest(folder: Path) -> int | None:
    """When the newest backup in `folder` was made (epoch seconds), None when there is none."""
    names = [path.name for path in folder.glob("crosswalk-*.sqlite3") if _NAME.fullmatch(path.name)]
    if not names:
        return None
    made = datetime.strptime(max(names), "crosswalk-%Y%m%d-%H%M%S.sqlite3").replace(tzinfo=UTC)
    return int(made.timestamp())


def _seen(thread: asyncio.Future[None]) -> None:
    """Else asyncio complains of an error that nobody fetched, when the caller was cancelled."""
    if not thread.cancelled():
        thread.exception()


def _prune(folder: Path, keep: int) -> None:
    names = sorted(path.name for path in folder.iterdir() if _NAME.fullmatch(path.name))
    for name in names[:-keep]:
        (folder / name).unlink(missing_ok=True)


class _Copy:
    """One backup being made in a thread; `stop` may be called from another."""

    def __init__(self, source: Path, final: Path) -> None:
        self._source = source
        self._final = final.absolute()
        self._part = self._final.with_name(final.name + _UNFINISHED)
        self._stopped = False
        self._running: sqlite3.Connection | None = None

    def stop(self) -> None:
        self._stopped = True
        connection = self._running
        if connection is not None:
            with suppress(sqlite3.ProgrammingError):  # closed just now
                connection.interrupt()

    def make(self) -> None:
        """Raises the kinds of StorageError; no unfinished file is left."""
        try:
            self._final.parent.mkdir(parents=True, exist_ok=True)
            self._remove_unfinished()
            with translated():
                self._copy()
                self._check()
            _to_the_disk(self._part)
            self._part.replace(self._final)
            _to_the_disk(self._final.parent)
        except OSError as error:
            raise folder_error(error) from error
        finally:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)

    def _remove_unfinished(self) -> None:
        # Left by a process that was killed; in this one only one backup runs at a time.
        for path in self._final.parent.glob(f"crosswalk-*.sqlite3{_UNFINISHED}"):
            path.unlink(missing_ok=True)

    def _copy(self) -> None:
        with closing(connect(self._source, busy_timeout_ms=5000)) as connection:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            self._begin(connection)
            connection.execute("VACUUM INTO :part", {"part": str(self._part)})

    def _check(self) -> None:
        # Not mode=ro: on a connection that is read-only from the start, SQLite 3.40 checks no CHECK constraint.
        with closing(connect(self._part, busy_timeout_ms=5000)) as connection:
            self._begin(connection)
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StorageDamaged(f"The backup was not kept, since the database is damaged: {found}")

    def _begin(self, connection: sqlite3.Connection) -> None:
        self._running = connection
        if self._stopped:  # between two connections there was nothing to interrupt
            raise StorageError("The backup was stopped.")


def _to_the_disk(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open folders; its rename needs no more
    descriptor = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
