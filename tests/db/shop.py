"""The tables and works that the tests of the database share."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from bot.db import Database, Tx

T = TypeVar("T")

SCHEMA = """
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    amount INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0)
) STRICT;
CREATE TABLE part (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE promise (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
"""


class OrderedError(Exception):
    """A failure that a test asked for."""


def add(item_id: int, name: str = "") -> Callable[[Tx], Awaitable[int]]:
    """A work that inserts one item and returns its id."""

    async def work(tx: Tx) -> int:
        await tx.run("INSERT INTO item (id, name) VALUES (:id, :name)", {"id": item_id, "name": name})
        return item_id

    return work


def add_then_fail(item_id: int) -> Callable[[Tx], Awaitable[int]]:
    async def work(tx: Tx) -> int:
        await add(item_id)(tx)
        raise OrderedError(str(item_id))

    return work


async def ids(db: Database) -> list[int]:
    """The ids of all items, as a reader sees them."""
    rows = await db.read(lambda tx: tx.all("SELECT id FROM item ORDER BY id"))
    return [row["id"] for row in rows]


async def together(*writes: Coroutine[Any, Any, T]) -> list[T | BaseException]:
    """Starts the writes in the same round of the loop, so that they are committed together."""
    return await asyncio.gather(*writes, return_exceptions=True)


async def on_the_writer(db: Database, function: Callable[[sqlite3.Connection], T]) -> T:
    """Runs `function` on the writing connection itself, past what works may do."""
    return await db._writer._line.hop(function)


async def in_transaction(db: Database) -> bool:
    return await on_the_writer(db, lambda connection: connection.in_transaction)


def ids_in_the_file(file: Path) -> list[int]:
    """The ids of all items, read by a connection of our own."""
    connection = sqlite3.connect(file)
    try:
        return [row[0] for row in connection.execute("SELECT id FROM item ORDER BY id")]
    finally:
        connection.close()
