"""Making a plan: what is left to do, spread over the days that are left. Pure, and made anew at each look.

Because it starts from what is left today, nothing that was missed is lost and nothing piles up: it is spread over all
days to come, within the member's minutes; what does not fit is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.features.exams import plan_days, plan_practice, plan_work
from bot.features.exams.plan_model import (
    BREAK,
    SHORTEST,
    Doing,
    Exercise,
    Goal,
    Plan,
    Practice,
    Session,
    Work,
)

Slot = tuple[date, int]


def make(goal: Goal, today: date, work: Sequence[Work], practised: Mapping[Exercise, Sequence[date]]) -> Plan:
    """The plan as of today. work: since the plan was begun. practised: when parts of practice exams were done."""
    count, length = plan_days.rhythm(goal.habits.minutes)
    due = plan_work.needs(goal.areas, plan_work.total(goal))
    done = plan_work.done(due, length, work)
    since = max(today, plan_days.begins(goal))
    today_done = _done_on(today, work, length)
    if any(today in days for days in practised.values()):
        today_done = count
    practice = plan_practice.placed(goal, today + plan_days.DAY * bool(today_done), practised)
    taken = {day for one in practice for day in one.days}
    full = _slots(
        [day for day in plan_days.working(goal, since) if day not in taken], count, today, today_done
    )
    extra = _slots(plan_days.light(goal, since), plan_days.light_load(goal.habits.minutes), today, today_done)
    left = {area: due[area] - done[area] for area in due}
    cut = plan_work.cut(left, goal.areas, max(0, sum(left.values()) - len(full) - len(extra)))
    ahead = {area: left[area] - cut[area] for area in left}
    used = _spread(sum(ahead.values()), full, extra)
    sessions = [
        *_study(used, ahead, due, length),
        *_practice(practice, goal.habits.minutes),
        *_review(goal, since, {day for day, _ in used}, today, today_done, length),
        *(_single(day, Doing.UPKEEP, SHORTEST) for day in plan_days.upkeep(goal, today)),
    ]
    return Plan(
        goal=goal,
        today=today,
        begins=plan_days.begins(goal),
        length=length,
        sessions=tuple(sorted(sessions, key=lambda one: (one.on, one.number))),
        practice=practice,
        needs=due,
        done=done,
        cut=cut,
        expected=_expected(goal, today, sum(due.values())),
    )


def _done_on(today: date, work: Iterable[Work], length: int) -> int:
    """Sessions' worth of work that today has seen already."""
    return sum(max(day.focus, sum(day.answered.values())) // length for day in work if day.on == today)


def _slots(days: Sequence[date], count: int, today: date, today_done: int) -> list[Slot]:
    """Places for sessions, in order."""
    return [(day, n) for day in days for n in range(count) if day != today or n >= today_done]


def _spread(sessions: int, full: list[Slot], extra: list[Slot]) -> list[Slot]:
    """So many of the places, evenly; those of the last week only for what does not fit before."""
    first = min(sessions, len(full))
    return _evenly(first, full) + _evenly(sessions - first, extra)


def _evenly(sessions: int, slots: list[Slot]) -> list[Slot]:
    """Free places stand at the end of each stretch: there is room to catch up before the next one."""
    size = len(slots)
    return [slot for n, slot in enumerate(slots) if -(-(n + 1) * sessions // size) > -(-n * sessions // size)]


def _study(
    used: Iterable[Slot], ahead: Mapping[str, int], due: Mapping[str, int], length: int
) -> list[Session]:
    """Areas take turns: whichever lags most behind its need is next."""
    left, found = dict(ahead), []
    places: dict[date, int] = {}
    for day, _ in used:
        area = plan_work.next_area(left, due)
        assert area is not None, "as many places are used as sessions are left"
        left[area] -= 1
        number = places[day] = places.get(day, -1) + 1
        found.append(Session(day, number, number * (length + BREAK), length, Doing.STUDY, area=area))
    return found


def _practice(practice: Iterable[Practice], limit: int) -> list[Session]:
    """Each part has a day to itself."""
    return [
        Session(
            day,
            0,
            0,
            min(limit, one.minutes - n * limit),
            Doing.PRACTICE,
            exercise=one.exercise,
            part=n + 1,
        )
        for one in practice
        for n, day in enumerate(one.days, len(one.done))
    ]


def _review(
    goal: Goal, since: date, taken: set[date], today: date, today_done: int, length: int
) -> list[Session]:
    """One look back on each day of the last week that has nothing else."""
    days = (day for day in plan_days.reviewing(goal, since) if day not in taken)
    return [_single(day, Doing.REVIEW, length) for day in days if day != today or not today_done]


def _single(day: date, doing: Doing, minutes: int) -> Session:
    return Session(day, 0, 0, minutes, doing)


def _expected(goal: Goal, today: date, sessions: int) -> int:
    """Sessions that an even pace would have done before today, practice exams on their first days."""
    begins = plan_days.begins(goal)
    practice = {day for one in plan_practice.placed(goal, begins, {}) for day in one.days}
    days = [day for day in plan_days.working(goal, begins) if day not in practice]
    return sum(day < today for day in days) * sessions // len(days) if days else 0
