"""When a weekly wall-clock time falls due: pure functions, no clock and no storage.

An occurrence is named by its *nominal* local date, never by the date of its instant: a 23:45 that the clocks
jump over comes after midnight and still belongs to the day before. Stepping is by nominal date, therefore.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.errors import BadInput

_DAY = timedelta(days=1)
_MIDNIGHT = time(0)


@lru_cache(maxsize=2048)
def _is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone. "right/" (leap seconds) and the machine's own zone are not."""
    if name.startswith(("posix/", "right/")) or name in {"localtime", "posixrules", "Factory"}:
        return False
    try:
        # ZoneInfo answers an unknown name with KeyError, a path with ValueError, a folder with OSError.
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Recurrence:
    """One wall-clock time on some days of the week in one zone. Raises BadInput when it can never fall due.

    weekdays: 0 = Monday … 6 = Sunday, at least one. wall: whole minutes, naive. zone: an IANA name.
    """

    weekdays: frozenset[int]
    wall: time
    zone: str

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise BadInput("Choose at least one day of the week.")
        if self.wall.second or self.wall.microsecond or self.wall.tzinfo is not None:
            raise BadInput("Give the time in hours and minutes, such as 08:30.")
        if not _is_zone(self.zone):
            raise BadInput(
                f"I don't know the time zone “{self.zone[:60]}”. Use a name such as Europe/London."
            )


def instant(nominal: date, wall: time, zone: str) -> int:
    """Epoch seconds of a local time: in a gap, moved after it (02:30 → 03:30); repeated, the first."""
    return int(datetime.combine(nominal, wall.replace(fold=0), ZoneInfo(zone)).timestamp())


def local_date(now: int, zone: str) -> date:
    """The local date at `now` (epoch seconds): the one function that says which date it is somewhere."""
    return datetime.fromtimestamp(now, ZoneInfo(zone)).date()


def end_of_day(nominal: date, zone: str) -> int:
    """Epoch seconds at which the local date after `nominal` begins."""
    return instant(nominal + _DAY, _MIDNIGHT, zone)


def _exists(nominal: date, zone: str) -> bool:
    """False for a date that a zone left out, as Samoa did with 30 December 2011 at the date line.

    Nobody there lives that date; its times would fall on the same instants as those of the next date.
    """
    return instant(nominal, _MIDNIGHT, zone) < end_of_day(nominal, zone)


def _occurrences(rec: Recurrence, since: date) -> Iterator[tuple[date, int]]:
    day = since
    while True:
        if day.weekday() in rec.weekdays and _exists(day, rec.zone):
            yield day, instant(day, rec.wall, rec.zone)
        day += _DAY


def first_after(rec: Recurrence, now: int) -> tuple[date, int]:
    """The first nominal date whose instant is after `now` (epoch seconds), and that instant."""
    # A gap at midnight can carry yesterday's time into today, so yesterday is looked at too.
    since = local_date(now, rec.zone) - _DAY
    return next((day, due) for day, due in _occurrences(rec, since) if due > now)


def next_after(rec: Recurrence, nominal: date) -> tuple[date, int]:
    """The first nominal date after the given one, and its instant in epoch seconds."""
    return next(_occurrences(rec, nominal + _DAY))
