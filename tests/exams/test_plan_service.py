"""Plans kept in a database: begun, changed, ticked off, adapted to what was done, and following their exams."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.clock import Clock
from bot.db import Tx
from bot.errors import BadInput, NotFound
from bot.features.exams.model import Exam, Outlook, State, Wish
from bot.features.exams.plan_looking import PlanShown
from bot.features.exams.plan_model import WEEK, Exercise, Habits
from bot.schedule import Recurrence
from bot.services import Services

ME, SERVER, ZONE = 11, 3, "America/Chicago"
# The fixtures' clock starts on Friday 15 January 2027 in Chicago.
TODAY = date(2027, 1, 15)
DAY_S = 86_400


async def exam_of(
    services: Services, weeks: int = 10, certification: str = "CPC", member_id: int = ME
) -> Exam:
    """Set an exam so many weeks ahead."""
    wish = Wish(
        member_id=member_id,
        guild_id=SERVER,
        certification=certification,
        on=TODAY + timedelta(weeks=weeks),
        at=time(9),
        zone=ZONE,
        zone_given=True,
    )
    return await services.db.write(lambda tx: services.exams.members.add(tx, wish))


async def opened(services: Services, weeks: int = 10) -> PlanShown:
    """The plan for a new exam."""
    await exam_of(services, weeks)
    return await services.exams.plans.members.open(ME)


async def schedule_of(services: Services, exam: Exam) -> Recurrence | None:
    """The recurrence of the weekly message, if there is one."""

    async def work(tx: Tx) -> Recurrence | None:
        found = await services.schedule.get(tx, WEEK, exam.id)
        return found.recurrence if found else None

    return await services.db.read(work)


async def saved(services: Services, after: Exam, before: Exam) -> Exam:
    """Change an exam."""
    return await services.db.write(lambda tx: services.exams.members.save(tx, after, before))


async def outlook(services: Services, exam: Exam) -> Outlook:
    """What a reminder would say now."""
    return await services.db.read(lambda tx: services.exams.reminders.outlook(tx, exam))


async def test_a_plan_is_made_once_and_only_for_an_exam_ahead(services: Services) -> None:
    plans = services.exams.plans.members
    with pytest.raises(NotFound, match="/exam set"):
        await plans.open(ME)
    exam = await exam_of(services)
    first, again = await plans.open(ME), await plans.open(ME, "cpc")
    assert (first.is_new, again.is_new) == (True, False)
    assert first.exam.id == again.exam.id == exam.id
    assert first.plan.today == first.plan.goal.begun == TODAY
    with pytest.raises(NotFound, match="no CCS exam"):
        await plans.open(ME, "CCS")
    with pytest.raises(NotFound, match="somebody else"):
        await plans.show(exam.id, ME + 1)


async def test_the_next_exam_is_meant_unless_another_is_named(services: Services) -> None:
    await exam_of(services, 20, "CCS")
    await exam_of(services, 9, "CPC")
    plans = services.exams.plans.members
    assert (await plans.open(ME)).exam.certification == "CPC"
    assert (await plans.open(ME, "CCS")).exam.certification == "CCS"
    assert await plans.certifications(ME) == ["CPC", "CCS"]


async def test_days_and_minutes_are_the_members_own(services: Services) -> None:
    shown = await opened(services)
    plans, habits = services.exams.plans.members, Habits(frozenset({1, 5}), 90, 7)
    changed = await plans.change(shown.exam.id, ME, habits)
    assert changed.plan.goal.habits == habits
    assert {one.on.weekday() for one in changed.plan.sessions} == {1, 5}
    assert (await plans.show(shown.exam.id, ME)).plan == changed.plan
    for wrong in (Habits(frozenset(), 60, 7), Habits(frozenset({1}), 61, 7), Habits(frozenset({1}), 60, 24)):
        with pytest.raises(BadInput):
            await plans.change(shown.exam.id, ME, wrong)
    with pytest.raises(NotFound):
        await plans.change(shown.exam.id, ME + 1, habits)


async def test_two_plans_share_the_days_whatever_becomes_of_the_exams(
    services: Services, clock: Clock
) -> None:
    _, ccs = await exam_of(services, 8), await exam_of(services, 12, "CCS")
    plans = services.exams.plans.members
    alone = await plans.open(ME, "CCS")
    assert alone.shared is None
    assert not any(alone.plan.cut.values())
    first = await plans.open(ME, "CPC")
    both = await plans.show(ccs.id)
    assert first.shared is not None
    assert first.shared.later == ("CCS",)
    assert both.shared is not None
    assert both.shared.sooner == ("CPC",)
    assert any(both.plan.cut.values()), "and says so"
    longer = (await plans.change(ccs.id, ME, replace(both.plan.goal.habits, minutes=120))).plan
    assert sum(longer.cut.values()) / longer.total < sum(both.plan.cut.values()) / both.plan.total
    await plans.change(ccs.id, ME, both.plan.goal.habits)


@pytest.mark.parametrize("state", [State.MOVED, State.PASSED, State.NOT_YET])
async def test_a_plan_has_its_days_to_itself_when_the_other_exam_is_over_or_put_off(
    services: Services, clock: Clock, state: State
) -> None:
    cpc, ccs = await exam_of(services, 8), await exam_of(services, 12, "CCS")
    plans = services.exams.plans.members
    await plans.open(ME, "CPC")
    await plans.open(ME, "CCS")
    clock.move_to(clock.time() + 21 * DAY_S)
    shared = (await plans.show(ccs.id)).plan
    # Who has passed or not has been there; who was put off keeps the old date as the last one.
    on = cpc.on if state is State.MOVED else TODAY + timedelta(days=20)
    await saved(services, replace(cpc, state=state, on=on), cpc)
    rest = await plans.show(ccs.id)
    assert rest.shared is None
    assert not rest.plan.practice[-1].left_out
    assert sum(rest.plan.cut.values()) < sum(shared.cut.values())
    assert len({one.on for one in rest.plan.between(rest.plan.today, cpc.on)}) > 15, "all days are its own"


async def test_answers_count_for_their_area(services: Services) -> None:
    before = await opened(services)
    assert before.plan.done["anatomy"] == 0
    for _ in range(13):
        asked = await services.practice.start(guild_id=SERVER, member_id=ME, area="CPC/anatomy", count=1)
        await services.practice.answer(round_id=asked.round_id, position=0, place=0, member_id=ME)
    after = (await services.exams.plans.members.show(before.exam.id)).plan
    # 13 questions at 2 minutes fill one session of 25.
    assert after.done["anatomy"] == 1
    assert sum(after.done.values()) == 1


async def test_focus_counts_in_the_order_of_the_plan(services: Services, clock: Clock) -> None:
    before = await opened(services)
    session = await services.focus.members.start(
        member_id=ME, guild_id=SERVER, channel_id=9, minutes=50, break_minutes=5, rounds=2
    )
    clock.move_to(clock.time() + 52 * 60)
    await services.focus.members.leave(session.id, member_id=ME, channel_id=9)
    after = (await services.exams.plans.members.show(before.exam.id)).plan
    assert sum(after.done.values()) == 2
    assert [one for one in after.sessions if one.on == TODAY] == [], "today has had its two sessions"


async def test_missed_weeks_are_spread_and_said(services: Services, clock: Clock) -> None:
    before = await opened(services)
    clock.move_to(clock.time() + 7 * DAY_S)
    after = (await services.exams.plans.members.show(before.exam.id)).plan
    assert sum(after.done.values()) == 0
    assert after.behind == 4
    assert not any(after.cut.values())
    said = await outlook(services, before.exam)
    assert f"{after.behind} fewer than planned by now" in said.where_it_stands
    clock.move_to(clock.time() + 21 * DAY_S)
    tight = (await services.exams.plans.members.show(before.exam.id)).plan
    assert sum(tight.cut.values()) > 0
    assert "do not fit into the days left" in (await outlook(services, before.exam)).where_it_stands


async def test_a_practice_exam_is_ticked_off_part_by_part_and_back(services: Services) -> None:
    shown, plans = await opened(services), services.exams.plans.members
    assert shown.plan.practice[0].parts == 2
    one = await plans.practised(shown.exam.id, ME, Exercise.BASELINE, 1)
    assert await plans.practised(shown.exam.id, ME, Exercise.BASELINE, 1) == one, "pressed twice"
    assert (one.plan.practice[0].done, len(one.plan.practice[0].days)) == ((TODAY,), 1)
    both = await plans.practised(shown.exam.id, ME, Exercise.BASELINE, 2)
    assert await plans.practised(shown.exam.id, ME, Exercise.BASELINE, 2) == both
    assert both.plan.practice[0].is_done
    assert not any(one.exercise is Exercise.BASELINE for one in both.plan.sessions)
    back = await plans.practised(shown.exam.id, ME, Exercise.BASELINE, 0)
    assert back.plan == shown.plan
    with pytest.raises(NotFound):
        await plans.practised(shown.exam.id, ME + 1, Exercise.BASELINE, 1)


async def test_the_plan_follows_its_exam(services: Services) -> None:
    exam = await exam_of(services)
    plans = services.exams.plans.members
    await plans.open(ME)
    await plans.change(exam.id, ME, weekly=True)
    monday_at_nine = Recurrence(frozenset({0}), time(9), ZONE)
    assert await schedule_of(services, exam) == monday_at_nine
    moved = await saved(services, replace(exam, on=exam.on + timedelta(weeks=4), hour=time(7)), exam)
    assert (await plans.show(exam.id)).plan.goal.on == moved.on
    assert await schedule_of(services, exam) == replace(monday_at_nine, wall=time(7))
    await services.members.change(ME, zone="Europe/Berlin")
    assert await schedule_of(services, exam) == Recurrence(frozenset({0}), time(7), "Europe/Berlin")
    passed = await saved(services, replace(moved, state=State.PASSED), moved)
    assert await schedule_of(services, exam) is None
    with pytest.raises(NotFound):
        await plans.show(exam.id)
    back = await saved(services, replace(passed, state=State.AHEAD), passed)
    assert await schedule_of(services, exam) is not None
    await services.db.write(lambda tx: services.exams.members.drop(tx, back))
    assert await schedule_of(services, exam) is None


async def test_a_further_try_begins_with_the_same_habits_and_counts_anew(
    services: Services, clock: Clock
) -> None:
    exam = await exam_of(services, 9)
    plans, habits = services.exams.plans.members, Habits(frozenset({5, 6}), 120, 10)
    await plans.open(ME)
    await plans.change(exam.id, ME, habits, weekly=True)
    clock.move_to(clock.time() + 64 * DAY_S)
    await saved(services, replace(exam, state=State.NOT_YET), exam)
    again = await exam_of(services, 20)
    shown = await plans.show(again.id, ME)
    assert (shown.plan.goal.habits, shown.weekly) == (habits, True)
    assert shown.plan.goal.begun == TODAY + timedelta(days=64)
    assert await schedule_of(services, again) is not None


async def test_what_reminders_say(services: Services, clock: Clock) -> None:
    exam = await exam_of(services)
    assert "no study plan" in (await outlook(services, exam)).where_it_stands
    await services.exams.plans.members.open(ME)
    said = await outlook(services, exam)
    assert said.where_it_stands == "0 of 56 sessions of your plan are done: you are on course."
    assert said.do_now == "Today: first practice exam, 60 minutes."
    clock.move_to(clock.time() + 68 * DAY_S)
    assert (await outlook(services, exam)).do_now.startswith("Nothing new any more")
    missed = replace(exam, state=State.NOT_YET)
    assert "/quiz practice" in (await outlook(services, missed)).do_now


async def test_a_specialty_is_planned_as_a_whole(services: Services) -> None:
    specialty = services.library.guide.specialties[0].id
    await exam_of(services, certification=specialty)
    shown = await services.exams.plans.members.open(ME)
    assert not shown.outlined
    assert list(shown.names.values()) == ["All of its outline"]


async def test_an_exam_without_an_outline_is_planned_evenly_by_its_topics(services: Services) -> None:
    await exam_of(services, certification="CPC-P")
    shown = await services.exams.plans.members.open(ME)
    assert not shown.outlined
    assert len(shown.names) > 3
    assert max(shown.plan.needs.values()) - min(shown.plan.needs.values()) <= 1


async def test_a_later_calendar_knows_what_the_earlier_one_held(services: Services, clock: Clock) -> None:
    shown, plans = await opened(services), services.exams.plans.members
    first = await plans.export(shown.exam.id, ME)
    assert (first.called_off, first.revision) == ((), 1)
    clock.move_to(clock.time() + 7 * DAY_S)
    await plans.change(shown.exam.id, ME, Habits(frozenset({6}), 20, 9))
    second = await plans.export(shown.exam.id, ME)
    assert second.revision == 2
    held = {(one.on, one.number) for one in shown.plan.sessions if one.on >= TODAY + timedelta(days=7)}
    assert set(second.called_off) == held - {(one.on, one.number) for one in second.shown.plan.sessions}


async def test_exports_and_deletions_take_plans_in(services: Services) -> None:
    shown, plans = await opened(services), services.exams.plans.members
    await plans.practised(shown.exam.id, ME, Exercise.BASELINE, 1)
    await plans.export(shown.exam.id, ME)
    await plans.change(shown.exam.id, ME, weekly=True)
    personal = services.exams.plans.personal
    rows = await services.db.read(lambda tx: personal.export_member(tx, ME))
    assert {name: bool(found) for name, found in rows.items()} == {
        "plans": True,
        "plan_parts": True,
        "plan_events": True,
    }
    counts = await services.members.delete(ME)
    assert counts["study plans"] == 1
    assert await schedule_of(services, shown.exam) is None
    rows = await services.db.read(lambda tx: personal.export_member(tx, ME))
    assert not any(rows.values())
