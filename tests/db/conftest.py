"""Databases in real files with two small tables."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.db import Database
from tests.db.shop import SCHEMA


@pytest.fixture
def clock() -> Clock:
    return Clock(1_800_000_000, frozen=True)


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
