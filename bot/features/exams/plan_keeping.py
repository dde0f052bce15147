"""What becomes of plans when exams change, and what reminders say of them."""

from bot.db import Tx
from bot.features.exams import plan_store
from bot.features.exams.milestones import day_for
from bot.features.exams.model import Exam, Outlook, State
from bot.features.exams.plan_looking import Looking
from bot.features.exams.plan_model import Habits
from bot.features.exams.plan_outlook import after_miss, of_plan, without_plan
from bot.features.exams.plan_store import PlanRow
from bot.features.exams.plan_weekly import Weekly
from bot.features.exams.service import ExamService
from bot.schedule import local_date


class PlanKeeper:
    """A `Planner`, and an `ExamListener`."""

    def __init__(self, exams: ExamService, looking: Looking, weekly: Weekly) -> None:
        self._exams = exams
        self._looking = looking
        self._weekly = weekly

    async def begin(self, tx: Tx, exam: Exam) -> PlanRow:
        """A new plan, with the habits of the member's last one or the usual ones."""
        others = await plan_store.of_member(tx, exam.member_id)
        return await self._begin(tx, exam, others[-1].habits if others else Habits(), weekly=False)

    async def _begin(self, tx: Tx, exam: Exam, habits: Habits, *, weekly: bool) -> PlanRow:
        today = await self._looking.today(tx, exam)
        row = await plan_store.insert(tx, exam.id, exam.member_id, today, habits, weekly=weekly)
        await self._weekly.ensure(tx, exam, row)
        return row

    async def outlook(self, tx: Tx, exam: Exam, now: int) -> Outlook:
        """Where the plan stands and the one thing to do; of an exam that did not work out, the weak areas."""
        if exam.state is State.NOT_YET:
            return after_miss(await self._looking.weak(tx, exam))
        row = await plan_store.find(tx, exam.id)
        if row is None:
            zone = await self._looking.zone(tx, exam)
            return without_plan((day_for(exam, zone) - local_date(now, zone)).days)
        shown = await self._looking.plan(tx, exam, row, now)
        return of_plan(shown.plan, shown.names)

    async def exam_changed(self, tx: Tx, exam: Exam, before: Exam | None) -> None:
        """A plan goes with its exam. A further try at the same certification begins one like the last."""
        row = await plan_store.find(tx, exam.id)
        if exam.state is State.REMOVED:
            await self._weekly.stop(tx, exam.id)
            await plan_store.delete(tx, exam.id)
        elif row is not None:
            await self._weekly.ensure(tx, exam, row)
        elif before is None and exam.state is State.AHEAD:
            last = await self._last_try(tx, exam)
            if last is not None:
                await self._begin(tx, exam, last.habits, weekly=last.weekly)

    async def _last_try(self, tx: Tx, exam: Exam) -> PlanRow | None:
        """The plan of the member's last exam of this certification that did not work out."""
        failed = {
            one.id
            for one in await self._exams.of_member(tx, exam.member_id)
            if one.certification == exam.certification and one.state is State.NOT_YET
        }
        plans = [row for row in await plan_store.of_member(tx, exam.member_id) if row.exam_id in failed]
        return plans[-1] if plans else None
