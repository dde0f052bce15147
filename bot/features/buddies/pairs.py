"""Pairs as the Discord side needs them: introductions, nudges, and what becomes of a pair's messages."""

from collections.abc import Mapping

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.buddies import checkin_store, membership_store, pair_store, server_store
from bot.features.buddies.cards import Cards
from bot.features.buddies.model import (
    Farewell,
    Hello,
    Introduction,
    Membership,
    Nudged,
    Pair,
)
from bot.features.buddies.notes import NotesService, round_at
from bot.features.buddies.pool import Pool, told_as
from bot.features.buddies.rhythm import utc_offset_minutes
from bot.features.buddies.scoring import REPEAT_WITHIN_DAYS, week_slots
from bot.features.buddies.terms import Ended, NoteKind
from bot.schedule import ScheduleService, local_date

OVER = "This pair has ended. `/buddy status` shows how things stand for you."
NOT_YOURS = "That belongs to another pair. `/buddy status` shows yours."


class PairsService:
    """What happens in and around a pair. A press by a member of the pair counts as a sign of them."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        schedule: ScheduleService,
        pool: Pool,
        notes: NotesService,
        cards: Cards,
    ) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule
        self._pool = pool
        self._notes = notes
        self._cards = cards

    async def introduction(self, pair_id: int) -> Introduction:
        """What to introduce a pair with. Raises NotFound when it is gone or has ended."""

        async def work(tx: Tx) -> tuple[Pair, int | None, list[Membership], bool]:
            pair = await going(tx, pair_id)
            members = [await membership_store.find(tx, pair.guild_id, m) for m in pair.members]
            server = await _channel(tx, pair.guild_id)
            again = await pair_store.again(tx, pair_id, REPEAT_WITHIN_DAYS * 86_400)
            return pair, server, [one for one in members if one is not None], again

        pair, channel_id, members, again = await self._db.read(work)
        cards = await self._cards.of(members)
        return Introduction(
            pair=pair,
            channel_id=channel_id,
            cards=cards,
            areas=tuple(dict.fromkeys(area for card in cards for area in card.areas or ())),
            shared_hours=shared_hours(members, self._clock.now()),
            again=again,
        )

    async def hello(self, key: str) -> Hello:
        """The introduction of a HELLO delivery, by its key. Raises NotFound when it is gone or has ended."""
        pair_id, place = key_parts(key)
        introduction = await self.introduction(pair_id)
        seat = await self._db.read(lambda tx: pair_store.seat(tx, pair_id, place))
        if seat is None or seat.member_id not in introduction.pair.members:
            raise NotFound(OVER)
        return Hello(introduction, seat.member_id)

    async def farewell(self, pair_id: int) -> Farewell:
        """The last message in the pair's thread. Raises NotFound."""

        async def work(tx: Tx) -> Farewell:
            pair = await pair_store.find(tx, pair_id)
            why = await pair_store.end_reason(tx, pair_id)
            if pair is None or why is None or pair.thread_id is None:
                raise NotFound(OVER)
            return Farewell(
                pair=pair,
                thread_id=pair.thread_id,
                why=told_as(why),
                waiting=await remaining(tx, pair_id),
                next_round_at=await round_at(tx, self._schedule, pair.guild_id),
            )

        return await self._db.read(work)

    async def pair(self, pair_id: int) -> Pair:
        """The pair, ended or not. Raises NotFound."""
        found = await self._db.read(lambda tx: pair_store.find(tx, pair_id))
        if found is None:
            raise NotFound(OVER)
        return found

    async def left_and_staying(self, pair_id: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Who has left the pair, and who has not, be it that it ended without them."""
        seats = await self._db.read(lambda tx: pair_store.seats(tx, pair_id))
        left = tuple(seat.member_id for seat in seats if seat.left_at is not None)
        return left, tuple(seat.member_id for seat in seats if seat.left_at is None)

    async def of_thread(self, thread_id: int) -> Pair | None:
        """The pair whose thread this is."""
        return await self._db.read(lambda tx: pair_store.of_thread(tx, thread_id))

    async def threaded(self, pair_id: int, thread_id: int) -> None:
        """The pair's thread exists: called as soon as it does, before anything is sent into it."""

        async def work(tx: Tx) -> None:
            await pair_store.set_thread(tx, pair_id, thread_id)
            pair = await pair_store.find(tx, pair_id)
            if pair is not None and pair.ended_at is not None:
                await self._pool.farewell(tx, pair)

        await self._db.write(work)

    async def gone(self, guild_id: int, member_id: int) -> None:
        """Discord says that the member is not on the server any more: out of the pool, partners first in line.

        The carrier then raises Permanent; whatever was for their pair alone ends with it.
        """

        async def work(tx: Tx) -> None:
            membership = await membership_store.find(tx, guild_id, member_id)
            if membership is None:
                return
            if membership.pair_id is not None:
                await self._pool.part(tx, membership.pair_id, [member_id], Ended.GONE)
            await membership_store.delete(tx, guild_id, member_id)

        await self._db.write(work)

    async def sign(self, pair_id: int, member_id: int) -> Pair:
        """A member pressed something in the pair. Raises NotFound when it ended, NotAllowed for somebody else."""
        return await self._db.write(lambda tx: signed(tx, pair_id, member_id, self._clock.now()))

    async def wrote(self, pair_id: int, last: Mapping[int, int]) -> None:
        """Members wrote in the pair's thread; last: member → when (epoch seconds). It is a sign like a press."""

        async def work(tx: Tx) -> None:
            for seat in await pair_store.seats(tx, pair_id):
                at = last.get(seat.member_id, 0)
                if seat.left_at is None and at > max(seat.signed_at, seat.asked_at or 0):
                    await pair_store.signed(tx, pair_id, seat.member_id, at)

        if last:
            await self._db.write(work)

    async def signs_since(self, checkin_id: int) -> tuple[Pair, int]:
        """The pair of a check-in, and since when the quietest of it was not heard of. Raises NotFound."""

        async def work(tx: Tx) -> tuple[Pair, int]:
            row = await checkin_store.find(tx, checkin_id)
            if row is None:
                raise NotFound(OVER)
            pair = await going(tx, row.pair_id)
            seats = await pair_store.seats(tx, pair.id)
            return pair, min(seat.signed_at for seat in seats if seat.left_at is None)

        return await self._db.read(work)

    async def nudge(self, pair_id: int, member_id: int) -> Nudged:
        """A friendly mention of the partners, once a day each. Without a thread they are written to (NOTE).

        Raises BadInput for a second one on a day; NotFound and NotAllowed as `sign`.
        """

        async def work(tx: Tx) -> Nudged:
            now = self._clock.now()
            pair = await signed(tx, pair_id, member_id, now)
            membership = await membership_store.find(tx, pair.guild_id, member_id)
            zone = membership.zone if membership else "UTC"
            before = next(
                seat.nudged_at for seat in await pair_store.seats(tx, pair_id) if seat.member_id == member_id
            )
            if before is not None and local_date(before, zone) == local_date(now, zone):
                raise BadInput("You have nudged today; one a day is enough. Tomorrow you can do it again.")
            await pair_store.nudged(tx, pair_id, member_id, now)
            partners = tuple(member for member in pair.members if member != member_id)
            in_thread = pair.thread_id is not None
            for partner in () if in_thread else partners:
                await self._notes.tell(tx, pair.guild_id, partner, NoteKind.NUDGE, about=pair.number)
            return Nudged(pair, partners, in_thread)

        return await self._db.write(work)


def key_parts(key: str) -> tuple[int, int]:
    """The pair or check-in that a delivery's key names, and the place of a member in the pair."""
    subject, place = key.split(":")
    return int(subject), int(place)


async def going(tx: Tx, pair_id: int) -> Pair:
    """The pair, which goes on. Raises NotFound."""
    pair = await pair_store.find(tx, pair_id)
    if pair is None or pair.ended_at is not None:
        raise NotFound(OVER)
    return pair


async def signed(tx: Tx, pair_id: int, member_id: int, now: int) -> Pair:
    """The member was heard of in the pair, which goes on. Raises NotFound, or NotAllowed for somebody else."""
    pair = await pair_store.find(tx, pair_id)
    if pair is None:
        raise NotFound(OVER)
    if member_id not in pair.members:
        raise NotAllowed(NOT_YOURS)
    if pair.ended_at is not None:
        raise NotFound(OVER)
    await pair_store.signed(tx, pair_id, member_id, now)
    return pair


async def _channel(tx: Tx, guild_id: int) -> int | None:
    row = await server_store.find(tx, guild_id)
    return row.server.channel_id if row else None


async def remaining(tx: Tx, pair_id: int) -> tuple[int, ...]:
    """Who did not leave the pair, but was left."""
    return tuple(seat.member_id for seat in await pair_store.seats(tx, pair_id) if seat.left_at is None)


def shared_hours(members: list[Membership], now: int) -> int | None:
    """Hours a week that all have in common, by their own clocks; None when somebody left theirs open."""
    if not members or not all(one.hours.known for one in members):
        return None
    common = -1
    for one in members:
        common &= week_slots(one.hours.weekday, one.hours.weekend, utc_offset_minutes(one.zone, now))
    return common.bit_count() // 2
