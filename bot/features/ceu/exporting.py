"""A member's continuing education as files: a table for spreadsheets, a calendar of what is due. Pure."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.features.ceu.cycles import nth
from bot.features.ceu.model import MILESTONES, Credit, Cycle, Kept
from bot.features.ceu.reading import say_credits

if TYPE_CHECKING:
    from icalendar import Event

Whole = Sequence[tuple[Kept, Sequence[Credit]]]

COLUMNS = (
    "body", "cycle begins", "cycle ends", "date", "provider", "course", "category", "credits", "logged (UTC)"
)  # fmt: skip
# What a spreadsheet takes for the beginning of a formula, in all widths.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_PRODUCT = "-//Crosswalk//Continuing education//EN"


def table(whole: Whole) -> bytes:
    """All credits as CSV in UTF-8, newest first; with a byte order mark, without which Excel garbles accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for kept, credits in whole:
        for credit in credits:
            writer.writerow([_cell(text) for text in _row(kept, credit)])
    return out.getvalue().encode("utf-8-sig")


def _row(kept: Kept, credit: Credit) -> tuple[str, ...]:
    said, rule = credit.said, kept.now.rule
    cycle = _cycle_of(kept, credit)
    return (
        rule.body,
        cycle.begins.isoformat() if cycle else "",
        cycle.ends.isoformat() if cycle else "",
        said.earned_on.isoformat(),
        said.provider,
        said.title,
        rule.categories[said.category.value],
        say_credits(said.hundredths),
        datetime.fromtimestamp(credit.logged_at, UTC).strftime("%Y-%m-%d %H:%M"),
    )


def _cycle_of(kept: Kept, credit: Credit) -> Cycle | None:
    """The cycle it counts for; None for one from before the first."""
    record, months = kept.now.record, kept.now.rule.months
    cycles = (
        nth(record.begins_on, record.ends_on, months, number)
        for number in range(kept.now.cycle.number, -1, -1)
    )
    return next((cycle for cycle in cycles if cycle.holds(credit.said.earned_on)), None)


def _cell(text: str) -> str:
    """Text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def calendar(whole: Whole, now: int) -> bytes:
    """The end of each running cycle and of the one after it, with alarms. now: epoch seconds.

    The ids of the events stay the same, so that importing again brings a calendar up to date.
    """
    from icalendar import Calendar  # takes a while: only where it is needed

    made = Calendar.new(name="Continuing education", prodid=_PRODUCT)
    for kept, _ in whole:
        if kept.now.record.credentials:
            made.add_component(_end_of(kept, kept.now.cycle.number, now))
            made.add_component(_end_of(kept, kept.now.cycle.number + 1, now))
    return bytes(made.to_ical())


def _end_of(kept: Kept, number: int, now: int) -> "Event":
    from icalendar import Alarm, Event

    record, standing = kept.now.record, kept.now
    cycle = nth(record.begins_on, record.ends_on, standing.rule.months, number)
    held = ", ".join(credential.certification for credential in record.credentials)
    stands = (
        f"{say_credits(standing.counting)} of {say_credits(standing.asked)} credits counted when this was made. "
        if number == standing.cycle.number
        else ""
    )
    event = Event.new(
        uid=f"ceu-{record.id}-{number}@crosswalk",
        sequence=record.revision,
        stamp=datetime.fromtimestamp(now, UTC),
        summary=f"{record.body} credits due ({held})",
        description=f"{stands}The cycle began on {cycle.begins}. Hand your credits in to {record.body}.",
        start=cycle.ends,
        end=cycle.ends + timedelta(days=1),
    )
    event.add("transp", "TRANSPARENT")
    for days in MILESTONES:
        alarm = Alarm.new(description=f"{record.body}: {days} days to hand in your credits", uid=None)
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event
