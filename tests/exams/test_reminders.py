"""When reminders come: pure, over clock changes and zones, and which tips stand in them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.exams.milestones import NOTHING_TOLD, Told, Waiting, due, plan
from bot.features.exams.model import AFTER, ALL_REMINDERS, MILESTONES, Exam, State
from bot.features.exams.tips import tips_for
from tests.community import library

ON = date(2027, 3, 20)
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Sydney", "Asia/Kolkata", "Pacific/Kiritimati")


def exam(
    zone: str = "America/New_York",
    on: date = ON,
    at: time | None = None,
    hour: time = time(9),
    off: frozenset[int] = frozenset(),
    state: State = State.AHEAD,
) -> Exam:
    return Exam(
        id=1,
        member_id=2,
        guild_id=3,
        certification="CPC",
        on=on,
        at=at,
        zone=zone,
        zone_given=False,
        place="",
        listed=False,
        channel_id=None,
        off=off,
        hour=hour,
        state=state,
        revision=0,
        made_at=0,
    )


def local(when: int, zone: str) -> datetime:
    return datetime.fromtimestamp(when, ZoneInfo(zone))


@pytest.mark.parametrize("zone", ZONES)
def test_each_milestone_comes_at_the_members_hour_whatever_the_clocks_did(zone: str) -> None:
    coming = plan(exam(zone), zone, 0)
    assert [one.days for one in coming] == [*MILESTONES, AFTER]
    for one in coming:
        when = local(one.due_at, zone)
        assert (when.date(), when.time()) == (ON - timedelta(days=one.days), time(9))


def test_an_hour_that_the_clocks_jump_over_comes_after_the_jump() -> None:
    # In New York 02:30 on 14 March 2027 does not exist; that is six days before the exam.
    found = due(exam(hour=time(2, 30)), "America/New_York", 6)
    assert local(found.due_at, "America/New_York").time() == time(3, 30)


def test_what_is_over_is_not_sent_and_what_was_sent_today_not_again() -> None:
    now = int(datetime(2027, 3, 13, 9, 30, tzinfo=ZoneInfo("America/New_York")).timestamp())
    assert [one.days for one in plan(exam(), "America/New_York", now, NOTHING_TOLD)] == [3, 1, 0, AFTER]
    evening = exam(hour=time(18))
    assert [one.days for one in plan(evening, "America/New_York", now, NOTHING_TOLD)] == [7, 3, 1, 0, AFTER]
    assert [one.days for one in plan(evening, "America/New_York", now, Told(date(2027, 3, 13)))] == [
        3,
        1,
        0,
        AFTER,
    ]


def test_whoever_flies_past_a_whole_day_loses_no_reminder() -> None:
    # Seven days before, in the evening: at 9 in Los Angeles it is tomorrow in Tokyo.
    now = int(datetime(2027, 3, 13, 9, tzinfo=ZoneInfo("America/Los_Angeles")).timestamp())
    evening, waiting = exam("America/Los_Angeles", hour=time(20)), Waiting(frozenset({7, 3, 1, 0, AFTER}))
    found = plan(evening, "Asia/Tokyo", now, NOTHING_TOLD, waiting)
    assert [one.days for one in found] == [7, 3, 1, 0, AFTER]
    assert found[0].due_at < now < found[0].expires_at
    waits_not = plan(evening, "Asia/Tokyo", now, NOTHING_TOLD, Waiting(frozenset({3, 1, 0, AFTER})))
    assert [one.days for one in waits_not] == [3, 1, 0, AFTER]
    # What is out of date by more than a flight stays so.
    assert [one.days for one in plan(evening, "Asia/Tokyo", now, NOTHING_TOLD, Waiting(frozenset({14})))] == [
        3,
        1,
        0,
        AFTER,
    ]
    # Where it is the day of the exam already, the morning's says all that is to be said.
    late = int(datetime(2027, 3, 19, 9, tzinfo=ZoneInfo("America/Los_Angeles")).timestamp())
    last = plan(evening, "Asia/Tokyo", late, NOTHING_TOLD, Waiting(frozenset({1, 0, AFTER})))
    assert [one.days for one in last] == [0, AFTER]


def test_a_day_that_is_lived_twice_or_left_out_doubles_and_hides_no_reminder() -> None:
    # 20:00 in New York on the 20th is the 21st in Berlin, so every reminder is a day later there.
    one = exam(at=time(20))
    sent = int(datetime(2027, 3, 13, 9, 1, tzinfo=ZoneInfo("America/New_York")).timestamp())
    told = Told(date(2027, 3, 13), 7)
    assert [later.days for later in plan(one, "Europe/Berlin", sent, told)] == [3, 1, 0, AFTER]
    # And back: that of the morning came in Berlin on the 21st, which is when New York is to be asked how it went.
    told = Told(date(2027, 3, 21), 0)
    sent = int(datetime(2027, 3, 21, 9, 1, tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
    assert [later.days for later in plan(one, "America/New_York", sent, told)] == [AFTER]


def test_milestones_can_be_switched_off_and_decided_exams_have_none() -> None:
    assert [one.days for one in plan(exam(off=frozenset({90, 1, AFTER})), "UTC", 0)] == [
        60,
        30,
        14,
        7,
        3,
        0,
    ]
    assert plan(exam(state=State.PASSED), "UTC", 0) == []


def test_the_mornings_reminder_comes_before_the_exam() -> None:
    early = due(exam(at=time(8)), "America/New_York", 0)
    assert local(early.due_at, "America/New_York").time() == time(6)
    assert local(early.expires_at, "America/New_York").time() == time(8)
    evening = due(exam(hour=time(20)), "America/New_York", 0)
    assert local(evening.due_at, "America/New_York").time() == time(9), (
        "in the morning, the time being unknown"
    )


def test_days_are_counted_by_the_members_clock_when_the_exam_is_elsewhere() -> None:
    # 20:00 in New York on the 20th is the 21st in Berlin.
    found = due(exam(at=time(20)), "Europe/Berlin", 1)
    assert local(found.due_at, "Europe/Berlin") == datetime(2027, 3, 20, 9, tzinfo=ZoneInfo("Europe/Berlin"))


def test_nobody_is_asked_how_it_went_before_the_day_is_over_at_the_exam() -> None:
    found = due(exam("Pacific/Honolulu"), "Pacific/Kiritimati", AFTER)
    assert local(found.due_at, "Pacific/Honolulu") == datetime(
        2027, 3, 21, tzinfo=ZoneInfo("Pacific/Honolulu")
    )


@given(
    zone=st.sampled_from(ZONES),
    other=st.sampled_from(ZONES),
    on=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    hour=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
)
def test_reminders_come_in_order_and_each_has_a_window(
    zone: str, other: str, on: date, hour: time, at: time | None
) -> None:
    coming = [due(exam(zone, on, at, hour), other, days) for days in ALL_REMINDERS]
    assert all(one.due_at < one.expires_at for one in coming)
    before = coming[:-1]
    assert [one.due_at for one in before] == sorted({one.due_at for one in before})


def test_the_last_fortnight_brings_every_tip_once() -> None:
    tips = library().guide.tips
    given_out = [tip.id for days in (*MILESTONES, *range(14)) for tip in tips_for(tips, days)]
    meant = {tip.id for tip in tips if tip.when in {"last_two_weeks", "exam_day", "in_the_exam"}}
    once = [tip.id for days in MILESTONES for tip in tips_for(tips, days)]
    assert sorted(once) == sorted(meant)
    assert set(given_out) == meant
    assert not any(tips_for(tips, days) for days in (90, 60, 30, 13, 5))
    on_the_day = {tip.when for tip in tips_for(tips, 0)}
    assert "exam_day" in on_the_day
    assert "no-cramming" in [tip.id for tip in tips_for(tips, 14)]
