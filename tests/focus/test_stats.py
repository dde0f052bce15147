"""Weeks of focus, by the member's own days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.features.focus.model import Counted
from bot.features.focus.stats import WEEKS, Week, weeks


def at(text: str) -> int:
    """Epoch seconds of a time in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("UTC")).timestamp())


NOW = at("2026-11-04 12:00")


def test_minutes_sessions_and_days_are_added_up_by_week() -> None:
    counted = [
        Counted(1, at("2026-10-26 09:00"), 1500),
        Counted(2, at("2026-11-02 09:00"), 1500),
        Counted(2, at("2026-11-02 09:30"), 1530),
        Counted(3, at("2026-11-02 20:00"), 1200),
        Counted(4, at("2026-11-04 09:00"), 50),
    ]
    found = weeks(counted, NOW, "UTC")
    assert len(found) == WEEKS
    assert found[0] == Week(date(2026, 11, 2), 71, 3, 2), "seconds are added before minutes are taken"
    assert found[1] == Week(date(2026, 10, 26), 25, 1, 1)
    assert found[2] == Week(date(2026, 10, 19), 0, 0, 0)


def test_a_late_evening_belongs_to_the_day_it_was_there() -> None:
    counted = [Counted(1, at("2026-11-02 03:00"), 1500)]
    assert [week.minutes for week in weeks(counted, NOW, "UTC")][:2] == [25, 0]
    assert [week.minutes for week in weeks(counted, NOW, "America/Chicago")][:2] == [0, 25]


def test_older_weeks_are_left_out() -> None:
    assert not any(week.minutes for week in weeks([Counted(1, at("2026-08-01 09:00"), 1500)], NOW, "UTC"))
