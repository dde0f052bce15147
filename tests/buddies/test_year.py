"""A year of weekly rounds: repeats are counted; none while they can be avoided. `-s` shows the figures."""

import pytest

from bot.features.buddies import small
from tests.buddies.pools import cost, least_cost
from tests.buddies.year import WEEKS, Year, live


def check_blocks_and_places(year: Year) -> None:
    assert len(year.rounds) == WEEKS
    for round_, outcome in year.rounds:
        members = [member for group in outcome.groups for member in group.members]
        assert sorted([*members, *outcome.alone]) == sorted(c.member_id for c in round_.candidates)
        for group in outcome.groups:
            assert not any(pair <= set(group.members) for pair in round_.blocked)


@pytest.mark.parametrize(("seed", "members"), [(1, 60), (2, 200), (3, 800)])
def test_a_community_sees_no_repeats_and_nobody_waits_beyond_the_next_round(seed: int, members: int) -> None:
    year = live(seed, members=members, joining_a_week=4, lasts_weeks=6)
    print(f"\n{year.report()}")
    check_blocks_and_places(year)
    crowds = [(r, o) for r, o in year.rounds if len(r.candidates) > small.UP_TO]
    assert len(crowds) > WEEKS // 5, "mostly handfuls: another test's business"
    for round_, outcome in crowds:
        assert cost(outcome, round_) == (0, 0)
    for round_, outcome in year.rounds:
        if len(round_.candidates) <= small.UP_TO:
            assert cost(outcome, round_) == least_cost(round_)


@pytest.mark.parametrize("seed", range(4))
def test_in_a_handful_that_keeps_changing_buddies_only_what_cannot_be_avoided_is_repeated(seed: int) -> None:
    year = live(seed, members=7, joining_a_week=0.3, lasts_weeks=2)
    print(f"\n{year.report()}")
    check_blocks_and_places(year)
    assert year.repeats > 0, "else this shows nothing"
    for round_, outcome in year.rounds:
        assert cost(outcome, round_) == least_cost(round_)
