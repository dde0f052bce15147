"""Dates as people write them, in their own language and order. Pure; every refusal says what would work.

Numbers are read here, because only so it is known when they mean two days; everything else by dateparser, which is
loaded when it is first needed (0.1 s, 18 MB): call this in a thread.
"""

import re
import threading
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.date_refusals import (
    Phrase,
    impossible,
    is_it_the_hour,
    left_over,
    more_than_one_time,
    no_day,
    plainly,
    short_month,
    unreadable,
    which_half,
)
from bot.dates import quoted, say_date
from bot.errors import BadInput
from bot.when import parse_time
from bot.written_times import is_time, number_behind, split_time

_LONGEST = 60
# Where months come first, and where years do. Everywhere else days do.
_MONTH_FIRST, _YEAR_FIRST = ("en-US",), ("ja", "ko", "zh", "hu", "lt")
_SEPARATED = r"(?<!\d)(\d{1,2})\s?([-/. ])\s?(\d{1,2})"
_WHOLE = re.compile(_SEPARATED + r"\s?[-/. ]\s?(\d{4}|\d{1,2})(?!\d)")
_YEARLESS = re.compile(_SEPARATED + r"()\.?")
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
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
# Where no time is asked for, it may be credits.
_DOTTED = re.compile(r"\d+\.\d\d$")
# Half past two: hardly in the night, but nobody said so.
_NIGHT = re.compile(r"(?<![\d.:])[1-7][.:]\d\d$")
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


def read_days(phrase: Phrase) -> Reading:
    """Every day that it may mean, near and far: the caller says how far. Raises BadInput."""
    written = " ".join(unicodedata.normalize("NFKC", phrase.text).lower().split())
    if not written or len(written) > _LONGEST:
        raise unreadable(phrase)
    if _VAGUE.fullmatch(written) or is_time(written) or re.fullmatch(r"\d{1,4}", written):
        raise no_day(phrase)
    if part := _PART.fullmatch(written):
        raise _part_of_month(phrase, part)
    split = split_time(written)
    if split.at is None and (behind := number_behind(written)) and (read := _behind(phrase, *behind)):
        return read
    if split.at is not None and not phrase.timed and (number := _DOTTED.search(written)):
        raise left_over(phrase, [number[0]])
    found, unsure, at = _read(phrase, split.rest)
    if at is not None and split.at not in (None, at):
        raise more_than_one_time()
    if split.bare and split.at and split.at.hour in _EITHER_HALF:
        raise which_half(phrase, plainly(found[0]) if len(found) == 1 else quoted(split.rest), split.at.hour)
    return Reading(
        found,
        unsure=unsure or len(found) > 1,
        at=split.at or at,
        unsure_at=split.bare
        or (split.at is None and at is not None)
        or (split.at is not None and _NIGHT.search(written) is not None),
    )


def _behind(phrase: Phrase, day: str, clock: str) -> Reading | None:
    """With the number behind the day as a time, where it can be nothing else. None: it is part of the date."""
    alone = _tried(phrase, day) if _is_whole(day) else None
    if alone is None or alone.at is not None:
        return None
    if "." in clock:
        if not phrase.timed:
            raise left_over(phrase, [clock])
        return replace(alone, at=parse_time(clock), unsure_at=_NIGHT.search(clock) is not None)
    is_said = re.search(r"\d", day) is not None
    if (len(clock) < 3 and int(clock) > 23) or (is_said and _YEAR.fullmatch(clock)):
        return None
    whole = _tried(phrase, f"{day} {clock}")
    if whole is not None and (not phrase.timed or max(whole.days) >= phrase.today):
        return None
    # Friday 9: the hour, or the day of the month?
    if not phrase.timed or not (is_said or _says_nothing(phrase, f"{day} ", clock)):
        raise is_it_the_hour(phrase, alone.days[0], clock)
    at = parse_time(clock)
    if at.hour in _EITHER_HALF:
        raise which_half(phrase, plainly(alone.days[0]) if len(alone.days) == 1 else quoted(day), at.hour)
    return replace(alone, at=at, unsure_at=True)


def _tried(phrase: Phrase, written: str) -> Reading | None:
    try:
        days, unsure, at = _read(phrase, written)
    except BadInput:
        return None
    return Reading(days, unsure or len(days) > 1, at)


def _is_whole(day: str) -> bool:
    """Whether it may be a day by itself: “3.” and “27” are parts of one."""
    by_numbers = (_YEAR_BEFORE, _PACKED, _WHOLE, _YEARLESS)
    return re.search(r"[^\W\d]", day) is not None or any(form.fullmatch(day) for form in by_numbers)


def _says_nothing(phrase: Phrase, before: str, number: str, behind: str = "") -> bool:
    """Whether another number in its place makes no other day."""
    other = str(int(number) + 1)
    return _ask(phrase, before + number + behind)[0] == _ask(phrase, before + other + behind)[0]


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
        raise impossible(phrase, order[0], order[1])
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
        raise impossible(phrase, year, month)
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
            raise short_month(phrase, whole.date())
        raise unreadable(phrase)
    if found.tzinfo is not None:
        raise BadInput(f"“{quoted(phrase.text)}” names a time zone: {phrase.zone_advice}. {phrase.advice}")
    if found.time() != _ODD:
        if period not in {"day", "time"}:
            raise no_day(phrase)
    elif (
        period in _ONE and not re.search(r"\d", written) and abs(found.date() - phrase.today) <= _ONE[period]
    ):
        raise no_day(phrase)  # "next month" in any language
    # A time counted from now has the seconds of now.
    at = found.time() if period == "time" and not found.second else None
    if numbers := _left_over(phrase, written, found.date(), at):
        raise left_over(phrase, numbers)
    return found.date(), at


def _left_over(phrase: Phrase, written: str, day: date, at: time | None) -> list[str]:
    """Numbers in it that the day does not hold and that change nothing: never passed over in silence."""
    held = {day.day, day.month, day.year, day.year % 100}
    if at is not None:
        held |= {at.hour, at.hour % 12 or 12, at.minute}
    return [
        number[0]
        for number in re.finditer(r"\d+", written)
        if int(number[0]) not in held
        and _says_nothing(phrase, written[: number.start()], number[0], written[number.end() :])
    ]


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


def _part_of_month(phrase: Phrase, part: re.Match[str]) -> BadInput:
    """Refused, with the day that is nearest to it."""
    if part["month"] in _THIS_MONTH:
        month: date | None = phrase.today
    else:
        found, period = _ask(phrase, part["month"])
        month = found.date() if found is not None and period == "month" else None
    if month is None:
        return no_day(phrase)
    last = monthrange(month.year, month.month)[1]
    day = last if part["last"] else 15 if part["middle"] else 1
    near = _near(month.year if re.search(r"\d", part["month"]) else None, month.month, day, phrase)
    if near is None or (near > phrase.today if phrase.past else near < phrase.today):
        return no_day(phrase)
    return BadInput(
        f"“{quoted(phrase.text)}” names no single day. Write the day itself, or “{plainly(near)}” if that is near "
        "enough."
    )
