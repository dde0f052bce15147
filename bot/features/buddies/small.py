"""The best way to put a handful of members together, by trying every way: in small servers each choice counts."""

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from bot.features.buddies import scoring
from bot.features.buddies.scoring import Standing
from bot.features.buddies.ties import Ties

UP_TO = 12
"""Members; each one more takes twice as long, and twelve take 0.03 s."""


class _Cost(NamedTuple):
    """What a way costs; the first difference decides."""

    alone: int
    repeats: int
    unrelated: int
    trios: int
    weight: int
    """Negative: the heavier the better."""

    def plus(self, other: "_Cost") -> "_Cost":
        return _Cost(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


_Way = tuple[_Cost, tuple[tuple[int, ...], ...]]


def best_groups(members: Sequence[Standing], ties: Ties) -> list[list[Standing]]:
    """Groups of two and three: as few alone as can be, then as few repeats, unrelated certifications and threes."""
    costs = {
        group: cost
        for size in (2, 3)
        for group in combinations(range(len(members)), size)
        if (cost := _cost([members[place] for place in group], ties)) is not None
    }

    @cache
    def best(left: tuple[int, ...]) -> _Way:
        if not left:
            return _Cost(0, 0, 0, 0, 0), ()
        first, rest = left[0], left[1:]
        cost, groups = best(rest)
        ways: list[_Way] = [(cost._replace(alone=cost.alone + 1), groups)]
        for others in (*combinations(rest, 1), *combinations(rest, 2)):
            group = (first, *others)
            if group in costs:
                cost, groups = best(tuple(place for place in rest if place not in others))
                ways.append((cost.plus(costs[group]), (group, *groups)))
        return min(ways)

    _, groups = best(tuple(range(len(members))))
    return [[members[place] for place in group] for group in groups]


def _cost(group: Sequence[Standing], ties: Ties) -> _Cost | None:
    """None: two of them are blocked."""
    links = list(combinations(group, 2))
    if any(ties.blocked(one, other) for one, other in links):
        return None
    return _Cost(
        0,
        sum(ties.recent(one, other) for one, other in links),
        sum(not scoring.related(one.certification, other.certification) for one, other in links),
        len(group) - 2,
        -sum(scoring.weight(one, other) for one, other in links),
    )
