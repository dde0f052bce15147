"""Reading when a session is to start: "18:30", "tomorrow 6pm", "Fri 18:30", "20 Nov 18:30", "in 30 min". Pure."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, time, timedelta

from bot.dates import parse_date
from bot.errors import BadInput
from bot.schedule import instant, local_date
from bot.when import find_zone, parse_time

MOST_AHEAD_S = 14 * 86_400
HELP = "Write it like 18:30, tonight 8pm, tomorrow 6pm, Fri 18:30, 20 Nov 18:30 or in 30 min."
TOO_FAR = "That is more than 14 days ahead. Choose an earlier start."
_IN = re.compile(
    r"in\s*(?:(?P<hours>\d{1,3})\s*(?:h|hrs?|hours?)(?:\s*(?P<rest>[0-5]\d))?)?\s*(?:and\s*)?"
    r"(?:(?P<minutes>\d{1,4})\s*(?:m|mins?|minutes?))?"
)
# How people say spans and evenings → what the rest of this file reads.
_SAYINGS = (
    (re.compile(r"\b(?:an?|1|one) hour and a half\b|\b1[.]5 ?(?:h|hrs?|hours?)\b"), "1 hour 30 min"),
    (re.compile(r"\b(?:half an|a half|half) hour\b"), "30 min"),
    (re.compile(r"\b(?:an?|one) hour\b"), "1 hour"),
    (re.compile(r"\ban? (?:minute|min)\b"), "1 min"),
)
_TONIGHT = re.compile(r"\b(?:tonight|this evening)\b")
_BARE_EVENING = re.compile(r"(?<![\d:.])(0?[4-9]|1[01])((?:[:.]\d\d)?)(?![\d:.]|\s*[ap]\.?m|\s*h)")
_DAY = timedelta(days=1)


def parse_start(text: str, now: int, zone: str) -> int:
    """Epoch seconds of a start after `now`, at most 14 days ahead; local times are those of `zone`.

    Raises BadInput for what cannot be read, is over, or lies too far ahead.
    """
    written = _said(" ".join(unicodedata.normalize("NFKC", text).lower().replace(",", " ").split())[:60])
    start = _in_a_while(written, now) or _at_a_time(*_with_zone(written, zone), now)
    if start <= now:
        raise BadInput(f"That time is over already. Choose a later one. {HELP}")
    if start - now > MOST_AHEAD_S:
        raise BadInput(TOO_FAR)
    return start


def _said(written: str) -> str:
    for saying, meaning in _SAYINGS:
        written = saying.sub(meaning, written)
    if _TONIGHT.search(written):
        # Tonight at 8 is 8 pm.
        written = _BARE_EVENING.sub(r"\1\2pm", _TONIGHT.sub("today", written))
    return written


def _with_zone(written: str, zone: str) -> tuple[str, str]:
    """The words without a zone at their end ("18:30 EST", "6pm eastern time"), and the zone that counts."""
    words = written.split()
    for size in (1, 2, 3):
        last = " ".join(words[-size:])
        if len(words) > size and last[:1].isalpha():
            try:
                return " ".join(words[:-size]), find_zone(last)
            except BadInput:
                continue
    return written, zone


def _in_a_while(written: str, now: int) -> int | None:
    found = _IN.fullmatch(written)
    if found is None:
        return None
    if not any(found.groups()):
        raise BadInput(f"“in” needs a time, such as in 30 min. {HELP}")
    return now + int(found["hours"] or 0) * 3600 + int(found["minutes"] or found["rest"] or 0) * 60


def _at_a_time(written: str, zone: str, now: int) -> int:
    """A time of day, with a day before or after it; without one, the next time that the clock shows it."""
    today, words = local_date(now, zone), written.split()
    refusal: BadInput | None = None
    for day_words, time_words in _splits(words):
        days = _days(" ".join(day_words), today)
        if not days:
            continue
        if not time_words:
            raise refusal or BadInput(f"Add a time to the day. {HELP}")
        try:
            return _first_after(days, parse_time(" ".join(time_words), HELP), now, zone)
        except BadInput as unread:
            refusal = unread
    if refusal is not None:
        raise refusal
    return _first_after([today, today + _DAY], parse_time(written, HELP), now, zone)


def _splits(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Each way to take the words for a day and a time, whichever stands first; a day alone comes last."""
    for size in range(1, len(words)):
        yield words[:size], words[size:]
        yield words[size:], words[:size]
    yield words, []


def _days(written: str, today: date) -> list[date]:
    """The days that it can mean, the soonest first; none when it names no day. A weekday may be today."""
    try:
        day = parse_date(written, today)
    except BadInput:
        return []
    if day < today:
        raise BadInput(f"That day is over already. {HELP}")
    if day - today > timedelta(seconds=MOST_AHEAD_S):
        raise BadInput(TOO_FAR)
    return [today, day] if written.startswith(f"{today:%a}".lower()) else [day]


def _first_after(days: list[date], wall: time, now: int, zone: str) -> int:
    """That time on the first of the days on which it lies ahead, else on the last of them."""
    starts = [instant(day, wall, zone) for day in days]
    return next((start for start in starts if start > now), starts[-1])
