"""What counts: memory before votes, shrunk while little is known; and in the long run the good ones rise."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.mnemonics.model import Tally
from bot.features.mnemonics.scoring import chosen, drawn, expected_share, liking, score, uplift

counts = st.integers(0, 10_000)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """Any that can come about."""
    tried = draw(counts)
    helped, expected = draw(st.integers(0, tried)), draw(st.floats(0, tried))
    return Tally(draw(counts), draw(counts), tried, helped, expected)


def test_nothing_known_is_worth_nothing() -> None:
    assert score(Tally()) == 0


def test_few_results_say_little() -> None:
    few, many = Tally(tried=2, helped=2, expected=1), Tally(tried=200, helped=200, expected=100)
    assert 0 < uplift(few) < 0.05
    assert uplift(many) > 0.4


def test_uplift_is_the_mean_of_the_beta_posterior_less_what_is_expected() -> None:
    """With a prior of 20 tries at the expected 40 %: (18 + 8) of (23 + 20), less 0.4."""
    assert uplift(Tally(tried=23, helped=18, expected=23 * 0.4)) == pytest.approx(26 / 43 - 0.4)


def test_all_votes_weigh_less_than_what_truly_helps() -> None:
    liked = Tally(up=100_000)
    helps = Tally(down=50, tried=100, helped=80, expected=50)
    assert score(helps) > score(liked) > 0


def test_of_two_that_help_as_much_the_one_that_is_liked_is_first() -> None:
    same = {"tried": 40, "helped": 30, "expected": 20.0}
    assert score(Tally(up=5, **same)) > score(Tally(**same)) > score(Tally(down=5, **same))  # type: ignore[arg-type]


@given(tallies())
def test_scores_stay_within_bounds(tally: Tally) -> None:
    assert -1 <= uplift(tally) <= 1
    assert -1 < liking(tally) < 1
    assert -1.2 < drawn(tally, Random(1)) < 1.2


@given(counts, counts, counts, counts)
def test_what_is_expected_is_a_share(tried: int, helped: int, all_tried: int, all_helped: int) -> None:
    share = expected_share((tried + helped, helped), (all_tried + all_helped, all_helped))
    assert 0 < share < 1


def test_a_topic_without_trials_goes_by_the_server_and_a_server_without_any_by_a_half() -> None:
    assert expected_share((0, 0), (0, 0)) == 0.5
    assert expected_share((0, 0), (990, 795)) == pytest.approx(0.8)
    assert expected_share((10_000, 3_000), (20_000, 18_000)) == pytest.approx(0.3, abs=0.001)


TRUE_EFFECT = {"helps": 0.25, "helps a little": 0.1, "does nothing": 0.0, "misleads": -0.2}
WITHOUT = 0.45


def season(seed: int, trials: int) -> dict[str, Tally]:
    """Members see what is offered and answer again; the useless are voted for, the useful are not."""
    rng = Random(seed)
    names = [f"{kind} {n}" for kind in TRUE_EFFECT for n in range(3)]
    found = {name: Tally() for name in names}
    for name in names:
        if name.startswith("does nothing"):
            found[name] = Tally(up=rng.randint(15, 40))
    control = [0, 0]
    for _ in range(trials):
        if rng.random() < 0.5:  # many never look at a hook: they are who the others are compared with
            control[0] += 1
            control[1] += rng.random() < WITHOUT
            continue
        name = names[chosen([found[name] for name in names], rng)]
        effect = TRUE_EFFECT[name.rpartition(" ")[0]]
        expected = expected_share((control[0], control[1]), (control[0], control[1]))
        was = found[name]
        helped = was.helped + (rng.random() < WITHOUT + effect)
        found[name] = Tally(was.up, was.down, was.tried + 1, helped, was.expected + expected)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_those_that_help_rise_above_those_that_are_only_liked(seed: int) -> None:
    found = season(seed, trials=3_000)
    order = sorted(found, key=lambda name: -score(found[name]))
    assert order[0].startswith("helps "), order
    helping = [score(found[f"helps {n}"]) for n in range(3)]
    liked = [score(found[f"does nothing {n}"]) for n in range(3)]
    assert max(helping) > max(liked) + 0.02
    assert order[-1].startswith("misleads") or score(found[order[-1]]) < 0


def test_those_that_help_are_offered_more_and_more() -> None:
    """Over many communities: of the last offers most are of those that truly help."""
    share = []
    for seed in range(6):
        early, late = season(seed, 1_500), season(seed, 4_500)
        added = {name: late[name].tried - early[name].tried for name in late}
        share.append(sum(n for name, n in added.items() if name.startswith("helps")) / sum(added.values()))
    assert sum(share) / len(share) > 0.7, share


def test_by_votes_alone_they_would_not_rise() -> None:
    """The same season ranked by liking: what is only liked stands first. So the test above can fail."""
    found = season(1, trials=3_000)
    assert max(found, key=lambda name: liking(found[name])).startswith("does nothing")
