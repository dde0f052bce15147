"""The guide's service on a fresh database, without Discord."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import open_services
from bot.clock import Clock
from bot.services import Services
from bot.settings import Settings
from tests.community import at, library

START = at("2026-11-22T12:00:00+00:00")


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """Everything below Discord."""
    settings = Settings.model_validate({"CROSSWALK_DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3"})
    async with open_services(settings, Clock(START, frozen=True), library=library()) as found:
        yield found
