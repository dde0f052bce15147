"""Credits and days as people write them. Pure; every refusal says what was understood and what works.

Days are read by `bot.written_dates`, in the member's own language: call `read_past` and `read_any` in a thread.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.date_refusals import Phrase
from bot.dates import quoted
from bot.errors import BadInput
from bot.features.ceu.model import HUNDRED, MOST_CREDITS, MOST_YEARS
from bot.written_dates import read_days

_CREDITS_HELP = "Write the number on your certificate, such as 1 or 1.5."
_CREDITS = re.compile(
    r"(?P<whole>\d{0,6})(?:[.,](?P<part>\d{1,6}))?\s*(?P<unit>credits?|ceus?|ces?|hours?|hrs?|h)?\.?"
)
# As some certificates print them.
_FRACTIONS = {"¼": ".25", "½": ".5", "¾": ".75", "1/4": ".25", "1/2": ".5", "3/4": ".75"}
_FRACTION = re.compile(r"\s*(?:(\d{1,3})\s*)?([¼½¾]|(?<=\d\s)(?:1/2|1/4|3/4)(?![\d/]))")
_MINUTES = re.compile(r"\d+\s*(?:minutes?|mins?|m)\.?")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was read. other: what it could have meant as well."""

    on: date
    other: date | None = None


def read_credits(text: str, most: int = MOST_CREDITS) -> int:
    """Hundredths of credits: '1.5', '1,5', '1 ½', '2 hours'. Raises BadInput."""
    written = _plain(_FRACTION.sub(lambda part: (part[1] or "0") + _FRACTIONS[part[2]], text, count=1))
    found = _CREDITS.fullmatch(written)
    if _MINUTES.fullmatch(written):
        raise BadInput(f"“{quoted(text)}” are minutes. {_CREDITS_HELP} An hour is usually 1 credit.")
    if found is None or not (found["whole"] or found["part"]):
        raise BadInput(f"“{quoted(text)}” is not a number of credits. {_CREDITS_HELP}")
    if re.search(r",\d{3}", written):  # a thousand in one country, a thousandth in another
        whole, part = found["whole"], found["part"]
        raise BadInput(f"“{quoted(text)}” could be {whole}.{part} or {whole}{part}. {_CREDITS_HELP}")
    value = Decimal(f"{found['whole'] or 0}.{found['part'] or 0}")
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


def read_past(text: str, today: date, locale: str) -> Day:
    """A day up to today; without a year, the last such day. locale: as Discord says. Raises BadInput."""
    days = _days(Phrase(text, today, locale, _help(today), past=True))
    past = [day for day in days if day <= today]
    if not past:
        raise BadInput(f"{say_day(days[0])} is still to come. Give the day on which it was earned.")
    return _checked(past, text, today, _help(today))


def read_any(text: str, today: date, locale: str) -> Day:
    """A day, past or to come; without a year, the next such day. locale: as Discord says. Raises BadInput."""
    year = today.year + 1
    advice = f"Write it like {year}-03-31 or 31 March {year}."
    return _checked(_days(Phrase(text, today, locale, advice)), text, today, advice)


def say_day(day: date) -> str:
    """'3 March 2027': understood everywhere."""
    return f"{day.day} {day:%B %Y}"


def say_credits(hundredths: int) -> str:
    """'1.5', '20', '0.25'."""
    whole, part = divmod(hundredths, HUNDRED)
    return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)


def _days(phrase: Phrase) -> Sequence[date]:
    read = read_days(phrase)
    if read.unsure and len(read.days) == 1:
        raise BadInput(f"“{quoted(phrase.text)}” may be a month and a year. {phrase.advice}")
    return read.days


def _checked(days: Sequence[date], text: str, today: date, advice: str) -> Day:
    near = [day for day in days if abs(day.year - today.year) <= MOST_YEARS]
    if not near:
        raise BadInput(f"I read “{quoted(text)}” as {say_day(days[0])}, which can't be. {advice}")
    return Day(near[0], near[1] if len(near) > 1 else None)


def _help(today: date) -> str:
    before = today - timedelta(days=7)
    return f"Write it like {before}, {before.day} {before:%b %Y} or yesterday."


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())[:60]
