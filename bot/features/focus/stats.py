"""A member's focus by weeks. Pure; days and weeks are those of the member's zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.features.focus.model import Counted, Learned
from bot.schedule import local_date

WEEKS = 8


@dataclass(frozen=True, slots=True)
class Week:
    """One week, from Monday on."""

    monday: date
    minutes: int
    sessions: int
    days: int


@dataclass(frozen=True, slots=True)
class Stats:
    """A member's focus: weeks, newest first, and what they wrote down lately."""

    weeks: Sequence[Week]
    learned: Sequence[Learned]


def weeks(counted: Sequence[Counted], now: int, zone: str) -> list[Week]:
    """This week and the ones before it, newest first: `WEEKS` of them."""
    this = _monday(local_date(now, zone))
    dated = [(local_date(one.began_at, zone), one) for one in counted]
    return [
        _week(monday, [(day, one) for day, one in dated if _monday(day) == monday])
        for monday in (this - timedelta(weeks=back) for back in range(WEEKS))
    ]


def _week(monday: date, dated: list[tuple[date, Counted]]) -> Week:
    return Week(
        monday,
        minutes=sum(one.seconds for _, one in dated) // 60,
        sessions=len({one.session_id for _, one in dated}),
        days=len({day for day, _ in dated}),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
