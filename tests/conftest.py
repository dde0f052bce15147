"""Fixtures that several test folders share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from sandbox.contract import find_contract
from tests.community import Community, community

# How long a case takes on a busy machine says nothing about what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_report_header() -> str:
    """Whether the bot's requests are held against Discord's own API description, or not, and why."""
    found = find_contract()
    if found:
        return "Discord's API description: every request of the bot is checked against it"
    return "Discord's API description: not found beside the checkout, so requests are NOT checked against it"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Community]:
    """A community whose bot is running."""
    async with community(tmp_path) as found, found.bot():
        yield found
