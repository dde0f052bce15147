"""A member's study plans: use cases, one transaction each. A plan is worked out anew at each look."""

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.exams import plan_store
from bot.features.exams.model import Exam, State
from bot.features.exams.plan_keeping import PlanKeeper
from bot.features.exams.plan_looking import Looking, PlanShown
from bot.features.exams.plan_model import MINUTES, Exercise, Habits
from bot.features.exams.plan_store import Event, PlanRow
from bot.features.exams.plan_weekly import Weekly
from bot.features.exams.service import ExamService
from bot.schedule import local_date

_NO_EXAM = "You have no exam ahead to plan for. Set its date first: `/exam set`."
_NONE_OF = "You have no {} exam ahead. Set its date first: `/exam set`."
_GONE = "There is no plan for that exam any more. `/exam list` shows your exams, `/exam plan` makes a plan."


@dataclass(frozen=True, slots=True)
class PlanExport:
    """What a calendar is made of. called_off: sessions of earlier calendars that are no more. revision: 1, 2, …"""

    shown: PlanShown
    called_off: tuple[Event, ...]
    revision: int


class PlanService:
    """`/exam plan` and the buttons of plans. Everybody but the exam's own member is refused."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        exams: ExamService,
        looking: Looking,
        keeper: PlanKeeper,
        weekly: Weekly,
    ) -> None:
        self._db = db
        self._clock = clock
        self._exams = exams
        self._looking = looking
        self._keeper = keeper
        self._weekly = weekly

    async def open(self, member_id: int, certification: str | None = None) -> PlanShown:
        """The plan for the member's exam, made now if there is none; without a certification, for the next exam.

        Raises NotFound.
        """
        wanted = self._exams.certification(certification) if certification else None

        async def work(tx: Tx) -> PlanShown:
            ahead = await self._ahead(tx, member_id)
            exam = next((one for one in ahead if wanted in (None, one.certification)), None)
            if exam is None:
                raise NotFound(_NO_EXAM if wanted is None else _NONE_OF.format(wanted))
            row = await plan_store.find(tx, exam.id)
            is_new = row is None
            shown = await self._looking.plan(tx, exam, row or await self._keeper.begin(tx, exam))
            return replace(shown, is_new=is_new)

        return await self._db.write(work)

    async def certifications(self, member_id: int) -> list[str]:
        """Of the member's exams ahead, by date."""

        async def work(tx: Tx) -> list[str]:
            return list(dict.fromkeys(one.certification for one in await self._ahead(tx, member_id)))

        return await self._db.read(work)

    async def show(self, exam_id: int, member_id: int | None = None) -> PlanShown:
        """The plan for this exam. member_id: whoever asks; None: the bot itself. Raises NotFound."""

        async def work(tx: Tx) -> PlanShown:
            return await self._looking.plan(tx, *await self._own(tx, exam_id, member_id))

        return await self._db.read(work)

    async def change(
        self, exam_id: int, member_id: int, habits: Habits | None = None, *, weekly: bool | None = None
    ) -> PlanShown:
        """Other days, minutes and hour; whether the weekly message is wanted. Raises NotFound, BadInput."""
        if habits is not None and not _is_sound(habits):
            raise BadInput("Choose at least one day, the minutes a day, and the hour at which you begin.")

        async def work(tx: Tx) -> PlanShown:
            exam, row = await self._own(tx, exam_id, member_id)
            row = replace(row, habits=habits or row.habits, weekly=row.weekly if weekly is None else weekly)
            await plan_store.save(tx, row)
            await self._weekly.ensure(tx, exam, row)
            return await self._looking.plan(tx, exam, row)

        return await self._db.write(work)

    async def practised(self, exam_id: int, member_id: int, exercise: Exercise) -> PlanShown:
        """Tick off the next part of a practice exam; where all are, take the ticks back. Raises NotFound."""

        async def work(tx: Tx) -> PlanShown:
            exam, row = await self._own(tx, exam_id, member_id)
            shown = await self._looking.plan(tx, exam, row)
            found = next((one for one in shown.plan.practice if one.exercise is exercise), None)
            if found is None:
                raise NotFound("That practice exam is not in your plan any more. See it anew: `/exam plan`.")
            if found.is_done:
                await plan_store.unset_parts(tx, exam_id, exercise)
            else:
                await plan_store.set_part(tx, exam_id, exercise, len(found.done) + 1, shown.plan.today)
            return await self._looking.plan(tx, exam, row)

        return await self._db.write(work)

    async def export(self, exam_id: int, member_id: int) -> PlanExport:
        """The plan for a calendar, which is remembered as given out. Raises NotFound."""

        async def work(tx: Tx) -> PlanExport:
            shown = await self._looking.plan(tx, *await self._own(tx, exam_id, member_id))
            now = [(one.on, one.number) for one in shown.plan.sessions]
            earlier = await plan_store.events(tx, exam_id, shown.plan.today)
            revision = await plan_store.exported(tx, exam_id, now)
            return PlanExport(shown, tuple(event for event in earlier if event not in now), revision)

        return await self._db.write(work)

    async def _ahead(self, tx: Tx, member_id: int) -> list[Exam]:
        """The member's exams to come, by date; one today is still ahead."""
        now = self._clock.now()
        return [
            one
            for one in await self._exams.of_member(tx, member_id)
            if one.state is State.AHEAD and one.on >= local_date(now, one.zone)
        ]

    async def _own(self, tx: Tx, exam_id: int, member_id: int | None) -> tuple[Exam, PlanRow]:
        exam, row = await self._exams.find(tx, exam_id), await plan_store.find(tx, exam_id)
        if exam is None or row is None or exam.state is not State.AHEAD:
            raise NotFound(_GONE)
        if member_id not in (None, exam.member_id):
            raise NotFound("That is somebody else's plan. Yours: `/exam plan`.")
        return exam, row


def _is_sound(habits: Habits) -> bool:
    return bool(habits.days) and habits.minutes in MINUTES and 0 <= habits.hour <= 23
