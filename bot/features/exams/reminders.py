"""Reminders of an exam: one delivery for each milestone of a revision, due at the member's hour in their zone.

They are enqueued and withdrawn in the transaction that changes the exam. What is being sent in that moment names the
old revision and is refused by its carrier. No milestone comes twice, whatever the member's clock does; nor do two on
one local date when the exam's date is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.exams import store
from bot.features.exams.milestones import (
    NONE_WAIT,
    Due,
    Told,
    Waiting,
    day_for,
    due,
    key_of,
    plan,
    starts_at,
)
from bot.features.exams.model import (
    ALL_REMINDERS,
    MILESTONES,
    REMIND,
    Exam,
    Outlook,
    Planner,
    State,
    Where,
)
from bot.features.exams.tips import tips_for
from bot.features.members.service import MembersService
from bot.library import Library
from bot.library.guide import Tip
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService, local_date


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder says.

    days: of its milestone; AFTER asks how it went. left: days until the exam now, which are fewer after midnight.
    zone: of the member's clock. starts_at: epoch seconds, if known.
    """

    exam: Exam
    days: int
    left: int
    zone: str
    starts_at: int | None
    outlook: Outlook
    tips: Sequence[Tip]
    dm_channel_id: int | None


class Reminders:
    """Enqueues them, withdraws them, and says what stands in one."""

    def __init__(
        self, db: Database, clock: Clock, library: Library, schedule: ScheduleService, members: MembersService
    ) -> None:
        self._db = db
        self._clock = clock
        self._library = library
        self._schedule = schedule
        self._members = members
        self._planner: Planner | None = None
        # Who has to hear that a reminder did not reach them; None: not read yet. It may name too many, never too few.
        self._unreached: set[int] | None = None

    def plan_with(self, planner: Planner) -> None:
        """Let this one say where the plan stands."""
        self._planner = planner

    async def zone(self, tx: Tx, exam: Exam) -> str:
        """The zone of the member's clock."""
        return (await self._members.preferences(tx, exam.member_id)).zone or exam.zone

    async def coming(self, tx: Tx, exam: Exam, waiting: Waiting = NONE_WAIT) -> list[Due]:
        """The reminders still to come; none for who wants no direct messages."""
        if not await self._allowed(tx, exam):
            return []
        told = await store.told(tx, exam.id)
        return plan(exam, await self.zone(tx, exam), self._clock.now(), told, waiting)

    async def _allowed(self, tx: Tx, exam: Exam) -> bool:
        preferences = await self._members.preferences(tx, exam.member_id)
        return exam.where is not Where.DM or preferences.reminders

    async def check_allowed(self, tx: Tx, exam: Exam) -> None:
        """Raises BadInput for who takes nothing where this exam's messages would come."""
        if not await self._allowed(tx, exam):
            raise BadInput(
                "Your `/me settings` allow no reminders by direct message. Allow them there, or choose a channel: "
                "`/exam list` → **Reminders**."
            )

    async def set_up(self, tx: Tx, exam: Exam, waiting: Waiting = NONE_WAIT) -> None:
        """Enqueue what an exam still needs. waiting: of the revision before, where the exam's day is the same."""
        for one in await self.coming(tx, exam, waiting):
            await self._enqueue(tx, exam, one)
            if one.days == waiting.put_off:
                await store.set_snoozed(tx, exam.id, one.days)

    async def take_back(self, tx: Tx, exam: Exam) -> Waiting:
        """Withdraw all that this revision has open. Returns what that was."""
        put_off = await store.snoozed(tx, exam.id)
        taken = frozenset(
            [
                days
                for days in {*ALL_REMINDERS, *(() if put_off is None else (put_off,))}
                if await self._schedule.withdraw(tx, REMIND, key_of(exam, days))
            ]
        )
        return Waiting(taken, put_off if put_off in taken else None)

    async def snooze(self, tx: Tx, exam: Exam) -> int:
        """Once more tomorrow at the member's hour. Returns the days left then. Raises NotFound, BadInput."""
        zone = await self.zone(tx, exam)
        left = (day_for(exam, zone) - local_date(self._clock.now(), zone)).days - 1
        if exam.state is State.AHEAD and left == -1:
            raise NotFound("Your exam is today, so there is nothing to put off. Good luck!")
        if exam.state is not State.AHEAD or left < 0:
            raise NotFound("That exam is not ahead any more. `/exam list` shows what is.")
        await self.check_allowed(tx, exam)
        if left not in MILESTONES or left in exam.off:
            await self._enqueue(tx, exam, due(exam, zone, left))
            await store.set_snoozed(tx, exam.id, left)
        return left

    async def _enqueue(self, tx: Tx, exam: Exam, one: Due) -> None:
        await self._schedule.enqueue(
            tx,
            kind=REMIND,
            key=key_of(exam, one.days),
            subject_id=exam.id,
            guild_id=exam.guild_id,
            due_at=one.due_at,
            expires_at=one.expires_at,
        )

    async def place(self, exam_id: int) -> tuple[Exam, int | None]:
        """The exam, and where its member's direct messages are, if known. Raises NotFound."""

        async def work(tx: Tx) -> tuple[Exam, int | None]:
            exam = await store.find(tx, exam_id)
            if exam is None:
                raise NotFound("That exam was removed.")
            return exam, await store.dm_channel(tx, exam.member_id)

        return await self._db.read(work)

    async def reached_at(self, member_id: int, channel_id: int) -> None:
        """Remember where the member's direct messages are."""
        await self._db.write(lambda tx: store.set_dm_channel(tx, member_id, channel_id))

    async def prepared(self, delivery: Delivery) -> Reminder:
        """What to send. Raises NotFound when it does not hold any more."""

        async def work(tx: Tx) -> Reminder:
            exam = await store.find(tx, delivery.subject_id)
            if exam is None or not await self._holds(tx, exam, delivery):
                raise NotFound("That reminder does not hold any more.")
            return await self.about(tx, exam, _days(delivery))

        return await self._db.read(work)

    async def about(self, tx: Tx, exam: Exam, days: int) -> Reminder:
        """What a reminder so many days before the exam says now."""
        zone = await self.zone(tx, exam)
        return Reminder(
            exam=exam,
            days=days,
            left=(day_for(exam, zone) - local_date(self._clock.now(), zone)).days,
            zone=zone,
            starts_at=starts_at(exam),
            outlook=await self.outlook(tx, exam),
            tips=tips_for(self._library.guide.tips, days),
            dm_channel_id=await store.dm_channel(tx, exam.member_id),
        )

    async def outlook(self, tx: Tx, exam: Exam) -> Outlook:
        """Where the plan stands, and the one thing to do."""
        assert self._planner is not None, "feature.py gives one"
        return await self._planner.outlook(tx, exam, self._clock.now())

    async def _holds(self, tx: Tx, exam: Exam, delivery: Delivery) -> bool:
        """Whether a reminder is still to be sent: of this revision, and nothing of it has come."""
        if exam.state is not State.AHEAD or delivery.key != key_of(exam, _days(delivery)):
            return False
        one = Due(_days(delivery), delivery.due_at, delivery.expires_at)
        return not (await store.told(tx, exam.id)).covers(one, await self.zone(tx, exam))

    # What becomes of a reminder, in the delivery's own transaction.

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: reminders are no occurrences."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """Neither it nor an earlier one comes again. Of a date that was changed meanwhile, only the day is known."""
        exam = await store.find(tx, delivery.subject_id)
        if exam is not None:
            days = _days(delivery)
            is_current = delivery.key == key_of(exam, days)
            if exam.where is Where.DM and is_current:  # an earlier one may have been found in a channel
                await store.set_dm_channel(tx, exam.member_id, receipt.channel_id)
            on = local_date(delivery.due_at, await self.zone(tx, exam))
            await store.set_told(tx, exam.id, Told(on, days if is_current else None))

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for a day. `/exam list` asks how it went by itself."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """It could not be brought: the member hears so at their next command."""
        exam = await store.find(tx, delivery.subject_id)
        if exam is None:
            return
        if await self._holds(tx, exam, delivery):
            await self.lost(tx, exam, reason)
            return
        # The exam changed while this was on its way. What is due all the same comes under the new revision.
        days = _days(delivery)
        for one in await self.coming(tx, exam, Waiting(frozenset({days}))):
            if one.days == days:
                await self._enqueue(tx, exam, one)

    async def lost(self, tx: Tx, exam: Exam, reason: str) -> None:
        """Something about this exam could not be brought to its member, who hears so at their next command."""
        await store.set_trouble(tx, exam.id, reason)
        if self._unreached is not None:
            self._unreached.add(exam.member_id)

    async def unreached(self, member_id: int) -> list[tuple[Exam, str]]:
        """Exams of which a reminder could not be brought, and why. Costs a look into a set for everybody else."""
        if self._unreached is None:
            self._unreached = set(await self._db.read(store.unreached))
        if member_id not in self._unreached:
            return []

        async def work(tx: Tx) -> list[tuple[Exam, str]]:
            reasons = await store.troubles(tx, member_id)
            return [
                (exam, reasons[exam.id])
                for exam in await store.of_member(tx, member_id)
                if exam.id in reasons
            ]

        return await self._db.read(work)

    async def told(self, member_id: int) -> None:
        """The member knows."""
        await self._db.write(lambda tx: store.clear_troubles(tx, member_id))
        (self._unreached or set()).discard(member_id)


def _days(delivery: Delivery) -> int:
    return int(delivery.key.rpartition(":")[2])
