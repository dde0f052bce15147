"""Databases in real files with two small tables."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.db import Database
from tests.db.shop import SCHEMA


@pytest.fixture
def clock() -> Clock:
    return Clock(1_800_000_000, frozen=True)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder that other users can reach; every start of pytest closes its own to them, also in the middle."""
    with tempfile.TemporaryDirectory(prefix="crosswalk-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_shop.sql").write_text(SCHEMA)
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "crosswalk.sqlite3"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
async def db(url: str, clock: Clock, migrations: Path) -> AsyncIterator[Database]:
    database = await Database.open(url, clock=clock, migrations=migrations, busy_timeout_ms=5000)
    yield database
    await database.close()
