"""Wall-clock times in every zone there is, around every clock change of two years."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.schedule import Recurrence, end_of_day, first_after, instant, local_date, next_after
from bot.schedule.plan import following
from tests.schedule.world import at, daily

YEARS = (2026, 2027)
DAY = 86400
QUARTERS = [time(minute // 60, minute % 60) for minute in range(0, 1440, 15)]
ZONES = sorted(available_timezones() - {"localtime", "Factory"})

Change = tuple[int, int, int]  # when (epoch s), offset before, offset after (s)


def offset(zone: str, when: int) -> int:
    value = datetime.fromtimestamp(when, ZoneInfo(zone)).utcoffset()
    assert value is not None
    return int(value.total_seconds())


def changes(zone: str) -> tuple[Change, ...]:
    """Each change of the offset in these years, found by halving between samples three hours apart."""
    begin, end = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (YEARS[0], YEARS[-1] + 1))
    found = []
    before = offset(zone, begin)
    for sample in range(begin, end, 3 * 3600):
        if (after := offset(zone, sample)) != before:
            low, high = sample - 3 * 3600, sample
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
            found.append((high, before, after))
            before = after
    return tuple(found)


def zones_by_changes() -> dict[tuple[Change, ...], list[str]]:
    """Zones that keep the same time in these years, together."""
    groups: dict[tuple[Change, ...], list[str]] = defaultdict(list)
    for zone in ZONES:
        if found := changes(zone):
            groups[found].append(zone)
    return groups


def walls_of_the_week(change: Change) -> dict[tuple[date, time], int]:
    """Each local date and quarter of an hour of the days before and after, and its first instant.

    Read off a clock on the wall, quarter by quarter: it shares nothing with the code under test.
    """
    when, before, after = change
    shown: dict[tuple[date, time], int] = {}
    for now in range(when - 5 * DAY, when + 5 * DAY, 900):
        local = datetime.fromtimestamp(now + (before if now < when else after), UTC)
        shown.setdefault((local.date(), local.time()), now)
    return shown


def live_through(rec: Recurrence, begin: int, end: int) -> Iterator[tuple[date, int]]:
    """The occurrences between two instants as planning steps through them, restarted before each one.

    What a restart keeps is the row: the next nominal date and its instant. A tick comes 7 s too late.
    """
    row = first_after(rec, begin)
    while row[1] < end:
        now = row[1] + 7
        row = (date.fromisoformat(row[0].isoformat()), int(row[1]))
        assert row[1] <= now
        yield row
        row = following(rec, row[0], begin)


def expected_week(change: Change, wall: time, shown: dict[tuple[date, time], int]) -> dict[date, int]:
    when, before, after = change
    week = {}
    first = datetime.fromtimestamp(when - 3 * DAY, UTC).date()
    for day in (first + timedelta(days=n) for n in range(7)):
        # A time that the wall never shows lies in the gap: as late as on a clock that nobody put forward.
        in_gap = int(datetime.combine(day, wall, UTC).timestamp()) - before
        week[day] = shown.get((day, wall), in_gap)
        if (day, wall) not in shown:
            assert when <= in_gap < when + after - before
    return week


def test_every_zone_keeps_every_nominal_date_once_around_every_clock_change() -> None:
    groups = zones_by_changes()
    assert len(groups) > 20, "the time zone database is there"
    checked = 0
    for found, zones in groups.items():
        for change in found:
            shown = walls_of_the_week(change)
            for wall in QUARTERS:
                expected = expected_week(change, wall, shown)
                begin, end = min(expected.values()) - 1, max(expected.values()) + 1
                lived = list(live_through(Recurrence(frozenset(range(7)), wall, zones[0]), begin, end))
                assert lived == list(expected.items()), (zones[0], wall)
                checked += len(lived)
    assert checked >= 7 * 96 * 2 * len(groups)


def test_every_zone_begins_and_ends_its_days_at_midnight() -> None:
    day, next_day = date(2026, 1, 15), date(2026, 1, 16)
    for zone in ZONES:
        noon = instant(day, time(12), zone)
        assert instant(day, time(0), zone) == noon - 12 * 3600, zone
        assert end_of_day(day, zone) == noon + 12 * 3600, zone
        assert local_date(end_of_day(day, zone) - 1, zone) == local_date(noon, zone) == day, zone
        assert local_date(end_of_day(day, zone), zone) == next_day, zone


@pytest.mark.parametrize(
    ("zone", "nominal", "wall", "utc"),
    [
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08 07:30"),  # shown as 03:30 EDT
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"),  # the first, EDT
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 01:30"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:45"),  # a gap of half an hour
        ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23 22:30"),  # a gap at midnight
        ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29 01:30"),  # carried over into the next date
        ("Asia/Kathmandu", "2026-05-01", "08:00", "2026-05-01 02:15"),
    ],
)
def test_gaps_and_repeated_hours(zone: str, nominal: str, wall: str, utc: str) -> None:
    assert instant(date.fromisoformat(nominal), time.fromisoformat(wall), zone) == at(utc)


def test_half_past_two_in_spring_is_due_once_after_the_gap() -> None:
    rec = daily("02:30", "America/New_York")
    lived = list(live_through(rec, at("2026-03-07 00:00"), at("2026-03-10 00:00")))
    assert lived == [
        (date(2026, 3, 7), at("2026-03-07 07:30")),
        (date(2026, 3, 8), at("2026-03-08 07:30")),
        (date(2026, 3, 9), at("2026-03-09 06:30")),
    ]


def test_half_past_one_in_autumn_is_due_once_the_first_time() -> None:
    rec = daily("01:30", "America/New_York")
    lived = list(live_through(rec, at("2026-10-31 00:00"), at("2026-11-03 00:00")))
    assert lived == [
        (date(2026, 10, 31), at("2026-10-31 05:30")),
        (date(2026, 11, 1), at("2026-11-01 05:30")),
        (date(2026, 11, 2), at("2026-11-02 06:30")),
    ]
    # Between the two half past ones, today's is over.
    assert first_after(rec, at("2026-11-01 06:00")) == (date(2026, 11, 2), at("2026-11-02 06:30"))


def test_a_date_that_a_zone_left_out_has_no_occurrence() -> None:
    # Samoa went from 29 to 31 December 2011.
    rec = daily("08:00", "Pacific/Apia")
    assert next_after(rec, date(2011, 12, 29))[0] == date(2011, 12, 31)
    days = [day for day, _ in live_through(rec, at("2011-12-28 00:00"), at("2012-01-01 23:00"))]
    assert days == [date(2011, 12, day) for day in (28, 29, 31)] + [date(2012, 1, 1), date(2012, 1, 2)]
    assert end_of_day(date(2011, 12, 29), "Pacific/Apia") == at("2011-12-30 10:00")


def test_a_time_carried_over_midnight_is_still_to_come_just_after_midnight() -> None:
    # Nuuk puts the clock from 23:00 to 24:00, so the 23:30 of the 28th is at 00:30 on the 29th.
    rec = daily("23:30", "America/Nuuk")
    just_after_midnight = at("2026-03-29 01:05")
    assert local_date(just_after_midnight, "America/Nuuk") == date(2026, 3, 29)
    assert first_after(rec, just_after_midnight) == (date(2026, 3, 28), at("2026-03-29 01:30"))


def test_only_the_chosen_days_of_the_week() -> None:
    rec = daily("08:00", "UTC", weekdays={0, 4})
    assert first_after(rec, at("2026-03-02 08:00"))[0] == date(2026, 3, 6)
    assert next_after(rec, date(2026, 3, 6))[0] == date(2026, 3, 9)


def test_first_after_is_strict() -> None:
    rec = daily("08:00")
    assert first_after(rec, at("2026-03-02 07:59"))[0] == date(2026, 3, 2)
    assert first_after(rec, at("2026-03-02 08:00"))[0] == date(2026, 3, 3)


@given(
    zone=st.sampled_from(ZONES),
    now=st.integers(at("2012-02-01 00:00"), at("2090-01-01 00:00")),
    minute=st.integers(0, 1439),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_first_after_agrees_with_looking_at_every_date(
    zone: str, now: int, minute: int, weekdays: frozenset[int]
) -> None:
    rec = Recurrence(weekdays, time(minute // 60, minute % 60), zone)
    nominal, due_at = first_after(rec, now)
    assert due_at > now
    assert nominal.weekday() in weekdays
    around = (nominal - timedelta(days=n) for n in range(1, 9))
    earlier = [day for day in around if day.weekday() in weekdays]
    assert all(instant(day, rec.wall, zone) <= now for day in earlier)
    assert next_after(rec, nominal)[1] > due_at


@pytest.mark.parametrize(
    "zone",
    [
        "",
        "Mars/Olympus",
        "America",
        "../etc/passwd",
        "/etc/localtime",
        "right/UTC",
        "localtime",
        "a\0b",
        "x" * 300,
    ],
)
def test_an_unknown_zone_is_refused_in_a_sentence(zone: str) -> None:
    with pytest.raises(BadInput, match="time zone"):
        daily("08:00", zone)


def test_a_recurrence_that_never_falls_due_is_refused() -> None:
    with pytest.raises(BadInput, match="day of the week"):
        Recurrence(frozenset(), time(8), "UTC")
    with pytest.raises(BadInput, match="day of the week"):
        Recurrence(frozenset({7}), time(8), "UTC")
    with pytest.raises(BadInput, match="hours and minutes"):
        Recurrence(frozenset({0}), time(8, 0, 30), "UTC")
