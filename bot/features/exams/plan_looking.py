"""Working out a member's plan inside a transaction: what it leads to, what was done, and the plan as of a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from bot.clock import Clock
from bot.db import Tx
from bot.features.banks.service import Banks
from bot.features.exams import plan, plan_areas, plan_store
from bot.features.exams.milestones import day_for
from bot.features.exams.model import Exam
from bot.features.exams.plan_model import Goal, Plan
from bot.features.exams.plan_store import PlanRow
from bot.features.focus.service import FocusService
from bot.features.members.service import MembersService
from bot.features.quiz.model import Strength
from bot.features.quiz.strengths import StrengthsService
from bot.schedule import instant, local_date


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan with what it takes to show it. zone: the member's own. outlined: whether the exam's blueprint is known.

    is_new: made just now, with days and minutes that the member has not chosen.
    """

    exam: Exam
    plan: Plan
    zone: str
    weekly: bool
    outlined: bool
    is_new: bool = False

    @property
    def names(self) -> Mapping[str, str]:
        """Area id → its name."""
        return {area.id: area.name for area in self.plan.goal.areas}


class Looking:
    """Gathers what a plan is made of."""

    def __init__(
        self,
        clock: Clock,
        banks: Banks,
        members: MembersService,
        strengths: StrengthsService,
        focus: FocusService,
    ) -> None:
        self._clock = clock
        self._banks = banks
        self._members = members
        self._strengths = strengths
        self._focus = focus

    async def zone(self, tx: Tx, exam: Exam) -> str:
        """The member's own zone; the exam's where they never said one."""
        return (await self._members.preferences(tx, exam.member_id)).zone or exam.zone

    async def today(self, tx: Tx, exam: Exam) -> date:
        """The member's date."""
        return local_date(self._clock.now(), await self.zone(tx, exam))

    async def weak(self, tx: Tx, exam: Exam) -> list[str]:
        """Names of the member's weak areas, weakest first; none where too little is known."""
        certification = self._banks.base.certifications.get(exam.certification)
        weakest = self._strengths.weakest(await self._strengths_of(tx, exam))
        names = {area.id: area.name for area in certification.areas} if certification else {}
        return [names[area] for area in weakest if area in names]

    async def plan(self, tx: Tx, exam: Exam, row: PlanRow, now: int | None = None) -> PlanShown:
        """The plan as of now (epoch seconds), or of another moment."""
        zone = await self.zone(tx, exam)
        library = await self._banks.library(tx, exam.guild_id)
        since = instant(row.begun, time(0), zone)
        work = plan_areas.work(
            library,
            exam.certification,
            await self._strengths.answered(tx, exam.member_id, since),
            await self._focus.counted(tx, exam.member_id, since),
            zone,
        )
        areas, outlined = plan_areas.areas(library, exam.certification, await self._strengths_of(tx, exam))
        minutes = plan_areas.exam_minutes(library.certifications.get(exam.certification))
        made = plan.make(
            Goal(row.begun, day_for(exam, zone), row.habits, areas, minutes),
            local_date(self._clock.now() if now is None else now, zone),
            work,
            await plan_store.parts(tx, exam.id),
        )
        return PlanShown(exam, made, zone, row.weekly, outlined)

    async def _strengths_of(self, tx: Tx, exam: Exam) -> Mapping[str, Strength]:
        wanted = {exam.member_id: exam.certification}
        found = await self._strengths.of(tx, exam.guild_id, wanted, self._clock.now())
        return found.get(exam.member_id, {})
