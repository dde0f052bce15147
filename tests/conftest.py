"""Fixtures that several test folders share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.community import Community, community


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Community]:
    """A community whose bot is running."""
    async with community(tmp_path) as found, found.bot():
        yield found
