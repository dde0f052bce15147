"""Exam dates as people write them: which of them can be an exam's. Pure; call it in a thread (`bot.written_dates`)."""

from dataclasses import replace
from datetime import date, timedelta

from bot.date_refusals import Phrase
from bot.dates import say_date
from bot.errors import BadInput
from bot.written_dates import Reading, read_days

YEARS_AHEAD = 3
_YEAR = timedelta(days=364)


def read_date(text: str, today: date, locale: str) -> Reading:
    """A day from today on, up to YEARS_AHEAD; two where it may be both. locale: as Discord says. Raises BadInput."""
    help_ = _help(today)
    reading = read_days(Phrase(text, today, locale, help_, zone_advice="it goes into “timezone”", timed=True))
    days = tuple(day for day in reading.days if today <= day <= _last(today))
    if not days:
        raise _out_of_range(reading.days[0], today)
    return replace(reading, days=days[:2])


def read_past_date(text: str, today: date, locale: str) -> date:
    """The day of an exam that was taken: a year back at most. Raises BadInput."""
    days = read_days(Phrase(text, today, locale, _help_past(today), past=True)).days
    taken = [day for day in days if today - _YEAR <= day <= today]
    if taken:
        return taken[0]
    if days[0] > today:
        raise BadInput(f"{say_date(days[0])} is still to come. Give the day on which you took the exam.")
    raise BadInput(f"{say_date(days[0])} is more than a year ago. {_help_past(today)}")


def _help(today: date) -> str:
    return f"Write it like 3 March {today.year + 1}, {today.year + 1}-03-03 or in 10 weeks."


def _help_past(today: date) -> str:
    before = today - timedelta(days=7)
    return f"Write it like yesterday, {before.day} {before:%B %Y} or {before}."


def _last(today: date) -> date:
    return date(today.year + YEARS_AHEAD, today.month, min(today.day, 28))


def _out_of_range(day: date, today: date) -> BadInput:
    if day < today:
        return BadInput(f"{say_date(day)} is over. {_help(today)} How an exam went: `/exam result`.")
    return BadInput(
        f"{say_date(day)} is too far off: dates up to {YEARS_AHEAD} years ahead work. {_help(today)}"
    )
