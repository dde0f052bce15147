"""When reminders of an exam come, and how they are named. Pure."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.features.exams.model import AFTER, ALL_REMINDERS, USUAL_HOUR, Exam, State
from bot.schedule import end_of_day, instant, local_date

# On the morning itself, a reminder comes so long before the exam at the latest.
BEFORE_START_S = 2 * 3600
# How long the question how it went may be late.
AFTER_LIVES_S = 3 * 86_400
_LEAST_WINDOW_S, _BEFORE_IT_BEGINS_S = 3600, 60
# From the zone that is furthest behind to the one that is furthest ahead.
_WIDEST_JUMP_S = 26 * 3600


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder to be. days: before the exam. due_at, expires_at: epoch seconds."""

    days: int
    due_at: int
    expires_at: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was taken back before it went out, by days before the exam. put_off: the snoozed one among them."""

    days: frozenset[int] = frozenset()
    put_off: int | None = None


NONE_WAIT = Waiting()


@dataclass(frozen=True, slots=True)
class Told:
    """The last reminder that came. on: its local date. days: before the exam; None: the exam's date is newer."""

    on: date | None = None
    days: int | None = None

    def covers(self, one: Due, zone: str) -> bool:
        """Whether a reminder would say again what is known. zone: the member's.

        Not by the date alone: who flies west lives a date twice, and may have an exam on another one than before.
        """
        if self.days is not None:
            return one.days >= self.days
        return self.on is not None and local_date(one.due_at, zone) <= self.on


NOTHING_TOLD = Told()


def day_for(exam: Exam, zone: str) -> date:
    """The exam's day by the member's clock."""
    start = starts_at(exam)
    return exam.on if start is None else local_date(start, zone)


def starts_at(exam: Exam) -> int | None:
    """Epoch seconds, if the time is known."""
    return None if exam.at is None else instant(exam.on, exam.at, exam.zone)


def due(exam: Exam, zone: str, days: int) -> Due:
    """When the reminder so many days before the exam comes. zone: the member's."""
    day = day_for(exam, zone) - timedelta(days=days)
    at = instant(day, exam.hour, zone)
    if days == AFTER:
        at = max(at, end_of_day(exam.on, exam.zone))
        return Due(days, at, at + AFTER_LIVES_S)
    start = starts_at(exam)
    if days == 0 and start is not None:
        at = max(min(at, start - BEFORE_START_S), instant(day, time(0), zone))
        return Due(days, at, max(start, at + _BEFORE_IT_BEGINS_S))
    if days == 0:
        at = instant(
            day, min(exam.hour, USUAL_HOUR), zone
        )  # who is reminded in the evening goes in the morning
    return Due(days, at, max(end_of_day(day, zone), at + _LEAST_WINDOW_S))


def plan(
    exam: Exam, zone: str, now: int, told: Told = NOTHING_TOLD, waiting: Waiting = NONE_WAIT
) -> list[Due]:
    """The reminders that are still to come, soonest first.

    Of those whose hour is over, only what waits comes: at once, while it is not too late for it. That its day is over
    by the member's new clock makes it late only when the exam's day has come too.
    """
    if exam.state is not State.AHEAD:
        return []
    wanted = [days for days in ALL_REMINDERS if days not in exam.off]
    if waiting.put_off is not None and waiting.put_off not in wanted and exam.off < set(ALL_REMINDERS):
        wanted.append(waiting.put_off)
    coming = [due(exam, zone, days) for days in wanted]
    if local_date(now, zone) < day_for(exam, zone):
        coming = [
            replace(one, expires_at=now + _LEAST_WINDOW_S)
            if 0 <= now - one.expires_at < _WIDEST_JUMP_S
            else one
            for one in coming
        ]
    return [
        one
        for one in coming
        if (one.due_at > now or (one.days in waiting.days and one.expires_at > now))
        and not told.covers(one, zone)
    ]


def key_of(exam: Exam, days: int) -> str:
    """What names a reminder among all."""
    return f"{exam.id}:{exam.revision}:{days}"
