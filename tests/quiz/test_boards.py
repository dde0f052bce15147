"""Leaderboards, pure: right first answers, then accuracy, ties shared; and which period a date belongs to."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.quiz.boards import Period, Score, period_key, period_keys, ranked


def places(*scores: tuple[int, int]) -> list[tuple[int, int]]:
    """(member, place) for scores of (right, answered); members count from 1 as given."""
    found = ranked(Score(member, *score) for member, score in enumerate(scores, 1))
    return [(placed.score.member_id, placed.place) for placed in found]


def test_more_right_answers_come_first_whatever_the_accuracy() -> None:
    assert places((3, 3), (4, 9)) == [(2, 1), (1, 2)]


def test_with_as_many_right_the_better_accuracy_comes_first() -> None:
    assert places((3, 5), (3, 3), (3, 4)) == [(2, 1), (3, 2), (1, 3)]


def test_equal_results_share_a_place_and_the_next_one_is_left_out() -> None:
    assert places((5, 5), (3, 4), (3, 4), (1, 1)) == [(1, 1), (2, 2), (3, 2), (4, 4)]
    assert places((2, 2), (2, 2), (2, 2)) == [(1, 1), (2, 1), (3, 1)]


def test_nobody_is_ranked() -> None:
    assert places() == []


def test_accuracy_of_nothing_answered_is_nought() -> None:
    assert Score(1, 0, 0).accuracy == 0.0
    assert Score(1, 1, 4).accuracy == 0.25


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=30))
def test_places_follow_results(results: list[tuple[int, int]]) -> None:
    found = ranked(Score(member, right, right + wrong) for member, (right, wrong) in enumerate(results))
    assert len(found) == len(results)
    for placed in found:
        better = [
            other
            for other in found
            if other.score.correct > placed.score.correct
            or (other.score.correct == placed.score.correct and other.score.accuracy > placed.score.accuracy)
        ]
        assert placed.place == len(better) + 1, "ties share, and nothing but the result counts"
    assert all(first.place <= second.place for first, second in pairwise(found))


@pytest.mark.parametrize(
    ("on", "week", "month"),
    [
        (date(2026, 11, 22), "2026-W47", "2026-11"),  # a Sunday still belongs to its week
        (date(2026, 11, 23), "2026-W48", "2026-11"),
        (date(2027, 1, 1), "2026-W53", "2027-01"),  # the week's year is not the date's
        (date(2024, 12, 30), "2025-W01", "2024-12"),
    ],
)
def test_periods_of_a_date(on: date, week: str, month: str) -> None:
    assert period_keys(on) == (week, month, "all")
    assert [period_key(period, on) for period in (Period.WEEK, Period.MONTH, Period.ALL)] == [
        week,
        month,
        "all",
    ]
