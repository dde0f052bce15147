"""The open code tables, shared by all that reads them."""

import asyncio
from pathlib import Path

from bot.errors import NotFound
from bot.features.codes.store import DAMAGED, TablesStore

MISSING = (
    "The code tables are not here yet, so I can't look codes up. Whoever runs this bot has to run: "
    "`crosswalk codes build`"
)


class Tables:
    """Opens the tables when they are first asked for; a file that comes later, or in the place of a damaged one, is
    found without a restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store: TablesStore | None = None
        self._opening = asyncio.Lock()

    async def store(self) -> TablesStore:
        """The tables. Raises NotFound, with what to do, when the file is missing, damaged or of another format."""
        async with self._opening:
            if self._store is not None and self._store.damaged:
                await self.close()
            if self._store is None:
                self._store = await TablesStore.open(self._path)
        if self._store is None:
            raise NotFound(DAMAGED if self._path.exists() else MISSING)
        return self._store

    async def close(self) -> None:
        """Let go of the file."""
        if self._store is not None:
            await self._store.close()
            self._store = None
