"""The services on a fresh database, without Discord."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import open_services
from bot.clock import Clock
from bot.services import Services
from bot.settings import Settings
from tests.community import at, library


@pytest.fixture
def clock() -> Clock:
    """Stands until it is moved."""
    return Clock(at("2026-11-22T12:00:00+00:00"), frozen=True)


@pytest.fixture
async def services(tmp_path: Path, clock: Clock) -> AsyncIterator[Services]:
    """Everything below Discord."""
    settings = Settings.model_validate({"CROSSWALK_DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3"})
    async with open_services(settings, clock, library=library()) as found:
        yield found
