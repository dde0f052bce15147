"""What a member does with their own exams: look, choose reminders, put one off, remove."""

from dataclasses import replace

from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.exams.model import ALL_REMINDERS, Exam, Outlook, State
from bot.features.exams.reminders import Reminders
from bot.features.exams.service import ExamService, Shown
from bot.when import parse_time

MOST_LISTED = 20
NOTHING_SET = "You have no exam date yet. Set one: `/exam set`."
NOT_YOURS = (
    "You have no such exam. `/exam list` shows yours; pick one from the list that appears while you type."
)


class OwnExams:
    """`/exam list`, `countdown` and `remove`, and the buttons under reminders."""

    def __init__(self, db: Database, exams: ExamService, reminders: Reminders) -> None:
        self._db = db
        self._exams = exams
        self._reminders = reminders

    async def mine(self, member_id: int) -> list[Shown]:
        """A member's exams: those to come or to be decided by date, then results, the latest first; 20 at most."""

        async def work(tx: Tx) -> list[Shown]:
            found = await self._exams.of_member(tx, member_id)
            waiting = [one for one in found if one.state in (State.AHEAD, State.MOVED)]
            decided = [one for one in reversed(found) if one not in waiting]
            return [await self._exams.shown(tx, exam) for exam in (waiting + decided)[:MOST_LISTED]]

        return await self._db.read(work)

    async def one(self, exam_id: int, member_id: int) -> Shown:
        """One of them. Raises NotFound."""

        async def work(tx: Tx) -> Shown:
            return await self._exams.shown(tx, await self._exams.own(tx, exam_id, member_id))

        return await self._db.read(work)

    async def meant(self, member_id: int, typed: str | None) -> int:
        """The exam that was chosen from the list, or typed by its certification; the next one, when nothing was.

        Raises NotFound.
        """

        async def work(tx: Tx) -> int:
            mine = await self._exams.of_member(tx, member_id)
            waiting = [one for one in mine if one.state in (State.AHEAD, State.MOVED)]
            if typed is None:
                over = [one.id for one in waiting if (await self._exams.shown(tx, one)).days < 0]
                found = [one for one in waiting if one.id not in over] or waiting
            else:
                wanted = " ".join(typed.split()).casefold()
                found = [one for one in mine if wanted == str(one.id)]
                found = found or [one for one in waiting + mine if one.certification.casefold() == wanted]
            if not found:
                raise NotFound(NOTHING_SET if not mine else NOT_YOURS)
            return found[0].id

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

    async def remind_in(self, exam_id: int, member_id: int, channel_id: int | None) -> Shown:
        """Remind the member in a channel instead, or again by direct message. Raises NotFound."""

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
