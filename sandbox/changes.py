"""Tells whoever looks on (the page, a test) what changed and for whom."""

import asyncio
from collections.abc import AsyncIterator

from sandbox.model import Json, Message

_BACKLOG = 10_000


class Changes:
    """`version` counts every change, so that a look can be compared with a later one."""

    def __init__(self) -> None:
        self.version = 0
        self._queues: set[asyncio.Queue[Json | None]] = set()

    def tell(self, kind: str, **where: int | str | None) -> None:
        """`where`: ids of what changed; `seen_by` when only one user can notice."""
        self.version += 1
        if not self._queues:
            return
        told: Json = {"kind": kind, "version": self.version}
        told |= {k: str(v) if isinstance(v, int) else v for k, v in where.items()}
        for queue in list(self._queues):
            if queue.qsize() < _BACKLOG:
                queue.put_nowait(told)
            else:
                # Who is that far behind must look anew; leaving out some of it would never be noticed.
                self._queues.discard(queue)
                queue.put_nowait(None)

    def message(self, kind: str, message: Message) -> None:
        self.tell(
            kind,
            channel_id=message.channel.id,
            message_id=message.id,
            guild_id=message.channel.guild.id if message.channel.guild is not None else None,
            seen_by=message.seen_by,
        )

    async def watch(self) -> AsyncIterator[Json]:
        """Every change from now on, until `close`, or until whoever watches is too far behind."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._queues.add(queue)
        try:
            while (told := await queue.get()) is not None:
                yield told
        finally:
            self._queues.discard(queue)

    def close(self) -> None:
        for queue in self._queues:
            queue.put_nowait(None)
