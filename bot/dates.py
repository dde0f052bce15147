"""Dates and months as people write them. Pure; every refusal says what would work."""

import re
import unicodedata
from datetime import date, timedelta

from bot.errors import BadInput

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?(?!\d)"  # "March 2027" names no 20th of March 27
_MONTH_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.]\d{1,2})?",
        rf"(?P<month>\d{{1,2}})[-/.]{_YEAR}",
        rf"(?:{_DAY}\s*(?:of\s+)?)?{_NAME}(?:\s*,?\s*{_YEAR})?",
        rf"{_NAME}\s+{_DAY}(?:\s*,?\s*(?P<year>\d{{4}}))?",
    )
)
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        rf"{_DAY}\s*(?:of\s+)?{_NAME}(?:\s*,?\s*{_YEAR})?",
        rf"{_NAME}\s+{_DAY}(?:\s*,?\s*{_YEAR})?",
    )
)
_SPAN = re.compile(r"(?:in\s+|for\s+)?(?P<count>\d{1,3}|an?|one|two|three|four)\s+(?P<unit>day|week|month)s?")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_MONTH_HELP = "Write it like March 2027 or 2027-03."
_DATE_HELP = "Write it like 2027-03-15, 15 March, Monday or 2 weeks."


def parse_month(text: str, today: date) -> str:
    """A month from now on, as YYYY-MM: 'March 2027', 'mar', '2027-03', '3/27', 'next month'. Raises BadInput.

    Without a year it is the next month of that name, this month included; of a day, the month it comes next.
    """
    written = _plain(text)
    if written in {"this month", "next month"}:
        return _month_key(today.year, today.month + (written == "next month"))
    found = _first_match(_MONTH_FORMS, written)
    month = _month_of(found) if found else 0
    if found is None or not 1 <= month <= 12:
        raise BadInput(f"“{quoted(text)}” is not a month I can read. {_MONTH_HELP}")
    year, day = _year_of(found), found.groupdict().get("day")
    short = re.search(r"[a-z]\.?\s+(\d\d)$", written)
    if short and not day and 1 <= int(short[1]) <= 31:  # "March 30" names a day; a year is "Mar '30"
        year, day = None, short[1]
    if year is None:
        year = today.year + ((month, int(day or 31)) < (today.month, today.day))
    if (year, month) < (today.year, today.month):
        raise BadInput(f"{_MONTH_NAMES[month - 1]} {year} is over. Give the month of an exam to come.")
    if year > today.year + 5:
        raise BadInput(f"{_MONTH_NAMES[month - 1]} {year} is too far off. {_MONTH_HELP}")
    return _month_key(year, month)


def parse_date(text: str, today: date) -> date:
    """A day: '2027-03-15', '15 March', 'March 15', 'tomorrow', 'Monday', '2 weeks'. Raises BadInput.

    Without a year it is the next such day after today. A date with a year may be past: the caller decides.
    """
    written = re.sub(r"^(?:until|till|to|on|next)\s+", "", _plain(text))
    if written in {"today", "tomorrow", "week", "month"}:
        return today + timedelta(days={"today": 0, "tomorrow": 1, "week": 7, "month": 30}[written])
    if span := _SPAN.fullmatch(written):
        count = _COUNTS.get(span["count"]) or int(span["count"])
        return today + timedelta(days=count * {"day": 1, "week": 7, "month": 30}[span["unit"]])
    if re.fullmatch(rf"(?:{'|'.join(_DAYS)})[a-z]*", written):
        ahead = (_DAYS.index(written[:3]) - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    found = _first_match(_DATE_FORMS, written)
    day = _date_of(found, today) if found else None
    if day is None:
        raise BadInput(f"“{quoted(text)}” is not a date I can read. {_DATE_HELP}")
    return day


def say_month(month: str) -> str:
    """'2027-03' as 'March 2027'."""
    return f"{_MONTH_NAMES[int(month[5:7]) - 1]} {month[:4]}"


def say_date(day: date) -> str:
    """'Wednesday, 3 March 2027'."""
    return f"{_DAY_NAMES[day.weekday()]}, {day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


def _date_of(found: re.Match[str], today: date) -> date | None:
    month, day, year = _month_of(found), int(found["day"]), _year_of(found)
    for candidate in [year] if year is not None else range(today.year, today.year + 9):
        try:
            named = date(candidate, month, day)
        except ValueError:  # 30 February is no day of any year, 29 February of some
            continue
        if year is not None or named > today:
            return named
    return None


def _first_match(forms: tuple[re.Pattern[str], ...], written: str) -> re.Match[str] | None:
    return next((found for form in forms if (found := form.fullmatch(written))), None)


def _month_of(found: re.Match[str]) -> int:
    parts = found.groupdict()
    return int(parts["month"]) if parts.get("month") else _MONTHS.index(parts["name"]) + 1


def _year_of(found: re.Match[str]) -> int | None:
    year = found.groupdict().get("year")
    if not year:
        return None
    digits = year.lstrip("'")
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month_key(year: int, month: int) -> str:
    return f"{year + (month > 12):04d}-{(month - 1) % 12 + 1:02d}"


def _plain(text: str) -> str:
    written = " ".join(unicodedata.normalize("NFKC", text).lower().split())[:60]
    return re.sub(r"^(?:in|around|about|early|mid|late)\s+(?=[a-z])", "", written)


def quoted(text: str) -> str:
    """What somebody typed, short, and without anything that Discord would turn into a mention or format."""
    kept = "".join(char for char in " ".join(text.split()) if char.isprintable() and char not in "`*_~|<>@\\")
    return kept[:40] + ("…" if len(kept) > 40 else "")
