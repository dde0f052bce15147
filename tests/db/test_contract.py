"""What bot/db/connection.py relies on in aiosqlite's private parts. Read both before changing the version."""

import asyncio
import importlib.metadata
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Any]:
    connection: Any = aiosqlite.Connection(lambda: sqlite3.connect(tmp_path / "x", isolation_level=None), 64)
    connection._thread.daemon = True
    await connection
    yield connection
    await connection.close()


def test_the_version_is_the_one_that_was_read() -> None:
    assert importlib.metadata.version("aiosqlite") == "0.22.1"


async def test_execute_runs_a_function_once_in_the_connections_thread(connection: Any) -> None:
    seen: list[int] = []

    def function(left: int, *, right: int) -> int:
        seen.append(threading.get_ident())
        return left + right

    assert await connection._execute(function, 1, right=2) == 3
    assert seen == [connection._thread.ident]
    assert seen != [threading.get_ident()]


async def test_execute_hands_over_the_exception(connection: Any) -> None:
    def function() -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        await connection._execute(function)


async def test_execute_keeps_the_order_of_calling(connection: Any) -> None:
    seen: list[int] = []
    await asyncio.gather(*(connection._execute(seen.append, number) for number in range(50)))
    assert seen == list(range(50))


async def test_a_cancelled_call_still_runs_and_a_later_one_waits_for_it(connection: Any) -> None:
    release = threading.Event()
    seen: list[str] = []

    def slow() -> None:
        release.wait(10)
        seen.append("slow")

    caller = asyncio.ensure_future(connection._execute(slow))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    release.set()
    await connection._execute(seen.append, "later")
    assert seen == ["slow", "later"]


async def test_the_thread_does_not_keep_the_process_alive(connection: Any) -> None:
    assert connection._thread.is_alive()
    assert connection._thread.daemon


async def test_a_closed_connection_refuses(tmp_path: Path) -> None:
    connection: Any = aiosqlite.Connection(lambda: sqlite3.connect(tmp_path / "x"), 64)
    await connection
    await connection.close()
    with pytest.raises(ValueError, match="closed"):
        await connection._execute(int)
