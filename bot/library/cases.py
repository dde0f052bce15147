"""Cases as values, and how an answer to one is scored.

Scoring a step of codes, in points of its expected codes:
- a code that is expected earns its points; a nearly right one earns its share of them;
- in an inpatient record, a code with a wrong or missing present-on-admission indicator earns half;
- where order counts, a code out of its place earns half;
- each code too many takes half a point back, never below nothing for the step: listing everything does not pay.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from bot.library.model import Option, Review, Source, Trap

WRONG_POA = 0.5
WRONG_PLACE = 0.5
EACH_EXTRA = 0.5


@dataclass(frozen=True, slots=True)
class NearCode:
    """A code that is nearly right. share: the part of the points it earns, between 0 and 1."""

    code: str
    share: float
    why: str


@dataclass(frozen=True, slots=True)
class ExpectedCode:
    """A code of the right answer. poa: Y, N, U, W or exempt; None where no indicator is reported."""

    code: str
    poa: str | None
    points: int
    why: str
    near: tuple[NearCode, ...]


@dataclass(frozen=True, slots=True)
class AvoidCode:
    """A code that people add or take by mistake."""

    code: str
    trap: Trap
    why: str


@dataclass(frozen=True, slots=True)
class AssignStep:
    """Codes to assign. order: "all" have a fixed place, only the "first" has, or "none" has."""

    ask: str
    system: str
    order: str
    expected: tuple[ExpectedCode, ...]
    avoid: tuple[AvoidCode, ...]

    @property
    def points(self) -> int:
        """What a perfect answer earns."""
        return sum(expected.points for expected in self.expected)


@dataclass(frozen=True, slots=True)
class ChooseStep:
    """One question on the record, answered by one of four options."""

    ask: str
    points: int
    options: tuple[Option, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Case:
    """A record of a synthetic patient to code in steps. minutes: the time an exam would give."""

    id: str
    title: str
    certs: frozenset[str]
    area: str
    topic: str
    setting: str
    record: str
    difficulty: int
    minutes: int
    text: str
    steps: tuple[AssignStep | ChooseStep, ...]
    sources: tuple[Source, ...]
    years: frozenset[str] | None
    review: Review

    @property
    def points(self) -> int:
        """What a perfect answer to all steps earns."""
        return sum(step.points for step in self.steps)


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A code that a member wrote, with the indicator they gave it, if any."""

    code: str
    poa: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """What an answer earned. per_code: points of each expected code, in the step's order. extra: codes too many."""

    points: float
    per_code: tuple[float, ...]
    extra: tuple[str, ...]


def credit(step: AssignStep, given: Sequence[GivenCode]) -> Credit:
    """The points of an answer to a step; the same code written twice counts once, the second time as too many."""
    matched = _match(step, given)
    kept = _in_place(step, matched)
    per_code = []
    for number, expected in enumerate(step.expected):
        if number not in matched:
            per_code.append(0.0)
            continue
        position, share = matched[number]
        earned = expected.points * share
        if expected.poa is not None and given[position].poa != expected.poa:
            earned *= WRONG_POA
        if number not in kept:
            earned *= WRONG_PLACE
        per_code.append(earned)
    used = {position for position, _ in matched.values()}
    extra = tuple(each.code for position, each in enumerate(given) if position not in used)
    return Credit(max(0.0, sum(per_code) - EACH_EXTRA * len(extra)), tuple(per_code), extra)


def _match(step: AssignStep, given: Sequence[GivenCode]) -> dict[int, tuple[int, float]]:
    """Number of each expected code that was met → (its position in the answer, the share it earns)."""
    matched: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for number, expected in enumerate(step.expected):
        _take(number, {expected.code: 1.0}, given, matched, used)
    for number, expected in enumerate(step.expected):
        if number not in matched:
            _take(number, {near.code: near.share for near in expected.near}, given, matched, used)
    return matched


def _take(
    number: int,
    shares: dict[str, float],
    given: Sequence[GivenCode],
    matched: dict[int, tuple[int, float]],
    used: set[int],
) -> None:
    free = [position for position, each in enumerate(given) if position not in used and each.code in shares]
    if free:
        best = max(free, key=lambda position: (shares[given[position].code], -position))
        matched[number] = (best, shares[given[best].code])
        used.add(best)


def _in_place(step: AssignStep, matched: dict[int, tuple[int, float]]) -> set[int]:
    """The expected codes that stand where they have to. Of a whole order, as many as keep their order count."""
    if step.order == "none":
        return set(matched)
    if step.order == "first":
        return {number for number, (position, _) in matched.items() if number != 0 or position == 0}
    return _longest_rising([(number, matched[number][0]) for number in sorted(matched)])


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The numbers of the longest run of pairs whose positions rise; the earliest such run."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = [-1] * len(pairs)
    for index, (_, position) in enumerate(pairs):
        place = bisect_left(ends, position)
        before[index] = at[place - 1] if place else -1
        if place == len(ends):
            ends.append(position)
            at.append(index)
        else:
            ends[place] = position
            at[place] = index
    kept: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(pairs[index][0])
        index = before[index]
    return kept
