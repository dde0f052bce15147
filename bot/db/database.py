"""The database as the rest of the bot sees it: open, write, read, close."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.clock import Clock
from bot.db.connection import Line, connect_reader, connect_writer, database_path
from bot.db.migrator import MIGRATIONS, prepare
from bot.db.reader import Reader
from bot.db.tx import Work
from bot.db.writer import CLOSED, Writer
from bot.errors import StorageError

T = TypeVar("T")

NESTED = "A transaction cannot hold another one: pass `tx` on to the store functions instead."


class Database:
    """One SQLite file: one connection that writes, one for point look-ups, one for long queries.

    Used from the event loop it was opened in. Every method raises StorageError (or a kind of it) when the
    database cannot do it; nothing of that transaction is kept then.
    """

    def __init__(self, path: Path, writer: Writer, point: Reader, heavy: Reader) -> None:
        self.path = path
        self.backing_up = asyncio.Lock()
        self._writer = writer
        self._point = point
        self._heavy = heavy
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls, url: str, *, clock: Clock, busy_timeout_ms: int = 5000, migrations: Path = MIGRATIONS
    ) -> "Database":
        """Opens the file that `url` names (sqlite:///relative, sqlite:////absolute); makes and migrates it.

        clock: gives the time that is recorded with each migration.
        busy_timeout_ms: how long a transaction waits for another program's lock before StorageBusy.
        Raises BadInput (the address), StorageForeign, StorageDamaged, StorageReadOnly, StorageFull,
        StorageBusy.
        """
        path = database_path(url)
        await asyncio.to_thread(prepare, path, clock, busy_timeout_ms, migrations)
        lines: list[Line] = []
        try:
            for connect in (connect_writer, connect_reader, connect_reader):
                lines.append(await Line.open(partial(connect, path, busy_timeout_ms)))  # noqa: PERF401
        except BaseException:
            for line in reversed(lines):
                await line.close()
            raise
        return cls(path, Writer(lines[0]), Reader(lines[1]), Reader(lines[2]))

    @property
    def transactions(self) -> int:
        """How many transactions have been committed or tried since the start; works share them."""
        return self._writer.transactions

    async def write(self, work: Work[T]) -> T:
        """Runs `work(tx)` as one transaction, all or nothing, and returns its result once it is on the disk.

        What `work` raises is raised here, after its changes are rolled back. It is called at most once, in
        another thread, and may await nothing but `tx` (RuntimeError else). When the caller is cancelled,
        a work that has not begun is dropped, and one that has is brought to its end.
        """
        return await self._writer.write(work, self._loop())

    async def read(self, work: Work[T]) -> T:
        """Runs `work(tx)` for a point look-up; sees everything whose write() has returned."""
        self._loop()
        return await self._point.read(work)

    async def read_heavy(self, work: Work[T]) -> T:
        """Runs `work(tx)` for a query that may take long; point look-ups and writes go on meanwhile."""
        self._loop()
        return await self._heavy.read(work)

    async def close(self) -> None:
        """Finishes what was asked for, then closes. Further calls of write and read are refused."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        # The writer last: the last connection to close folds the write-ahead log into the file.
        await self._point.close()
        await self._heavy.close()
        await self._writer.close()

    def _loop(self) -> asyncio.AbstractEventLoop:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # works run in the database's thread, where there is no loop
            raise RuntimeError(NESTED) from None
        if self._closing is not None:
            raise StorageError(CLOSED)
        return loop
