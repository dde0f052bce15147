"""A server's choices about buddies, from the admins' side."""

from collections.abc import Collection
from dataclasses import replace

from bot.db import Database, Tx
from bot.errors import BadInput
from bot.features.buddies import membership_store, pair_store, server_store
from bot.features.buddies.model import ServerStatus
from bot.features.buddies.notes import round_at
from bot.features.buddies.pool import Pool
from bot.features.buddies.terms import (
    CHECKIN,
    ROUND,
    Every,
    State,
)
from bot.schedule import Asked, Schedule, ScheduleService

OFF, GONE = "switched off by an admin", "the server is gone"
_ONE_DAY = "Rounds are on one day of the week. Choose one, such as Monday."


class BuddyServers:
    """`/admin buddies`."""

    def __init__(self, db: Database, schedule: ScheduleService, pool: Pool) -> None:
        self._db = db
        self._schedule = schedule
        self._pool = pool

    async def set(
        self,
        *,
        guild_id: int,
        set_by: int,
        channel_id: int,
        day: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        every: str | None = None,
    ) -> ServerStatus:
        """Where pairs get their threads and when rounds are; what is not given stays. Also turns buddies on again.

        Raises BadInput for what cannot be read. every: "week", "two weeks" or "month".
        """
        asked = Asked.read(days=day, time=time, timezone=timezone, one_day=_ONE_DAY)
        rhythm = _every(every) if every else None

        async def work(tx: Tx) -> ServerStatus:
            row = await self._pool.server(tx, guild_id)
            before = await self._rounds(tx, guild_id)
            await self._schedule.change(tx, before.id, asked.over(before.recurrence))
            after = await self._schedule.resume(tx, before.id)
            every, anchor = rhythm or row.server.every, row.anchor
            another_day = after.recurrence.weekdays != before.recurrence.weekdays
            if after.next_date and (another_day or every != row.server.every):
                anchor = after.next_date
            chosen = replace(row.server, channel_id=channel_id, every=every, off=False, set_by=set_by)
            await server_store.save(tx, chosen, anchor)
            await self._pool.match_soon(tx, guild_id)
            return await self._status(tx, guild_id)

        return await self._db.write(work)

    async def off(self, guild_id: int) -> ServerStatus:
        """No new pairs; those there are go on. Who waits keeps their place."""

        async def work(tx: Tx) -> ServerStatus:
            row = await self._pool.server(tx, guild_id)
            await self._schedule.pause(tx, (await self._rounds(tx, guild_id)).id, OFF)
            await server_store.save(tx, replace(row.server, off=True), row.anchor)
            return await self._status(tx, guild_id)

        return await self._db.write(work)

    async def status(self, guild_id: int) -> ServerStatus:
        """Counts only."""
        return await self._db.write(lambda tx: self._status(tx, guild_id))

    async def gone(self, guild_id: int) -> None:
        """The server was deleted, or the bot removed from it: rounds and check-ins stop."""

        async def work(tx: Tx) -> None:
            if not await server_store.set_gone(tx, guild_id, True):
                return
            for schedule in await self._all(tx, guild_id):
                await self._schedule.pause(tx, schedule.id, GONE)

        await self._db.write(work)

    async def back(self, guild_id: int) -> None:
        """The bot is on the server (again): what `gone` stopped goes on. Nothing happens otherwise."""

        async def work(tx: Tx) -> None:
            if not await server_store.set_gone(tx, guild_id, False):
                return
            row = await self._pool.server(tx, guild_id)
            for schedule in await self._all(tx, guild_id):
                if schedule.kind != ROUND or not row.server.off:
                    await self._schedule.resume(tx, schedule.id)
            await self._pool.match_soon(tx, guild_id)

        await self._db.write(work)

    async def here(self, guild_ids: Collection[int]) -> None:
        """The bot is on these servers, as it finds when it connects: some of them may be back meanwhile."""
        for guild_id in (await self._db.read(server_store.all_gone)) & set(guild_ids):
            await self.back(guild_id)

    async def _all(self, tx: Tx, guild_id: int) -> list[Schedule]:
        """The server's rounds, and the check-ins of its pairs."""
        found = [await self._schedule.get(tx, ROUND, guild_id)]
        found += [
            await self._schedule.get(tx, CHECKIN, pair) for pair in await pair_store.going(tx, guild_id)
        ]
        return [schedule for schedule in found if schedule is not None]

    async def _rounds(self, tx: Tx, guild_id: int) -> Schedule:
        rounds = await self._schedule.get(tx, ROUND, guild_id)
        assert rounds is not None, "made together with the server's row"
        return rounds

    async def _status(self, tx: Tx, guild_id: int) -> ServerStatus:
        row = await self._pool.server(tx, guild_id)
        last = await server_store.last_held(tx, guild_id)
        return ServerStatus(
            server=row.server,
            recurrence=(await self._rounds(tx, guild_id)).recurrence,
            next_round_at=await round_at(tx, self._schedule, guild_id),
            waiting=await membership_store.count(tx, guild_id, State.WAITING),
            paused=await membership_store.count(tx, guild_id, State.PAUSED),
            pairs=len(await pair_store.going(tx, guild_id)),
            last_round_at=last.ran_at if last else None,
            last_round_pairs=last.pairs if last else 0,
        )


def _every(text: str) -> Every:
    try:
        return Every(" ".join(text.casefold().split()))
    except ValueError:
        raise BadInput(
            "Rounds can be every week, every two weeks, or every month. Pick one from the list."
        ) from None
