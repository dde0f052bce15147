"""The calendar file, read by icalendar's own parser, and imported again after the plan has changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from bot.features.exams.plan_calendar import calendar
from bot.features.exams.plan_looking import PlanShown
from bot.features.exams.plan_model import Habits
from bot.features.exams.plan_service import PlanExport
from tests.exams.planned import MONDAY, exam, planned

NOW = int(datetime(2026, 11, 2, 12, tzinfo=UTC).timestamp())


def events(
    shown: PlanShown, *, called_off: tuple[tuple[date, int], ...] = (), revision: int = 1
) -> dict[str, Event]:
    """What a program that imports the file finds, by its name."""
    file = calendar(PlanExport(shown, called_off, revision), NOW)
    parsed = Calendar.from_ical(file)
    assert isinstance(parsed, Calendar)
    assert parsed.errors == []
    assert parsed.to_ical() == file, "what was read is what was written"
    found = {str(event["UID"]): event for event in parsed.events}
    assert len(found) == len(parsed.events), "every name once"
    assert all(not event.errors and event.DTSTAMP for event in found.values())
    return found


def in_chicago(event: Event) -> datetime:
    """When it starts, by the member's clock."""
    assert isinstance(event.start, datetime)
    return event.start.astimezone(ZoneInfo("America/Chicago"))


def test_every_session_stands_in_it_at_the_members_own_time() -> None:
    shown = planned(exam(), habits=Habits(minutes=60, hour=18))
    found = events(shown)
    assert len(found) == len(shown.plan.sessions) + 1
    for one in shown.plan.sessions:
        event = found[f"plan-7-{one.on:%Y%m%d}-{one.number}@crosswalk"]
        local = in_chicago(event)
        assert (local.date(), local.hour * 60 + local.minute) == (one.on, 18 * 60 + one.starts)
        assert event.duration == timedelta(minutes=one.minutes)


def test_the_exam_has_its_place_and_alarms() -> None:
    found = events(planned(exam()))["exam-7@crosswalk"]
    assert str(found["SUMMARY"]) == "CPC exam"
    assert str(found["LOCATION"]) == "Hall 5, Main St"
    assert found.start == datetime(2027, 1, 11, 14, tzinfo=UTC), "nine in New York"
    assert found.duration == timedelta(hours=4)
    alarms = [part for part in found.walk("VALARM") if isinstance(part, Alarm)]
    assert [alarm.TRIGGER for alarm in alarms] == [-timedelta(days=1), -timedelta(hours=2)]


def test_an_exam_without_a_time_takes_its_whole_day() -> None:
    found = events(planned(exam(at=None, place="")))["exam-7@crosswalk"]
    assert (found.start, found.end) == (date(2027, 1, 11), date(2027, 1, 12))
    assert "LOCATION" not in found


def test_what_somebody_typed_as_a_place_stays_text() -> None:
    place = "Room 1; door\nEND:VEVENT\nBEGIN:VEVENT, left \\ right"
    found = events(planned(exam(place=place)))
    assert str(found["exam-7@crosswalk"]["LOCATION"]) == place
    assert len(found) == len(planned(exam()).plan.sessions) + 1


def test_importing_a_later_plan_updates_what_is_there() -> None:
    """A program keeps the newest of each name: what was there is changed, called off, or left in the past."""
    before = planned(exam())
    mine = events(before)
    after = planned(exam(), 10, habits=Habits(frozenset({1, 3}), 90, 7))
    now = {(one.on, one.number) for one in after.plan.sessions}
    gone = tuple(
        (one.on, one.number)
        for one in before.plan.sessions
        if one.on >= after.plan.today and (one.on, one.number) not in now
    )
    newer = events(after, called_off=gone, revision=2)
    assert all(event.sequence == 2 for event in newer.values())
    mine.update(newer)
    standing = {
        name
        for name, event in mine.items()
        if event.get("STATUS") != "CANCELLED" and event.start != mine["exam-7@crosswalk"].start
    }
    ahead = {name for name in standing if name.split("-")[2] >= f"{after.plan.today:%Y%m%d}"}
    assert ahead == {f"plan-7-{day:%Y%m%d}-{number}@crosswalk" for day, number in now}
    assert standing - ahead, "what was before stays as it was"


def test_clocks_that_change_move_no_session() -> None:
    """Chicago changes on 8 March 2027: six in the evening stays six."""
    shown = planned(exam(150), habits=Habits(frozenset(range(7)), 30, 18))
    hours = {in_chicago(event).hour for name, event in events(shown).items() if name.startswith("plan-")}
    assert hours == {18}
    assert MONDAY < date(2027, 3, 14) < shown.plan.goal.on
