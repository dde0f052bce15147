"""Dates as people write them, in their own language and order. Pure; every refusal says what would work.

Numbers are read here, because only so it is known when they mean two days; everything else by dateparser, which is
loaded when it is first needed (0.1 s, 18 MB): call this in a thread.
"""

import re
import threading
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.dates import quoted, say_date
from bot.errors import BadInput
from bot.written_times import is_time, split_time

_LONGEST = 60
# Where months come first, and where years do. Everywhere else days do.
_MONTH_FIRST, _YEAR_FIRST = ("en-US",), ("ja", "ko", "zh", "hu", "lt")
_SEPARATED = r"(?<!\d)(\d{1,2})\s?([-/. ])\s?(\d{1,2})"
_WHOLE = re.compile(_SEPARATED + r"\s?[-/. ]\s?(\d{4}|\d{1,2})(?!\d)")
_YEARLESS = re.compile(_SEPARATED + r"()\.?")
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_PACKED = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_VAGUE = re.compile(r"(?:(?:next|this|in the next)\s+)?(?:week|month|quarter|year)|soon|some ?time|later")
_LEADING = re.compile(
    r"^(?:(?:on|the|by|next|this|coming|last|past|letzte[nrs]?|vergangene[nrs]?|pasado|passé|dernier|am|den|der|el|le|al|em|dia|día|nächste[nrs]?|kommende[nrs]?|próxim[oa])\s+)+"
)
_FROM_NOW = re.compile(r"\s+(?:from (?:now|today)|away|ahead)$")
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=.*\d)")
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What is counted from now keeps this time of day, by which it is known from a date.
_ODD = time(12, 34, 56)
_ONE = {"week": timedelta(days=7), "month": timedelta(days=31), "year": timedelta(days=366)}
# Hours at which nobody knows which half of the day is meant; exams begin from 8 to 12.
_EITHER_HALF = range(1, 8)
_END = r"(?:end|late|last day|ende|fins?|finale?s?|fim|finais)"
_MIDDLE = r"(?:mid|middle|mitte|mi|mediados|meados)"
_BEGINNING = r"(?:early|beginning|start|anfang|début|debut|principios|comienzos|inicios?|início|começo)"
# "end of March", "Ende März", "mi-avril"
_PART = re.compile(
    rf"(?:(?:by|at|in|the|a|à|la|le|les|gegen|em|no)\s+)*(?:(?P<last>{_END})|(?P<middle>{_MIDDLE})|{_BEGINNING})"
    r"(?:\s+|-)(?:(?:of|de|du|des|do)\s+|d['’])?(?:(?:the|le|el|o)\s+)?(?P<month>[^\W\d].*)"
)
_THIS_MONTH = ("month", "this month", "monats", "mois", "mes", "mês")
_parsing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a date may mean: every day, the likeliest first; that which the writer's country reads first is it.

    unsure: to be asked back. at: a time of day that was written with it. unsure_at: to be asked back, where the time
    matters.
    """

    days: tuple[date, ...]
    unsure: bool = False
    at: time | None = None
    unsure_at: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody wrote, on which day, and where they are asked.

    locale: Discord's name of the writer's language. advice: a sentence on what would work. zone_advice: what to do
    with a time zone. past: without a year it is the last such day, else the next one; today is both.
    """

    text: str
    today: date
    locale: str
    advice: str
    zone_advice: str = "leave it out of the date"
    past: bool = False


def read_days(phrase: Phrase) -> Reading:
    """Every day that it may mean, near and far: the caller says how far. Raises BadInput."""
    written = " ".join(unicodedata.normalize("NFKC", phrase.text).lower().split())
    if not written or len(written) > _LONGEST:
        raise _unreadable(phrase)
    if _VAGUE.fullmatch(written) or is_time(written) or re.fullmatch(r"\d{1,4}", written):
        raise _no_day(phrase)
    if part := _PART.fullmatch(written):
        raise _part_of_month(phrase, part)
    split = split_time(written)
    found, unsure, at = _read(phrase, split.rest)
    if split.bare and split.at and split.at.hour in _EITHER_HALF:
        raise _which_half(
            phrase, _plainly(found[0]) if len(found) == 1 else quoted(split.rest), split.at.hour
        )
    return Reading(
        found,
        unsure=unsure or len(found) > 1,
        at=split.at or at,
        unsure_at=split.bare or (split.at is None and at is not None),
    )


