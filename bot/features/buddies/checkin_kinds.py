"""What becomes of check-ins and of the question to who was not heard of; in the delivery's own transaction."""

from bot.clock import Clock
from bot.db import Tx
from bot.features.buddies import checkin_store, exams, membership_store, pair_store
from bot.features.buddies.checkins import ANSWER_WITHIN_S, DAY_S, is_silent
from bot.features.buddies.kinds import Beginnings
from bot.features.buddies.model import Membership, Pair
from bot.features.buddies.notes import NotesService
from bot.features.buddies.pairs import key_parts
from bot.features.buddies.pool import Pool
from bot.features.buddies.terms import (
    CHECKIN,
    CHECKIN_DM,
    END,
    STILL,
    STILL_DM,
    Ended,
    NoteKind,
    Share,
)
from bot.features.quiz.strengths import StrengthsService
from bot.library import Library
from bot.schedule import Delivery, Inward, Occasion, Receipt, ScheduleService, Unplanned

CHECKIN_LIVES_S = 2 * DAY_S
END_LIVES_S = 7 * DAY_S
# Members who were asked so shortly before one another are silent together.
TOGETHER_S = DAY_S


class CheckinKind(Unplanned):
    """CHECKIN: planned by the pair's weekly schedule. A pair without a thread gets one message each instead."""

    def __init__(
        self,
        clock: Clock,
        library: Library,
        schedule: ScheduleService,
        strengths: StrengthsService,
        notes: NotesService,
        beginnings: Beginnings,
    ) -> None:
        self._clock = clock
        self._library = library
        self._schedule = schedule
        self._strengths = strengths
        self._notes = notes
        self._beginnings = beginnings

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Make the check-in; ask who was not heard of, and whose exam month has passed."""
        pair = await pair_store.find(tx, delivery.subject_id)
        assert pair is not None
        found = [await membership_store.find(tx, pair.guild_id, m) for m in pair.members]
        members = [one for one in found if one is not None]
        prompt = await self._prompt(tx, pair, members)
        checkin_id = await checkin_store.insert(tx, pair.id, occasion.nominal_date, prompt)
        if self._clock.now() >= delivery.expires_at:
            return  # one that the bot missed asks nobody anything
        if pair.thread_id is None:
            await self._schedule.withdraw(tx, CHECKIN, delivery.key)
            await self._to_each(tx, pair, checkin_id)
        await self._ask_silent(tx, pair, checkin_id)
        for one in members:
            await exams.ask(tx, self._notes, one, self._clock.now())

    async def _prompt(self, tx: Tx, pair: Pair, members: list[Membership]) -> str | None:
        """What to explain to each other: weak areas of those who show them, else any area, one after the other."""
        showing = {one.member_id: one.certification for one in members if Share.AREAS in one.shares}
        strengths = await self._strengths.of(tx, pair.guild_id, showing, self._clock.now())
        topics = [
            f"{showing[member_id]}/{area}"
            for member_id in sorted(strengths)
            for area in self._strengths.weakest(strengths[member_id], 3)
        ]
        if not topics:
            certifications = dict.fromkeys(one.certification for one in members)
            known = [
                self._library.certifications[c] for c in certifications if c in self._library.certifications
            ]
            topics = [f"{cert.id}/{area.id}" for cert in known for area in cert.areas]
        topics = list(dict.fromkeys(topics))
        return topics[await checkin_store.count(tx, pair.id) % len(topics)] if topics else None

    async def _to_each(self, tx: Tx, pair: Pair, checkin_id: int) -> None:
        for seat in await pair_store.seats(tx, pair.id):
            if seat.left_at is None:
                await self._enqueue(tx, CHECKIN_DM, pair, checkin_id, seat.place)

    async def _ask_silent(self, tx: Tx, pair: Pair, checkin_id: int) -> None:
        for seat in await pair_store.seats(tx, pair.id):
            if seat.left_at is None and seat.asked_at is None and await is_silent(tx, seat, pair.id):
                await self._enqueue(tx, STILL, pair, checkin_id, seat.place)

    async def _enqueue(self, tx: Tx, kind: str, pair: Pair, checkin_id: int, place: int) -> None:
        await self._schedule.enqueue_now(
            tx,
            kind=kind,
            key=f"{checkin_id}:{place}",
            subject_id=checkin_id,
            guild_id=pair.guild_id,
            lives_s=CHECKIN_LIVES_S,
        )

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The pair has it."""
        assert delivery.nominal_date is not None
        row = await checkin_store.on(tx, delivery.subject_id, delivery.nominal_date)
        assert row is not None
        await checkin_store.sent(tx, row.id, receipt.sent_at)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The thread is gone or forbidden: from now on to each of them."""
        assert delivery.nominal_date is not None
        pair = await pair_store.find(tx, delivery.subject_id)
        row = await checkin_store.on(tx, delivery.subject_id, delivery.nominal_date)
        if pair is None or row is None or pair.ended_at is not None:
            return
        await pair_store.set_by_dm(tx, pair.id)
        await self._to_each(tx, pair, row.id)
        await self._beginnings.tell_admins(tx, pair.guild_id, reason)


class CheckinDmKind(Unplanned):
    """CHECKIN_DM: one of the pair has it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It counts as sent with the first of them."""
        await checkin_store.sent(tx, delivery.subject_id, receipt.sent_at)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """Who takes no messages finds it by `/buddy checkin`; two who cannot be reached must not be a pair for ever."""
        await checkin_store.sent(tx, delivery.subject_id, self._clock.now())


class StillKind(Unplanned):
    """STILL: the question to who was not heard of. Unanswered, END follows."""

    def __init__(self, clock: Clock, schedule: ScheduleService) -> None:
        self._clock = clock
        self._schedule = schedule

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """They were asked."""
        await self._asked(tx, delivery, receipt.sent_at)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """Where the thread is gone, they are asked in private. Who cannot be asked at all gives no answer either.

        One who was heard of since is left alone.
        """
        if not await self._in_private(tx, delivery):
            await self._asked(tx, delivery, self._clock.now())

    async def _in_private(self, tx: Tx, delivery: Delivery) -> bool:
        checkin_id, place = key_parts(delivery.key)
        row = await checkin_store.find(tx, checkin_id)
        pair = await pair_store.find(tx, row.pair_id) if row else None
        seat = await pair_store.seat(tx, pair.id, place) if pair else None
        if delivery.kind == STILL_DM or pair is None or seat is None or seat.left_at is not None:
            return False
        if pair.ended_at is not None or not await is_silent(tx, seat, pair.id):
            return False
        await pair_store.set_by_dm(tx, pair.id)
        await self._schedule.enqueue_now(
            tx,
            kind=STILL_DM,
            key=delivery.key,
            subject_id=checkin_id,
            guild_id=delivery.guild_id,
            lives_s=CHECKIN_LIVES_S,
        )
        return True

    async def _asked(self, tx: Tx, delivery: Delivery, at: int) -> None:
        checkin_id, place = key_parts(delivery.key)
        row = await checkin_store.find(tx, checkin_id)
        seat = await pair_store.seat(tx, row.pair_id, place) if row else None
        if (
            row is None
            or seat is None
            or seat.left_at is not None
            or not await is_silent(tx, seat, row.pair_id)
        ):
            return
        await pair_store.asked(tx, row.pair_id, seat.member_id, at)
        await self._schedule.enqueue(
            tx,
            kind=END,
            key=delivery.key,
            subject_id=checkin_id,
            guild_id=delivery.guild_id,
            due_at=at + ANSWER_WITHIN_S,
            expires_at=at + ANSWER_WITHIN_S + END_LIVES_S,
        )


class EndKind(Inward):
    """END: no answer came."""

    def __init__(self, clock: Clock, pool: Pool, notes: NotesService) -> None:
        super().__init__(clock)
        self._pool = pool
        self._notes = notes

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """Let the silent ones go, without blame; whoever was heard of goes first in the next round."""
        checkin_id, place = key_parts(delivery.key)
        row = await checkin_store.find(tx, checkin_id)
        pair = await pair_store.find(tx, row.pair_id) if row else None
        seat = await pair_store.seat(tx, pair.id, place) if pair else None
        if pair is None or pair.ended_at is not None or seat is None:
            return
        if seat.left_at is not None or seat.asked_at is None:
            return
        silent = [
            other.member_id
            for other in await pair_store.seats(tx, pair.id)
            if other.left_at is None
            and other.asked_at is not None
            and other.asked_at <= seat.asked_at + TOGETHER_S
        ]
        await self._pool.part(tx, pair.id, silent, Ended.SILENT)
        for member_id in silent:
            membership = await membership_store.find(tx, pair.guild_id, member_id)
            if membership is not None and membership.pair_id == pair.id:
                await self._pool.pause(tx, membership, None)
                await self._notes.tell(tx, pair.guild_id, member_id, NoteKind.RELEASED, about=pair.number)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """The bot was away for a week: the question is asked anew at a check-in."""
        checkin_id, place = key_parts(delivery.key)
        row = await checkin_store.find(tx, checkin_id)
        seat = await pair_store.seat(tx, row.pair_id, place) if row else None
        if row is not None and seat is not None:
            await pair_store.unasked(tx, row.pair_id, seat.member_id)
