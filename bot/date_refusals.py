"""What is said of dates that cannot be read, each with what would work. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dates import quoted, say_date
from bot.errors import BadInput


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody wrote, on which day, and where they are asked.

    locale: Discord's name of the writer's language. advice: a sentence on what would work. zone_advice: what to do
    with a time zone. past: without a year it is the last such day, else the next one; today is both. timed: a time of
    day matters, and a number behind the date may be one.
    """

    text: str
    today: date
    locale: str
    advice: str
    zone_advice: str = "leave it out of the date"
    past: bool = False
    timed: bool = False


def impossible(phrase: Phrase, year: int | None, month: int) -> BadInput:
    """No such day."""
    if not 1 <= month <= 12:
        return BadInput(
            f"“{quoted(phrase.text)}” has no month I know: months go from 1 to 12. {phrase.advice}"
        )
    return short_month(phrase, date(min(max(year or 2028, 1), 9998), month, 1))


def short_month(phrase: Phrase, first: date) -> BadInput:
    """30 February. first: of the month that was meant."""
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    name = say_date(last).split(" ", 2)[2]
    return BadInput(
        f"There is no such day as “{quoted(phrase.text)}”: {name} ends with the {last.day}th. {phrase.advice}"
    )


def no_day(phrase: Phrase) -> BadInput:
    """A month, a week."""
    return BadInput(f"“{quoted(phrase.text)}” names no single day. {phrase.advice}")


def unreadable(phrase: Phrase) -> BadInput:
    """Nothing is understood."""
    return BadInput(f"“{quoted(phrase.text)}” is not a date I can read. {phrase.advice}")


def plainly(day: date) -> str:
    """As everybody may write it, in any language."""
    return f"{day.day} {day:%B %Y}"


def which_half(phrase: Phrase, day: str, hour: int) -> BadInput:
    """2 in the morning, or in the afternoon? day: as it is to be written."""
    return BadInput(
        f"“{quoted(phrase.text)}”: is {hour} in the morning or in the afternoon? Write “{day} at {hour}am” or "
        f"“{day} at {hour}pm”."
    )


def is_it_the_hour(phrase: Phrase, day: date, number: str) -> BadInput:
    """A number behind a date that may be the hour, or part of the date."""
    if not phrase.timed:
        return left_over(phrase, [number])
    hour = int(number[:-2] or 0) if len(number) > 2 else int(number)
    half = "am" if 8 <= hour < 12 else "pm" if 0 < hour <= 12 else ":00"
    return BadInput(
        f"“{quoted(phrase.text)}” is not a date I can read. If {number} is the time, write it like "
        f"“{plainly(day)} at {hour}{half}”."
    )


def left_over(phrase: Phrase, numbers: Sequence[str]) -> BadInput:
    """Numbers that were typed and mean nothing that is understood."""
    named = f"{' and '.join(numbers)} {'means' if len(numbers) == 1 else 'mean'}"
    return BadInput(f"“{quoted(phrase.text)}”: I don't know what {named} there. {phrase.advice}")


def more_than_one_time() -> BadInput:
    """From nine to twelve; nine, ten."""
    return BadInput("That names more than one time. Give the date, and the time at which it begins.")
