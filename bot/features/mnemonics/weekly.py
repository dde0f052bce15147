"""Posts of the week's best follow what becomes of a mnemonic that stands in them."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.clock import Clock
from bot.db import Tx
from bot.features.mnemonics import tally_store, trial_store
from bot.features.mnemonics.model import BEST, BEST_SHOW, Mnemonic
from bot.schedule import Receipt, ScheduleService, local_date, occurrence_key

DAY_S = 86_400
WEEK_DAYS = 7
# Older posts are left as they are.
LOOK_BACK_S = 63 * DAY_S
# An edit that could not be made for so long is left out.
SHOW_LIVES_S = 7 * DAY_S


class WeeklyPosts:
    """Works inside the caller's transaction."""

    def __init__(self, clock: Clock, schedule: ScheduleService) -> None:
        self._clock = clock
        self._schedule = schedule

    async def follow(self, tx: Tx, one: Mnemonic) -> None:
        """Its words are about to change or to go: the posts that may show them are made anew.

        Has to be called while its votes and results are still known: they tell which posts these are.
        """
        now = self._clock.now()
        since = max(one.created_at, now - LOOK_BACK_S)
        voted = await tally_store.voted_at(tx, one.ref, since)
        for guild_id in {one.guild_id, *voted}:
            ended = await trial_store.ended_at(tx, guild_id, one.ref, since)
            weekly = await self._schedule.get(tx, BEST, guild_id)
            for day in _days_after([*voted.get(guild_id, []), *ended]) if weekly else []:
                assert weekly is not None
                key = occurrence_key(weekly.id, day)
                if await self._schedule.receipt(tx, BEST, key) is None:
                    continue
                await self._schedule.enqueue_now(
                    tx,
                    kind=BEST_SHOW,
                    key=f"{key}:{one.ref}:{one.version}",
                    subject_id=one.number,
                    guild_id=guild_id,
                    lives_s=SHOW_LIVES_S,
                )

    async def post(self, tx: Tx, key: str) -> Receipt | None:
        """The post that an edit is for, by the edit's key."""
        schedule_id, day = key.split(":")[:2]
        return await self._schedule.receipt(
            tx, BEST, occurrence_key(int(schedule_id), date.fromisoformat(day))
        )


def _days_after(moments: Iterable[int]) -> list[date]:
    """On which days a post may have counted what happened at these moments, wherever on earth it stands."""
    days = {local_date(moment, "UTC") for moment in moments}
    return sorted({day + timedelta(days=more) for day in days for more in range(-1, WEEK_DAYS + 2)})
