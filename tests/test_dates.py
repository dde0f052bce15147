"""Dates and months as people write them."""

from datetime import date

import pytest

from bot.dates import parse_date, parse_month, say_month
from bot.errors import BadInput

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("March 2027", "2027-03"),
        ("mar", "2027-03"),
        ("Mar '27", "2027-03"),
        ("2027-03", "2027-03"),
        ("2027-03-15", "2027-03"),
        ("3/27", "2027-03"),
        ("03/2027", "2027-03"),
        ("15 March 2027", "2027-03"),
        ("March 15", "2027-03"),
        ("March 30", "2027-03"),
        ("December 31", "2026-12"),
        ("Dec. 31", "2026-12"),
        ("31 December", "2026-12"),
        ("15 March 28", "2028-03"),
        ("November 20", "2027-11"),
        ("Dec '28", "2028-12"),
        ("June 15th, 2027", "2027-06"),
        ("in March", "2027-03"),
        ("late January", "2027-01"),
        ("november", "2026-11"),
        ("December", "2026-12"),
        ("this month", "2026-11"),
        ("next month", "2026-12"),
    ],
)
def test_months(text: str, month: str) -> None:
    assert parse_month(text, TODAY) == month


def test_the_month_after_december_is_january() -> None:
    assert parse_month("next month", date(2026, 12, 31)) == "2027-01"


@pytest.mark.parametrize("text", ["spring", "13/2027", "0/27", "", "2027", "soon", "١٢", "-" * 2000])
def test_what_is_no_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="Write it like March 2027"):
        parse_month(text, TODAY)


def test_months_that_are_over_or_too_far_off() -> None:
    with pytest.raises(BadInput, match="October 2026 is over"):
        parse_month("October 2026", TODAY)
    with pytest.raises(BadInput, match="too far off"):
        parse_month("2040-01", TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-15", date(2027, 3, 15)),
        ("15 March", date(2027, 3, 15)),
        ("March 15th", date(2027, 3, 15)),
        ("until 5 dec", date(2026, 12, 5)),
        ("nov 22", date(2027, 11, 22)),
        ("29 feb", date(2028, 2, 29)),
        ("1 January 26", date(2026, 1, 1)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 23)),
        ("Monday", date(2026, 11, 23)),
        ("sunday", date(2026, 11, 29)),
        ("2 weeks", date(2026, 12, 6)),
        ("in 3 days", date(2026, 11, 25)),
        ("a month", date(2026, 12, 22)),
        ("next week", date(2026, 11, 29)),
    ],
)
def test_days(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize("text", ["30 feb", "yesterday", "", "32 March", "soon", "2027-13-01", "x" * 2000])
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="Write it like 2027-03-15"):
        parse_date(text, TODAY)


def test_months_are_said_in_words() -> None:
    assert say_month("2027-03") == "March 2027"
