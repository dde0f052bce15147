"""Setting, moving and removing exams on a real database: what stands in the outbox follows in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock
from bot.db import Tx
from bot.errors import BadInput, NotFound
from bot.features.exams.model import ALL_REMINDERS, Exam, Result, State
from bot.features.exams.setting import Answer, Settled, Typed, WhichDay, WhichExam
from bot.services import Services

ME, OTHER, GUILD = 11, 22, 33


@pytest.fixture
def clock() -> Clock:
    """A Sunday morning."""
    return Clock(int(datetime(2026, 11, 22, 8, tzinfo=ZoneInfo("UTC")).timestamp()), frozen=True)


async def put(
    services: Services, text: str, *, certification: str = "CPC", member: int = ME, **more: object
) -> Answer:
    """`/exam set`."""
    typed = Typed(text, "en-US", **more)  # type: ignore[arg-type]
    return await services.exams.setting.set(
        member_id=member, guild_id=GUILD, certification=certification, typed=typed
    )


async def sure(services: Services, text: str, **more: object) -> Exam:
    """The same, where nothing is asked back."""
    found = await put(services, text, **more)  # type: ignore[arg-type]
    assert isinstance(found, Settled)
    return found.shown.exam


async def waiting(services: Services) -> list[str]:
    """The reminders that wait in the outbox, as date and hour in UTC, soonest first."""

    async def work(tx: Tx) -> Sequence[object]:
        return await tx.all(
            "SELECT due_at FROM deliveries WHERE kind = 'exam.remind' AND state = 'pending' ORDER BY due_at"
        )

    rows = await services.db.read(work)
    return [f"{datetime.fromtimestamp(row['due_at'], ZoneInfo('UTC')):%Y-%m-%d %H}" for row in rows]  # type: ignore[index]


class Heard:
    """Listens to exams."""

    def __init__(self) -> None:
        self.changes: list[tuple[State, State | None]] = []
        self.passes: list[date] = []

    async def exam_changed(self, tx: Tx, exam: Exam, before: Exam | None) -> None:
        self.changes.append((exam.state, before.state if before else None))

    async def exam_passed(self, tx: Tx, exam: Exam, on: date) -> None:
        self.passes.append(on)


async def test_setting_enqueues_what_is_still_to_come(services: Services) -> None:
    await sure(services, "2027-01-10")
    assert await waiting(services) == [
        "2026-12-11 09",
        "2026-12-27 09",
        "2027-01-03 09",
        "2027-01-07 09",
        "2027-01-09 09",
        "2027-01-10 09",
        "2027-01-11 09",
    ]


async def test_a_move_takes_the_old_reminders_back(services: Services) -> None:
    exam = await sure(services, "2027-01-10")
    found = await services.exams.setting.move(exam.id, ME, Typed("2026-12-24", "en-US"))
    assert isinstance(found, Settled)
    assert found.before is not None
    assert await waiting(services) == [
        "2026-11-24 09",
        *(f"2026-12-{day} 09" for day in (10, 17, 21, 23, 24, 25)),
    ]
    await services.exams.own.remove(exam.id, ME)
    assert await waiting(services) == []


async def test_reminders_follow_the_members_zone_and_wishes(services: Services) -> None:
    exam = await sure(services, "2026-11-30")
    assert await waiting(services) == [
        "2026-11-23 09",
        "2026-11-27 09",
        "2026-11-29 09",
        "2026-11-30 09",
        "2026-12-01 09",
    ]
    await services.members.change(ME, zone="Asia/Tokyo")
    assert await waiting(services) == [
        "2026-11-23 00",
        "2026-11-27 00",
        "2026-11-29 00",
        "2026-11-30 00",
        "2026-12-01 00",
    ]
    moved = await services.exams.own.one(exam.id, ME)
    assert moved.exam.zone == "Asia/Tokyo", "it was never said to be elsewhere"
    await services.exams.own.remind(exam.id, ME, hour="8pm", days=frozenset({3, 0}), channel_id=None)
    assert await waiting(services) == ["2026-11-27 11", "2026-11-30 00"]
    await services.members.change(ME, reminders=False)
    assert await waiting(services) == [], "no direct messages at all"
    await services.exams.own.remind_in(exam.id, ME, 44)
    assert await waiting(services) == ["2026-11-27 11", "2026-11-30 00"], (
        "in a channel it is the member's own wish"
    )
    await services.exams.own.stop(exam.id, ME)
    assert await waiting(services) == []


async def test_a_zone_that_was_said_for_the_exam_stays(services: Services) -> None:
    exam = await sure(services, "2027-03-03", time="9am", timezone="America/Chicago")
    await services.members.change(ME, zone="Asia/Tokyo")
    shown = await services.exams.own.one(exam.id, ME)
    assert (shown.exam.zone, shown.zone) == ("America/Chicago", "Asia/Tokyo")
    # 9 am in Chicago is midnight in Tokyo, where the 4th begins then; the reminder comes as that day begins.
    assert (await waiting(services))[-2:] == ["2027-03-03 15", "2027-03-05 00"]


async def test_two_times_are_not_one_of_them(services: Services) -> None:
    for text, given in (("March 3 at 9am", "10am"), ("March 3 10.30", "9:30"), ("tomorrow 9", "10")):
        with pytest.raises(BadInput, match="You gave two times"):
            await put(services, text, time=given)
    exam = await sure(services, "March 3 10.30", time="10:30")
    assert exam.at == time(10, 30)
    with pytest.raises(BadInput, match="You gave two times"):
        await services.exams.setting.move(exam.id, ME, Typed("March 4 at 9am", "en-US", time="11am"))
    # The form is filled with the exam's time: one with the date is newer.
    moved = await services.exams.setting.move(exam.id, ME, Typed("March 4 at 9am", "en-US", time="10:30"))
    assert isinstance(moved, Settled)
    assert moved.shown.exam.at == time(9)


async def test_an_hour_behind_the_day_is_asked_back(services: Services) -> None:
    asked = await put(services, "tomorrow 9")
    assert isinstance(asked, WhichDay)
    assert asked.at == time(9)
    found = await services.exams.setting.choose_day(asked.draft_id, ME, 0)
    assert isinstance(found, Settled)
    assert found.shown.exam.at == time(9)


async def test_two_readings_are_kept_until_one_is_chosen(services: Services) -> None:
    asked = await put(services, "3/4/27", place="Room 5")
    assert isinstance(asked, WhichDay)
    assert await waiting(services) == [], "nothing holds yet"
    with pytest.raises(NotFound):
        await services.exams.setting.choose_day(asked.draft_id, OTHER, 0)
    found = await services.exams.setting.choose_day(asked.draft_id, ME, 1)
    assert isinstance(found, Settled)
    assert (found.shown.exam.on, found.shown.exam.place) == (date(2027, 4, 3), "Room 5")
    with pytest.raises(NotFound, match="not open any more"):
        await services.exams.setting.choose_day(asked.draft_id, ME, 0)


async def test_a_second_date_is_a_change_or_another_exam(services: Services) -> None:
    first = await sure(services, "2027-03-03", place="Room 5")
    asked = await put(services, "2027-04-03")
    assert isinstance(asked, WhichExam)
    assert [other.id for other in asked.others] == [first.id]
    changed = await services.exams.setting.choose_exam(asked.draft_id, ME, first.id)
    assert (changed.shown.exam.id, changed.shown.exam.on) == (first.id, date(2027, 4, 3))
    assert changed.shown.exam.place == "Room 5"
    again = await put(services, "2027-09-01")
    assert isinstance(again, WhichExam)
    added = await services.exams.setting.choose_exam(again.draft_id, ME, None)
    assert added.shown.exam.id != first.id
    assert len(await services.exams.own.mine(ME)) == 2
    assert (await sure(services, "2027-03-03", certification="CCS")).certification == "CCS", (
        "another exam, no question"
    )


async def test_the_same_date_again_only_adds_what_is_new(services: Services) -> None:
    first = await sure(services, "2027-03-03")
    again = await sure(services, "2027-03-03", time="9am", listed=True)
    assert (again.id, again.listed, again.at is not None) == (first.id, True, True)


async def test_nobody_has_more_than_six_ahead(services: Services) -> None:
    for certification in ("CPC", "CCS", "CCA", "CIC", "COC", "CRC"):
        await sure(services, "2027-03-03", certification=certification)
    with pytest.raises(BadInput, match="6 exams ahead"):
        await put(services, "2027-03-03", certification="CPC-P")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"certification": "CPX"}, "no credential called “CPX”"),
        ({"timezone": "CST"}, "“CST” means several time zones. Did you mean America/Chicago"),
        ({"timezone": "Atlantis"}, "not a time zone I know"),
        ({"time": "noonish"}, "not a time I can read"),
        ({"time": "25:00"}, "past the end of the day"),
        ({"place": "x" * 101}, "has 101 characters"),
    ],
)
async def test_bad_input(services: Services, given: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput if "certification" not in given else NotFound) as refused:
        await put(services, "2027-03-03", **given)  # type: ignore[arg-type]
    assert said in refused.value.message
    assert await services.exams.own.mine(ME) == []


async def test_specialties_are_exams_too(services: Services) -> None:
    assert (
        await sure(services, "2027-03-03", certification="certified cardiology coder")
    ).certification == "CCC"


async def test_snoozing_brings_it_again_tomorrow_once(services: Services, clock: Clock) -> None:
    exam = await sure(services, "2026-11-30")
    assert await services.exams.own.snooze(exam.id, ME) == 7
    assert len(await waiting(services)) == 5, "tomorrow's comes anyway"
    clock.move_to(int(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("UTC")).timestamp()))
    for _ in range(2):
        assert await services.exams.own.snooze(exam.id, ME) == 6
    assert (await waiting(services)).count("2026-11-24 09") == 1
    await services.exams.setting.move(exam.id, ME, Typed("2027-01-10", "en-US"))
    assert "2026-11-24 09" not in await waiting(services), "it goes with the date that it was for"


async def test_on_the_day_itself_there_is_nothing_to_put_off(services: Services, clock: Clock) -> None:
    exam = await sure(services, "2026-11-25")
    clock.move_to(int(datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("UTC")).timestamp()))
    assert await services.exams.own.snooze(exam.id, ME) == 0
    clock.move_to(int(datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("UTC")).timestamp()))
    with pytest.raises(NotFound, match="Your exam is today"):
        await services.exams.own.snooze(exam.id, ME)
    clock.move_to(int(datetime(2026, 11, 26, 10, tzinfo=ZoneInfo("UTC")).timestamp()))
    with pytest.raises(NotFound, match="not ahead any more"):
        await services.exams.own.snooze(exam.id, ME)


async def test_listeners_hear_of_every_change(services: Services) -> None:
    heard = Heard()
    services.exams.members.listen(heard)
    services.exams.members.listen_to_results(heard)
    exam = await sure(services, "2026-11-22")
    results = services.exams.results
    assert (await results.decide(exam.id, ME, Result.NOT_YET)).exam.state is State.NOT_YET
    assert (await results.decide(exam.id, ME, Result.PASS)).exam.state is State.PASSED
    await services.exams.own.remove(exam.id, ME)
    assert heard.changes == [
        (State.AHEAD, None),
        (State.NOT_YET, State.AHEAD),
        (State.PASSED, State.NOT_YET),
        (State.REMOVED, State.PASSED),
    ]
    assert heard.passes == [date(2026, 11, 22)]


async def test_a_retake_is_another_exam_and_the_old_result_stays(services: Services) -> None:
    exam = await sure(services, "2026-11-22")
    await services.exams.results.decide(exam.id, ME, Result.NOT_YET)
    found = await services.exams.setting.move(exam.id, ME, Typed("2027-03-03", "en-US"))
    assert isinstance(found, Settled)
    states = {one.exam.id: one.exam.state for one in await services.exams.own.mine(ME)}
    assert states == {exam.id: State.NOT_YET, found.shown.exam.id: State.AHEAD}


async def test_an_exam_that_is_over_and_undecided(services: Services, clock: Clock) -> None:
    await sure(services, "2026-11-25")
    clock.move_to(int(datetime(2026, 12, 1, tzinfo=ZoneInfo("UTC")).timestamp()))
    (shown,) = await services.exams.own.mine(ME)
    assert shown.unasked
    asked = await put(services, "2027-03-03")
    assert isinstance(asked, WhichExam)
    await services.exams.setting.choose_exam(asked.draft_id, ME, None)
    states = [one.exam.state for one in await services.exams.own.mine(ME)]
    assert states == [State.AHEAD, State.NOT_YET], "another try says how the first one went"


async def test_a_result_for_an_exam_that_was_never_set(services: Services) -> None:
    async def say(result: Result, on: str | None = None) -> State:
        found = await services.exams.results.decide_named(
            member_id=ME, guild_id=GUILD, certification="cpc", result=result, on=on, locale="en-US"
        )
        return found.exam.state

    with pytest.raises(BadInput, match="no date for that exam"):
        await say(Result.MOVED)
    assert await say(Result.NOT_YET, "2026-06-01") is State.NOT_YET
    assert await say(Result.PASS) is State.PASSED
    assert await services.db.read(lambda tx: services.exams.members.counts(tx, GUILD)) == {
        "CPC": {State.PASSED: 1}
    }


async def test_an_exam_that_was_moved_without_a_date_waits_for_one(services: Services) -> None:
    exam = await sure(services, "2027-01-10")
    await services.exams.results.decide(exam.id, ME, Result.MOVED)
    assert await waiting(services) == []
    again = await sure(services, "2027-03-03")
    assert (again.id, again.state) == (exam.id, State.AHEAD)


async def test_nobody_touches_somebody_elses_exam(services: Services) -> None:
    exam = await sure(services, "2027-03-03")
    own = services.exams.own
    for attempt in (
        own.one(exam.id, OTHER),
        own.remove(exam.id, OTHER),
        own.stop(exam.id, OTHER),
        own.snooze(exam.id, OTHER),
        own.remind(exam.id, OTHER, hour="9", days=frozenset(ALL_REMINDERS), channel_id=None),
        services.exams.results.decide(exam.id, OTHER, Result.PASS),
        services.exams.setting.move(exam.id, OTHER, Typed("2027-04-04", "en-US")),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_deleting_ones_data_takes_the_reminders_back(services: Services) -> None:
    await sure(services, "2027-01-10")
    await put(services, "3/4/27", certification="CCS")
    counts = await services.members.delete(ME)
    assert (counts["exams"], counts["exam dates not confirmed"]) == (1, 1)
    assert await waiting(services) == []
