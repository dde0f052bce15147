"""One transaction as the stores see it, and how its work is driven to the end in the database's thread."""

import contextlib
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

Row = sqlite3.Row
Params = Mapping[str, object]
NO_PARAMS: dict[str, object] = {}

T = TypeVar("T")


class Tx(Protocol):
    """What a store function is given. Every statement takes named `:params` and a mapping that holds them."""

    async def one(self, sql: str, params: Params = NO_PARAMS) -> Row | None:
        """The first row, or None."""

    async def all(self, sql: str, params: Params = NO_PARAMS) -> list[Row]:
        """Every row."""

    async def value(self, sql: str, params: Params = NO_PARAMS) -> Any:
        """The first column of the first row, or None when there is no row."""

    async def run(self, sql: str, params: Params = NO_PARAMS) -> int:
        """Does it, and tells how many rows it changed (those of triggers and cascades not counted)."""

    async def run_many(self, sql: str, params: Iterable[Params]) -> int:
        """The same statement once for each mapping; the number of rows changed in all."""


Work = Callable[[Tx], Awaitable[T]]

# Whoever commits inside a shared transaction would commit other people's half-done work.
RESERVED = frozenset(
    ["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH", "VACUUM", "PRAGMA"]
)
_FIRST_WORD = re.compile(r"(?:\s|;|--[^\n]*\n|/\*.*?\*/)*([A-Za-z]*)", re.DOTALL)
_CHECKED_MOST = 4096

ENDED = (
    "This transaction has ended. Use `tx` only inside the function that was given to write() or read(), "
    "and await every call on it."
)
SUSPENDED = (
    "A transaction waited for something other than its own statements; it was rolled back. "
    "Fetch from Discord or elsewhere first, then write."
)


class _Ended:
    """Stands in for the connection once the transaction is over."""

    in_transaction = False


class SqliteTx:
    """Tx over one sqlite3 connection, in that connection's thread. No method ever really suspends."""

    __slots__ = ("_checked", "_connection")

    def __init__(self, connection: sqlite3.Connection, checked: set[str]) -> None:
        """checked: the statements found harmless before; all transactions of a connection share it."""
        self._connection = connection
        self._checked = checked

    def end(self) -> None:
        """From now on every call is refused."""
        self._connection = _Ended()  # type: ignore[assignment]

    async def one(self, sql: str, params: Params = NO_PARAMS) -> Row | None:
        row: Row | None = self._execute(sql, params).fetchone()
        return row

    async def all(self, sql: str, params: Params = NO_PARAMS) -> list[Row]:
        return self._execute(sql, params).fetchall()

    async def value(self, sql: str, params: Params = NO_PARAMS) -> Any:
        row = self._execute(sql, params).fetchone()
        return None if row is None else row[0]

    async def run(self, sql: str, params: Params = NO_PARAMS) -> int:
        connection = self._connection
        before = connection.total_changes if connection.in_transaction else 0
        cursor = self._execute(sql, params)
        cursor.fetchall()  # RETURNING counts its rows only when they have been read
        if cursor.rowcount >= 0:
            return cursor.rowcount
        # sqlite3 counts nothing for WITH … INSERT; and changes() speaks of an older statement after DDL.
        if connection.total_changes == before:
            return 0
        changed: int = connection.execute("SELECT changes()").fetchone()[0]
        return changed

    async def run_many(self, sql: str, params: Iterable[Params]) -> int:
        self._check(sql)
        cursor = self._connection.executemany(sql, (_plain(one) for one in params))
        return max(cursor.rowcount, 0)

    def _execute(self, sql: str, params: Params) -> sqlite3.Cursor:
        self._check(sql)
        return self._connection.execute(sql, params if type(params) is dict else _plain(params))

    def _check(self, sql: str) -> None:
        # Also false once the engine itself has rolled back (disk full): a statement would commit alone.
        if not self._connection.in_transaction:
            raise RuntimeError(ENDED)
        if sql not in self._checked:
            _refuse_reserved(sql)
            if len(self._checked) >= _CHECKED_MOST:
                self._checked.clear()
            self._checked.add(sql)


def first_word(sql: str) -> str:
    """The word a statement begins with, after blanks and comments, in capitals."""
    match = _FIRST_WORD.match(sql)
    return match.group(1).upper() if match else ""


def _refuse_reserved(sql: str) -> None:
    word = first_word(sql)
    if word in RESERVED:
        hint = " Use the pragma_…() table functions to read the schema." if word == "PRAGMA" else ""
        raise RuntimeError(f"{word} is not for stores: Database begins and ends transactions.{hint}")


def _plain(params: Params) -> dict[str, object]:
    # sqlite3 would take a list by position, and any other mapping for a sequence.
    if not isinstance(params, Mapping):
        raise TypeError("Statements take named :params and a mapping that holds them.")
    return dict(params)


def drive(work: Work[T], tx: SqliteTx) -> T:
    """Runs `work` to its end without an event loop, and ends `tx`.

    Raises whatever `work` raises; RuntimeError when it waits for anything but its own statements.
    """
    try:
        pending = work(tx)
    except StopIteration as error:  # a Future cannot carry it
        raise RuntimeError("The work raised StopIteration.") from error
    try:
        return _to_its_end(pending)
    except RuntimeError as error:
        if "event loop" in str(error):  # asyncio.sleep() and the like look for the loop before they suspend
            raise RuntimeError(SUSPENDED) from error
        raise
    finally:
        tx.end()


def _to_its_end(pending: Awaitable[T]) -> T:
    steps: Any = pending if hasattr(pending, "send") else _awaited(pending)
    try:
        steps.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    _abandon(steps)
    raise RuntimeError(SUSPENDED)


def _awaited(pending: object) -> Any:
    if not isinstance(pending, Awaitable):
        raise TypeError("The work must be an async function of `tx`.")
    return pending.__await__()


def _abandon(steps: Any) -> None:
    # Whatever its clean-up raises, it is rolled back all the same.
    with contextlib.suppress(BaseException):
        steps.close()
