"""Leaderboards: use cases, one transaction each."""

from datetime import date

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.members.model import Preferences
from bot.features.members.service import MembersService
from bot.features.quiz import board_store, track_store
from bot.features.quiz.boards import ALL_TRACKS, MOST_PLACES, Period, Placed, period_key, ranked
from bot.features.quiz.model import Board, Track
from bot.features.quiz.service import POST
from bot.schedule import ScheduleService, local_date

TOP = 10


class BoardService:
    """Who has the most right first answers."""

    def __init__(
        self, db: Database, clock: Clock, members: MembersService, schedule: ScheduleService
    ) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._schedule = schedule

    async def board(self, guild_id: int, member_id: int, period: Period, track_id: int | None) -> Board:
        """A leaderboard of one track or of all. Raises NotFound for a track that is not this server's."""

        async def work(tx: Tx) -> Board:
            tracks = await track_store.tracks(tx, guild_id)
            if not tracks:
                raise NotFound(
                    "There is no track in this server yet. An admin sets one up: `/admin track add`."
                )
            chosen = [track for track in tracks if track_id in (None, track.id)]
            if not chosen:
                raise NotFound(
                    "There is no such track in this server. Pick one from the list, or leave it out for all tracks."
                )
            key = period_key(period, await self._date_for(tx, chosen[0]))
            scope = track_id or ALL_TRACKS
            top = ranked(await board_store.best(tx, guild_id, scope, key, TOP))
            listed = (await self._members.preferences(tx, member_id)).listed
            own = await self._own_place(tx, guild_id, scope, key, member_id)
            count = await board_store.ranked(tx, guild_id, scope, key, MOST_PLACES + 1)
            return Board(chosen[0].certification if track_id else None, key, top, own, not listed, count)

        return await self._db.read(work)

    async def _own_place(self, tx: Tx, guild_id: int, scope: int, key: str, member_id: int) -> Placed | None:
        own = await board_store.score(tx, guild_id, scope, key, member_id)
        if own is None:
            return None
        return Placed(1 + await board_store.better(tx, guild_id, scope, key, own, MOST_PLACES), own)

    async def preferences_changed(self, tx: Tx, member_id: int, preferences: Preferences) -> None:
        """Put the member on the boards or take them off."""
        await board_store.set_listed(tx, member_id, preferences.listed)

    async def _date_for(self, tx: Tx, track: Track) -> date:
        schedule = await self._schedule.get(tx, POST, track.id)
        return local_date(self._clock.now(), schedule.recurrence.zone if schedule else "UTC")
