"""A server's choices about mnemonics: where they are posted, when the best of the week comes, and who looks first."""

from dataclasses import replace
from datetime import time

from bot.db import Database, Tx
from bot.errors import BadInput
from bot.features.admin.service import AdminService
from bot.features.mnemonics import desk_store, store
from bot.features.mnemonics.model import BEST, Server, ServerStatus
from bot.features.quiz.tracks import TrackService
from bot.schedule import Asked, Recurrence, ScheduleService

FRIDAY, FIVE_PM = 4, time(17)
HOURLY_LEAST, HOURLY_MOST = 1, 60
_ONE_DAY = "The best of the week comes on one day. Choose one, such as Friday."


class MnemonicServers:
    """`/admin mnemonics set` and `off`."""

    def __init__(
        self, db: Database, schedule: ScheduleService, tracks: TrackService, admin: AdminService
    ) -> None:
        self._db = db
        self._schedule = schedule
        self._tracks = tracks
        self._admin = admin

    async def set(
        self,
        *,
        guild_id: int,
        set_by: int,
        channel_id: int | None = None,
        approve_first: bool | None = None,
        day: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        best_of: bool | None = None,
        hourly: int | None = None,
        others: bool | None = None,
    ) -> ServerStatus:
        """Change what is given and leave the rest. Raises BadInput for what cannot be read, or not be done.

        A channel brings the best of the week with it (Fridays at 17:00, unless told otherwise).
        """
        asked = Asked.read(days=day, time=time, timezone=timezone, one_day=_ONE_DAY)

        async def work(tx: Tx) -> ServerStatus:
            before = await desk_store.server(tx, guild_id)
            after = replace(
                before,
                channel_id=channel_id or before.channel_id,
                approve_first=before.approve_first if approve_first is None else approve_first,
                hourly=before.hourly if hourly is None else _hourly(hourly),
                others=before.others if others is None else others,
                set_by=set_by,
            )
            if after.channel_id is None and (asked or best_of):
                raise BadInput("Choose a channel too: the best of the week has to stand somewhere.")
            await desk_store.save_server(tx, after)
            if best_of is False:
                await self._stop(tx, guild_id)
            elif best_of or channel_id or asked:
                await self._start(tx, guild_id, asked)
            return await self._status(tx, guild_id)

        return await self._db.write(work)

    async def _start(self, tx: Tx, guild_id: int, asked: Asked) -> None:
        usual = Recurrence(frozenset({FRIDAY}), FIVE_PM, await self._tracks.zone(tx, guild_id))
        best = await self._schedule.add_or_change(
            tx, kind=BEST, subject_id=guild_id, guild_id=guild_id, asked=asked, usual=usual
        )
        await self._schedule.resume(tx, best.id)

    async def off(self, guild_id: int) -> ServerStatus:
        """Nothing is posted any more. Members add and find as before."""

        async def work(tx: Tx) -> ServerStatus:
            server = await desk_store.server(tx, guild_id)
            await desk_store.save_server(tx, replace(server, channel_id=None))
            await self._stop(tx, guild_id)
            return await self._status(tx, guild_id)

        return await self._db.write(work)

    async def status(self, guild_id: int) -> ServerStatus:
        """The choices as they are."""
        return await self._db.read(lambda tx: self._status(tx, guild_id))

    async def server(self, guild_id: int) -> Server:
        """Where things are posted."""
        return await self._db.read(lambda tx: desk_store.server(tx, guild_id))

    async def trouble(self, tx: Tx, guild_id: int, reason: str) -> None:
        """The channel is gone or forbidden: post there no more, and tell the admins once."""
        server = await desk_store.server(tx, guild_id)
        if server.channel_id is None:
            return
        await desk_store.save_server(tx, replace(server, channel_id=None))
        await self._stop(tx, guild_id)
        await self._admin.notify(
            tx,
            guild_id,
            server.set_by,
            f"Mnemonics are not posted in <#{server.channel_id}> any more: {reason} Put that right, or choose another "
            "channel: `/admin mnemonics set`. Members add and find them as before.",
        )

    async def _stop(self, tx: Tx, guild_id: int) -> None:
        standing = await self._schedule.get(tx, BEST, guild_id)
        if standing is not None:
            await self._schedule.remove(tx, standing.id)

    async def _status(self, tx: Tx, guild_id: int) -> ServerStatus:
        best = await self._schedule.get(tx, BEST, guild_id)
        waiting = await store.asking(tx, guild_id) + await desk_store.reported(tx, guild_id)
        return ServerStatus(
            await desk_store.server(tx, guild_id),
            best.recurrence if best else None,
            best.next_due_at if best else None,
            waiting,
        )


def _hourly(posts: int) -> int:
    if not HOURLY_LEAST <= posts <= HOURLY_MOST:
        raise BadInput(f"Choose between {HOURLY_LEAST} and {HOURLY_MOST} posts an hour for each member.")
    return posts
