"""Databases from before a migration, with content, to try it on."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.clock import Clock
from bot.db import MIGRATIONS, migrate


async def older(file: Path, before: str, content: str) -> None:
    """Make the database that there was before a migration, by its four digits. content: SQL that fills it."""
    old = file.parent / f"before-{before}"
    old.mkdir(parents=True)
    for script in MIGRATIONS.glob("*.sql"):
        if script.name < before:
            shutil.copy(script, old)
    await migrate(f"sqlite:///{file}", Clock(1_800_000_000, frozen=True), migrations=old)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(content)


async def upgraded(folder: Path, to: str, content: str) -> Path:
    """The same, brought up to date from there."""
    file = folder / "bot.sqlite3"
    await older(file, to, content)
    applied = await migrate(f"sqlite:///{file}", Clock(1_800_000_001, frozen=True))
    assert applied[0].startswith(f"{to}_")
    return file
