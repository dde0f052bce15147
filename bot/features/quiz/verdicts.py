"""Verdicts on an answer, pure: what was found at first, what a ruling of the server says, and what follows for totals.

The log keeps both. `ruled` is None where nobody ruled, 1 (right), 0 (not right), or OUT: the question was thrown out,
so that the answer counts for the streak and for nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from bot.features.quiz.model import Effect

OUT = -1


@dataclass(frozen=True, slots=True)
class Logged:
    """An answer as the log has it. answered_at: epoch seconds.

    occurrence_id, track_id, certification, on (the occurrence's date): None for an answer in practice.
    scored: given in time.
    """

    id: int
    member_id: int
    chosen: str
    correct: bool
    ruled: int | None
    scored: bool
    answered_at: int
    occurrence_id: int | None
    track_id: int | None
    certification: str | None
    on: date | None

    @property
    def verdict(self) -> int:
        """What holds: 1, 0 or OUT."""
        return int(self.correct) if self.ruled is None else self.ruled


@dataclass(frozen=True, slots=True)
class Group:
    """Daily answers in time that a ruling treats alike: of one occurrence, one option, one verdict so far."""

    occurrence_id: int
    track_id: int
    on: date
    chosen: str
    before: int


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a total moves."""

    correct: int = 0
    answered: int = 0

    def plus(self, other: "Change") -> "Change":
        """Both together."""
        return Change(self.correct + other.correct, self.answered + other.answered)


def verdict_of(chosen: str, accepted: AbstractSet[str]) -> int:
    """The verdict when these keys count as right; none: the question is thrown out."""
    if not accepted:
        return OUT
    return int(chosen in accepted)


def change_of(before: int, after: int) -> Change:
    """How an answer in time moves each total that it stands in."""
    return Change(max(after, 0) - max(before, 0), (after != OUT) - (before != OUT))


def board_changes(moved: Iterable[tuple[Logged, int]]) -> dict[Group, Change]:
    """What new verdicts change in each total that an answer stands in; answers that did not count change nothing."""
    changes: dict[Group, Change] = {}
    for answer, after in moved:
        if not answer.scored or answer.occurrence_id is None or answer.track_id is None or answer.on is None:
            continue
        group = Group(answer.occurrence_id, answer.track_id, answer.on, answer.chosen, answer.verdict)
        if group not in changes:
            changes[group] = change_of(answer.verdict, after)
    return changes


def area_changes(moved: Iterable[tuple[Logged, int]]) -> dict[str, Change]:
    """By certification, what new verdicts change in what a community gets right."""
    changes: dict[str, Change] = defaultdict(Change)
    for answer, after in moved:
        if answer.scored and answer.certification is not None:
            changes[answer.certification] = changes[answer.certification].plus(
                change_of(answer.verdict, after)
            )
    return dict(changes)


def effects(moved: Iterable[tuple[Logged, int]]) -> Mapping[int, Effect]:
    """Member → what it means for them; where several of their answers changed, what holds for the first."""
    named = {1: Effect.GAINED, 0: Effect.LOST, OUT: Effect.OUT}
    found: dict[int, Effect] = {}
    for answer, after in moved:
        if answer.verdict != after:
            found.setdefault(answer.member_id, named[after])
    return found
