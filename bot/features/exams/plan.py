"""Making a plan: what is left to do, spread over the days that are left. Pure, and made anew at each look.

Because it starts from what is left today, nothing that was missed is lost and nothing piles up: it is spread over all
days to come, within the member's minutes; what does not fit is named.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.features.exams import plan_days, plan_practice, plan_work
from bot.features.exams.plan_model import (
    ALONE,
    BREAK,
    SHORTEST,
    Doing,
    Exercise,
    Goal,
    Plan,
    Practice,
    Session,
    Share,
    Work,
)

Slot = tuple[date, int]


def make(
    goal: Goal,
    today: date,
    work: Sequence[Work],
    practised: Mapping[Exercise, Sequence[date]],
    share: Share = ALONE,
) -> Plan:
    """The plan as of today. work: since the plan was begun. practised: when parts of practice exams were done.

    share: what the member's other plans leave of the days.
    """
    length = plan_days.rhythm(goal.habits.minutes)[1]
    due = plan_work.needs(goal.areas, plan_work.total(goal))
    done = plan_work.done(due, length, work)
    since = max(today, plan_days.begins(goal))
    today_done = _done_on(today, goal, work, practised, share)
    practice = plan_practice.placed(goal, today + plan_days.DAY * bool(today_done), practised, share)
    days = {day for one in practice for day in one.days}
    taken = Counter(share.taken) + Counter({today: today_done * (length + BREAK)})
    full, extra = _places(goal, since, days, taken)
    left = {area: due[area] - done[area] for area in due}
    cut = plan_work.cut(left, done, goal.areas, max(0, sum(left.values()) - len(full) - len(extra)))
    ahead = {area: left[area] - cut[area] for area in left}
    used = _spread(sum(ahead.values()), full, extra)
    sessions = [
        *_study(used, ahead, due, length),
        *_practice(practice, goal.habits.minutes),
        *_review(goal, since, {day for day, _ in used}, today, taken, length),
        *(_single(day, Doing.UPKEEP, SHORTEST) for day in plan_days.upkeep(goal, today, share.taken)),
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
        expected=_expected(goal, today, sum(due.values()), share.usually),
    )


def _done_on(
    today: date,
    goal: Goal,
    work: Iterable[Work],
    practised: Mapping[Exercise, Sequence[date]],
    share: Share,
) -> int:
    """Sessions' worth of work that today has seen already; a part of a practice exam is worth all of them."""
    count, length = plan_days.rhythm(goal.habits.minutes)
    if any(today in days for days in practised.values()):
        return count
    spent = sum(max(day.focus, sum(day.answered.values())) for day in work if day.on == today)
    return (spent + share.spent) // length


def _places(
    goal: Goal, since: date, practice: set[date], taken: Mapping[date, int]
) -> tuple[list[Slot], list[Slot]]:
    """On full days, without those of practice exams; and on those of the last week."""
    count = plan_days.rhythm(goal.habits.minutes)[0]
    full = [day for day in plan_days.working(goal, since) if day not in practice]
    less = count - plan_days.light_load(goal.habits.minutes)
    return _slots(goal, full, taken), _slots(goal, plan_days.light(goal, since), taken, less)


def _slots(goal: Goal, days: Sequence[date], taken: Mapping[date, int], less: int = 0) -> list[Slot]:
    """Places for sessions, in order. taken: minutes that are not there on a day. less: so many places fewer a day."""
    most = plan_days.holds(goal)
    held = {day: plan_days.holds(goal, taken[day]) if day in taken else most for day in days}
    return [(day, n) for day, count in held.items() for n in range(count - less)]


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
    goal: Goal, since: date, used: set[date], today: date, taken: Mapping[date, int], length: int
) -> list[Session]:
    """One look back on each day of the last week that has nothing else, if today has seen no work and it has room."""
    days = (day for day in plan_days.reviewing(goal, since) if day not in used)
    free = (day for day in days if plan_days.holds(goal, taken.get(day, 0)))
    return [_single(day, Doing.REVIEW, length) for day in free if day != today or not taken.get(day)]


def _single(day: date, doing: Doing, minutes: int) -> Session:
    return Session(day, 0, 0, minutes, doing)


def _expected(goal: Goal, today: date, sessions: int, usually: Mapping[date, int]) -> int:
    """Sessions that an even pace would have done before today of what there was room for, practice on its first days.

    usually: minutes of a day's that other plans were to take, when all of them were begun.
    """
    begins, share = plan_days.begins(goal), Share(usually, usually)
    practice = {day for one in plan_practice.placed(goal, begins, {}, share) for day in one.days}
    days = [day for day in plan_days.working(goal, begins) if day not in practice]
    slots = _slots(goal, days, usually)
    return sum(day < today for day, _ in slots) * min(sessions, len(slots)) // len(slots) if slots else 0
