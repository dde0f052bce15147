"""The planner: every area gets its due, no day is over its limit, nothing comes after the exam, nothing is lost."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.exams import plan_days, plan_practice, plan_work
from bot.features.exams.plan import make
from bot.features.exams.plan_model import (
    BREAK,
    LONGEST,
    MINUTES,
    SHORTEST,
    Area,
    Doing,
    Exercise,
    Goal,
    Habits,
    Plan,
    Session,
    Span,
    Work,
)

MONDAY = date(2026, 11, 2)
AREAS = tuple(
    Area(name, name, weight) for name, weight in (("surgery", 36.0), ("em", 6.0), ("icd", 14.0), ("law", 4.0))
)


def goal(days: int = 70, *, minutes: int = 60, on: frozenset[int] = frozenset(range(5))) -> Goal:
    """A plan begun on a Monday for an exam so many days later."""
    return Goal(MONDAY, MONDAY + timedelta(days=days), Habits(on, minutes), AREAS)


@st.composite
def goals(draw: st.DrawFn, shortest: int = 0, longest: int = 300) -> Goal:
    """Any that members can ask for."""
    begun = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 800)))
    weights = draw(st.lists(st.floats(0.01, 2), min_size=1, max_size=12))
    return Goal(
        begun,
        begun + timedelta(days=draw(st.integers(shortest, longest))),
        Habits(draw(st.frozensets(st.integers(0, 6), min_size=1)), draw(st.sampled_from(MINUTES))),
        tuple(Area(f"a{n}", f"Area {n}", weight) for n, weight in enumerate(weights)),
        draw(st.sampled_from((120, 240, 340))),
    )


@st.composite
def looks(draw: st.DrawFn) -> tuple[Goal, date, list[Work], dict[Exercise, list[date]]]:
    """A plan looked at on some day, with some of it done."""
    aim = draw(goals())
    passed = draw(st.integers(0, max(0, (aim.on - aim.begun).days)))
    today = aim.begun + timedelta(days=passed)
    names = [area.id for area in aim.areas]
    work = [
        Work(
            aim.begun + timedelta(days=draw(st.integers(0, passed))),
            draw(st.dictionaries(st.sampled_from([*names, "unknown"]), st.integers(0, 90), max_size=3)),
            draw(st.integers(0, 200)),
        )
        for _ in range(draw(st.integers(0, 8)))
    ]
    practised = draw(st.dictionaries(st.sampled_from(Exercise), st.lists(st.just(aim.begun), max_size=3)))
    return aim, today, work, practised


def by_day(sessions: tuple[Session, ...]) -> dict[date, list[Session]]:
    """Sessions of each day, in order."""
    found: dict[date, list[Session]] = {}
    for one in sessions:
        found.setdefault(one.on, []).append(one)
    return found


def studied(plan: Plan) -> Counter[str]:
    """Sessions ahead by area."""
    return Counter(one.area for one in plan.sessions if one.doing is Doing.STUDY and one.area)


@given(looks())
def test_no_day_holds_more_than_the_member_has(
    look: tuple[Goal, date, list[Work], dict[Exercise, list[date]]],
) -> None:
    plan = make(*look)
    for day, sessions in by_day(plan.sessions).items():
        assert day.weekday() in plan.goal.habits.days
        assert sum(one.minutes for one in sessions) + BREAK * (len(sessions) - 1) <= plan.goal.habits.minutes
        assert [one.number for one in sessions] == list(range(len(sessions)))
        for one, following in pairwise(sessions):
            assert one.starts + one.minutes + BREAK == following.starts, "a short break between them"


@given(looks())
def test_nothing_comes_before_today_nor_on_the_exam_or_after_it(
    look: tuple[Goal, date, list[Work], dict[Exercise, list[date]]],
) -> None:
    plan = make(*look)
    assert all(plan.today <= one.on < plan.goal.on for one in plan.sessions)


@given(looks())
def test_the_last_days_bring_nothing_new_and_the_last_week_is_light(
    look: tuple[Goal, date, list[Work], dict[Exercise, list[date]]],
) -> None:
    plan = make(*look)
    for one in plan.sessions:
        left = (plan.goal.on - one.on).days
        assert left > 3 or one.doing is Doing.REVIEW
        assert left > 7 or one.doing is not Doing.PRACTICE
    usual = plan_days.rhythm(plan.goal.habits.minutes)[0]
    for day, sessions in by_day(plan.sessions).items():
        if (plan.goal.on - day).days <= 7:
            assert len(sessions) <= max(1, usual // 2)


@given(looks())
def test_no_work_is_ever_lost(look: tuple[Goal, date, list[Work], dict[Exercise, list[date]]]) -> None:
    """What an area is due is done, ahead, or named as left out."""
    plan = make(*look)
    ahead = studied(plan)
    for area, due in plan.needs.items():
        assert due == plan.done[area] + ahead[area] + plan.cut[area]
        assert min(plan.done[area], plan.cut[area]) >= 0
    for one in plan.practice:
        assert one.left_out or len(one.done) + len(one.days) >= one.parts


@given(looks())
def test_sessions_are_as_long_as_the_guide_says(
    look: tuple[Goal, date, list[Work], dict[Exercise, list[date]]],
) -> None:
    plan = make(*look)
    assert all(SHORTEST <= s.minutes <= LONGEST for s in plan.sessions if s.doing is not Doing.PRACTICE)


@given(goals(shortest=56))
def test_every_area_gets_its_due_where_there_is_time(aim: Goal) -> None:
    """From eight weeks on, the whole need finds room; each area's is within a session of its part by weight."""
    plan = make(aim, aim.begun, [], {})
    assert not any(plan.cut.values())
    ahead, whole = studied(plan), sum(area.weight for area in aim.areas)
    spare = plan.total - len(aim.areas)
    for area in aim.areas:
        if spare < 0:
            assert ahead[area.id] <= 1
        else:
            assert abs(ahead[area.id] - 1 - spare * area.weight / whole) < 1


