"""Starts as people write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.features.focus.moments import MOST_AHEAD_S, parse_start

CHICAGO = "America/Chicago"


def at(text: str, zone: str = CHICAGO) -> int:
    """Epoch seconds of a local time such as 2026-11-04 18:30."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


# A Wednesday.
NOW = at("2026-11-04 12:00")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("18:30", "2026-11-04 18:30"),
        ("6pm", "2026-11-04 18:00"),
        ("at 6 pm", "2026-11-04 18:00"),
        ("9am", "2026-11-05 09:00"),
        ("noon", "2026-11-05 12:00"),
        ("today 18:30", "2026-11-04 18:30"),
        ("tomorrow 6pm", "2026-11-05 18:00"),
        ("6pm tomorrow", "2026-11-05 18:00"),
        ("tomorrow at 6pm", "2026-11-05 18:00"),
        ("Fri 18:30", "2026-11-06 18:30"),
        ("on Friday, 18:30", "2026-11-06 18:30"),
        ("18:30 sunday", "2026-11-08 18:30"),
        ("wed 18:30", "2026-11-04 18:30"),
        ("Wed 9am", "2026-11-11 09:00"),
        ("2026-11-16 07:00", "2026-11-16 07:00"),
        ("16 Nov 7am", "2026-11-16 07:00"),
        ("6 pm Nov 16", "2026-11-16 18:00"),
        ("in 30 min", "2026-11-04 12:30"),
        ("in 2h", "2026-11-04 14:00"),
        ("IN 1 hour and 15 minutes", "2026-11-04 13:15"),
        ("in 90m", "2026-11-04 13:30"),
        ("in an hour", "2026-11-04 13:00"),
        ("in half an hour", "2026-11-04 12:30"),
        ("in an hour and a half", "2026-11-04 13:30"),
        ("in 1h30", "2026-11-04 13:30"),
        ("in 1h 30", "2026-11-04 13:30"),
        ("tonight 8pm", "2026-11-04 20:00"),
        ("tonight at 8", "2026-11-04 20:00"),
        ("8:30 tonight", "2026-11-04 20:30"),
        ("tonight 20:00", "2026-11-04 20:00"),
        ("tonight 11:15pm", "2026-11-04 23:15"),
        ("18:30 EST", "2026-11-04 17:30"),
        ("tomorrow 6pm eastern time", "2026-11-05 17:00"),
        ("18:30 America/Los_Angeles", "2026-11-04 20:30"),
        ("Fri 18:30 Berlin", "2026-11-06 11:30"),
    ],
)
def test_what_people_write_is_read(text: str, start: str) -> None:
    assert parse_start(text, NOW, CHICAGO) == at(start)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a time"),
        ("soon", "not a time"),
        ("25:00", "past the end of the day"),
        ("today 9am", "over already"),
        ("2026-11-03 18:00", "over already"),
        ("2026-11-31 18:00", "not a time"),
        ("tomorrow 25:00", "past the end of the day"),
        ("0001-01-01 18:00", "over already"),
        ("9999-12-31 23:59", "14 days"),
        ("2026-11-19 18:00", "14 days"),
        ("in 0 min", "over already"),
        ("in 999 hours", "14 days"),
        ("in", "needs a time"),
        ("in 30", "tonight 8pm"),
        ("18:30 CST", "timezone"),
        ("tonight", "Add a time"),
        ("whenever", "tonight 8pm"),
        ("Friday", "Add a time"),
        ("tomorrow", "Add a time"),
        ("daily 18:00", "not a time"),
        ("<@1> **18:30**", "not a time"),
        ("1" * 4000, "not a time"),
    ],
)
def test_what_cannot_be_is_refused_with_what_works(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        parse_start(text, NOW, CHICAGO)


def test_a_time_that_the_clocks_jump_over_comes_after_the_gap() -> None:
    now = at("2026-03-07 12:00")
    assert parse_start("tomorrow 2:30am", now, CHICAGO) == at("2026-03-08 03:30")


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_start_ahead_or_a_sentence(text: str) -> None:
    try:
        start = parse_start(text, NOW, CHICAGO)
    except BadInput:
        return
    assert NOW < start <= NOW + MOST_AHEAD_S