def _read(phrase: Phrase, written: str) -> tuple[tuple[date, ...], bool, time | None]:
    """Every day that it may mean, whether it may be no day at all, and a time that dateparser found in it."""
    if before := _YEAR_BEFORE.search(written) or _PACKED.fullmatch(written):
        _refuse_more(phrase, written, before)
        return (_day(phrase, int(before[1]), int(before[2]), int(before[3])),), False, None
    if numbers := _WHOLE.search(written) or _YEARLESS.fullmatch(written):
        _refuse_more(phrase, written, numbers)
        return (*_of_numbers(phrase, numbers), None)
    named = _WEEKDAY.match(written)
    day, at = _parsed(phrase, written[named.end() :] if named else written)
    if named and not _NAMES[day.weekday()].startswith(named[1]):
        raise BadInput(f"That would be {say_date(day)}. Correct the date, or leave the day of the week out.")
    return (day,), False, at


def _refuse_more(phrase: Phrase, written: str, day: re.Match[str]) -> None:
    """Two days at once are not one of them."""
    if re.search(r"\d", written[: day.start()] + written[day.end() :]):
        raise BadInput(f"“{quoted(phrase.text)}” names more than one day. Give a single one. {phrase.advice}")


def _of_numbers(phrase: Phrase, numbers: re.Match[str]) -> tuple[tuple[date, ...], bool]:
    """3/4/27 in the order of the writer's country, then in the other."""
    first, second, last = int(numbers[1]), int(numbers[3]), numbers[4]
    year = int(last) + 2000 * (len(last) < 3) if last else None
    year_first = phrase.locale.startswith(_YEAR_FIRST)
    orders = [(year, second, first), (year, first, second)]
    if phrase.locale in _MONTH_FIRST or year_first:
        orders.reverse()
    elif numbers[2] == ".":
        orders = orders[:1]  # with dots nobody there writes the month first
    if year_first and 0 < len(last) < 3:
        orders.insert(0, (2000 + first, second, int(last)))
    days = tuple(dict.fromkeys(day for order in orders if (day := _near(*order, phrase))))
    if not days:
        order = next((order for order in orders if 1 <= order[1] <= 12), orders[0])
        raise _impossible(phrase, order[0], order[1])
    # "3/27" may be a month and a year.
    return days, not last and max(first, second) >= phrase.today.year % 100


def _near(year: int | None, month: int, day: int, phrase: Phrase) -> date | None:
    """That day; without a year the next one from today on, or the last one. None when there is none."""
    today = phrase.today
    around = range(today.year, today.year - 9, -1) if phrase.past else range(today.year, today.year + 9)
    for candidate in around if year is None else (year,):
        try:
            named = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or (named <= today if phrase.past else named >= today):
            return named
    return None


def _day(phrase: Phrase, year: int, month: int, day: int) -> date:
    found = _near(year, month, day, phrase)
    if found is None:
        raise _impossible(phrase, year, month)
    return found


