"""A round of matching: its invariants over random pools, its optimum against networkx and against every partition."""

from collections import Counter
from dataclasses import replace
from itertools import combinations
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.buddies import scoring, small
from bot.features.buddies.matching import match_round
from bot.features.buddies.matching_model import Candidate, Outcome, Round
from bot.features.buddies.solving import greedily, heaviest
from tests.buddies.pools import TODAY, cost, least_cost, links, pairs_of, pool, recently

ENGLISH = frozenset({"en"})
seeds = st.integers(0, 2**32)


def always() -> bool:
    return True


def learner(member_id: int, certification: str = "CPC", **more: object) -> Candidate:
    return Candidate(member_id, certification, languages=ENGLISH, **more)  # type: ignore[arg-type]


def groups(outcome: Outcome) -> list[tuple[int, ...]]:
    return [group.members for group in outcome.groups]


def assert_sound(outcome: Outcome, round_: Round) -> None:
    """What holds for every outcome."""
    by_id = {c.member_id: scoring.standing(c, round_.today) for c in round_.candidates}
    places = Counter(member for group in outcome.groups for member in group.members) + Counter(outcome.alone)
    assert places == Counter(by_id.keys()), "everybody is somewhere, once"
    assert not round_.blocked.intersection(links(outcome)), "a blocked pair"
    assert outcome.alone == tuple(sorted(outcome.alone))
    recent = recently(round_)
    for group in outcome.groups:
        assert len(group.members) in (2, 3)
        assert group.members == tuple(sorted(group.members))
        pairs = pairs_of(group.members)
        assert group.repeat is any(pair in recent for pair in pairs)
        twos = list(combinations([by_id[member] for member in group.members], 2))
        assert group.overlap is all(scoring.overlap(*two) for two in twos)
        total = Counter[str]()
        for two in twos:
            total.update(scoring.parts(*two))
        assert group.parts == {name: total[name] // len(twos) for name in scoring.parts(*twos[0])}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 150), seeds, st.sampled_from([0.0, 0.1, 1.0]), st.sampled_from([0.0, 0.5, 3.0]))
def test_invariants_over_random_pools(count: int, seed: int, blocked: float, met: float) -> None:
    round_ = pool(count, seed, blocked=blocked, met=met)
    outcome = match_round(round_)
    assert_sound(outcome, round_)
    if count > 20 and blocked < 1:
        assert outcome.alone == ()
        assert sum(len(group.members) == 3 for group in outcome.groups) <= 2


@pytest.mark.parametrize("count", [700, 1501])
def test_large_pools_leave_nobody_alone_and_repeat_nothing(count: int) -> None:
    round_ = pool(count, count, blocked=0.5, met=4)
    outcome = match_round(round_)
    assert_sound(outcome, round_)
    assert cost(outcome, round_) == (0, 0)
    assert sum(len(group.members) == 3 for group in outcome.groups) <= 2


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 300), seeds)
def test_everything_holds_when_time_is_up_at_once(count: int, seed: int) -> None:
    round_ = pool(count, seed, blocked=0.1, met=0.5)
    outcome = match_round(round_, lambda: False)
    assert_sound(outcome, round_)
    if count > 20:
        assert outcome.alone == ()


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 9),
    seeds,
    st.sampled_from([0.0, 0.2, 0.5, 1.0, 3.0]),
    st.sampled_from([0.0, 0.5, 2.0, 6.0]),
)
def test_of_a_few_as_few_as_possible_are_alone_and_then_repeated(
    count: int, seed: int, blocked: float, met: float
) -> None:
    round_ = pool(count, seed, blocked=blocked, met=met)
    assert cost(match_round(round_), round_) == least_cost(round_)


def test_more_than_a_few_reach_the_same_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    """What larger pools go through, on pools that are small enough to try every way."""
    monkeypatch.setattr(small, "UP_TO", 0)
    for seed in range(150):
        round_ = pool(7 + seed % 4, seed, blocked=seed % 3 * 0.15, met=seed % 5 * 0.2)
        assert cost(match_round(round_), round_) == least_cost(round_), seed


def heaviest_by_networkx(nodes: int, edges: list[tuple[int, int, int]]) -> tuple[int, int]:
    """How many pairs there are at most, and the greatest weight of so many."""
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from(edges)
    matched = nx.max_weight_matching(graph, maxcardinality=True)
    return len(matched), sum(graph.edges[pair]["weight"] for pair in matched)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 24), seeds, st.sampled_from([0.05, 0.2, 0.6, 1.0]))