@settings(max_examples=20)
@given(goals(shortest=56, longest=120))
def test_whoever_does_what_is_planned_gets_through(aim: Goal) -> None:
    """Day by day, in focus time alone."""
    work: list[Work] = []
    practised: dict[Exercise, list[date]] = {}
    for day in (aim.begun + timedelta(days=n) for n in range((aim.on - aim.begun).days)):
        plan = make(aim, day, work, practised)
        assert not any(plan.cut.values())
        assert plan.behind <= 0
        for one in (one for one in plan.sessions if one.on == day):
            if one.doing is Doing.STUDY:
                work.append(Work(day, {}, one.minutes))
            elif one.exercise is not None:
                practised.setdefault(one.exercise, []).append(day)
    final = make(aim, aim.on, work, practised)
    assert final.done == final.needs
    assert all(one.is_done for one in final.practice)


@given(goals(shortest=30, longest=120), st.integers(1, 25))
def test_missed_days_are_spread_and_never_pile_up(aim: Goal, missed: int) -> None:
    """After a gap, no stretch of the days left is fuller than any other by more than its rounding."""
    later = make(aim, aim.begun + timedelta(days=missed), [], {})
    taken = {day for one in later.practice for day in one.days}
    days = [d for d in plan_days.working(aim, max(later.today, later.begins)) if d not in taken]
    loads = [len([s for s in by_day(later.sessions).get(day, []) if s.doing is Doing.STUDY]) for day in days]
    for start in range(0, len(loads) - 6, 3):
        for other in range(0, len(loads) - 6, 3):
            assert abs(sum(loads[start : start + 6]) - sum(loads[other : other + 6])) <= 2


def test_ten_weeks_are_planned_with_air() -> None:
    plan = make(goal(), MONDAY, [], {})
    assert plan.goal.span is Span.RIGHT
    assert plan_days.rhythm(60) == (2, 25)
    # 9 weeks of 5 days less 10 for practice exams, 2 sessions a day, and a fifth left free.
    assert plan.total == (9 * 5 - 10) * 2 * 8 // 10 == 56
    assert plan.needs == {"surgery": 32, "em": 6, "icd": 13, "law": 5}
    assert plan.behind == 0


