"""What a member does with `/buddy …`: one transaction each."""

from dataclasses import replace
from datetime import date, time

from bot.clock import Clock
from bot.dates import parse_date
from bot.db import Database, Tx
from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.buddies import membership_store, pair_store, server_store
from bot.features.buddies.filling import Typed, filled, newcomer, read_form
from bot.features.buddies.model import (
    Beginning,
    Joined,
    JoinForm,
    Membership,
    Parted,
    Status,
)
from bot.features.buddies.notes import NotesService, round_at
from bot.features.buddies.pairs import PairsService
from bot.features.buddies.pool import Pool
from bot.features.buddies.shown import Shown
from bot.features.buddies.terms import CHECKIN, Ended, Share, State
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.library import Library
from bot.schedule import ScheduleService, instant, local_date
from bot.when import find_zone

LONGEST_PAUSE_DAYS = 366
_NO_MEMBERSHIP = "You are not among the buddies here. Join with `/buddy join`."
NO_PAIR = "You have no buddy at the moment. `/buddy status` shows when the next round is."
_PAIRED_SINCE = (
    "You have been given a buddy meanwhile: `/buddy status`. To leave all the same: `/buddy leave`."
)
_OFF = "Study buddies are switched off in this server. Ask its admins to use `/admin buddies set`."


