"""Reading: one connection that cannot write; each work sees one state of the database from start to end."""

import asyncio
import sqlite3
from typing import TypeVar

from bot.db.connection import Line, translate
from bot.db.tx import SqliteTx, Work, drive
from bot.errors import StorageReadOnly

T = TypeVar("T")

CANNOT_WRITE = "A read cannot write; use Database.write()."


class Reader:
    """Runs works one after the other on its own connection."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._checked: set[str] = set()

    async def read(self, work: Work[T]) -> T:
        """Runs `work` on a snapshot of everything committed before. Dropped when its caller is cancelled."""
        dropped: list[bool] = []
        try:
            return await self._line.hop(_read, work, self._checked, dropped)
        except asyncio.CancelledError:
            dropped.append(True)
            raise

    async def close(self) -> None:
        """Waits for the reads that are queued."""
        await self._line.close()


def _read(connection: sqlite3.Connection, work: Work[T], checked: set[str], dropped: list[bool]) -> T:
    if dropped:
        raise asyncio.CancelledError
    try:
        connection.execute("BEGIN")
        result = drive(work, SqliteTx(connection, checked))
        connection.execute("COMMIT")
        return result
    except BaseException as error:
        if connection.in_transaction:  # else its snapshot would keep the write-ahead log from shrinking
            connection.execute("ROLLBACK")
        better = translate(error)
        if isinstance(better, StorageReadOnly):
            raise RuntimeError(CANNOT_WRITE) from error
        if better is error:
            raise
        raise better from error
