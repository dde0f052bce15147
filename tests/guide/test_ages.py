"""How old figures are said to be."""

from datetime import date

import pytest

from bot.errors import BadInput
from bot.features.guide import ages
from bot.library import Figure
from tests.community import library

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("undated", "undated"),
        ("undated, on 2023", "undated, on 2023"),
        ("2026", "2026, this year"),
        ("2025", "2025, last year"),
        ("2024", "2024, 2 years old"),
        ("2023", "2023, 3 years old, check it"),
        ("2010", "2010, 16 years old, check it"),
        ("FY2025", "FY2025, last year"),
        ("November 2026", "November 2026, this month"),
        ("2026-10", "2026-10, 1 month old"),
        ("April 2026", "April 2026, 7 months old"),
        ("December 2024", "December 2024, 23 months old"),
        ("November 2024", "November 2024, 2 years old"),
        ("October 2023", "October 2023, 3 years old, check it"),
        ("2027", "2027, this year"),
    ],
)
def test_a_date_is_said_with_its_age(as_of: str, said: str) -> None:
    assert ages.say(as_of, TODAY) == said


def test_every_date_of_the_content_is_read_or_undated() -> None:
    whole = library()
    figures: list[Figure] = list(whole.guide.figures.values())
    for one in whole.certifications.values():
        figures += one.figures.values()
    dates = [each.as_of for figure in figures for each in (figure, *figure.older)]
    dates += [one.as_of for one in whole.guide.education] + [one.as_of for one in whole.guide.choices]
    dates += [one.as_of for one in whole.guide.specialties]
    dates += [outline.as_of for one in whole.certifications.values() for outline in one.outlines]
    assert len(dates) > 80
    assert [as_of for as_of in dates if not as_of.startswith("undated") and ages.dated(as_of) is None] == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", "November 2026"),
        ("  ", "November 2026"),
        ("2024", "2024"),
        ("4/2026", "April 2026"),
        ("2026-04-03", "April 2026"),
        ("sept 2025", "September 2025"),
        ("3 March 2025", "March 2025"),
        ("March 3, 2025", "March 2025"),
        ("Undated", "undated"),
    ],
)
def test_a_typed_date_is_kept_as_the_guide_writes_one(typed: str, kept: str) -> None:
    assert ages.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("last spring", "not a date I can read"),
        ("13/2026", "not a date I can read"),
        ("2027", "still to come"),
        ("December 2026", "still to come"),
        ("1950", "helps nobody"),
        ("@everyone <#1>`", "“everyone 1”"),
    ],
)
def test_what_is_no_date_of_a_figure_is_told_so(typed: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        ages.read(typed, TODAY)
