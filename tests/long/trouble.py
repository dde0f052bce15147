"""What goes wrong in the thirteen weeks: when the bot is off, and when Discord does not do as it should."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from tests.long.almanac import DAY_S, Planned, utc

# Longest wait between two attempts; what a few requests that fail one after the other may add; and, after a longer
# trouble, one attempt more, since a machine that stands still for half a second makes a request time out.
RETRY_S = 300
HICCUP_S = 60
SPARE_S = RETRY_S
LATE_AFTER_S = 900


@dataclass(frozen=True)
class Trouble:
    """A time during which something is wrong. Times are epoch seconds; `end` is the first good second.

    tracks: names of those concerned; empty: all.
    """

    start: int
    end: int
    tracks: frozenset[str] = frozenset()

    def concerns(self, track: str) -> bool:
        return not self.tracks or track in self.tracks


class Off(Trouble):
    """The bot is not running."""


class Outage(Trouble):
    """Discord does nothing that concerns messages: 503."""


class Unheard(Trouble):
    """Discord posts, but no answer about messages reaches the bot."""


def _span(kind: type[Trouble], start: str, end: str, *tracks: str) -> Trouble:
    return kind(utc(start), utc(end), frozenset(tracks))


PLANNED_TROUBLE = [
    _span(Off, "2026-09-08 05:00", "2026-09-08 06:50"),  # New York's 01:30 is late
    _span(Off, "2026-09-12 13:40", "2026-09-12 15:10"),  # Sydney's 23:45 is missed
    _span(Off, "2026-09-17 00:00", "2026-09-18 23:00"),  # two nights and a day for everybody
    _span(Off, "2026-10-03 15:50", "2026-10-03 17:30"),  # while Sydney's clocks jump over 02:30
    _span(Off, "2026-10-25 00:10", "2026-10-25 00:38"),  # up again between Berlin's two 02:30
    _span(Off, "2026-11-01 05:00", "2026-11-01 06:05"),  # up again in New York's second 01:00 to 02:00
    _span(Off, "2026-11-12 12:00", "2026-11-15 09:00"),  # three days
    _span(Outage, "2026-09-10 16:05", "2026-09-10 16:50"),  # New York's noon and Sydney's 02:30 are late
    _span(Outage, "2026-09-22 00:25", "2026-09-22 00:34"),  # Berlin's 02:30 is still on time
    _span(Outage, "2026-09-29 13:40", "2026-09-29 15:00", "sydney night"),  # missed for want of Discord
    _span(Outage, "2026-10-08 15:25", "2026-10-08 20:30", "sydney early"),
    _span(Outage, "2026-10-14 00:20", "2026-10-14 22:20", "berlin"),  # all of Berlin's day, and its close
    _span(Unheard, "2026-10-19 05:20", "2026-10-19 06:40", "new york early"),
    _span(Unheard, "2026-10-27 01:20", "2026-10-27 04:00", "berlin"),
    # From one post of this channel to the next: the bot learns of both only after the second.
    _span(Unheard, "2026-11-05 12:40", "2026-11-06 12:50", "sydney night"),
]


def short_restarts(rng: Random, since: int, until: int, dues: Iterable[int]) -> list[Trouble]:
    """Six restarts of one to five minutes, half of them while something falls due."""
    around = [
        (due - rng.randrange(30, 100), due + rng.randrange(20, 200)) for due in rng.sample(sorted(dues), 3)
    ]
    anywhere = [(rng.randrange(since + DAY_S, until - DAY_S), rng.randrange(60, 300)) for _ in range(3)]
    found = [Off(start, end) for start, end in (*around, *((start, start + s) for start, s in anywhere))]
    return [new for new in found if not any(_near(new, old) for old in PLANNED_TROUBLE)]


def _near(one: Trouble, other: Trouble) -> bool:
    return one.start < other.end + 2 * RETRY_S and other.start < one.end + 2 * RETRY_S


@dataclass(frozen=True)
class Window:
    """When something has to happen: in [earliest, latest], or not at all. Epoch seconds."""

    earliest: int
    latest: int


class Forecast:
    """What must become of each occurrence, known from the plan and the troubles alone."""

    def __init__(self, troubles: Iterable[Trouble]) -> None:
        self._troubles = sorted(troubles, key=lambda trouble: trouble.start)

    def post(self, track: str, planned: Planned) -> Window | None:
        """When it is posted; None: never, the bot's miss."""
        up = self._first_good(track, planned.due_at, (Off, Outage))
        waited = self._retries(track, planned.due_at, (Off, Outage))
        # The plan keeps clear of the edges at which a retry's moment would decide.
        if up >= planned.expires_at:
            return None
        assert up + waited < planned.expires_at
        assert not up - planned.due_at <= LATE_AFTER_S < up - planned.due_at + waited
        return Window(up, up + waited + HICCUP_S)

    def close(self, track: str, planned: Planned, posted_at: int) -> Window:
        """When its post is edited to show the answer."""
        known = self._first_good(track, posted_at, (Off, Outage, Unheard))
        if known > posted_at:
            known += RETRY_S + SPARE_S
        wanted = max(planned.closes_at, known)
        every = (Off, Outage, Unheard)
        up = self._first_good(track, wanted, every)
        return Window(planned.closes_at, up + self._retries(track, wanted, every) + HICCUP_S)

    def calm(self, track: str, at: int) -> bool:
        """Whether nothing long is wrong at `at`, shortly before or shortly after."""
        return not any(
            trouble.concerns(track) and trouble.start - RETRY_S <= at <= trouble.end + 2 * RETRY_S
            for trouble in self._troubles
        )

    def in_doubt(self, track: str, at: int) -> bool:
        """Whether the bot may not know now what Discord shows."""
        return any(
            isinstance(trouble, Unheard | Outage)
            and trouble.concerns(track)
            and trouble.start <= at <= trouble.end + 2 * RETRY_S
            for trouble in self._troubles
        )

    def _concerning(self, track: str, kinds: tuple[type[Trouble], ...]) -> list[Trouble]:
        return [t for t in self._troubles if isinstance(t, kinds) and t.concerns(track)]

    def _first_good(self, track: str, at: int, kinds: tuple[type[Trouble], ...]) -> int:
        for trouble in self._concerning(track, kinds):
            if trouble.start <= at < trouble.end:
                at = trouble.end
        return at

    def _retries(self, track: str, at: int, kinds: tuple[type[Trouble], ...]) -> int:
        """How long after the end of the trouble the next attempt may come."""
        hit = [t for t in self._concerning(track, kinds) if t.start <= at < t.end]
        return RETRY_S + SPARE_S if any(not isinstance(trouble, Off) for trouble in hit) else 0
