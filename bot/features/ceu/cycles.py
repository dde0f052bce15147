"""Which cycle a day lies in. Pure.

The first cycle is what the member has: from the day of the pass, or as their body says. All later ones are counted
from its end, so that a cycle that ends on 29 February does not wander. One that begins on 29 February ends on 28
February where there is no 29th: nobody loses a day.
"""

from calendar import monthrange
from datetime import date, timedelta

from bot.features.ceu.model import Cycle

_DAY = timedelta(days=1)


def anniversary(day: date, months: int) -> date:
    """The same day so many months on; where that month is shorter, the first day of the next one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + _DAY * (day.day > last)


def end_of(begins: date, months: int) -> date:
    """The last day of a cycle of so many months."""
    return anniversary(begins, months) - _DAY


def begin_of(ends: date, months: int) -> date:
    """The first day of a cycle that ends on a day."""
    return anniversary(ends + _DAY, -months)


def nth(begins: date, ends: date, months: int, number: int) -> Cycle:
    """A cycle by its number. begins, ends: of the first, which has the number 0."""
    if number == 0:
        return Cycle(0, begins, ends)
    after = ends + _DAY
    return Cycle(
        number, anniversary(after, months * (number - 1)), anniversary(after, months * number) - _DAY
    )


def cycle_on(begins: date, ends: date, months: int, day: date) -> Cycle:
    """The cycle that a day lies in; the first for days before it. begins, ends: of the first."""
    if day <= ends:
        return nth(begins, ends, months, 0)
    gone = (day.year - ends.year) * 12 + day.month - ends.month
    number = max(1, gone // months)
    while nth(begins, ends, months, number).ends < day:
        number += 1
    return nth(begins, ends, months, number)
