"""Which phase a focus session is in, and whose minutes count. Pure: everything follows from the start and the numbers.

A session of n rounds has 2n changes of phase: change 1 begins focus 1, change 2 the first break, … change 2n the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from bot.errors import BadInput

MINUTE_S = 60
FEWEST_MINUTES, MOST_MINUTES = 20, 50
FEWEST_BREAK, MOST_BREAK = 3, 15
MOST_ROUNDS = 8


class Doing(Enum):
    """What a session is at."""

    WAITING = auto()
    FOCUS = auto()
    BREAK = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Phase:
    """Where a session stands. round: counted from 1; of a break, the round before it. until: epoch seconds."""

    doing: Doing
    round: int
    until: int


@dataclass(frozen=True, slots=True)
class Part:
    """Time within one round that counts. began_at: epoch seconds."""

    round: int
    began_at: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A session's times. started_at: epoch seconds; minutes of focus and of each break; how many rounds."""

    started_at: int
    minutes: int
    break_minutes: int
    rounds: int

    @property
    def changes(self) -> int:
        """How many changes of phase there are; the last one is the end."""
        return 2 * self.rounds

    @property
    def ends_at(self) -> int:
        """Epoch seconds of the end, if nobody ends it before."""
        return self.change_at(self.changes)

    def change_at(self, number: int) -> int:
        """Epoch seconds of a change of phase, 1 to `changes`."""
        rounds_before, ends_focus = divmod(number - 1, 2)
        minutes = rounds_before * (self.minutes + self.break_minutes) + ends_focus * self.minutes
        return self.started_at + minutes * MINUTE_S

    def phase_at(self, now: int) -> Phase:
        """The phase at `now` (epoch seconds). A phase begins at its very second."""
        if now < self.started_at:
            return Phase(Doing.WAITING, 0, self.started_at)
        if now >= self.ends_at:
            return Phase(Doing.OVER, self.rounds, self.ends_at)
        rounds_before, into = divmod(now - self.started_at, (self.minutes + self.break_minutes) * MINUTE_S)
        focused = into < self.minutes * MINUTE_S
        until = self.change_at(2 * rounds_before + (2 if focused else 3))
        return Phase(Doing.FOCUS if focused else Doing.BREAK, rounds_before + 1, until)

    def focused(self, since: int, until: int) -> Iterator[Part]:
        """What counts of the time from `since` to `until` (epoch seconds): its parts within focus, by round."""
        for round_ in range(1, self.rounds + 1):
            began_at = max(since, self.change_at(2 * round_ - 1))
            seconds = min(until, self.change_at(2 * round_)) - began_at
            if seconds > 0:
                yield Part(round_, began_at, seconds)


def checked(started_at: int, minutes: int, break_minutes: int, rounds: int) -> Plan:
    """The plan with these numbers. Raises BadInput that says what works."""
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        raise BadInput(f"Choose {FEWEST_MINUTES} to {MOST_MINUTES} minutes of focus. 25 suits most people.")
    if not FEWEST_BREAK <= break_minutes <= MOST_BREAK:
        raise BadInput(f"Choose a break of {FEWEST_BREAK} to {MOST_BREAK} minutes. 5 suits most people.")
    # The limits see to that a break is shorter than the focus: 15 at most, 20 at least.
    if not 1 <= rounds <= MOST_ROUNDS:
        raise BadInput(f"Choose 1 to {MOST_ROUNDS} rounds. 4 suits most people.")
    return Plan(started_at, minutes, break_minutes, rounds)
