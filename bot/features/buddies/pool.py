"""Who waits and who is together, and what follows when that changes. Every call is inside the caller's transaction."""

from collections.abc import Collection
from dataclasses import replace
from datetime import time

from bot.clock import Clock
from bot.db import Tx
from bot.features.buddies import membership_store, pair_store, server_store
from bot.features.buddies.model import Membership, Pair
from bot.features.buddies.notes import NotesService
from bot.features.buddies.server_store import ServerRow
from bot.features.buddies.shown import Shown
from bot.features.buddies.terms import (
    BACK,
    CHECKIN,
    FAREWELL,
    HELLO,
    OUT,
    PAIR,
    QUICK,
    ROUND,
    Ended,
    NoteKind,
    State,
)
from bot.features.quiz.tracks import TrackService
from bot.schedule import Recurrence, ScheduleService

# A server's rounds until its admins say otherwise: Mondays, after work.
DEFAULT_DAY, DEFAULT_TIME = 0, time(17)
# A quick match gives others a while to come along, and still comes within the hour.
QUICK_AFTER_S = 20 * 60
QUICK_LIVES_S = 86_400
FAREWELL_LIVES_S = 2 * 86_400
BACK_LIVES_S = 7 * 86_400


def told_as(why: Ended) -> Ended:
    """What others hear of why a pair ended: nobody learns of a block."""
    return Ended.REMATCH if why is Ended.BLOCKED else why


