"""The practice exams of a plan: which there are, and on which days. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.features.exams import plan_days
from bot.features.exams.plan_model import ALONE, FEWEST_WEEKS, Exercise, Goal, Practice, Share

# No practice exam is cut into more sittings, and all together take one in so many days at most.
MOST_PARTS, DAYS_EACH = 3, 4
# Days before the exam by which the full-length ones are to be done; the last week is no time for them.
FULL_BY, LAST_BY = 21, 9
# Which are given up first where the days are few.
_DEAREST = (Exercise.LAST, Exercise.BASELINE, Exercise.FULL, Exercise.MIDWAY)
# Who chooses days first.
_PLACED = (Exercise.BASELINE, Exercise.LAST, Exercise.FULL, Exercise.MIDWAY)


def exercises(goal: Goal) -> tuple[Practice, ...]:
    """The practice exams that the whole time has room for, without days."""
    room = len(plan_days.working(goal, plan_days.begins(goal))) // DAYS_EACH
    chosen: dict[Exercise, Practice] = {}
    for exercise in (one for one in _DEAREST if one in _wanted(goal.weeks)):
        if room < 1:
            break
        practice = _sized(goal, exercise, room)
        chosen[exercise] = practice
        room -= practice.parts
    return tuple(chosen[one] for one in Exercise if one in chosen)


def _wanted(weeks: int) -> frozenset[Exercise]:
    if weeks >= FEWEST_WEEKS:
        return frozenset(Exercise)
    if weeks >= 6:
        return frozenset({Exercise.BASELINE, Exercise.MIDWAY, Exercise.LAST})
    return frozenset({Exercise.BASELINE, Exercise.LAST} if weeks >= 3 else {Exercise.BASELINE})


def _sized(goal: Goal, exercise: Exercise, room: int) -> Practice:
    """Full length or half of it; shorter where the member's days do not hold it."""
    is_full = exercise in (Exercise.FULL, Exercise.LAST)
    wanted = goal.exam_minutes if is_full else goal.exam_minutes // 2
    limit = goal.habits.minutes
    parts = min(-(-wanted // limit), MOST_PARTS, room)
    minutes = min(wanted, parts * limit)
    return Practice(exercise, minutes, parts, full_length=minutes == goal.exam_minutes)


def placed(
    goal: Goal, since: date, done: Mapping[Exercise, Sequence[date]], share: Share = ALONE
) -> tuple[Practice, ...]:
    """With the days of what is not done yet: the missed ones on the next days from `since` on that are free.

    A practice exam takes a day's minutes as a whole, so that only days count of which no other plan has any.
    """
    since = max(since, plan_days.begins(goal))
    free = [day for day in plan_days.working(goal, since) if not share.taken.get(day)]
    since = max(since, min(free, default=since))
    wanted = {one.exercise: one for one in exercises(goal)}
    roomless = _roomless(goal, wanted, share)
    found: dict[Exercise, Practice] = {}
    for exercise in (one for one in _PLACED if one in wanted):
        practice = replace(wanted[exercise], done=tuple(done.get(exercise, ())))
        parts = practice.parts - len(practice.done)
        given_up = not practice.done and (
            exercise in roomless or _is_overtaken(goal, exercise, list(wanted), since)
        )
        days = () if given_up else _days(goal, exercise, parts, free)
        free = [day for day in free if day not in days]
        found[exercise] = replace(practice, days=days)
    return tuple(found[one] for one in Exercise if one in found)


def _roomless(goal: Goal, wanted: Mapping[Exercise, Practice], share: Share) -> frozenset[Exercise]:
    """Those for which the days that other plans leave are too few: they would leave none to study."""
    if not share.usually:
        return frozenset()
    days = plan_days.working(goal, plan_days.begins(goal))
    room = sum(plan_days.holds(goal, share.usually.get(day, 0)) > 0 for day in days) // DAYS_EACH
    found = set()
    for exercise in (one for one in _DEAREST if one in wanted):
        if wanted[exercise].parts > room:
            found.add(exercise)
        else:
            room -= wanted[exercise].parts
    return frozenset(found)


def _is_overtaken(goal: Goal, exercise: Exercise, wanted: Sequence[Exercise], since: date) -> bool:
    """Whether the next one should be done by now: all that were missed would leave no days to study."""
    following = wanted[wanted.index(exercise) + 1 :]
    return bool(following) and since > _by(goal, following[0])


def _by(goal: Goal, exercise: Exercise) -> date:
    """The day by which it is to be done, if the member has missed nothing."""
    begins = plan_days.begins(goal)
    return {
        Exercise.BASELINE: begins,
        Exercise.MIDWAY: begins + (goal.on - begins) / 2,
        Exercise.FULL: goal.on - timedelta(days=FULL_BY),
        Exercise.LAST: goal.on - timedelta(days=LAST_BY),
    }[exercise]


def _days(goal: Goal, exercise: Exercise, parts: int, free: list[date]) -> tuple[date, ...]:
    """Days in a row of those that are free. None when there is no room for all parts."""
    if not 0 < parts <= len(free):
        return ()
    if exercise is Exercise.BASELINE:
        return tuple(free[:parts])
    in_time = [day for day in free if day <= _by(goal, exercise)]
    return tuple(in_time[-parts:] if len(in_time) >= parts else free[:parts])