def _parsed(phrase: Phrase, written: str) -> tuple[date, time | None]:
    """By dateparser: words, in the writer's language or in English. With the time that it read there, if any."""
    written = _FROM_NOW.sub("", written)
    found, period = _ask(phrase, written)
    if found is None:
        written = _LEADING.sub("", written)
        found, period = _ask(phrase, written)
    if found is None:
        whole, _ = _ask(phrase, re.sub(r"\b(?:29|30|31)\b", "1", written))
        if whole is not None and whole.time() != _ODD and re.search(r"\b(?:29|30|31)\b", written):
            raise _short_month(phrase, whole.date())
        raise _hour_behind(phrase, written) or _unreadable(phrase)
    if found.tzinfo is not None:
        raise BadInput(f"“{quoted(phrase.text)}” names a time zone: {phrase.zone_advice}. {phrase.advice}")
    if found.time() != _ODD:
        if period not in {"day", "time"}:
            raise _no_day(phrase)
    elif (
        period in _ONE and not re.search(r"\d", written) and abs(found.date() - phrase.today) <= _ONE[period]
    ):
        raise _no_day(phrase)  # "next month" in any language
    # A time counted from now has the seconds of now.
    return found.date(), found.time() if period == "time" and not found.second else None


def _ask(phrase: Phrase, written: str) -> tuple[datetime | None, str]:
    from dateparser.date import DateDataParser

    locale = phrase.locale
    language = locale.partition("-")[0] if locale[:2] != "no" else "nb"
    settings: dict[str, Any] = {
        "PREFER_DATES_FROM": "past" if phrase.past else "future",
        "RELATIVE_BASE": datetime.combine(phrase.today, _ODD),
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


def _impossible(phrase: Phrase, year: int | None, month: int) -> BadInput:
    if not 1 <= month <= 12:
        return BadInput(
            f"“{quoted(phrase.text)}” has no month I know: months go from 1 to 12. {phrase.advice}"
        )
    return _short_month(phrase, date(min(max(year or 2028, 1), 9998), month, 1))


def _short_month(phrase: Phrase, first: date) -> BadInput:
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    name = say_date(last).split(" ", 2)[2]
    return BadInput(
        f"There is no such day as “{quoted(phrase.text)}”: {name} ends with the {last.day}th. {phrase.advice}"
    )


def _no_day(phrase: Phrase) -> BadInput:
    return BadInput(f"“{quoted(phrase.text)}” names no single day. {phrase.advice}")


def _unreadable(phrase: Phrase) -> BadInput:
    return BadInput(f"“{quoted(phrase.text)}” is not a date I can read. {phrase.advice}")


def _plainly(day: date) -> str:
    """As everybody may write it, in any language."""
    return f"{day.day} {day:%B %Y}"


def _which_half(phrase: Phrase, day: str, hour: int) -> BadInput:
    return BadInput(
        f"“{quoted(phrase.text)}”: is {hour} in the morning or in the afternoon? Write “{day} at {hour}am” or "
        f"“{day} at {hour}pm”."
    )


def _hour_behind(phrase: Phrase, written: str) -> BadInput | None:
    """March 3 9: what to write if the 9 is the hour."""
    found = re.fullmatch(r"(.+?)[,\s]+(\d{1,2})", written)
    hour = int(found[2]) if found else 24
    day, _ = _ask(phrase, found[1]) if found and hour < 24 else (None, "")
    if day is None:
        return None
    half = "am" if 8 <= hour < 12 else "pm" if 0 < hour <= 12 else ":00"
    example = f"{_plainly(day.date())} at {hour}{half}"
    return BadInput(
        f"“{quoted(phrase.text)}” is not a date I can read. If {hour} is the time, write it like “{example}”."
    )


def _part_of_month(phrase: Phrase, part: re.Match[str]) -> BadInput:
    """Refused, with the day that is nearest to it."""
    if part["month"] in _THIS_MONTH:
        month: date | None = phrase.today
    else:
        found, period = _ask(phrase, part["month"])
        month = found.date() if found is not None and period == "month" else None
    if month is None:
        return _no_day(phrase)
    last = monthrange(month.year, month.month)[1]
    day = last if part["last"] else 15 if part["middle"] else 1
    near = _near(month.year if re.search(r"\d", part["month"]) else None, month.month, day, phrase)
    if near is None or (near > phrase.today if phrase.past else near < phrase.today):
        return _no_day(phrase)
    return BadInput(
        f"“{quoted(phrase.text)}” names no single day. Write the day itself, or “{_plainly(near)}” if that is near "
        "enough."
    )
