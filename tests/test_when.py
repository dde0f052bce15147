"""What people write for times, days and zones."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.when import find_zone, parse_days, parse_time, say_days, say_time, suggest_zones, zones


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9am", time(9)),
        ("9 AM", time(9)),
        ("9:00", time(9)),
        ("09.00", time(9)),
        ("0900", time(9)),
        ("9", time(9)),
        ("21:30", time(21, 30)),
        ("9:30 p.m.", time(21, 30)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("noon", time(12)),
        ("Midnight", time(0)),
        ("18h", time(18)),
        ("18h30", time(18, 30)),
        ("7 o'clock", time(7)),
        ("9:30", time(9, 30)),
    ],
)
def test_times_as_people_write_them(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text", ["25:00", "9:75", "13pm", "0am", "soon", "", "9:0", "-1", "9am9", "١٢٣٤٥", "9" * 500]
)
def test_times_that_are_none_say_what_to_write(text: str) -> None:
    with pytest.raises(BadInput, match=r"Write it like 09:00, 9am or 21:30\."):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("mon to fri", {0, 1, 2, 3, 4}),
        ("Mon, Wed and Fri", {0, 2, 4}),
        ("tues thurs", {1, 3}),
        ("Sat-Mon", {5, 6, 0}),
        ("mondays", {0}),
        ("su", {6}),
        ("monday - wednesday, saturday", {0, 1, 2, 5}),
        ("Mon. Wed.", {0, 2}),
        ("MWF", {0, 2, 4}),
        ("weekday", {0, 1, 2, 3, 4}),
    ],
)
def test_days_as_people_write_them(text: str, expected: set[int]) -> None:
    assert parse_days(text) == expected


@pytest.mark.parametrize("text", ["", "someday", "m", "t", "mon-fri-sun", "1,2,3", "montag bis freitag"])
def test_days_that_are_none_say_what_to_write(text: str) -> None:
    with pytest.raises(BadInput, match="Write days like"):
        parse_days(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("America/Chicago", "America/Chicago"),
        ("america/new york", "America/New_York"),
        ("Berlin", "Europe/Berlin"),
        ("Eastern time", "America/New_York"),
        ("Central Daylight Time", "America/Chicago"),
        ("India Standard Time", "Asia/Kolkata"),
        ("EST5EDT", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("utc", "UTC"),
    ],
)
def test_zones_as_people_call_them(text: str, expected: str) -> None:
    assert find_zone(text) == expected


def test_a_misspelt_zone_is_answered_with_near_ones() -> None:
    with pytest.raises(BadInput, match="America/Chicago"):
        find_zone("America/Chicgo")


def test_an_abbreviation_of_several_times_is_offered_and_never_assumed() -> None:
    with pytest.raises(
        BadInput, match=r"several time zones. Did you mean America/Chicago, America/Havana or Asia/S"
    ):
        find_zone("CST")
    assert suggest_zones("cst")[0] == "America/Chicago"


@pytest.mark.parametrize("text", ["GMT+2", "UTC-5", "+2", "utc +05:30"])
def test_an_offset_is_answered_with_how_to_name_a_place(text: str) -> None:
    """An offset knows no clock changes, and “UTC” would be the wrong suggestion."""
    with pytest.raises(BadInput, match="Name a big city that keeps your time"):
        find_zone(text)


def test_a_zone_written_behind_the_time_is_sent_to_its_own_option() -> None:
    with pytest.raises(BadInput, match="The time zone goes into “timezone”"):
        parse_time("9:00 PM EST")


def test_what_was_typed_is_quoted_without_mentions_or_markup() -> None:
    with pytest.raises(BadInput) as caught:
        find_zone("<@&123> **@everyone** `x`")
    assert not set("<>@*`") & set(caught.value.message)


def test_suggestions_start_with_the_places_people_mean() -> None:
    assert suggest_zones("berl")[0] == "Europe/Berlin"
    assert "America/New_York" in suggest_zones("")
    assert len(suggest_zones("a")) == 25


def test_said_back_in_both_manners() -> None:
    assert say_time(time(0, 5)) == "00:05 (12:05 am)"
    assert say_time(time(21, 30)) == "21:30 (9:30 pm)"
    assert say_days(frozenset({0, 2, 4})) == "Monday, Wednesday and Friday"


@given(st.text(max_size=200))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (parse_time, parse_days, find_zone):
        refusals: list[str] = []
        try:
            read(text)
        except BadInput as refusal:
            refusals.append(refusal.message)
        assert all(len(message) < 300 for message in refusals)
    assert set(suggest_zones(text)) <= set(zones())
