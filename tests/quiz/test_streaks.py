"""Streaks, without Discord or a database: the rules as the issue states them, and what holds for any history."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.quiz.streaks import MOST_FREEZES, Day, Effect, Happened, Streak, after, explain, step

A, U = Happened.ANSWERED, Happened.UNANSWERED
N, L, O = Happened.NOT_POSTED, Happened.LATE, Happened.OPEN  # noqa: E741
HISTORY = {"a": A, "-": U, "n": N, "l": L, "o": O}

happenings = st.lists(st.sampled_from(list(Happened)), max_size=60)


def history(text: str) -> list[Happened]:
    """a: answered, -: not answered, n: not posted, l: posted late and not answered, o: open."""
    return [HISTORY[letter] for letter in text]


@pytest.mark.parametrize(
    ("days", "length", "best", "freezes"),
    [
        ("", 0, 0, 0),
        ("a", 1, 1, 0),
        ("aaa", 3, 3, 0),
        ("aaaaaa", 6, 6, 0),
        ("aaaaaaa", 7, 7, 1),  # seven in a row earn a freeze
        ("aaaaaaaaaaaaaa", 14, 14, 2),
        ("aaaaaaaaaaaaaaaaaaaaa", 21, 21, 2),  # two at most are held
        ("aaaaaaa-", 7, 7, 0),  # used by itself, and the streak stands
        ("aaaaaaa-a", 8, 8, 0),
        ("aaaaaaa--", 0, 7, 0),  # one freeze saves one day
        ("aaaaaaaaaaaaaa--a", 15, 15, 0),
        ("aaaaaaaaaaaaaa---a", 1, 14, 0),
        ("aaa-aaaa", 4, 4, 0),  # seven in a row, not seven in all
        ("aaan aaaa".replace(" ", ""), 7, 7, 1),  # the bot's miss does not break the row
        ("aaalaaaa", 7, 7, 1),  # nor does a late post
        ("aaaaaaanlnl", 7, 7, 1),  # and it costs no freeze
        ("aaao", 3, 3, 0),  # today is not over
        ("---", 0, 0, 0),
        ("nlo", 0, 0, 0),
    ],
)
def test_a_history_and_what_it_comes_to(days: str, length: int, best: int, freezes: int) -> None:
    found = after(Streak(), history(days))
    assert (found.length, found.best, found.freezes) == (length, best, freezes)


def test_a_freeze_that_was_used_starts_the_row_anew() -> None:
    """Three days before the gap do not count towards the next freeze: seven in a row after it do."""
    assert after(Streak(), history("aaaaaaa" + "aaa-aaaa")).freezes == 0
    assert after(Streak(), history("aaaaaaa" + "aaa-aaaaaa")).freezes == 0
    assert after(Streak(), history("aaaaaaa" + "aaa-aaaaaaa")).freezes == 1


def test_a_full_row_with_two_freezes_held_earns_none_and_a_later_one_does_after_one_was_used() -> None:
    full = after(Streak(), history("a" * 21))
    assert full.freezes == MOST_FREEZES
    used = after(full, history("-"))
    assert used.freezes == 1
    assert after(used, history("a" * 6)).freezes == 1
    assert after(used, history("a" * 7)).freezes == 2


def test_day_by_day() -> None:
    start = date(2026, 3, 1)
    days = explain((start + timedelta(n), what) for n, what in enumerate(history("aaaaaaa-nl-a")))
    assert [day.effect for day in days] == [
        *[Effect.GREW] * 7,
        Effect.FREEZE_USED,
        Effect.UNTOUCHED,
        Effect.UNTOUCHED,
        Effect.ENDED,
        Effect.GREW,
    ]
    assert [n for n, day in enumerate(days) if day.earned_freeze] == [6]
    assert [day.after.length for day in days] == [1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 0, 1]
    assert days[7] == Day(date(2026, 3, 8), U, Effect.FREEZE_USED, False, Streak(7, 7, 0, 0))


@given(happenings, st.integers(0, 60))
def test_folding_in_parts_is_folding_from_the_start(history: list[Happened], cut: int) -> None:
    assert after(after(Streak(), history[:cut]), history[cut:]) == after(Streak(), history)


@given(happenings)
def test_the_explanation_ends_where_the_fold_ends(history: list[Happened]) -> None:
    days = explain((date(2026, 1, 1) + timedelta(n), what) for n, what in enumerate(history))
    assert len(days) == len(history)
    assert (days[-1].after if days else Streak()) == after(Streak(), history)


@given(happenings)
def test_what_is_the_bots_doing_changes_nothing_anywhere_in_a_history(history: list[Happened]) -> None:
    members_own = [what for what in history if not what.protected]
    assert after(Streak(), history) == after(Streak(), members_own)


@given(happenings)
def test_what_always_holds(history: list[Happened]) -> None:
    streak, best = Streak(), 0
    for what in history:
        before = streak
        streak, effect, earned = step(before, what)
        best = max(best, streak.length)
        assert 0 <= streak.freezes <= MOST_FREEZES
        assert 0 <= streak.row < 7
        assert streak.best == best >= streak.length >= streak.row
        assert earned == (streak.freezes > before.freezes)
        assert (effect is Effect.GREW) == (what is A)
        assert (effect is Effect.ENDED) == (before.length > 0 and streak.length == 0)
        assert (effect is Effect.FREEZE_USED) == (streak.freezes < before.freezes)
        assert streak.length >= before.length or effect is Effect.ENDED


@given(st.integers(0, 5), st.integers(0, 40))
def test_answering_one_more_day_never_leaves_anybody_worse_off(gaps: int, answered: int) -> None:
    history = [A] * answered + [U] * gaps
    for place in range(answered, answered + gaps):
        better = [*history[:place], A, *history[place + 1 :]]
        assert after(Streak(), better).length >= after(Streak(), history).length