class Pool:
    """The changes themselves; services say when."""

    def __init__(
        self,
        clock: Clock,
        schedule: ScheduleService,
        tracks: TrackService,
        notes: NotesService,
        shown: Shown,
    ) -> None:
        self._clock = clock
        self._schedule = schedule
        self._tracks = tracks
        self._notes = notes
        self._shown = shown

    async def server(self, tx: Tx, guild_id: int) -> ServerRow:
        """The server's choices; with everything as it is by default when they are asked for the first time."""
        found = await server_store.find(tx, guild_id)
        if found is None:
            recurrence = Recurrence(
                frozenset({DEFAULT_DAY}), DEFAULT_TIME, await self._tracks.zone(tx, guild_id)
            )
            rounds = await self._schedule.add(
                tx, kind=ROUND, subject_id=guild_id, guild_id=guild_id, recurrence=recurrence
            )
            assert rounds.next_date is not None
            await server_store.insert(tx, guild_id, rounds.next_date)
            found = await server_store.find(tx, guild_id)
        assert found is not None
        return found

    async def wait(self, tx: Tx, one: Membership, *, priority: bool) -> Membership:
        """The member waits from now on; with somebody else who does, a quick match is under way."""
        waiting = replace(
            one,
            state=State.WAITING,
            waiting_since=self._clock.now(),
            priority=priority,
            paused_until=None,
            pair_id=None,
        )
        await membership_store.save(tx, waiting)
        await self.match_soon(tx, one.guild_id)
        return waiting

    async def match_soon(self, tx: Tx, guild_id: int) -> None:
        """A quick match, when at least two wait and none is under way."""
        row = await self.server(tx, guild_id)
        if row.server.off or row.gone or row.quick_due_at is not None:
            return
        if await membership_store.count(tx, guild_id, State.WAITING) < 2:
            return
        due_at = self._clock.now() + QUICK_AFTER_S
        added = await self._schedule.enqueue(
            tx,
            kind=QUICK,
            key=f"{guild_id}:{due_at}",
            subject_id=guild_id,
            guild_id=guild_id,
            due_at=due_at,
            expires_at=due_at + QUICK_LIVES_S,
        )
        if added is not None:
            await server_store.set_quick(tx, guild_id, due_at)

    async def end_pauses(self, tx: Tx, guild_id: int) -> None:
        """Whoever's pause is over waits again."""
        for one in await membership_store.pauses_over(tx, guild_id, self._clock.now()):
            await self.wait(tx, one, priority=False)

    async def pause(self, tx: Tx, one: Membership, until: int | None) -> Membership:
        """The member waits for nobody, until then (epoch seconds) or until they say so."""
        paused = replace(
            one,
            state=State.PAUSED,
            waiting_since=None,
            priority=False,
            paused_until=until,
            pair_id=None,
        )
        await membership_store.save(tx, paused)
        if until is not None:
            await self._schedule.enqueue(
                tx,
                kind=BACK,
                key=f"{one.guild_id}:{until}",  # of all whose pause ends then
                subject_id=one.guild_id,
                guild_id=one.guild_id,
                due_at=until,
                expires_at=until + BACK_LIVES_S,
            )
        return paused

    async def part(self, tx: Tx, pair_id: int, leavers: Collection[int], why: Ended) -> tuple[int, ...]:
        """Take members out of their pair, and tell the others kindly. Returns those.

        Two who are left go on; one who is left waits again, first in line. What becomes of the leavers'
        memberships is the caller's to say, afterwards.
        """
        pair = await pair_store.find(tx, pair_id)
        if pair is None or pair.ended_at is not None:
            return ()
        now = self._clock.now()
        for leaver in leavers:
            await pair_store.leave(tx, pair_id, leaver, now)
        others = tuple(member for member in pair.members if member not in leavers)
        if len(others) > 1:
            await self.let_out(tx, pair)
            await self._shown.refresh(tx, pair_id)
            for other in others:
                await self._notes.tell(
                    tx,
                    pair.guild_id,
                    other,
                    NoteKind.SMALLER,
                    detail=told_as(why),
                    about=pair.number,
                )
        else:
            await self._end(tx, pair, others, why, now)
        return others

    async def _end(self, tx: Tx, pair: Pair, others: tuple[int, ...], why: Ended, now: int) -> None:
        await pair_store.end(tx, pair.id, why, now)
        await self._shown.refresh(tx, pair.id)
        await self._quieten(tx, pair.id)
        if pair.thread_id is not None:
            await self.farewell(tx, pair)
        for other in others:
            membership = await membership_store.find(tx, pair.guild_id, other)
            if membership is not None and membership.pair_id == pair.id:
                await self.wait(tx, membership, priority=True)
            # Whoever has not been introduced yet knows of no pair; in a thread, its last message tells.
            if pair.by_dm and pair.thread_id is None:
                await self._notes.tell(
                    tx,
                    pair.guild_id,
                    other,
                    NoteKind.ENDED,
                    detail=told_as(why),
                    about=pair.number,
                )

    async def let_out(self, tx: Tx, pair: Pair) -> None:
        """Whoever has left a pair that goes on goes out of its thread; at its end the last message sees to that."""
        if pair.thread_id is None:
            return
        now = self._clock.now()
        await self._schedule.enqueue_now(
            tx,
            kind=OUT,
            key=f"{pair.id}:{now}",
            subject_id=pair.id,
            guild_id=pair.guild_id,
            lives_s=FAREWELL_LIVES_S,
        )

    async def let_out_of_all(self, tx: Tx, member_id: int) -> list[int]:
        """A member goes out of every thread they may be in, of pairs that ended long ago too. Returns those pairs."""
        inside = await pair_store.still_inside(tx, member_id, self._clock.now() - FAREWELL_LIVES_S)
        for pair_id in inside:
            pair = await pair_store.find(tx, pair_id)
            assert pair is not None
            await self.let_out(tx, pair)
        return inside

    async def farewell(self, tx: Tx, pair: Pair) -> None:
        """The last message in the pair's thread; once."""
        await self._schedule.enqueue_now(
            tx,
            kind=FAREWELL,
            key=str(pair.id),
            subject_id=pair.id,
            guild_id=pair.guild_id,
            lives_s=FAREWELL_LIVES_S,
        )

    async def _quieten(self, tx: Tx, pair_id: int) -> None:
        """Nothing more is sent to a pair that has ended."""
        checkins = await self._schedule.get(tx, CHECKIN, pair_id)
        if checkins is not None:
            await self._schedule.remove(tx, checkins.id)
        await self._schedule.withdraw(tx, PAIR, str(pair_id))
        for seat in await pair_store.seats(tx, pair_id):
            await self._schedule.withdraw(tx, HELLO, f"{pair_id}:{seat.place}")
