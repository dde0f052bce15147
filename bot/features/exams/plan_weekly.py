"""The weekly message of a plan: every Monday at the member's hour of reminders, while its exam is ahead."""

from datetime import date

from bot.clock import Clock
from bot.db import Tx
from bot.features.exams import plan_store, store
from bot.features.exams.milestones import day_for
from bot.features.exams.model import Exam, State, Where
from bot.features.exams.plan_model import WEEK
from bot.features.exams.plan_store import PlanRow
from bot.features.exams.reminders import Reminders
from bot.features.members.service import MembersService
from bot.schedule import (
    Delivery,
    Occasion,
    Receipt,
    Recurrence,
    Schedule,
    ScheduleService,
    local_date,
    occurrence_key,
)

_MONDAY = frozenset({0})
# One whose hour the member's clock has jumped over is worth sending for so long.
_LATE_LIVES_S = 86_400


class Weekly:
    """WEEK: keeps its schedule in step with the plan, and answers for its deliveries."""

    def __init__(
        self, clock: Clock, schedule: ScheduleService, members: MembersService, reminders: Reminders
    ) -> None:
        self._clock = clock
        self._schedule = schedule
        self._members = members
        self._reminders = reminders

    async def ensure(self, tx: Tx, exam: Exam, row: PlanRow) -> None:
        """Schedule it where it is wanted, by the member's clock as it is now; else take it back."""
        if not row.weekly or exam.state is not State.AHEAD:
            await self.stop(tx, exam.id)
            return
        recurrence = Recurrence(_MONDAY, exam.hour, await self._reminders.zone(tx, exam))
        there = await self._schedule.get(tx, WEEK, exam.id)
        if there is None:
            await self._schedule.add(
                tx, kind=WEEK, subject_id=exam.id, guild_id=exam.guild_id, recurrence=recurrence
            )
        elif there.recurrence != recurrence:
            after = await self._schedule.change(tx, there.id, recurrence)
            if there.next_date and after.next_date and there.next_date < after.next_date:
                await self._send_late(tx, exam, there, there.next_date)

    async def _send_late(self, tx: Tx, exam: Exam, there: Schedule, monday: date) -> None:
        """The week's that was still to come, and whose hour is over by the member's new clock: now, lest it be lost.

        It has the name of its occurrence, so that it comes once, however often the clock is changed.
        """
        now, zone = self._clock.now(), await self._reminders.zone(tx, exam)
        if not _is_over(exam, local_date(now, zone), zone) and await self._wanted(tx, exam):
            await self._schedule.enqueue_now(
                tx,
                kind=WEEK,
                key=occurrence_key(there.id, monday),
                subject_id=exam.id,
                guild_id=exam.guild_id,
                lives_s=_LATE_LIVES_S,
            )

    async def check_allowed(self, tx: Tx, exam: Exam) -> None:
        """Raises BadInput for who takes none where it would come."""
        await self._reminders.check_allowed(tx, exam)

    async def stop(self, tx: Tx, exam_id: int) -> None:
        """Take it back, with what is still to be sent."""
        there = await self._schedule.get(tx, WEEK, exam_id)
        if there is not None:
            await self._schedule.remove(tx, there.id)

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """None on the exam's day or after it, and none in private to whoever takes no reminders."""
        exam = await store.find(tx, delivery.subject_id)
        zone = occasion.schedule.recurrence.zone
        if exam is None or exam.state is not State.AHEAD or _is_over(exam, occasion.nominal_date, zone):
            await self.stop(tx, delivery.subject_id)
        elif not await self._wanted(tx, exam):
            await self._schedule.withdraw(tx, WEEK, delivery.key)

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It stands; where direct messages are is remembered."""
        exam = await store.find(tx, delivery.subject_id)
        if exam is not None and exam.where is Where.DM:
            await store.set_dm_channel(tx, exam.member_id, receipt.channel_id)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """The next week has its own."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The member hears of it at their next command, as of a reminder; unless the plan has gone meanwhile."""
        row, exam = await plan_store.find(tx, delivery.subject_id), await store.find(tx, delivery.subject_id)
        if exam is not None and row is not None and row.weekly and exam.state is State.AHEAD:
            await self._reminders.lost(tx, exam, reason)

    async def _wanted(self, tx: Tx, exam: Exam) -> bool:
        return exam.where is not Where.DM or (await self._members.preferences(tx, exam.member_id)).reminders


def _is_over(exam: Exam, day: date, zone: str) -> bool:
    return day >= day_for(exam, zone)