def test_the_total_weight_is_that_of_networkx(nodes: int, seed: int, density: float) -> None:
    rng = Random(seed)
    edges = [(*pair, rng.randrange(1300)) for pair in combinations(range(nodes), 2) if rng.random() < density]
    weight = {edge[:2]: edge[2] for edge in edges}
    found = heaviest(nodes, edges, always)
    assert len({node for pair in found for node in pair}) == 2 * len(found)
    assert (len(found), sum(weight[pair] for pair in found)) == heaviest_by_networkx(nodes, edges)


@pytest.mark.parametrize("count", [4, 8, 14, 26])
@pytest.mark.parametrize("seed", range(8))
def test_a_whole_round_weighs_what_networkx_finds(count: int, seed: int) -> None:
    """All related and fresh, so that every pair is allowed: then the round is one matching of everybody."""
    members = [
        replace(c, certification="CPC" if c.certification in "CCS CIC CCA" else c.certification)
        for c in pool(count, seed).candidates
    ]
    outcome = match_round(Round(tuple(members), TODAY))
    standings = [scoring.standing(c, TODAY) for c in members]
    edges = [
        (*pair, scoring.weight(standings[pair[0]], standings[pair[1]]))
        for pair in combinations(range(count), 2)
    ]
    place = {c.member_id: index for index, c in enumerate(members)}
    weight = {frozenset(edge[:2]): edge[2] for edge in edges}
    total = sum(weight[frozenset(place[member] for member in group)] for group in groups(outcome))
    assert (len(outcome.groups), total) == heaviest_by_networkx(count, edges)


def test_greedy_takes_the_best_first() -> None:
    assert greedily([(0, 1, 5), (1, 2, 9), (2, 3, 5)]) == [(1, 2)]
    edges = [(0, 1, 5), (1, 2, 9), (2, 3, 5)]
    assert heaviest(4, edges, always) == [(0, 1), (2, 3)]
    assert heaviest(4, edges, lambda: False) == [(1, 2)]


def test_what_time_was_left_for_is_exact_the_rest_greedy() -> None:
    """The small component is solved first."""
    answers = iter([True, False])
    edges = [(0, 1, 5), (1, 2, 9), (2, 3, 5), (4, 5, 5), (5, 6, 9), (6, 7, 5), (7, 8, 1), (8, 9, 1)]
    assert heaviest(10, edges, lambda: next(answers)) == [(0, 1), (2, 3), (5, 6), (7, 8)]


def test_the_order_of_the_candidates_does_not_matter() -> None:
    round_ = pool(600, 3, blocked=0.1, met=1)
    turned = replace(
        round_, candidates=round_.candidates[::-1], met=dict(sorted(round_.met.items(), key=lambda kv: kv[1]))
    )
    assert match_round(turned) == match_round(round_)


# --- single situations


def test_nobody_and_one() -> None:
    assert match_round(Round((), TODAY)) == Outcome((), ())
    assert match_round(Round((learner(7),), TODAY)) == Outcome((), (7,))


def test_a_member_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        match_round(Round((learner(1), learner(2), learner(1)), TODAY))


def test_an_odd_one_makes_three() -> None:
    assert groups(match_round(Round(tuple(map(learner, (1, 2, 3))), TODAY))) == [(1, 2, 3)]


@pytest.mark.parametrize("count", [4, 25])
def test_everybody_blocked_is_alone(count: int) -> None:
    ids = range(1, count + 1)
    blocked = frozenset(frozenset({1, other}) for other in ids[1:])
    outcome = match_round(Round(tuple(map(learner, ids)), TODAY, blocked))
    assert outcome.alone == (1,)
    everybody = match_round(Round(tuple(map(learner, ids)), TODAY, frozenset(pairs_of(ids))))
    assert everybody == Outcome((), tuple(ids))


def test_blocks_with_members_elsewhere_do_not_matter() -> None:
    round_ = Round(
        (learner(1), learner(2)), TODAY, frozenset({frozenset({1, 99})}), {frozenset({2, 98}): TODAY}
    )
    assert groups(match_round(round_)) == [(1, 2)]


@pytest.mark.parametrize(("days", "repeat"), [(0, True), (83, True), (84, False)])
def test_two_alone_meet_again_and_it_is_said_within_twelve_weeks(days: int, repeat: bool) -> None:
    (group,) = match_round(
        Round((learner(1), learner(2)), TODAY, met={frozenset({1, 2}): TODAY - days})
    ).groups
    assert group.repeat is repeat


