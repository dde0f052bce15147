"""Credits and days as people write them. Pure; every refusal says what was understood and what works."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.dates import parse_date, quoted
from bot.errors import BadInput
from bot.features.ceu.cycles import add_months
from bot.features.ceu.model import HUNDRED, MOST_CREDITS, MOST_YEARS

_CREDITS_HELP = "Write the number on your certificate, such as 1 or 1.5."
_DAY_HELP = "Write it like 2026-11-15, 15 Nov 2026 or yesterday."
_CREDITS = re.compile(
    r"(?P<whole>\d{1,6})(?:[.,](?P<part>\d{1,6}))?\s*(?P<unit>credits?|ceus?|ces?|hours?|hrs?|h)?\.?"
)
_MINUTES = re.compile(r"\d+\s*(?:minutes?|mins?|m)\.?")
_SMALL_DATE = re.compile(r"(?P<one>\d{1,2})(?P<sign>[-/. ])(?P<two>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})")
_AGO = re.compile(r"(?P<count>\d{1,3}|an?)\s+(?P<unit>day|week|month|year)s?\s+ago")
_WORDS = {"today": 0, "now": 0, "yesterday": 1, "last week": 7}
_DAYS = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was read. other: what it could have meant as well."""

    on: date
    other: date | None = None


def read_credits(text: str, most: int = MOST_CREDITS) -> int:
    """Hundredths of credits: '1.5', '1,5', '2 hours'. Raises BadInput."""
    written = _plain(text)
    found = _CREDITS.fullmatch(written)
    if _MINUTES.fullmatch(written):
        raise BadInput(f"“{quoted(text)}” are minutes. {_CREDITS_HELP} An hour is usually 1 credit.")
    if found is None:
        raise BadInput(f"“{quoted(text)}” is not a number of credits. {_CREDITS_HELP}")
    if re.search(r",\d{3}", written):  # a thousand in one country, a thousandth in another
        whole, part = found["whole"], found["part"]
        raise BadInput(f"“{quoted(text)}” could be {whole}.{part} or {whole}{part}. {_CREDITS_HELP}")
    value = Decimal(f"{found['whole']}.{found['part'] or 0}")
    hundredths = value * HUNDRED
    if hundredths != int(hundredths):
        raise BadInput(f"“{quoted(text)}” is too fine: two decimals are enough. {_CREDITS_HELP}")
    if value == 0:
        raise BadInput(f"0 credits are nothing to count. {_CREDITS_HELP}")
    if value > most:
        raise BadInput(
            f"{quoted(text)} credits at once are more than I take: {most} at most. Log each course by itself, "
            "with the number on its certificate."
        )
    return int(hundredths)


def read_past(text: str, today: date, *, day_first: bool) -> Day:
    """A day up to today; without a year, the last such day. Raises BadInput."""
    written = re.sub(r"^(?:on|last)\s+(?!week)", "", _plain(text))
    if written in _WORDS:
        return Day(today - timedelta(days=_WORDS[written]))
    if ago := _AGO.fullmatch(written):
        count = int(ago["count"]) if ago["count"].isdigit() else 1
        if ago["unit"] in _DAYS:
            return Day(today - timedelta(days=count * _DAYS[ago["unit"]]))
        return Day(_checked(add_months(today, -count * (12 if ago["unit"] == "year" else 1)), text, today))
    read = _small(written, text, today, day_first) or _lately(written, text, today)
    if read.on > today:
        if read.other and read.other <= today:
            return Day(_checked(read.other, text, today))
        raise BadInput(f"{say_day(read.on)} is still to come. Give the day on which it was earned.")
    other = read.other if read.other and read.other <= today else None
    return Day(_checked(read.on, text, today), other)


def read_any(text: str, today: date, *, day_first: bool) -> Day:
    """A day, past or to come; without a year, the next such day. Raises BadInput."""
    written = _plain(text)
    read = _small(written, text, today, day_first) or Day(_parsed(written, text, today))
    return Day(_checked(read.on, text, today), read.other)


def say_day(day: date) -> str:
    """'3 March 2027': understood everywhere."""
    return f"{day.day} {day:%B %Y}"


def say_credits(hundredths: int) -> str:
    """'1.5', '20', '0.25'."""
    whole, part = divmod(hundredths, HUNDRED)
    return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)


def _small(written: str, text: str, today: date, day_first: bool) -> Day | None:
    """Numbers only, such as 3/4/27; both orders where both are days."""
    found = _SMALL_DATE.fullmatch(written)
    if found is None:
        return None
    one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
    year += 2000 if year < 100 else 0
    orders = [(two, one), (one, two)] if day_first or found["sign"] == "." else [(one, two), (two, one)]
    # With dots nobody writes the month first.
    orders = orders[:1] if found["sign"] == "." else orders
    days = list(dict.fromkeys(day for month, of in orders if (day := _day(year, month, of))))
    if not days:
        raise BadInput(f"“{quoted(text)}” is no day of the calendar. {_DAY_HELP}")
    return Day(days[0], days[1] if len(days) > 1 else None)


def _lately(written: str, text: str, today: date) -> Day:
    """What bot.dates reads looks ahead where there is no year; looked at from earlier on, it is the last such day."""
    if re.fullmatch(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", written):
        return Day(_parsed(written, text, today - timedelta(days=8)))
    named = _parsed(written, text, today)
    if named <= today or re.search(r"\b(?:tomorrow|days?|weeks?|months?)$", written):
        return Day(named)
    earlier = _parsed(written, text, add_months(today, -12))
    return Day(min(named, earlier))


def _parsed(written: str, text: str, today: date) -> date:
    try:
        return parse_date(written, today)
    except BadInput:
        raise BadInput(f"“{quoted(text)}” is not a day I can read. {_DAY_HELP}") from None


def _day(year: int, month: int, of: int) -> date | None:
    try:
        return date(year, month, of)
    except ValueError:
        return None


def _checked(day: date, text: str, today: date) -> date:
    if abs(day.year - today.year) > MOST_YEARS:
        raise BadInput(f"I read “{quoted(text)}” as {say_day(day)}, which can't be. {_DAY_HELP}")
    return day


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())[:60]
