"""The clock: runs with real time from wherever it begins, or stands until it is moved."""

import time
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock

instants = st.floats(0, 4_000_000_000)


def test_without_a_start_it_is_the_present() -> None:
    before = time.time()
    now = Clock().time()
    assert before <= now <= time.time()


def test_it_runs_on_from_where_it_was_started() -> None:
    clock = Clock(1_000_000)
    first = clock.time()
    assert first >= 1_000_000
    waited = time.time()
    while time.time() == waited:
        pass
    assert clock.time() > first
    assert clock.now() == int(clock.time())


def test_a_frozen_one_stands() -> None:
    clock = Clock(1_000_000.75, frozen=True)
    waited = time.time()
    while time.time() == waited:
        pass
    assert clock.time() == 1_000_000.75
    assert clock.now() == 1_000_000


@given(instants, instants, st.floats(0, 1_000_000))
def test_a_frozen_one_is_where_it_was_moved_to(start: float, to: float, further: float) -> None:
    clock = Clock(start, frozen=True)
    clock.move_to(to)
    assert clock.time() == to
    clock.advance(further)
    assert clock.time() == to + further


def test_a_running_one_goes_on_from_where_it_was_moved_to() -> None:
    clock = Clock(1_000_000)
    clock.move_to(5_000_000)
    assert clock.time() >= 5_000_000
    clock.advance(100)
    assert 5_000_100 <= clock.time() < 5_001_000


def test_today_is_aware_and_in_utc() -> None:
    clock = Clock(datetime(2026, 11, 2, 23, 59, 59, tzinfo=UTC).timestamp(), frozen=True)
    assert clock.today() == datetime(2026, 11, 2, 23, 59, 59, tzinfo=UTC)
    assert clock.today().tzinfo is UTC
