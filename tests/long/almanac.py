"""When a track's questions fall due, worked out without the bot and without a time zone library.

Each zone changes its clocks once in these thirteen weeks; the day and the offsets are written out, as their
governments announced them: https://www.timeanddate.com/time/dst/2026.html.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

DAY_S = 86_400
HOUR_S = 3_600
EVERY_DAY = frozenset(range(7))
MONDAY_TO_FRIDAY = frozenset(range(5))


def utc(text: str) -> int:
    """Epoch seconds of a moment in UTC such as "2026-09-03 10:00"."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Zone:
    """A time zone around its one clock change.

    before, after: hours ahead of UTC. On `change` the new time holds from the wall time `settled` on: from the end
    of the hour that is left out, or of the hour that comes twice (whose first pass is meant).
    """

    name: str
    before: int
    after: int
    change: date
    settled: time

    def instant(self, day: date, wall: time) -> int:
        """Epoch seconds of a wall-clock time."""
        old = (day, wall) < (self.change, self.settled)
        offset = self.before if old else self.after
        naive = datetime.combine(day, wall, UTC)
        return int(naive.timestamp()) - offset * HOUR_S

    def date_at(self, instant: int) -> date:
        """The local date at a moment."""
        day = datetime.fromtimestamp(instant, UTC).date() + timedelta(days=1)
        while self.instant(day, time(0)) > instant:
            day -= timedelta(days=1)
        return day


SYDNEY = Zone("Australia/Sydney", 10, 11, date(2026, 10, 4), time(3))
BERLIN = Zone("Europe/Berlin", 2, 1, date(2026, 10, 25), time(3))
NEW_YORK = Zone("America/New_York", -4, -5, date(2026, 11, 1), time(2))


@dataclass(frozen=True)
class Planned:
    """One occurrence as it should be. number counts from 1. Times are epoch seconds.

    closes_at: answers count until then. expires_at: from then on it is not posted any more.
    """

    number: int
    day: date
    due_at: int
    closes_at: int
    expires_at: int


def occurrences(zone: Zone, wall: time, weekdays: frozenset[int], since: int, until: int) -> list[Planned]:
    """All that fall due after `since` and not after `until`."""
    first = datetime.fromtimestamp(since, UTC).date() - timedelta(days=2)
    days = [first + timedelta(days=n) for n in range((until - since) // DAY_S + 10)]
    days = [day for day in days if day.weekday() in weekdays and zone.instant(day, wall) > since]
    planned = []
    for number, (day, following) in enumerate(pairwise(days), 1):
        due = zone.instant(day, wall)
        midnight = zone.instant(day + timedelta(days=1), time(0))
        closes = min(due + DAY_S, zone.instant(following, wall))
        planned.append(Planned(number, day, due, closes, max(midnight, due + HOUR_S)))
    return [occurrence for occurrence in planned if occurrence.due_at <= until]
