"""Exam dates as people write them, in their own language and order. Pure; every refusal says what would work.

Numbers are read here, because only so it is known when they mean two days; everything else by dateparser, which is
loaded when it is first needed (0.1 s, 18 MB): call this in a thread.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.dates import quoted, say_date
from bot.errors import BadInput
from bot.when import parse_time

YEARS_AHEAD = 3

_LONGEST = 60
# Where months come first, and where years do. Everywhere else days do.
_MONTH_FIRST, _YEAR_FIRST = ("en-US",), ("ja", "ko", "zh", "hu", "lt")
_SEPARATED = r"(?<!\d)(\d{1,2})\s?([-/. ])\s?(\d{1,2})"
_WHOLE = re.compile(_SEPARATED + r"\s?[-/. ]\s?(\d{4}|\d{1,2})(?!\d)")
_YEARLESS = re.compile(_SEPARATED + r"()\.?")
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_PACKED = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_TIME_AFTER = re.compile(
    r"(?:[,\st]|\s(?:at|um|à|a las|às)\s)\s*(\d{1,2}(?::\d{2}\s?(?:[ap]\.?m\.?)?|\s?[ap]\.?m\.?|\s?uhr|\s?h))$"
)
_VAGUE = re.compile(r"(?:(?:next|this|in the next)\s+)?(?:week|month|quarter|year)|soon|some ?time|later")
_LEADING = re.compile(
    r"^(?:(?:on|the|by|next|this|coming|am|den|der|el|le|al|em|dia|día|nächste[nrs]?|kommende[nrs]?|próxim[oa])\s+)+"
)
_FROM_NOW = re.compile(r"\s+(?:from (?:now|today)|away|ahead)$")
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=.*\d)")
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What is counted from now keeps this time of day, by which it is known from a date.
_ODD = time(12, 34, 56)
_ONE = {"week": timedelta(days=7), "month": timedelta(days=31), "year": timedelta(days=366)}
_YEAR = timedelta(days=364)
_parsing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a date may mean: one day, or two, that which the writer's country reads first.

    unsure: to be asked back. at: a time of day that was written with it.
    """

    days: tuple[date, ...]
    unsure: bool = False
    at: time | None = None


def read_date(text: str, today: date, locale: str) -> Reading:
    """A day from today on, up to YEARS_AHEAD. locale: Discord's name of the writer's language. Raises BadInput."""
    written = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    if not written or len(written) > _LONGEST:
        raise _unreadable(text, today)
    if _VAGUE.fullmatch(written) or re.fullmatch(r"\d{1,4}", written):
        raise _no_day(text, today)
    timed = _TIME_AFTER.search(written)
    at = parse_time(timed[1]) if timed else None
    bare = written[: timed.start()] if timed else written
    found, unsure = _read(text, bare, today, locale)
    days = tuple(day for day in found if today <= day <= _last(today))
    if not days:
        raise _out_of_range(found[0], today)
    return Reading(days[:2], unsure=unsure or len(found) > 1, at=at)


def read_past_date(text: str, today: date, locale: str) -> date:
    """The day of an exam that was taken: a year back at most. Raises BadInput."""
    if re.search(r"[^\W\d]", text) and len(text) <= _LONGEST:
        found, period = _ask(text.lower(), today, locale, "past")
        if found is not None and period == "day" and today - _YEAR <= found.date() <= today:
            return found.date()
    # Read as if it were a year ago, so that what names no year is the last such day.
    reading = read_date(text, today - _YEAR, locale)
    taken = [day for day in reading.days if day <= today]
    if not taken:
        raise BadInput(
            f"{say_date(reading.days[0])} is still to come. Give the day on which you took the exam."
        )
    return taken[0]


def _read(text: str, written: str, today: date, locale: str) -> tuple[tuple[date, ...], bool]:
    """Every day that it may mean, near and far, the likeliest first; and whether it may be no day at all."""
    if before := _YEAR_BEFORE.search(written) or _PACKED.fullmatch(written):
        return (_day(text, int(before[1]), int(before[2]), int(before[3]), today),), False
    if numbers := _WHOLE.search(written) or _YEARLESS.fullmatch(written):
        return _of_numbers(text, numbers, today, locale)
    named = _WEEKDAY.match(written)
    day = _parsed(text, written[named.end() :] if named else written, today, locale)
    if named and not _NAMES[day.weekday()].startswith(named[1]):
        raise BadInput(f"That would be {say_date(day)}. Correct the date, or leave the day of the week out.")
    return (day,), False


