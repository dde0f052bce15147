"""The real code tables, made once when nobody has made them yet."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.features.codes.build import build
from bot.features.codes.service import CodesService
from bot.features.codes.store import TablesStore, is_usable
from bot.features.codes.tables import Tables
from bot.settings import Settings
from tests.community import START, at

ROOT = Path(__file__).resolve().parent.parent.parent
MADE_OF = [ROOT / "requirements.lock", *sorted((ROOT / "bot" / "features" / "codes").glob("build*.py"))]


@pytest.fixture(scope="session", autouse=True)
def tables_path() -> Path:
    """Where a bot with default settings finds the tables. As make does it: anew when older than what they come from."""
    path: Path = Settings.model_fields["codes"].default
    newest = max(file.stat().st_mtime for file in MADE_OF)
    if not is_usable(path) or path.stat().st_mtime < newest:
        build(path)
    return path


@pytest.fixture
async def store(tables_path: Path) -> AsyncIterator[TablesStore]:
    """The tables, open."""
    opened = await TablesStore.open(tables_path)
    assert opened is not None
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> Clock:
    """Stands in November 2026: FY2027 is in force."""
    return Clock(at(START), frozen=True)


@pytest.fixture
async def codes(tables_path: Path, clock: Clock) -> AsyncIterator[CodesService]:
    """The look-up."""
    tables = Tables(tables_path)
    yield CodesService(tables, clock)
    await tables.close()
