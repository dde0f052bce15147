"""Buddies below Discord, on a fresh database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.buddies.core import Core, core


@pytest.fixture
async def buddies(tmp_path: Path) -> AsyncIterator[Core]:
    """One server, empty so far."""
    async with core(tmp_path) as found:
        yield found
