"""Which days a plan has, and what fits on each. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.features.exams.plan_model import (
    BREAK,
    LIGHT_DAYS,
    LONGEST,
    MOST_WEEKS,
    NOTHING_NEW_DAYS,
    SHORTEST,
    Goal,
)

DAY = timedelta(days=1)


def rhythm(minutes: int) -> tuple[int, int]:
    """Sessions that fit into so many minutes a day with a break between them, and the minutes of each."""
    count = max(1, -(-(minutes + BREAK) // (LONGEST + BREAK)))
    length = (minutes - BREAK * (count - 1)) // count
    return count, max(SHORTEST, min(LONGEST, length - length % 5))


def holds(goal: Goal, taken: int = 0) -> int:
    """Sessions that a day of the member's holds where so many of its minutes are taken."""
    count, length = rhythm(goal.habits.minutes)
    return max(0, min(count, (goal.habits.minutes - taken + BREAK) // (length + BREAK)))


def begins(goal: Goal) -> date:
    """When full work begins: at once, or so late that it takes the most weeks of the guide's range."""
    return max(goal.begun, goal.on - timedelta(weeks=MOST_WEEKS))


def working(goal: Goal, since: date) -> list[date]:
    """The member's days from `since` on that may bring anything new at full load: before the light last week."""
    return _days(goal, since, goal.on - LIGHT_DAYS * DAY)


def light(goal: Goal, since: date) -> list[date]:
    """Days of the last week on which something new may still stand, at half the load at most."""
    return _days(goal, max(since, goal.on - LIGHT_DAYS * DAY), goal.on - NOTHING_NEW_DAYS * DAY)


def reviewing(goal: Goal, since: date) -> list[date]:
    """Days of the last week for a look back. The last day before the exam is free."""
    return _days(goal, max(since, goal.on - LIGHT_DAYS * DAY), goal.on - DAY)


def upkeep(goal: Goal, since: date, taken: Mapping[date, int]) -> list[date]:
    """One day a week from `since` until the plan begins: the first of the member's days that is left of the week.

    taken: minutes that are not there on a day.
    """
    found: dict[tuple[int, int], date] = {}
    for day in _days(goal, since, begins(goal)):
        if goal.habits.minutes - taken.get(day, 0) >= SHORTEST:
            found.setdefault(day.isocalendar()[:2], day)
    return list(found.values())


def light_load(minutes: int) -> int:
    """Sessions of a light day: half of a usual one, at least one."""
    return max(1, rhythm(minutes)[0] // 2)


def _days(goal: Goal, since: date, until: date) -> list[date]:
    count = (until - since).days
    days = (since + n * DAY for n in range(max(0, count)))
    return [day for day in days if day.weekday() in goal.habits.days]
