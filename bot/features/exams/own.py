"""What a member does with their own exams: look, choose reminders, put one off, remove."""

from dataclasses import replace

from bot.db import Database, Tx
from bot.features.exams.model import ALL_REMINDERS, Exam, Outlook
from bot.features.exams.reminders import Reminders
from bot.features.exams.service import ExamService, Shown
from bot.when import parse_time


class OwnExams:
    """`/exam list`, `countdown` and `remove`, and the buttons under reminders."""

    def __init__(self, db: Database, exams: ExamService, reminders: Reminders) -> None:
        self._db = db
        self._exams = exams
        self._reminders = reminders

    async def mine(self, member_id: int) -> list[Shown]:
        """All of a member's exams, by date."""

        async def work(tx: Tx) -> list[Shown]:
            return [await self._exams.shown(tx, exam) for exam in await self._exams.of_member(tx, member_id)]

        return await self._db.read(work)

    async def one(self, exam_id: int, member_id: int) -> Shown:
        """One of them. Raises NotFound."""

        async def work(tx: Tx) -> Shown:
            return await self._exams.shown(tx, await self._exams.own(tx, exam_id, member_id))

        return await self._db.read(work)

    async def countdown(self, exam_id: int, member_id: int) -> tuple[Shown, Outlook]:
        """One of them, and where its plan stands. Raises NotFound."""

        async def work(tx: Tx) -> tuple[Shown, Outlook]:
            exam = await self._exams.own(tx, exam_id, member_id)
            return await self._exams.shown(tx, exam), await self._reminders.outlook(tx, exam)

        return await self._db.read(work)

    async def remove(self, exam_id: int, member_id: int) -> Exam:
        """Forget an exam and its reminders. Raises NotFound."""

        async def work(tx: Tx) -> Exam:
            exam = await self._exams.own(tx, exam_id, member_id)
            await self._exams.drop(tx, exam)
            return exam

        return await self._db.write(work)

    async def remind(
        self, exam_id: int, member_id: int, *, hour: str, days: frozenset[int], channel_id: int | None
    ) -> Shown:
        """When and where the member is reminded. days: milestones that are wanted. Raises NotFound, BadInput."""
        wall = parse_time(hour)

        async def work(tx: Tx) -> Shown:
            exam = await self._exams.own(tx, exam_id, member_id)
            off = frozenset(ALL_REMINDERS) - days
            after = await self._exams.save(tx, replace(exam, hour=wall, off=off, channel_id=channel_id), exam)
            return await self._exams.shown(tx, after)

        return await self._db.write(work)

    async def remind_in(self, exam_id: int, member_id: int, channel_id: int) -> Shown:
        """Remind the member in a channel instead. Raises NotFound."""

        async def work(tx: Tx) -> Shown:
            exam = await self._exams.own(tx, exam_id, member_id)
            return await self._exams.shown(
                tx, await self._exams.save(tx, replace(exam, channel_id=channel_id), exam)
            )

        return await self._db.write(work)

    async def stop(self, exam_id: int, member_id: int) -> Shown:
        """No more reminders of this exam, the question afterwards included. Raises NotFound."""

        async def work(tx: Tx) -> Shown:
            exam = await self._exams.own(tx, exam_id, member_id)
            return await self._exams.shown(
                tx, await self._exams.save(tx, replace(exam, off=frozenset(ALL_REMINDERS)), exam)
            )

        return await self._db.write(work)

    async def snooze(self, exam_id: int, member_id: int) -> int:
        """A reminder more tomorrow. Returns the days that will be left then. Raises NotFound."""

        async def work(tx: Tx) -> int:
            return await self._reminders.snooze(tx, await self._exams.own(tx, exam_id, member_id))

        return await self._db.write(work)