def _of_numbers(text: str, numbers: re.Match[str], today: date, locale: str) -> tuple[tuple[date, ...], bool]:
    """3/4/27 in the order of the writer's country, then in the other."""
    first, second, last = int(numbers[1]), int(numbers[3]), numbers[4]
    year = int(last) + 2000 * (len(last) < 3) if last else None
    year_first = locale.startswith(_YEAR_FIRST)
    orders = [(year, second, first), (year, first, second)]
    if locale in _MONTH_FIRST or year_first:
        orders.reverse()
    elif numbers[2] == ".":
        orders = orders[:1]  # with dots nobody there writes the month first
    if year_first and 0 < len(last) < 3:
        orders.insert(0, (2000 + first, second, int(last)))
    days = tuple(dict.fromkeys(day for order in orders if (day := _near(*order, today))))
    if not days:
        order = next((order for order in orders if 1 <= order[1] <= 12), orders[0])
        raise _impossible(text, order[0], order[1], today)
    # "3/27" may be a month and a year.
    return days, not last and max(first, second) >= today.year % 100


def _near(year: int | None, month: int, day: int, today: date) -> date | None:
    """That day; without a year the next one from today on. None when there is none."""
    for candidate in range(today.year, today.year + 9) if year is None else (year,):
        try:
            named = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or named >= today:
            return named
    return None


def _day(text: str, year: int, month: int, day: int, today: date) -> date:
    found = _near(year, month, day, today)
    if found is None:
        raise _impossible(text, year, month, today)
    return found


def _parsed(text: str, written: str, today: date, locale: str) -> date:
    """By dateparser: words, in the writer's language or in English."""
    written = _FROM_NOW.sub("", written)
    found, period = _ask(written, today, locale)
    if found is None:
        written = _LEADING.sub("", written)
        found, period = _ask(written, today, locale)
    if found is None:
        whole, _ = _ask(re.sub(r"\b(?:29|30|31)\b", "1", written), today, locale)
        if whole is not None and whole.time() != _ODD and re.search(r"\b(?:29|30|31)\b", written):
            raise _short_month(text, whole.date(), today)
        raise _unreadable(text, today)
    if found.tzinfo is not None:
        raise BadInput(f"“{quoted(text)}” names a time zone, which goes into “timezone”. {_help(today)}")
    if found.time() != _ODD:
        if period not in {"day", "time"}:
            raise _no_day(text, today)
    elif not re.search(r"\d", written) and period in _ONE and found.date() - today <= _ONE[period]:
        raise _no_day(text, today)  # "next month" in any language
    return found.date()


def _ask(written: str, today: date, locale: str, prefer: str = "future") -> tuple[datetime | None, str]:
    from dateparser.date import DateDataParser

    language = locale.partition("-")[0] if locale[:2] != "no" else "nb"
    settings: dict[str, Any] = {
        "PREFER_DATES_FROM": prefer,
        "RELATIVE_BASE": datetime.combine(today, _ODD),
        "DATE_ORDER": "MDY" if locale in _MONTH_FIRST else "DMY",
        "RETURN_TIME_AS_PERIOD": True,
    }
    with _parsing:
        try:
            parser = DateDataParser(languages=list(dict.fromkeys([language, "en"])), settings=settings)
        except ValueError:  # a language that it does not know
            parser = DateDataParser(languages=["en"], settings=settings)
        try:
            found = parser.get_date_data(written)
        except (ValueError, OverflowError):  # years that no calendar has
            return None, "day"
    return found.date_obj, found.period or "day"


def _help(today: date) -> str:
    return f"Write it like 3 March {today.year + 1}, {today.year + 1}-03-03 or in 10 weeks."


def _last(today: date) -> date:
    return date(today.year + YEARS_AHEAD, today.month, min(today.day, 28))


def _out_of_range(day: date, today: date) -> BadInput:
    if day < today:
        return BadInput(f"{say_date(day)} is over. {_help(today)} How an exam went: `/exam result`.")
    return BadInput(
        f"{say_date(day)} is too far off: dates up to {YEARS_AHEAD} years ahead work. {_help(today)}"
    )


def _impossible(text: str, year: int | None, month: int, today: date) -> BadInput:
    if not 1 <= month <= 12:
        return BadInput(f"“{quoted(text)}” has no month I know: months go from 1 to 12. {_help(today)}")
    return _short_month(text, date(min(max(year or 2028, 1), 9998), month, 1), today)


def _short_month(text: str, first: date, today: date) -> BadInput:
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    name = say_date(last).split(" ", 2)[2]
    return BadInput(
        f"There is no such day as “{quoted(text)}”: {name} ends with the {last.day}th. {_help(today)}"
    )


def _no_day(text: str, today: date) -> BadInput:
    return BadInput(f"“{quoted(text)}” names no single day. {_help(today)}")


def _unreadable(text: str, today: date) -> BadInput:
    return BadInput(f"“{quoted(text)}” is not a date I can read. {_help(today)}")