class BuddiesService:
    """`/buddy join`, `status`, `pause`, `rematch`, `leave`."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        library: Library,
        schedule: ScheduleService,
        members: MembersService,
        tracks: TrackService,
        pool: Pool,
        notes: NotesService,
        pairs: PairsService,
        shown: Shown,
    ) -> None:
        self._db = db
        self._clock = clock
        self._library = library
        self._schedule = schedule
        self._members = members
        self._tracks = tracks
        self._pool = pool
        self._notes = notes
        self._pairs = pairs
        self._shown = shown

    async def begin(
        self, *, guild_id: int, member_id: int, certification: str, timezone: str | None
    ) -> Beginning:
        """Check what the command gave, before the form. timezone None: the membership's, the member's, the server's.

        Raises NotFound for an unknown certification, BadInput for an unknown zone, NotAllowed where buddies are off.
        """
        known = self._library.certification(certification)
        zone = find_zone(timezone) if timezone else None

        async def work(tx: Tx) -> Beginning:
            await self._refuse_off(tx, guild_id)
            before = await membership_store.find(tx, guild_id, member_id)
            own = before.zone if before else (await self._members.preferences(tx, member_id)).zone
            return Beginning(known.id, zone or own or await self._tracks.zone(tx, guild_id), before)

        return await self._db.read(work)

    async def join(
        self, *, guild_id: int, member_id: int, certification: str, zone: str, form: JoinForm
    ) -> Joined:
        """Join, or change the membership there is. What cannot be read is left as it was, and said in `remarks`.

        Whoever was paused waits again. The errors are those of `begin`.
        """
        known, place = self._library.certification(certification), find_zone(zone)
        today = local_date(self._clock.now(), place)

        async def work(tx: Tx) -> Joined:
            await self._refuse_off(tx, guild_id)
            before = await membership_store.find(tx, guild_id, member_id)
            typed, remarks = read_form(form, today, Typed.of(before) if before else None)
            one = before or newcomer(guild_id, member_id, self._clock.now())
            after = filled(one, typed, certification=known.id, zone=place)
            if before is None or before.state is State.PAUSED:
                after = await self._pool.wait(tx, after, priority=False)
            else:
                await membership_store.save(tx, after)
                if after.pair_id is not None:
                    await self._move_checkins(tx, after, after.pair_id)
                    await self._shown.refresh(tx, after.pair_id)
            return Joined(
                membership=after,
                changed=before is not None,
                remarks=remarks,
                next_round_at=await round_at(tx, self._schedule, guild_id),
            )

        return await self._db.write(work)

    async def _move_checkins(self, tx: Tx, one: Membership, pair_id: int) -> None:
        """A pair's check-ins go by the clock of its first member, wherever that is now."""
        pair, weekly = await pair_store.find(tx, pair_id), await self._schedule.get(tx, CHECKIN, pair_id)
        if pair is None or weekly is None or pair.members[:1] != (one.member_id,):
            return
        await self._schedule.change(tx, weekly.id, replace(weekly.recurrence, zone=one.zone))

    async def share(self, *, guild_id: int, member_id: int, what: Share, shown: bool) -> Membership:
        """Let buddies see something, or not any more. Raises NotFound without a membership."""

        async def work(tx: Tx) -> Membership:
            before = await self._own(tx, guild_id, member_id)
            shares = before.shares | {what} if shown else before.shares - {what}
            after = replace(before, shares=shares)
            await membership_store.save(tx, after)
            if after.pair_id is not None and after != before:
                await self._shown.refresh(tx, after.pair_id)
            return after

        return await self._db.write(work)

    async def status(self, *, guild_id: int, member_id: int) -> Status:
        """How things stand for the member. Raises NotFound without a membership."""

        async def work(tx: Tx) -> Status:
            await self._pool.end_pauses(tx, guild_id)
            one = await self._own(tx, guild_id, member_id)
            return Status(
                membership=one,
                introduction=None,
                next_round_at=await round_at(tx, self._schedule, guild_id),
                notes=tuple(await self._notes.unread_in(tx, guild_id, member_id)),
            )

        status = await self._db.write(work)
        pair_id = status.membership.pair_id
        if pair_id is None:
            return status
        return replace(status, introduction=await self._pairs.introduction(pair_id))

    async def pause(self, *, guild_id: int, member_id: int, until: str) -> tuple[Membership, tuple[int, ...]]:
        """Wait for nobody until a date as people write it; a pair ends kindly, the partner goes first, and is named.

        Raises BadInput for a date that cannot be read, or is past, or more than a year ahead; NotFound.
        """

        async def work(tx: Tx) -> tuple[Membership, tuple[int, ...]]:
            one = await self._own(tx, guild_id, member_id)
            day = _pause_end(until, local_date(self._clock.now(), one.zone))
            partners: tuple[int, ...] = ()
            if one.pair_id is not None:
                partners = await self._pool.part(tx, one.pair_id, [member_id], Ended.PAUSED)
            return await self._pool.pause(tx, one, instant(day, time(0), one.zone)), partners

        return await self._db.write(work)

    async def resume(self, *, guild_id: int, member_id: int) -> Membership:
        """Wait again after a pause. Nothing happens to whoever is not paused. Raises NotFound, NotAllowed when off."""

        async def work(tx: Tx) -> Membership:
            one = await self._own(tx, guild_id, member_id)
            if one.state is not State.PAUSED:
                return one
            await self._refuse_off(tx, guild_id)
            return await self._pool.wait(tx, one, priority=False)

        return await self._db.write(work)

    async def rematch(self, *, guild_id: int, member_id: int) -> Parted:
        """End the pair kindly and wait for another one. Raises NotFound without a membership or a pair."""

        async def work(tx: Tx) -> Parted:
            one = await self._own(tx, guild_id, member_id)
            if one.pair_id is None:
                raise NotFound(NO_PAIR)
            partners = await self._pool.part(tx, one.pair_id, [member_id], Ended.REMATCH)
            await self._pool.wait(tx, one, priority=False)
            return Parted(partners, await round_at(tx, self._schedule, guild_id))

        return await self._db.write(work)

    async def pair_of(self, *, guild_id: int, member_id: int) -> int | None:
        """The pair that a member is in, if they are in one. Raises NotFound without a membership."""
        return (await self._db.read(lambda tx: self._own(tx, guild_id, member_id))).pair_id

    async def leave(self, *, guild_id: int, member_id: int, waiting: bool = False) -> Parted:
        """Forget the membership; a pair ends kindly, the partner goes first. Raises NotFound without a membership.

        waiting: only who is in no pair; BadInput for somebody who is in one by now.
        """

        async def work(tx: Tx) -> Parted:
            one = await self._own(tx, guild_id, member_id)
            if waiting and one.pair_id is not None:
                raise BadInput(_PAIRED_SINCE)
            partners: tuple[int, ...] = ()
            if one.pair_id is not None:
                partners = await self._pool.part(tx, one.pair_id, [member_id], Ended.LEFT)
            await membership_store.delete(tx, guild_id, member_id)
            return Parted(partners, await round_at(tx, self._schedule, guild_id))

        return await self._db.write(work)

    async def _own(self, tx: Tx, guild_id: int, member_id: int) -> Membership:
        found = await membership_store.find(tx, guild_id, member_id)
        if found is None:
            raise NotFound(_NO_MEMBERSHIP)
        return found

    async def _refuse_off(self, tx: Tx, guild_id: int) -> None:
        row = await server_store.find(tx, guild_id)
        if row is not None and row.server.off:
            raise NotAllowed(_OFF)


def _pause_end(until: str, today: date) -> date:
    day = parse_date(until, today)
    if day <= today:
        raise BadInput("That day is past, or today. Give the day on which you want to be matched again.")
    if (day - today).days > LONGEST_PAUSE_DAYS:
        raise BadInput("That is more than a year ahead. Use `/buddy leave`, and join again when you like.")
    return day
