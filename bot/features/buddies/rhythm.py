"""When rounds are, and how far members' clocks are apart. Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.features.buddies.terms import Every
from bot.schedule import Schedule, next_after


def falls(every: Every, anchor: date, nominal: date) -> bool:
    """Whether there is a round on a date of the weekly schedule. anchor: a date that has one, for every second week."""
    if every is Every.MONTH:
        return nominal.day <= 7
    return every is Every.WEEK or (nominal - anchor).days // 7 % 2 == 0


def next_round_at(schedule: Schedule, every: Every, anchor: date) -> int | None:
    """When the next round is (epoch seconds); None while the schedule is paused."""
    nominal, due_at = schedule.next_date, schedule.next_due_at
    while nominal is not None and due_at is not None and not falls(every, anchor, nominal):
        nominal, due_at = next_after(schedule.recurrence, nominal)
    return due_at


def utc_offset_minutes(zone: str, now: int) -> int:
    """Local time less UTC at `now` (epoch seconds), in minutes, east positive."""
    offset = datetime.fromtimestamp(now, ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60
