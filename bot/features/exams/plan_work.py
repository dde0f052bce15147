"""How much each area is due, and how far what was done goes. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from bot.features.exams import plan_days, plan_practice
from bot.features.exams.plan_model import FEWEST_WEEKS, MOST_WEEKS, Area, Goal, Work

# Of the days there are, so many tenths are planned: the rest is air to catch up in.
PLANNED_TENTHS = 8


def total(goal: Goal) -> int:
    """Sessions that the way to the exam takes: what the guide's range has room for, at the member's own pace.

    With fewer weeks than that it stays what the shortest range takes, so that a plan says what it leaves out.
    """
    weeks = min(max(goal.weeks, FEWEST_WEEKS), MOST_WEEKS)
    practice = sum(one.parts for one in plan_practice.exercises(goal))
    days = (weeks - 1) * len(goal.habits.days) - practice
    return max(1, days * plan_days.rhythm(goal.habits.minutes)[0] * PLANNED_TENTHS // 10)


def needs(areas: Sequence[Area], sessions: int) -> dict[str, int]:
    """Sessions by area, by weight: each within one of its exact part, and none without while there are enough."""
    whole = sum(area.weight for area in areas)
    if sessions <= len(areas):
        first = sorted(areas, key=lambda area: (-area.weight, area.id))[:sessions]
        return {area.id: int(area in first) for area in areas}
    spare = sessions - len(areas)
    exact = {area.id: spare * area.weight / whole for area in areas}
    found = {area: int(share) for area, share in exact.items()}
    rest = sorted(exact, key=lambda area: (found[area] - exact[area], area))
    for area in rest[: spare - sum(found.values())]:
        found[area] += 1
    return {area: count + 1 for area, count in found.items()}


def next_area(left: Mapping[str, int], due: Mapping[str, int]) -> str | None:
    """The area that lags most behind its own need, of those that have something left.

    Each begins at a point of its own, lest those with the same need always come together.
    """
    phases = {area: (place + 1) / (len(due) + 1) for place, area in enumerate(sorted(due))}
    open_ = [area for area, count in left.items() if count > 0]
    return min(
        open_, key=lambda area: ((due[area] - left[area] + phases[area]) / due[area], area), default=None
    )


def done(due: Mapping[str, int], length: int, work: Iterable[Work]) -> dict[str, int]:
    """Whole sessions done by area, at most what it needs.

    Questions count for their own area. Focus names none: what goes beyond the questions of that day counts in the
    order in which a plan goes through the areas.
    """
    minutes = dict.fromkeys(due, 0)
    for day in sorted(work, key=lambda one: one.on):
        for area, spent in day.answered.items():
            if area in minutes:
                minutes[area] += spent
        _add_focus(minutes, due, length, day.focus - sum(day.answered.values()))
    return _whole(minutes, due, length)


def _whole(minutes: Mapping[str, int], due: Mapping[str, int], length: int) -> dict[str, int]:
    return {area: min(count, minutes[area] // length) for area, count in due.items()}


def _add_focus(minutes: dict[str, int], due: Mapping[str, int], length: int, focus: int) -> None:
    """Fill one session after the other."""
    while focus > 0:
        so_far = _whole(minutes, due, length)
        area = next_area({name: count - so_far[name] for name, count in due.items()}, due)
        if area is None:
            return
        missing = length - minutes[area] % length
        minutes[area] += min(missing, focus)
        focus -= missing


def cut(left: Mapping[str, int], areas: Sequence[Area], excess: int) -> dict[str, int]:
    """What to leave out where `excess` sessions find no room: the lightest areas first, down to one session each."""
    kept = dict(left)
    lightest = sorted(areas, key=lambda area: (area.weight, area.id))
    for floor in (1, 0):
        for area in lightest:
            gone = min(excess, max(0, kept[area.id] - floor))
            kept[area.id] -= gone
            excess -= gone
    return {area: left[area] - kept[area] for area in left}
