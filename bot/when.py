"""Times, days and time zones as people write them. Pure; every refusal says what would work."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import time
from functools import cache
from zoneinfo import available_timezones

from bot.errors import BadInput

EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY_WORDS = {
    "daily": EVERY_DAY,
    "every day": EVERY_DAY,
    "everyday": EVERY_DAY,
    "all": EVERY_DAY,
    "all days": EVERY_DAY,
    "mwf": frozenset({0, 2, 4}),
    "weekday": WEEKDAYS,
    "weekdays": WEEKDAYS,
    "workdays": WEEKDAYS,
    "weekend": WEEKEND,
    "weekends": WEEKEND,
}
_TIME = re.compile(
    r"(?:at\s+)?(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d{2})?|(?P<packed>\d{2}))?\s*"
    r"(?P<half>a\.?m?\.?|p\.?m?\.?)?(?:\s*(?:o'?clock|uhr|h|hrs?))?",
    re.IGNORECASE,
)
_TIME_HELP = "Write it like 09:00, 9am or 21:30."
_DAYS_HELP = "Write days like Mon-Fri, Mon Wed Fri, weekdays, weekends or daily."

# What people call a zone, and the place that keeps that time.
_SPOKEN = {
    "eastern": "America/New_York",
    "et": "America/New_York",
    "est": "America/New_York",
    "edt": "America/New_York",
    "central": "America/Chicago",
    "ct": "America/Chicago",
    "cdt": "America/Chicago",
    "mountain": "America/Denver",
    "mt": "America/Denver",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "utc": "UTC",
    "gmt": "UTC",
    "z": "UTC",
    "uk": "Europe/London",
    "cet": "Europe/Berlin",
    "india": "Asia/Kolkata",
    "philippines": "Asia/Manila",
    "est5edt": "America/New_York",
    "cst6cdt": "America/Chicago",
    "mst7mdt": "America/Denver",
    "pst8pdt": "America/Los_Angeles",
}
# Abbreviations that mean several times, and places without a zone of their own name: offered, never assumed.
_OFFERED = {
    "cst": ("America/Chicago", "America/Havana", "Asia/Shanghai"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    "texas": ("America/Chicago", "America/Denver"),
    "florida": ("America/New_York", "America/Chicago"),
    "california": ("America/Los_Angeles",),
    "georgia": ("America/New_York", "Asia/Tbilisi"),
}
_OFFSET = re.compile(r"(?:utc|gmt)?\s*[+-]\s*\d.*")


def parse_time(text: str, hint: str = _TIME_HELP) -> time:
    """A wall-clock time: '9am', '09:00', '21.30', '0900', 'noon'. Raises BadInput, with what works as the hint."""
    written = _plain(text)
    if written in {"noon", "midday"}:
        return time(12)
    if written == "midnight":
        return time(0)
    found = _TIME.fullmatch(written)
    if not found:
        raise BadInput(f"“{_quoted(text)}” is not a time I can read. {hint}{_zone_hint(written)}")
    hour, minute = int(found["hour"]), int(found["minute"] or found["packed"] or 0)
    half = (found["half"] or "")[:1]
    if half and not 1 <= hour <= 12:
        raise BadInput(f"“{_quoted(text)}” has an hour that does not go with am or pm. {hint}")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise BadInput(f"“{_quoted(text)}” is past the end of the day: hours go to 23, minutes to 59. {hint}")
    return time(hour, minute)


def _zone_hint(written: str) -> str:
    last = written.rpartition(" ")[2]
    return " The time zone goes into “timezone”." if last in _SPOKEN or last in _OFFERED else ""


def parse_days(text: str) -> frozenset[int]:
    """Days of the week, 0 = Monday: 'Mon-Fri', 'mon, wed', 'weekdays', 'daily'. Raises BadInput."""
    written = _plain(text)
    if written in _DAY_WORDS:
        return _DAY_WORDS[written]
    days: set[int] = set()
    joined = re.sub(r"\s*(?:-|–|—|to|through|until)\s*(?=[a-z])", "-", written)
    for part in re.split(r"[\s,;./+&]+|\band\b", joined):
        if part and part != "and":
            days.update(_days_of(part, text))
    if not days:
        raise BadInput(f"“{_quoted(text)}” names no day. {_DAYS_HELP}")
    return frozenset(days)


def _days_of(part: str, text: str) -> Iterable[int]:
    if part in _DAY_WORDS:
        return _DAY_WORDS[part]
    ends = [_day(name, text) for name in part.split("-")]
    if len(ends) == 1:
        return ends
    if len(ends) > 2:
        raise BadInput(f"I can't read the days in “{_quoted(text)}”. {_DAYS_HELP}")
    first, last = ends
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _day(name: str, text: str) -> int:
    matching = [
        day for day, full in enumerate(_DAY_NAMES) if len(name) >= 2 and full.lower().startswith(name)
    ]
    if len(matching) != 1 and name.removesuffix("s") != name:
        matching = [day for day, full in enumerate(_DAY_NAMES) if full.lower() == name.removesuffix("s")]
    # Thur and tues are what people write, and no prefix of anything else.
    if len(matching) != 1:
        whole = "" if name == _plain(text) else f" in “{_quoted(text)}”"
        raise BadInput(f"I can't read the day “{_quoted(name)}”{whole}. {_DAYS_HELP}")
    return matching[0]


def say_time(at: time) -> str:
    """A wall-clock time in both manners, so that nobody has to count: '09:00 (9:00 am)'."""
    hour = at.hour % 12 or 12
    return f"{at:%H:%M} ({hour}:{at:%M} {'am' if at.hour < 12 else 'pm'})"


def say_days(days: frozenset[int]) -> str:
    """Days of the week in words."""
    if days == EVERY_DAY:
        return "every day"
    if days == WEEKDAYS:
        return "Monday to Friday"
    if days == WEEKEND:
        return "Saturday and Sunday"
    names = [_DAY_NAMES[day] for day in sorted(days)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@cache
def zones() -> tuple[str, ...]:
    """Every IANA zone that is a place (or UTC), sorted."""
    places = (
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
    )
    return (*sorted(places), "UTC")


@cache
def _zones_by_words() -> dict[str, str]:
    return {_plain(zone).replace("_", " "): zone for zone in zones()}


def find_zone(text: str) -> str:
    """The IANA zone that `text` names. Raises BadInput with near ones."""
    written = _plain(text).replace("_", " ")
    exact = _zones_by_words().get(written) or _SPOKEN.get(_bare(written))
    if exact:
        return exact
    cities = [zone for words, zone in _zones_by_words().items() if words.rpartition("/")[2] == written]
    if len(cities) == 1:
        return cities[0]
    several = _OFFERED.get(_bare(written), ())
    if len(several) > 1:
        raise BadInput(f"“{_quoted(text)}” means several time zones. {_did_you_mean(several)}")
    near = [] if not written or _OFFSET.fullmatch(written) else suggest_zones(text, 3)
    hint = "Name a big city that keeps your time, such as Chicago or Manila."
    if near:
        hint = _did_you_mean(near)
    raise BadInput(f"“{_quoted(text)}” is not a time zone I know. {hint}")


def _did_you_mean(zones: Sequence[str]) -> str:
    return f"Did you mean {' or '.join(filter(None, (', '.join(zones[:-1]), zones[-1])))}?"


def _bare(written: str) -> str:
    """'central standard time' is 'central' to us: the place decides when it is standard time."""
    return written.removesuffix(" time").removesuffix(" standard").removesuffix(" daylight")


def suggest_zones(text: str, most: int = 25) -> list[str]:
    """Zones near to what is being typed, best first; the usual ones while nothing is typed."""
    written = _plain(text).replace("_", " ")
    if not written:
        return list(dict.fromkeys(_SPOKEN.values()))[:most]
    by_words = _zones_by_words()
    spoken = [zone for word, zone in _SPOKEN.items() if word.startswith(_bare(written))]
    spoken += _OFFERED.get(_bare(written), ())
    starting = [zone for words, zone in by_words.items() if written in {words, words.rpartition("/")[2]}]
    starting += [zone for words, zone in by_words.items() if words.rpartition("/")[2].startswith(written)]
    within = [zone for words, zone in by_words.items() if written in words]
    found = dict.fromkeys([*spoken, *starting, *within])
    if not found:
        found = dict.fromkeys(_alike(written, by_words))
    return list(found)[:most]


def _alike(written: str, by_words: dict[str, str]) -> list[str]:
    city = written.rpartition("/")[2][:60]
    by_city = {words.rpartition("/")[2]: zone for words, zone in by_words.items()}
    return [by_city[match] for match in difflib.get_close_matches(city, by_city, n=5, cutoff=0.6)]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())[:100]


def _quoted(text: str) -> str:
    """What somebody typed, short, and without anything that Discord would turn into a mention or format."""
    kept = "".join(char for char in " ".join(text.split()) if char.isprintable() and char not in "`*_~|<>@\\")
    return kept[:40] + ("…" if len(kept) > 40 else "")
