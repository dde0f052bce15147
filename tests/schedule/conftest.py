from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.schedule.world import World, at


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World.open(tmp_path, at("2026-03-02 06:00"))
    yield made
    await made.close()
