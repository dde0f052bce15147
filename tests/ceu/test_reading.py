"""Credits and days as people write them; what cannot be is answered with what works."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.features.ceu.reading import read_any, read_credits, read_past, say_credits

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("1", 100),
        ("1.5", 150),
        ("1,5", 150),
        (" 0.25 ", 25),
        ("2 hours", 200),
        ("3 CEUs", 300),
        ("1.50", 150),
        ("1.500", 150),
        ("60", 6000),
        ("１.５", 150),
        (".5", 50),
        (",5", 50),
        ("½", 50),
        ("1½ hours", 150),
        ("1 ½", 150),
        ("1 1/2", 150),
        ("1 3/4", 175),
    ],
)
def test_credits(text: str, hundredths: int) -> None:
    assert read_credits(text) == hundredths


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "nothing to count"),
        ("0.00", "nothing to count"),
        ("500", "60 at most"),
        ("60.01", "60 at most"),
        ("a few", "“a few” is not a number"),
        ("", "is not a number"),
        ("-2", "is not a number"),
        ("1/3", "is not a number"),
        ("1/2/26", "is not a number"),
        (".", "is not a number"),
        ("1.5½", "is not a number"),
        ("1e3", "is not a number"),
        ("1.555", "two decimals"),
        ("90 min", "minutes"),
        ("1/2", "is not a number"),
        ("9" * 400, "is not a number"),
        ("<@1> `x`", "“1 x”"),
    ],
)
def test_credits_that_cannot_be(text: str, expected: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_credits(text)
    assert expected in refused.value.message
    assert "such as 1" in refused.value.message or "certificate" in refused.value.message


@given(st.integers(1, 6000))
def test_credits_are_read_as_they_are_said(hundredths: int) -> None:
    assert read_credits(say_credits(hundredths)) == hundredths


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", date(2026, 11, 22)),
        ("Yesterday", date(2026, 11, 21)),
        ("3 days ago", date(2026, 11, 19)),
        ("2 weeks ago", date(2026, 11, 8)),
        ("2 years ago", date(2024, 11, 22)),
        ("29 Feb", date(2024, 2, 29)),
        ("Monday", date(2026, 11, 16)),
        ("last Monday", date(2026, 11, 16)),
        ("Sunday", date(2026, 11, 15)),
        ("15 Nov", date(2026, 11, 15)),
        ("Nov 23", date(2025, 11, 23)),
        ("December 24th", date(2025, 12, 24)),
        ("15 March 2025", date(2025, 3, 15)),
        ("Mar 15, 2025", date(2025, 3, 15)),
        ("2026-11-01", date(2026, 11, 1)),
        ("22.11.2026", date(2026, 11, 22)),
        ("11/22/2026", date(2026, 11, 22)),
    ],
)
def test_days_past(text: str, expected: date) -> None:
    assert read_past(text, TODAY, "en-US").on == expected


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("de", "gestern", date(2026, 11, 21)),
        ("de", "vor 3 Tagen", date(2026, 11, 19)),
        ("de", "3. März 2026", date(2026, 3, 3)),
        ("de", "letzten Montag", date(2026, 11, 16)),
        ("fr", "hier", date(2026, 11, 21)),
        ("fr", "il y a 3 jours", date(2026, 11, 19)),
        ("es-ES", "15 de marzo de 2025", date(2025, 3, 15)),
        ("es-ES", "hace 2 semanas", date(2026, 11, 8)),
        ("ja", "2026年3月3日", date(2026, 3, 3)),
        ("ja", "昨日", date(2026, 11, 21)),
        ("pl", "yesterday", date(2026, 11, 21)),
    ],
)
def test_days_past_in_the_members_language(locale: str, text: str, expected: date) -> None:
    assert read_past(text, TODAY, locale).on == expected


@pytest.mark.parametrize(
    ("text", "locale", "on", "other"),
    [
        ("3/4/26", "en-US", date(2026, 3, 4), date(2026, 4, 3)),
        ("3/4/26", "de", date(2026, 4, 3), date(2026, 3, 4)),
        ("4.4.2026", "de", date(2026, 4, 4), None),
        ("3.4.2026", "de", date(2026, 4, 3), None),
        ("3.4.2026", "en-US", date(2026, 3, 4), date(2026, 4, 3)),
        # One of the two is still to come, so the other is meant.
        ("12/11/26", "en-US", date(2026, 11, 12), None),
        ("11/12/26", "en-US", date(2026, 11, 12), None),
        ("12/11/26", "de", date(2026, 11, 12), None),
        ("25/4/26", "en-US", date(2026, 4, 25), None),
    ],
)
def test_numbers_go_by_the_members_language(text: str, locale: str, on: date, other: date | None) -> None:
    read = read_past(text, TODAY, locale)
    assert (read.on, read.other) == (on, other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow", "23 November 2026 is still to come"),
        ("in 2 weeks", "is still to come"),
        ("2027-03-01", "1 March 2027 is still to come"),
        ("30 February", "no such day as “30 February”: February 2026 ends with the 28th"),
        ("30.2.2026", "February 2026 ends with the 28th"),
        ("31/31/26", "months go from 1 to 12"),
        ("next month", "“next month” names no single day"),
        ("3/27", "“3/27” may be a month and a year. Write it like 2026-11-15"),
        ("last week", "“last week” names no single day"),
        ("last month", "“last month” names no single day"),
        (
            "March 2026",
            "“March 2026” names no single day. Write it like 2026-11-15, 15 Nov 2026 or yesterday.",
        ),
        ("some day", "“some day” is not a date I can read. Write it like 2026-11-15"),
        ("", "not a date I can read"),
        ("1900-01-01", "which can't be"),
        ("999 years ago", "which can't be"),
        ("x" * 4000, "not a date I can read"),
    ],
)
def test_days_that_cannot_be(text: str, expected: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_past(text, TODAY, "en-GB")
    assert expected in refused.value.message


def test_days_to_come() -> None:
    assert read_any("15 March", TODAY, "en-GB").on == date(2027, 3, 15)
    assert read_any("2028-02-29", TODAY, "en-GB").on == date(2028, 2, 29)
    assert read_any("3/4/28", TODAY, "en-US").other == date(2028, 4, 3)
    with pytest.raises(BadInput, match="can't be"):
        read_any("2090-01-01", TODAY, "en-GB")


@given(st.text(max_size=30), st.sampled_from(["en-US", "de", "ja", "xx"]))
@settings(max_examples=100, deadline=None)
def test_whatever_is_typed_is_read_or_refused(text: str, locale: str) -> None:
    for read in (read_past, read_any):
        with suppress(BadInput):
            assert abs(read(text, TODAY, locale).on.year - TODAY.year) <= 40


@pytest.mark.parametrize(
    "text", ["yesterday 1.50", "15 Nov 2.25", "yesterday 2", "3.11. 1.50", "2026-11-03 2"]
)
def test_credits_typed_with_the_day_are_not_taken_for_a_time_and_dropped(text: str) -> None:
    with pytest.raises(BadInput):
        read_past(text, date(2026, 11, 22), "en-US")
    assert read_past(text.rsplit(" ", 1)[0], date(2026, 11, 22), "de").on <= date(2026, 11, 21)
