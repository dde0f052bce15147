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


class Tally:
    """Counts what was done, day by day, towards what is due in sessions of `length` minutes.

    Questions count for their own area. Focus names none: what goes beyond the questions of that day counts in the
    order in which a plan goes through the areas.
    """

    def __init__(self, due: Mapping[str, int], length: int) -> None:
        self._due = due
        self._length = length
        self._minutes = dict.fromkeys(due, 0)

    def done(self) -> dict[str, int]:
        """Whole sessions by area, at most what it needs."""
        return {area: min(count, self._minutes[area] // self._length) for area, count in self._due.items()}

    def answer(self, answered: Mapping[str, int]) -> None:
        """Minutes of questions, by area."""
        for area, spent in answered.items():
            if area in self._minutes:
                self._minutes[area] += spent

    def focus(self, minutes: int, until: int | None = None) -> int:
        """Fill one session after the other, until so many are done or none is due. Returns the minutes left over."""
        while minutes > 0:
            so_far = self.done()
            area = next_area({name: count - so_far[name] for name, count in self._due.items()}, self._due)
            if area is None or (until is not None and sum(so_far.values()) >= until):
                break
            used = min(self._length - self._minutes[area] % self._length, minutes)
            self._minutes[area] += used
            minutes -= used
        return max(0, minutes)


def done(due: Mapping[str, int], length: int, work: Iterable[Work]) -> dict[str, int]:
    """Whole sessions done by area, at most what it needs."""
    tally = Tally(due, length)
    for day in sorted(work, key=lambda one: one.on):
        tally.answer(day.answered)
        tally.focus(day.focus - sum(day.answered.values()))
    return tally.done()


def cut(
    left: Mapping[str, int], done: Mapping[str, int], areas: Sequence[Area], excess: int
) -> dict[str, int]:
    """What to leave out where `excess` sessions find no room.

    What does fit goes to each area by weight, with what is done of it: one session each first, where there are enough
    (the lightest areas go without), then to whichever is furthest below its part.
    """
    if excess == 0:
        return dict.fromkeys(left, 0)
    weights = {area.id: area.weight for area in areas}
    kept = dict.fromkeys(left, 0)

    def need(area: str) -> tuple[bool, float, str]:
        found = done[area] + kept[area]
        return found > 0, -weights[area] / (2 * found + 1), area

    for _ in range(sum(left.values()) - excess):
        kept[min((area for area in left if kept[area] < left[area]), key=need)] += 1
    return {area: left[area] - kept[area] for area in left}
