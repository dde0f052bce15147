"""Pools of candidates made by chance, and the best way to put a few together, found without our code."""

from collections.abc import Iterable
from functools import cache
from itertools import combinations
from random import Random

from bot.features.buddies.matching_model import Candidate, Outcome, Round

TODAY = 20_600
_CERTIFICATIONS = ["CPC"] * 6 + ["COC", "CRC", "CCS-P", "CPC-P", "CCS", "CCS", "CIC", "CCA"]
_EVENINGS, _MORNINGS, _LUNCH, _AFTERNOONS = 0b1111 << 18, 0b111 << 6, 0b11 << 12, 0b1111 << 13
_HOURS = [0, _EVENINGS, _EVENINGS, _MORNINGS, _LUNCH, _AFTERNOONS]
_OFFSETS = [-480, -420, -360, -300, -300, 0, 60, 330, 480]
_LANGUAGES = [["en"], ["en"], ["en"], ["en", "es"], ["es"], [], ["hi", "en"]]
_GOALS = ["accountability", "explaining", "practice"]
_AREAS = ["anatomy", "surgery", "radiology", "medicine", "icd10cm", "hcpcs2", "compliance", "anesthesia"]


def candidate(member_id: int, rng: Random, *, waiting_since: int = TODAY * 86400) -> Candidate:
    """A member as communities have them: half learn for the CPC, most speak English, some gave no hours."""
    first_month = 12 * 2026 + 4
    return Candidate(
        member_id,
        rng.choice(_CERTIFICATIONS),
        weekday_mask=rng.choice(_HOURS),
        weekend_mask=0b1111 << rng.randrange(8, 18) if rng.random() < 0.6 else 0,
        utc_offset_minutes=rng.choice(_OFFSETS),
        exam_month=rng.choice([None, *range(first_month, first_month + 12)]),
        languages=frozenset(rng.choice(_LANGUAGES)),
        goals=frozenset(rng.sample(_GOALS, rng.randrange(4))),
        area_scores={area: rng.random() * 0.6 for area in rng.sample(_AREAS, 6)},
        priority=rng.random() < 0.05,
        waiting_since=waiting_since - rng.randrange(40) * 86400,
    )


def pool(count: int, seed: int, *, blocked: float = 0, met: float = 0) -> Round:
    """A round of `count` members. blocked, met: how many pairs there are of each, for each member on average."""
    rng = Random(seed)
    ids = [10**17 + place * 10**12 + rng.randrange(10**12) for place in range(count)]
    rng.shuffle(ids)

    def some(for_each: float) -> list[frozenset[int]]:
        return [frozenset(rng.sample(ids, 2)) for _ in range(int(count * for_each))] if count > 1 else []

    return Round(
        tuple(candidate(member_id, rng) for member_id in ids),
        TODAY,
        frozenset(some(blocked)),
        {pair: TODAY - rng.randrange(1, 100) for pair in some(met)},
    )


def links(outcome: Outcome) -> list[frozenset[int]]:
    """Every two who were put together."""
    return [frozenset(link) for group in outcome.groups for link in combinations(group.members, 2)]


def recently(round_: Round) -> set[frozenset[int]]:
    """Every two who were together within twelve weeks."""
    return {pair for pair, day in round_.met.items() if round_.today - day < 84}


def cost(outcome: Outcome, round_: Round) -> tuple[int, int]:
    """How many are alone, and how many links are repeats."""
    return len(outcome.alone), sum(link in recently(round_) for link in links(outcome))


def least_cost(round_: Round) -> tuple[int, int]:
    """The least that `cost` can be over every partition into ones, twos and threes without a block."""
    recent = recently(round_)

    @cache
    def least(left: tuple[int, ...]) -> tuple[int, int]:
        if not left:
            return 0, 0
        first, rest = left[0], left[1:]
        alone, repeats = least(rest)
        best = alone + 1, repeats
        for others in (*combinations(rest, 1), *combinations(rest, 2)):
            within = [frozenset(link) for link in combinations((first, *others), 2)]
            if not round_.blocked.isdisjoint(within):
                continue
            alone, repeats = least(tuple(other for other in rest if other not in others))
            best = min(best, (alone, repeats + sum(link in recent for link in within)))
        return best

    return least(tuple(member.member_id for member in round_.candidates))


def pairs_of(ids: Iterable[int]) -> list[frozenset[int]]:
    """Every two of them."""
    return [frozenset(pair) for pair in combinations(ids, 2)]
