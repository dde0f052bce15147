"""Working out a member's plan inside a transaction: what it leads to, what was done, and the plan as of a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.clock import Clock
from bot.db import Tx
from bot.features.banks.service import Banks
from bot.features.exams import plan_areas, plan_store, store
from bot.features.exams.milestones import day_for
from bot.features.exams.model import Exam, State
from bot.features.exams.plan_model import Goal, Plan
from bot.features.exams.plan_sharing import Aim, close, together
from bot.features.exams.plan_store import PlanRow
from bot.features.focus.service import FocusService
from bot.features.members.service import MembersService
from bot.features.quiz.model import AnsweredQuestion, Strength
from bot.features.quiz.strengths import StrengthsService
from bot.library import Figure
from bot.schedule import instant, local_date


@dataclass(frozen=True, slots=True)
class Shared:
    """The certifications of the member's other plans that have days in common with one, by when their exams are.

    beside: within a week of its own. minutes: the most that a common day takes, all plans together.
    """

    sooner: tuple[str, ...]
    beside: tuple[str, ...]
    later: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan with what it takes to show it. zone: the member's own. outlined: whether the exam's blueprint is known.

    length_from: what says how long the exam takes; None: nothing does, and a usual length was taken.
    shared: with which other plans it shares days; None: with none.
    is_new: made just now, with days and minutes that the member has not chosen.
    """

    exam: Exam
    plan: Plan
    zone: str
    weekly: bool
    outlined: bool
    length_from: Figure | None
    shared: Shared | None = None
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
        planned, zone = await self._planned(tx, exam, row)
        since = instant(min(kept.begun for _, kept in planned), time(0), zone)
        answers = await self._strengths.answered(tx, exam.member_id, since)
        counted = await self._focus.counted(tx, exam.member_id, since)
        library = await self._banks.library(tx, exam.guild_id)
        names = dict.fromkeys(one.certification for one, _ in planned)
        focused = plan_areas.focused(library, names, answers, counted, zone)
        aims = [await self._aim(tx, one, kept, answers, zone) for one, kept in planned]
        today = local_date(self._clock.now() if now is None else now, zone)
        made = together(aims, today, focused.beyond, focused.spent.get(today, 0))
        ahead = [one for one, _ in planned if one.state is State.AHEAD]
        place = next(n for n, one in enumerate(ahead) if one.id == exam.id)
        return PlanShown(
            exam=exam,
            plan=made[place],
            zone=zone,
            weekly=row.weekly,
            outlined=plan_areas.is_outlined(library, exam.certification),
            length_from=plan_areas.exam_minutes(library.certifications.get(exam.certification))[1],
            shared=_shared(ahead, made, place),
        )

    async def _planned(self, tx: Tx, exam: Exam, row: PlanRow) -> tuple[list[tuple[Exam, PlanRow]], str]:
        """The member's plans that this one shares days with, or shared them since it was begun; by exam day, in a zone.

        One that was moved and has no date yet takes no days.
        Whatever its exam has become, a plan keeps the focus that it was given while it was in force.
        """
        rows = {kept.exam_id: kept for kept in await plan_store.of_member(tx, exam.member_id)}
        rows[exam.id] = row
        found = [(one, rows[one.id]) for one in await store.of_member(tx, exam.member_id) if one.id in rows]
        ahead = [kept.begun for one, kept in found if one.state is State.AHEAD]
        since = min([*ahead, row.begun])
        today = await self.today(tx, exam)
        wanted = [(one, kept) for one, kept in found if one.state is State.AHEAD or since < one.on <= today]
        zone = await self.zone(tx, wanted[0][0])
        return sorted(wanted, key=lambda each: (day_for(each[0], zone), each[0].id)), zone

    async def _aim(
        self, tx: Tx, exam: Exam, row: PlanRow, answers: Sequence[AnsweredQuestion], zone: str
    ) -> Aim:
        library = await self._banks.library(tx, exam.guild_id)
        areas = plan_areas.areas(library, exam.certification, await self._strengths_of(tx, exam))
        minutes, _ = plan_areas.exam_minutes(library.certifications.get(exam.certification))
        since = instant(row.begun, time(0), zone)
        own = [one for one in answers if one.answered_at >= since]
        return Aim(
            Goal(row.begun, day_for(exam, zone), row.habits, areas, minutes),
            plan_areas.answered(library, exam.certification, own, zone),
            await plan_store.parts(tx, exam.id),
            exam.state is State.AHEAD,
        )

    async def _strengths_of(self, tx: Tx, exam: Exam) -> Mapping[str, Strength]:
        wanted = {exam.member_id: exam.certification}
        found = await self._strengths.of(tx, exam.guild_id, wanted, self._clock.now())
        return found.get(exam.member_id, {})


def _shared(exams: Sequence[Exam], plans: Sequence[Plan], place: int) -> Shared | None:
    """What a plan shares with the others. exams, plans: of those that are ahead, by day."""
    own = plans[place].goal
    others = [
        n
        for n, other in enumerate(plans)
        if n != place and other.today < other.goal.on and own.habits.days & other.goal.habits.days
    ]
    if not others or plans[place].today >= own.on:
        return None
    beside = [n for n in others if close(own, plans[n].goal)]
    return Shared(
        sooner=tuple(exams[n].certification for n in others if n < place and n not in beside),
        beside=tuple(exams[n].certification for n in beside),
        later=tuple(exams[n].certification for n in others if n > place and n not in beside),
        minutes=max(plans[n].goal.habits.minutes for n in (place, *others)),
    )
