"""How a question works: the numbers that those who decide see."""

from hypothesis import given
from hypothesis import strategies as st

from bot.features.challenges.statistics import FEWEST_MEMBERS, FEWEST_OTHERS, statistics
from bot.features.quiz.model import Taken


def taken(right: bool, others: float, answered: int = 20) -> Taken:
    """A member who was right here or not, and right elsewhere with that share."""
    return Taken("A" if right else "B", right, round(others * answered), answered)


def test_counts_and_share() -> None:
    found = statistics([taken(True, 0.5), taken(False, 0.5), taken(False, 0.9), taken(False, 0.1)])
    assert (found.answered, found.right, found.counts, found.share) == (4, 1, {"A": 1, "B": 3}, 0.25)


def test_a_good_question_tells_who_knows_more() -> None:
    good = [taken(True, 0.9)] * 8 + [taken(False, 0.3)] * 8
    assert (statistics(good).discrimination or 0) > 0.9


def test_a_wrong_key_shows_as_negative() -> None:
    wrong = [taken(False, 0.9)] * 8 + [taken(True, 0.3)] * 8
    assert (statistics(wrong).discrimination or 0) < -0.9


def test_a_known_value() -> None:
    """Six of ten right; by hand: point-biserial correlation of 1,1,1,1,1,1,0,0,0,0 with 9,8,7,6,5,4,6,5,4,3 tenths."""
    shares = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.6, 0.5, 0.4, 0.3]
    found = statistics([taken(place < 6, share, 10) for place, share in enumerate(shares)]).discrimination
    # Means 6.5 and 4.5, all 5.7; sum of squares 32.1; so 2.0 * sqrt(6 * 4 / 10) / sqrt(32.1).
    assert found is not None
    assert abs(found - 2.0 * (2.4**0.5) / (32.1**0.5)) < 1e-9


def test_too_little_is_known() -> None:
    assert statistics([]).discrimination is None
    few = [taken(True, 0.9), taken(False, 0.1)] * (FEWEST_MEMBERS // 2)
    assert statistics(few).discrimination is not None
    assert statistics(few[:-1]).discrimination is None
    new = [taken(True, 0.5, FEWEST_OTHERS - 1)] * 50
    assert statistics(new).discrimination is None
    assert statistics([taken(True, 0.5)] * 20).discrimination is None, (
        "everybody right: nothing to tell apart"
    )


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.integers(0, 30)), max_size=40))
def test_it_is_a_correlation(rows: list[tuple[bool, int, int]]) -> None:
    found = statistics([Taken("A", right, min(x, y), y) for right, x, y in rows]).discrimination
    assert found is None or -1.0000001 <= found <= 1.0000001
