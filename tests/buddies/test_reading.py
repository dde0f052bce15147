"""The form's free fields: wishes, languages, a line about oneself."""

import pytest

from bot.errors import BadInput
from bot.features.buddies.reading import cleaned, parse_goals, parse_languages
from bot.features.buddies.terms import Goal


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("", set()),
        ("accountability", {Goal.ACCOUNTABILITY}),
        ("someone to keep me motivated!", {Goal.ACCOUNTABILITY}),
        ("Explaining, Practice", {Goal.EXPLAINING, Goal.PRACTICE}),
        ("I learn by teaching", {Goal.EXPLAINING}),
        ("quiz me on cases", {Goal.PRACTICE}),
        ("all of it", set(Goal)),
    ],
)
def test_wishes(text: str, goals: set[Goal]) -> None:
    assert parse_goals(text) == goals


def test_wishes_that_say_nothing_known_are_refused_with_the_words() -> None:
    with pytest.raises(BadInput, match="accountability, explaining or practice"):
        parse_goals("pizza")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("English", ("English",)),
        ("english / ESPAÑOL", ("English", "Spanish")),
        ("en, es", ("English", "Spanish")),
        ("native English, some French and a bit of tagalog", ("English", "French", "Tagalog")),
        ("Deutsch (native), English (good)", ("German", "English")),
        ("filipino, Tagalog", ("Tagalog",)),
        ("English Spanish", ("English", "Spanish")),
        ("american sign language", ("American Sign Language",)),
        ("en-US", ("English",)),
        ("es-MX, English", ("Spanish", "English")),
        ("none", ()),
        ("Any", ()),
        ("n/a", ()),
        ("English and Spanish both", ("English", "Spanish")),
        ("both English and Spanish", ("English", "Spanish")),
        ("हिन्दी", ("हिन्दी",)),
        ("Haitian Creole", ("Haitian Creole",)),
        ("a, b, c, d, e, f, g", ("A", "B", "C", "D", "E")),
    ],
)
def test_languages(text: str, names: tuple[str, ...]) -> None:
    assert parse_languages(text) == names


@pytest.mark.parametrize("text", ["12", "<@123>", "x" * 40])
def test_what_is_no_language_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="English, Spanish") as refused:
        parse_languages(text)
    assert len(refused.value.message) < 150


def test_a_line_about_oneself_is_one_line_of_visible_text() -> None:
    assert cleaned("  two\nlines\tand\u202e a \x00trick \u200bhere ") == "two lines and a trick here"
    assert cleaned("x" * 500) == "x" * 199 + "…"
