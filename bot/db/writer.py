"""Group commit: one task owns the writing connection and commits together the works that wait together.

Each work runs in a savepoint of its own, so its failure is its own. A work function is called at most once:
when the engine takes back a whole transaction (disk full, disk error), everybody whose work had already run
is told so with a StorageError and may try again; nothing is tried again behind their backs, since a function
that has run may have left traces outside the database. Works that had not begun run in the next transaction.
"""

import asyncio
import contextlib
import sqlite3
from collections import deque
from collections.abc import Sequence
from typing import Any, TypeVar

from bot.db.connection import Line, lost, translate
from bot.db.tx import SqliteTx, Work, drive
from bot.errors import StorageError

T = TypeVar("T")

BATCH_MOST = 128
CLOSED = "The database is closed."


class Job:
    """One caller's work and what came of it. `result` and `error` are set in the database's thread."""

    __slots__ = ("error", "future", "result", "work")

    def __init__(self, work: Work[Any], future: asyncio.Future[Any]) -> None:
        self.work = work
        self.future = future
        self.result: Any = None
        self.error: BaseException | None = None

    def deliver(self) -> None:
        """Hands the outcome to the caller, unless the caller has gone."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Takes works from any task of the loop and commits them in order."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._queue: deque[Job] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._checked: set[str] = set()
        self.transactions = 0
        self._owner = asyncio.create_task(self._own(), name="database writer")

    async def write(self, work: Work[T], loop: asyncio.AbstractEventLoop) -> T:
        """Runs `work` in a transaction; returns after its commit.

        A caller cancelled while the work waits in the queue takes it back; once begun, it runs to its end.
        """
        job = Job(work, loop.create_future())
        self._queue.append(job)
        self._wake.set()
        if self._owner.done():  # somebody cancelled every task there is
            self._owner = asyncio.create_task(self._own(), name="database writer")
        result: T = await job.future
        return result

    async def close(self) -> None:
        """Commits what is queued, then ends."""
        self._closing = True
        self._wake.set()
        await asyncio.shield(asyncio.wait([self._owner]))
        await self._line.close()

    async def _own(self) -> None:
        try:
            while self._queue or not self._closing:
                if self._queue:
                    await self._commit(self._take())
                else:
                    self._wake.clear()
                    await self._wake.wait()
        finally:
            self._refuse_the_rest()

    def _take(self) -> list[Job]:
        return [self._queue.popleft() for _ in range(min(len(self._queue), BATCH_MOST))]

    def _refuse_the_rest(self) -> None:
        while self._queue:
            job = self._queue.popleft()
            job.error = StorageError(CLOSED)
            job.deliver()

    async def _commit(self, batch: list[Job]) -> None:
        try:
            self.transactions += await self._line.hop(commit_together, batch, self._checked)
        except asyncio.CancelledError:
            await self._until_idle()
            raise
        except Exception as error:
            for job in batch:
                job.error = lost(error)
        finally:
            for job in batch:
                job.deliver()

    async def _until_idle(self) -> None:
        """The thread finishes what it has begun although we were cancelled; its results are still wanted."""
        while True:
            try:
                await self._line.hop(_nothing)
            except asyncio.CancelledError:
                continue
            except Exception:
                pass
            return


def _nothing(_: sqlite3.Connection) -> None:
    return None


def commit_together(connection: sqlite3.Connection, batch: Sequence[Job], checked: set[str]) -> int:
    """In the database's thread: gives every job its result or its error. Returns how many transactions."""
    waiting = deque(batch)
    transactions = 0
    while waiting:
        transactions += 1
        _one_transaction(connection, waiting, checked)
    return transactions


def _one_transaction(connection: sqlite3.Connection, waiting: deque[Job], checked: set[str]) -> None:
    begun: list[Job] = []
    try:
        tidy(connection)
        connection.execute("BEGIN IMMEDIATE")
    except Exception as error:  # locked for all of them: nobody waits for it again
        begun.extend(waiting)
        waiting.clear()
        _fail(begun, error)
        return
    try:
        _run_until_lost(connection, waiting, begun, checked)
        connection.execute("COMMIT")
    except Exception as error:  # each caller gets it
        _fail(begun, error)
        with contextlib.suppress(sqlite3.Error):  # else the next transaction tidies
            tidy(connection)


def _run_until_lost(
    connection: sqlite3.Connection, waiting: deque[Job], begun: list[Job], checked: set[str]
) -> None:
    execute = connection.execute
    while waiting:
        job = waiting.popleft()
        if job.future.cancelled():
            continue
        begun.append(job)
        execute("SAVEPOINT work")
        try:
            job.result = drive(job.work, SqliteTx(connection, checked))
        except BaseException as error:
            job.error = translate(error)
            if not connection.in_transaction:
                raise _LostError(job.error) from error
            execute("ROLLBACK TO work")
        execute("RELEASE work")


class _LostError(Exception):
    """The engine rolled the whole transaction back while a work ran."""


def _fail(begun: Sequence[Job], error: Exception) -> None:
    cause = error.__cause__ if isinstance(error, _LostError) else error
    for job in begun:
        job.result = None
        if job.error is None:
            job.error = lost(cause)


def tidy(connection: sqlite3.Connection) -> None:
    """No transaction is left open."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")