def test_practice_exams_begin_with_a_baseline_and_end_with_full_ones() -> None:
    plan = make(goal(minutes=240), MONDAY, [], {})
    assert [(one.exercise, one.minutes, one.parts) for one in plan.practice] == [
        (Exercise.BASELINE, 120, 1),
        (Exercise.MIDWAY, 120, 1),
        (Exercise.FULL, 240, 1),
        (Exercise.LAST, 240, 1),
    ]
    assert plan.practice[0].days == (MONDAY,)
    left = [(plan.goal.on - one.days[0]).days for one in plan.practice]
    assert left == [70, 35, 21, 10]


def test_a_practice_exam_longer_than_a_day_has_parts() -> None:
    last = make(goal(minutes=60), MONDAY, [], {}).practice[-1]
    assert (last.parts, last.minutes, last.full_length) == (3, 180, False)
    assert len(last.days) == 3


def test_a_missed_practice_exam_comes_next() -> None:
    later = MONDAY + timedelta(days=9)
    plan = make(goal(), later, [], {})
    assert plan.practice[0].days == (later, later + timedelta(days=1))


def test_a_practice_exam_is_left_out_when_there_is_no_room() -> None:
    aim = goal()
    plan = make(aim, aim.on - timedelta(days=7), [], {})
    assert all(one.left_out for one in plan.practice)


def test_too_few_weeks_cut_the_lightest_areas_down_to_a_look() -> None:
    plan = make(goal(28), MONDAY, [], {})
    assert plan.goal.span is Span.SHORT
    assert sum(plan.cut.values()) > 0
    assert plan.cut["law"] == plan.needs["law"] - 1
    assert plan.cut["surgery"] < plan.needs["surgery"] / 2


def test_many_weeks_wait_with_light_upkeep() -> None:
    plan = make(goal(7 * 20), MONDAY, [], {})
    assert plan.goal.span is Span.LONG
    assert plan.begins == plan.goal.on - timedelta(weeks=13)
    until = [one for one in plan.sessions if one.on < plan.begins]
    assert [(one.doing, one.minutes) for one in until] == [(Doing.UPKEEP, 20)] * 7
    assert len({one.on.isocalendar()[:2] for one in until}) == 7, "one a week"


def test_questions_count_for_their_area_and_focus_in_the_order_of_the_plan() -> None:
    due = {"big": 4, "small": 1}
    day = Work(MONDAY, {"small": 20, "unknown": 10}, 80)
    # 80 minutes of focus hold the 30 of the questions; the other 50 go to what lags most.
    assert plan_work.done(due, 20, [day]) == {"big": 2, "small": 1}
    assert plan_work.done(due, 20, [day, Work(MONDAY + timedelta(days=1), {}, 10)]) == {"big": 3, "small": 1}


def test_work_today_is_not_asked_for_again_today() -> None:
    before = make(goal(minutes=120), MONDAY + timedelta(days=10), [], {Exercise.BASELINE: [MONDAY]})
    today = [one for one in before.sessions if one.on == before.today]
    after = make(
        goal(minutes=120),
        before.today,
        [Work(before.today, {}, 35 * len(today))],
        {Exercise.BASELINE: [MONDAY]},
    )
    assert today
    assert [one for one in after.sessions if one.on == after.today] == []


def test_a_weak_area_gets_more() -> None:
    even = plan_work.needs([Area("a", "A", 1), Area("b", "B", 1)], 20)
    weak = plan_work.needs([Area("a", "A", 1), Area("b", "B", 2)], 20)
    assert even == {"a": 10, "b": 10}
    assert weak == {"a": 7, "b": 13}


def test_small_days_shrink_practice_before_study() -> None:
    aim = goal(56, minutes=20, on=frozenset({5}))
    parts = sum(one.parts for one in plan_practice.exercises(aim))
    assert parts == 1, "one in four of the seven days"
    assert make(aim, MONDAY, [], {}).total == 4
