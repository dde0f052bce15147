"""The arithmetic of phases: what holds for every session at every second."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.features.focus.phases import Doing, Phase, Plan, checked

START = 1_793_620_800

plans = st.builds(
    Plan, st.just(START), st.integers(20, 50), st.integers(3, 15), st.integers(1, 8)
)  # all that `checked` lets through
moments = st.integers(START - 7200, START + 9 * 3600)


def test_the_usual_session_is_the_one_people_know() -> None:
    plan = Plan(START, 25, 5, 4)
    assert [(plan.change_at(number) - START) // 60 for number in range(1, 9)] == [
        *(0, 25, 30, 55),
        *(60, 85, 90, 115),
    ]
    assert plan.ends_at == START + 115 * 60, "no break after the last round"
    assert plan.phase_at(START - 1) == Phase(Doing.WAITING, 0, START)
    assert plan.phase_at(START) == Phase(Doing.FOCUS, 1, START + 25 * 60)
    assert plan.phase_at(START + 25 * 60 - 1) == Phase(Doing.FOCUS, 1, START + 25 * 60)
    assert plan.phase_at(START + 25 * 60) == Phase(Doing.BREAK, 1, START + 30 * 60)
    assert plan.phase_at(START + 90 * 60) == Phase(Doing.FOCUS, 4, START + 115 * 60)
    assert plan.phase_at(plan.ends_at).doing is Doing.OVER


@given(plans, moments)
def test_each_moment_lies_in_one_phase_that_ends_at_the_next_change(plan: Plan, now: int) -> None:
    changes = [plan.change_at(number) for number in range(1, plan.changes + 1)]
    assert changes == sorted(set(changes))
    before = sum(at <= now for at in changes)
    phase = plan.phase_at(now)
    expected = Doing.WAITING if before == 0 else Doing.OVER if before == len(changes) else None
    expected = expected or (Doing.FOCUS if before % 2 else Doing.BREAK)
    assert phase.doing is expected
    if phase.doing in (Doing.FOCUS, Doing.BREAK):
        assert phase.round == (before + 1) // 2
    if phase.doing is not Doing.OVER:
        assert phase.until == changes[before]


@given(plans)
def test_all_of_a_session_counts_its_minutes_of_focus(plan: Plan) -> None:
    parts = list(plan.focused(plan.started_at - 100, plan.ends_at + 100))
    assert [part.round for part in parts] == list(range(1, plan.rounds + 1))
    assert {part.seconds for part in parts} == {plan.minutes * 60}


@given(plans, st.lists(moments, min_size=2, max_size=6))
def test_counting_bit_by_bit_gives_what_counting_at_once_gives(plan: Plan, moments: list[int]) -> None:
    """However often it is counted on the way: nothing is lost, nothing is counted twice."""
    moments.sort()
    bits = [part for since, until in pairwise(moments) for part in plan.focused(since, until)]
    whole = list(plan.focused(moments[0], moments[-1]))
    for round_ in range(1, plan.rounds + 1):
        assert sum(part.seconds for part in bits if part.round == round_) == sum(
            part.seconds for part in whole if part.round == round_
        )


@given(plans, moments, moments)
def test_only_seconds_of_focus_count(plan: Plan, one: int, other: int) -> None:
    since, until = min(one, other), max(one, other)
    minute_by_minute = sum(plan.phase_at(second).doing is Doing.FOCUS for second in range(since, until, 60))
    seconds = sum(part.seconds for part in plan.focused(since, until))
    # Looking once a minute sees each boundary at most a minute off.
    assert abs(seconds - minute_by_minute * 60) <= 60 * (plan.changes + 1)
    assert 0 <= seconds <= until - since
    assert all(plan.phase_at(part.began_at).doing is Doing.FOCUS for part in plan.focused(since, until))


@pytest.mark.parametrize(
    ("numbers", "works"),
    [
        ((19, 5, 4), "20 to 50 minutes"),
        ((51, 5, 4), "20 to 50 minutes"),
        ((0, 5, 4), "20 to 50 minutes"),
        ((-25, 5, 4), "20 to 50 minutes"),
        ((25, 2, 4), "3 to 15 minutes"),
        ((25, 16, 4), "3 to 15 minutes"),
        ((25, 25, 4), "3 to 15 minutes"),
        ((25, 5, 0), "1 to 8 rounds"),
        ((25, 5, 9), "1 to 8 rounds"),
    ],
)
def test_numbers_that_do_not_work_are_refused_with_what_does(
    numbers: tuple[int, int, int], works: str
) -> None:
    with pytest.raises(BadInput, match=works):
        checked(START, *numbers)


@given(st.integers(20, 50), st.integers(3, 15), st.integers(1, 8))
def test_all_others_are_taken_and_breaks_are_shorter_than_focus(
    minutes: int, pause: int, rounds: int
) -> None:
    plan = checked(START, minutes, pause, rounds)
    assert plan.break_minutes < plan.minutes
