"""Run by test_kill.py: writes as fast as it can and prints the number of every write that was acknowledged."""

import asyncio
import itertools
import sys
from pathlib import Path

from bot.clock import Clock
from bot.db import Database, Tx


async def main(url: str, migrations: Path, first: int) -> None:
    db = await Database.open(url, clock=Clock(), migrations=migrations)
    numbers = itertools.count(first)

    async def press() -> None:
        for number in numbers:

            async def pair(tx: Tx, number: int = number) -> None:
                await tx.run(
                    "INSERT INTO item (id, name) VALUES (:id, :name)", {"id": number, "name": "x" * 200}
                )
                await tx.run("INSERT INTO part (item_id) VALUES (:id)", {"id": number})

            await db.write(pair)
            print(number, flush=True)

    await asyncio.gather(*(press() for _ in range(8)))


asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
