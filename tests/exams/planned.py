"""What the tests of plans share: exams and plans that were never kept anywhere."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from bot.features.exams import plan, plan_areas
from bot.features.exams.model import Exam, State
from bot.features.exams.plan_looking import PlanShown
from bot.features.exams.plan_model import Exercise, Goal, Habits, Work
from tests.community import library

MONDAY = date(2026, 11, 2)


def exam(
    days: int = 70, certification: str = "CPC", at: time | None = time(9), place: str = "Hall 5, Main St"
) -> Exam:
    """So many days after the Monday."""
    return Exam(
        id=7,
        member_id=5,
        guild_id=0,
        certification=certification,
        on=MONDAY + timedelta(days=days),
        at=at,
        zone="America/New_York",
        zone_given=True,
        place=place,
        listed=False,
        channel_id=None,
        off=frozenset(),
        hour=time(9),
        state=State.AHEAD,
        revision=0,
        made_at=0,
    )


def planned(
    one: Exam,
    later: int = 0,
    *,
    habits: Habits = Habits(),  # noqa: B008
    work: Sequence[Work] = (),
    done: Mapping[Exercise, Sequence[date]] | None = None,
    weekly: bool = False,
) -> PlanShown:
    """The plan for an exam, begun on the Monday and seen so many days later, in Chicago."""
    areas = plan_areas.areas(library(), one.certification, {})
    outlined = plan_areas.is_outlined(library(), one.certification)
    minutes, length_from = plan_areas.exam_minutes(library().certifications.get(one.certification))
    goal = Goal(MONDAY, one.on, habits, areas, minutes)
    made = plan.make(goal, MONDAY + timedelta(days=later), work, done or {})
    return PlanShown(one, made, "America/Chicago", weekly, outlined, length_from)
