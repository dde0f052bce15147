"""Other processes for the tests: one that locks the database, and one that runs code with few rights."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

NOBODY = 65534

_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""


@asynccontextmanager
async def another_program_locks(file: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Holds the write lock until the block ends, or until the child's stdin is closed."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LOCK, str(file), stdin=pipe, stdout=pipe
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert await child.stdout.readline() == b"locked\n"
    try:
        yield child
    finally:
        child.stdin.close()
        await child.wait()


async def without_rights(code: str, *arguments: str) -> str:
    """Runs `code` as a user to whom modes of files apply (root is stopped by none); returns what it prints.

    The modules are imported first, since that user may not be allowed to read them.
    """
    drop = f"import os; os.geteuid() == 0 and (os.setgid({NOBODY}), os.setuid({NOBODY}))\n"
    imports = (
        "import asyncio, sys, pathlib, resource, sqlite3, encodings.idna, concurrent.futures.thread\n"
        "from bot.clock import Clock\nfrom bot.db import Database, backup, status\n"
        "from bot.errors import StorageError\n"
    )
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", imports + drop + code, *arguments, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(child.communicate(), 60)
    assert child.returncode == 0
    return out.decode()


def give_to_all(folder: Path, mode: int) -> None:
    """Sets `mode` on a folder and what is in it; folders can always be entered."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(mode | (0o555 if path.is_dir() else 0))
