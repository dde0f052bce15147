"""Which members are compared: sparse, near, and nobody forgotten."""

from random import Random

import pytest

from bot.features.buddies import candidates, scoring
from bot.features.buddies.ties import Ties
from tests.buddies.pools import TODAY, candidate, pool


def allowed_pairs(count: int, seed: int) -> dict[int, set[int]]:
    round_ = pool(count, seed, blocked=0.2, met=1)
    ties = Ties.of(round_)
    partners: dict[int, set[int]] = {c.member_id: set() for c in round_.candidates}
    standings = [scoring.standing(c, TODAY) for c in round_.candidates]
    for cohort in candidates.cohorts(standings):
        seen = set()
        for one, other in candidates.likely_pairs(cohort, ties.fresh_and_related, True):
            assert ties.fresh_and_related(one, other)
            seen.add((one.member_id, other.member_id))
            partners[one.member_id].add(other.member_id)
            partners[other.member_id].add(one.member_id)
        assert len(seen) == sum(len(partners[m.member_id]) for m in cohort) // 2, "a pair came twice"
    return partners


@pytest.mark.parametrize("count", [200, 2000, 6000])
def test_about_thirty_candidates_for_each_however_many_there_are(count: int) -> None:
    partners = allowed_pairs(count, 1)
    mean = sum(map(len, partners.values())) / count
    assert 20 < mean < 40
    assert min(map(len, partners.values())) >= 8
    assert max(map(len, partners.values())) <= 70


def test_few_are_all_compared() -> None:
    standings = [scoring.standing(candidate(member, Random(member)), TODAY) for member in range(1, 31)]
    assert len(list(candidates.likely_pairs(standings, lambda *_: True, False))) == 30 * 29 // 2


def test_cohorts_keep_everybody_and_leave_at_most_one_over() -> None:
    standings = [scoring.standing(c, TODAY) for c in pool(5001, 2).candidates]
    parts = candidates.cohorts(standings)
    assert sorted(m.member_id for part in parts for m in part) == sorted(m.member_id for m in standings)
    assert max(map(len, parts)) <= candidates.COHORT
    assert sum(len(part) % 2 for part in parts) == 1
