"""How old a figure is, from what its source says about its date. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from bot.errors import BadInput
from bot.features.guide.model import UNDATED

# From so many years on a reader should look for a newer figure.
OLD_YEARS = 3
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_YEAR}[-/.](?P<month>\d\d?)(?:[-/.]\d\d?)?",
        rf"(?P<month>\d\d?)[-/.]{_YEAR}",
        rf"(?:\d\d?\.? )?(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?,? {_YEAR}",
        rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.? \d\d?,? {_YEAR}",
        rf"(?:FY ?)?{_YEAR}",
    )
)
_OLDEST = 1990


@dataclass(frozen=True, slots=True)
class Dated:
    """A year, and the month where it is known (1 to 12)."""

    year: int
    month: int | None = None


def dated(as_of: str) -> Dated | None:
    """The date in words such as "April 2026", "2026-11", "2020", "FY2025"; None for "undated" and what has none."""
    written = " ".join(as_of.split())
    found = next((hit for form in _FORMS if (hit := form.fullmatch(written))), None)
    if found is None:
        return None
    parts = found.groupdict()
    month = (
        _MONTHS.index(parts["name"][:3].lower()) + 1 if parts.get("name") else int(parts.get("month") or 0)
    )
    return Dated(int(parts["year"]), month or None) if month <= 12 else None


def age(as_of: str, today: date) -> str:
    """ "7 months old", "last year", "6 years old, check it"; "" where there is no date."""
    when = dated(as_of)
    if when is None:
        return ""
    years = today.year - when.year
    if when.month is None:
        said = "this year" if years <= 0 else "last year" if years == 1 else f"{years} years old"
    else:
        months = 12 * years + today.month - when.month
        years = months // 12
        said = "this month" if months <= 0 else f"{months} month{'s' * (months > 1)} old"
        said = said if months < 24 else f"{years} years old"
    return f"{said}, check it" if years >= OLD_YEARS else said


def say(as_of: str, today: date) -> str:
    """The date with its age: "April 2026, 7 months old"; "undated" plainly."""
    old = age(as_of, today)
    return f"{as_of}, {old}" if old else as_of


def read(text: str, today: date) -> str:
    """The date that somebody typed for a figure, as the guide writes one. "" is today's month. Raises BadInput."""
    written = " ".join(text.split())
    if not written:
        return f"{_NAMES[today.month - 1]} {today.year}"
    if written.casefold() in (UNDATED, "unknown", "none"):
        return UNDATED
    when = dated(written)
    if when is None:
        raise BadInput(
            f"“{_shown(written)}” is not a date I can read. Write the figure's year or month, such as 2026 or "
            "April 2026; or undated."
        )
    if (when.year, when.month or 0) > (today.year, today.month):
        raise BadInput(f"“{_shown(written)}” is still to come. Write the year or month the figure is from.")
    if when.year < _OLDEST:
        raise BadInput(f"A figure of {when.year} helps nobody any more. Look for one since {_OLDEST}.")
    return f"{_NAMES[when.month - 1]} {when.year}" if when.month else str(when.year)


def _shown(text: str) -> str:
    return "".join(char for char in text[:40] if char.isalnum() or char in " -/.,")
