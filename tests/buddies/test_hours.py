"""Usual hours as people type them."""

import pytest

from bot.errors import BadInput
from bot.features.buddies.hours import parse_hours
from bot.features.buddies.model import Hours


def hours(mask: int) -> list[int]:
    return [hour for hour in range(24) if mask >> hour & 1]


def span(first: int, until: int) -> list[int]:
    return list(range(first, until))


AWAKE = span(8, 23)


@pytest.mark.parametrize(
    ("text", "weekday", "weekend"),
    [
        ("evenings", span(18, 23), span(18, 23)),
        ("Evenings ", span(18, 23), span(18, 23)),
        ("18-21", span(18, 21), span(18, 21)),
        ("6-9pm", span(18, 21), span(18, 21)),
        ("6 pm – 9 pm", span(18, 21), span(18, 21)),
        ("6-9 in the evening", span(18, 21), span(18, 21)),
        ("from 7 to 9 pm", span(19, 21), span(19, 21)),
        ("19:00-20:30", span(19, 21), span(19, 21)),
        ("9-5", span(9, 17), span(9, 17)),
        ("11am-2pm", span(11, 14), span(11, 14)),
        ("11-2pm", span(11, 14), span(11, 14)),
        ("12-2pm", span(12, 14), span(12, 14)),
        ("8pm to midnight", span(20, 24), span(20, 24)),
        ("10pm-1am", [0, 22, 23], [0, 22, 23]),
        ("after 6pm", span(18, 24), span(18, 24)),
        ("before 9am", span(5, 9), span(5, 9)),
        ("7pm EST", [19], [19]),
        ("weekends", [], AWAKE),
        ("weekdays", AWAKE, []),
        ("weekday evenings and weekends", span(18, 23), AWAKE),
        ("evenings and weekends", span(18, 23), AWAKE),
        ("weekends 10-16; weekdays 20-22", span(20, 22), span(10, 16)),
        ("Mon Wed 19:00-21:00", span(19, 21), []),
        ("Mon Wed, 19:00-21:00", span(19, 21), []),
        ("Tue, Thu evenings", span(18, 23), []),
        ("Fri-Sun 8-10", span(8, 10), span(8, 10)),
        ("Sat 9-12, evenings", span(18, 23), [9, 10, 11, *span(18, 23)]),
        ("mornings before work", span(5, 12), span(5, 12)),
        ("lunch breaks", [12, 13], [12, 13]),
        ("no weekends", AWAKE, []),
        ("evenings except fridays", span(18, 23), span(18, 23)),
        ("evenings, not on weekends", span(18, 23), []),
        ("when the kids are asleep, evenings mostly", span(18, 23), span(18, 23)),
        ("anytime", span(0, 24), span(0, 24)),
        ("after 6", span(18, 24), span(18, 24)),
        ("after 6am", span(6, 24), span(6, 24)),
        ("mornings after 6", span(6, 24), span(6, 24)),
        ("after 10", span(10, 24), span(10, 24)),
        ("weeknights after 8", span(20, 24), []),
        ("weeknights, after 8", span(20, 24), []),
        ("weeknights 7-9", span(19, 21), []),
        ("week nights", [0, *span(20, 24)], []),
        ("between 7 and 9 pm", span(19, 21), span(19, 21)),
        ("between 18:00 and 20:00 or weekends", span(18, 20), span(8, 23)),
        ("2000-2200", span(20, 22), span(20, 22)),
        ("Mon 800-1000", span(8, 10), []),
        ("700-900", span(7, 9), span(7, 9)),
        ("19h", [19], [19]),
        ("19h-21h", span(19, 21), span(19, 21)),
        ("4-6 hours a week, evenings", span(18, 23), span(18, 23)),
        ("2 hours per day before work", span(5, 9), span(5, 9)),
    ],
)
def test_what_people_write(text: str, weekday: list[int], weekend: list[int]) -> None:
    read = parse_hours(text)
    assert (hours(read.weekday), hours(read.weekend)) == (weekday, weekend)
    assert read.text == " ".join(text.split())


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_typed_leaves_hours_open(text: str) -> None:
    assert parse_hours(text) == Hours()
    assert not parse_hours(text).known


@pytest.mark.parametrize(
    "text",
    [
        "asdf",
        "4-6 hours a week",
        "10 hours weekly",
        "2h/day",
        "4-6 hours",
        "25-30",
        "5",
        "never",
        "😀",
        "1" * 4000,
        "x-" * 2000,
        "13pm",
    ],
)
def test_what_cannot_be_read_is_said_with_examples(text: str) -> None:
    with pytest.raises(BadInput, match="Write them like evenings, 6-9pm") as refused:
        parse_hours(text)
    assert len(refused.value.message) < 200


@pytest.mark.parametrize("text", ["mon" * 900 + " evenings", "evenings " * 900])
def test_what_is_kept_of_a_long_text_is_short(text: str) -> None:
    assert len(parse_hours(f"evenings {text}").text) <= 80


def test_a_refusal_repeats_nothing_that_discord_would_format_or_ping() -> None:
    with pytest.raises(BadInput) as refused:
        parse_hours("<@123> **`x`** @everyone")
    assert not set("<>@*`") & set(refused.value.message)