def test_three_come_before_a_repeat() -> None:
    """Everybody met everybody across 1-2-3 and 4-5-6: three pairs need a repeat, two threes none."""
    met = {frozenset({one, other}): TODAY - 7 for one in (1, 2, 3) for other in (4, 5, 6)}
    round_ = Round(tuple(map(learner, range(1, 7))), TODAY, met=met)
    assert groups(match_round(round_)) == [(1, 2, 3), (4, 5, 6)]


def test_another_certification_is_better_than_nobody_and_than_a_repeat() -> None:
    lone = match_round(Round((learner(1), learner(2, "CIC")), TODAY)).groups[0]
    assert lone.parts["certification"] == 0
    pool_ = (learner(1), learner(2), learner(3, "CIC"), learner(4, "CIC"))
    met = {frozenset({1, 2}): TODAY - 1, frozenset({3, 4}): TODAY - 1}
    assert groups(match_round(Round(pool_, TODAY, met=met))) in ([(1, 3), (2, 4)], [(1, 4), (2, 3)])
    assert groups(match_round(Round(pool_, TODAY))) == [(1, 2), (3, 4)]


def test_hours_that_never_meet_are_allowed_and_said() -> None:
    one, other = learner(1, weekday_mask=0b111), learner(2, weekday_mask=0b111000)
    (group,) = match_round(Round((one, other), TODAY)).groups
    assert (group.overlap, group.parts["hours"]) == (False, 0)


def test_who_can_meet_only_one_gets_that_one() -> None:
    """20 is blocked with all but 1, who would rather be with 2: in pools of more than a few, too."""
    ids = range(1, 21)
    blocked = frozenset(frozenset({20, other}) for other in ids[1:-1])
    outcome = match_round(Round(tuple(map(learner, ids)), TODAY, blocked))
    assert (1, 20) in groups(outcome)
    assert outcome.alone == ()


def test_the_third_is_who_has_no_priority() -> None:
    outcome = match_round(
        Round(tuple(learner(member, priority=member != 13) for member in range(1, 22)), TODAY)
    )
    (three,) = (group for group in groups(outcome) if len(group) == 3)
    assert 13 in three


@pytest.mark.parametrize("count", [4, 40])
def test_related_certifications_come_before_hours_and_exams_that_fit_better(count: int) -> None:
    """Whoever shares hours and exam month with somebody of the other kind is nevertheless put with their own."""
    members = [
        learner(1 + 2 * place + half, kind, weekday_mask=1 << place, exam_month=24_310 + 6 * place)
        for place in range(count // 2)
        for half, kind in enumerate(("CPC", "CIC"))
    ]
    outcome = match_round(Round(tuple(members), TODAY))
    assert [group.parts["certification"] for group in outcome.groups] == [300] * (count // 2)


def test_a_fourth_joins_no_group_of_three() -> None:
    """13 becomes a third; 14 met everybody and looks for a place last, when three would weigh more than two."""
    members = (*map(learner, range(1, 13)), learner(13, "RHIA"), learner(14, "RHIT"))
    met = {frozenset({14, other}): TODAY - 1 for other in range(1, 14)}
    outcome = match_round(Round(members, TODAY, met=met))
    assert sorted(len(group.members) for group in outcome.groups) == [2, 2, 2, 2, 3, 3]


def test_who_gives_up_a_place_takes_one_beside_another_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """1-3 are related and come first; without a repeat or a block there is only 1-2 and 3-4."""
    monkeypatch.setattr(small, "UP_TO", 0)
    members = (learner(1), learner(2, "RHIA"), learner(3), learner(4, "RHIT"))
    met = {frozenset({1, 4}): TODAY - 1, frozenset({2, 3}): TODAY - 1}
    outcome = match_round(Round(members, TODAY, frozenset({frozenset({2, 4})}), met))
    assert groups(outcome) == [(1, 2), (3, 4)]


def test_a_third_joins_where_there_are_fewer_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    """1-2, 3-4 and 3-5 are fresh, all else was. Who is left of 4 and 5 fits better with 1-2, where both were met."""
    monkeypatch.setattr(small, "UP_TO", 0)
    fresh = [frozenset({1, 2}), frozenset({3, 4}), frozenset({3, 5})]
    met = {pair: TODAY - 1 for pair in pairs_of(range(1, 6)) if pair not in fresh}
    members = [learner(member, weekday_mask=1 << (member == 3)) for member in range(1, 6)]
    assert groups(match_round(Round(tuple(members), TODAY, met=met))) == [(1, 2), (3, 4, 5)]
