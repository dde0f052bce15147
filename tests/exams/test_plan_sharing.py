"""Several plans of one member: no day over its limit, each area its due, honest where it does not fit, none lost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.exams import plan, plan_days
from bot.features.exams.plan_model import BREAK, MINUTES, Area, Doing, Exercise, Goal, Habits, Plan, Session
from bot.features.exams.plan_outlook import standing
from bot.features.exams.plan_sharing import Aim, close, limit, together

MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)
AREAS = tuple(Area(name, name, weight) for name, weight in (("surgery", 36.0), ("em", 6.0), ("icd", 14.0)))
WEEKDAYS = frozenset(range(5))


def goal(weeks: int, *, minutes: int = 60, days: frozenset[int] = WEEKDAYS, begun: date = MONDAY) -> Goal:
    """For an exam so many weeks after the Monday."""
    return Goal(begun, MONDAY + timedelta(weeks=weeks), Habits(days, minutes), AREAS)


def aim(one: Goal) -> Aim:
    """Nothing is done yet."""
    return Aim(one, {}, {})


def at_first(*goals: Goal, today: date = MONDAY) -> list[Plan]:
    """Their plans, with nothing done."""
    return together([aim(one) for one in goals], today, {}, 0)


@st.composite
def goals(draw: st.DrawFn, *, shortest: int = 0, longest: int = 200, same: bool = False) -> list[Goal]:
    """Two or three, by day. same: begun on one day, with the same habits."""
    begun = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 400)))
    found = []
    habits = draw_habits(draw)
    for _ in range(draw(st.integers(2, 3))):
        on = begun + timedelta(days=draw(st.integers(shortest, longest)))
        since = begun if same else begun + timedelta(days=draw(st.integers(0, (on - begun).days)))
        weights = draw(st.lists(st.floats(0.05, 2), min_size=1, max_size=6))
        found.append(
            Goal(
                since,
                on,
                habits if same else draw_habits(draw),
                tuple(Area(f"a{n}", f"Area {n}", weight) for n, weight in enumerate(weights)),
                draw(st.sampled_from((120, 240, 340))),
            )
        )
    return sorted(found, key=lambda one: one.on)


def draw_habits(draw: st.DrawFn) -> Habits:
    """Any that a member can choose."""
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Habits(days, draw(st.sampled_from(MINUTES)), draw(st.integers(6, 20)))


@st.composite
def looks(draw: st.DrawFn) -> tuple[list[Aim], date, dict[date, int], int]:
    """Plans looked at on some day, when all are begun, with some of it done."""
    found = draw(goals())
    today = max(one.begun for one in found) + timedelta(days=draw(st.integers(0, 100)))
    begun = min(one.begun for one in found)
    before = [begun + n * DAY for n in range((today - begun).days + 1)]
    focus = draw(st.dictionaries(st.sampled_from(before), st.integers(1, 200), max_size=6))
    aims = []
    for one in found:
        mine = [day for day in before if day >= one.begun]
        answered = draw(
            st.dictionaries(
                st.sampled_from(mine),
                st.dictionaries(st.sampled_from(["a0", "a1"]), st.integers(2, 90), min_size=1),
                max_size=3,
            )
        )
        practised = draw(st.dictionaries(st.sampled_from(Exercise), st.lists(st.just(one.begun), max_size=3)))
        aims.append(Aim(one, answered, practised, draw(st.integers(0, 5)) > 0))
    questions = sum(sum(one.answered.get(today, {}).values()) for one in aims)
    return aims, today, focus, focus.get(today, 0) + questions


def by_day(plans: Sequence[Plan]) -> dict[date, list[tuple[Plan, Session]]]:
    """Sessions of each day, all plans together, as they follow each other."""
    found: dict[date, list[tuple[Plan, Session]]] = {}
    for one in plans:
        for session in one.sessions:
            found.setdefault(session.on, []).append((one, session))
    return {day: sorted(each, key=lambda both: begins(*both)) for day, each in found.items()}


def begins(one: Plan, session: Session) -> int:
    """Minutes after midnight."""
    return one.goal.habits.hour * 60 + session.starts


def studied(one: Plan) -> Counter[str]:
    """Sessions ahead by area."""
    return Counter(each.area for each in one.sessions if each.doing is Doing.STUDY and each.area)


@settings(max_examples=80, deadline=None)
@given(looks())
def test_no_day_holds_more_than_the_member_has(look: tuple[list[Aim], date, dict[date, int], int]) -> None:
    plans = together(*look)
    ahead = [one.goal for one in look[0] if one.is_ahead]
    for day, sessions in by_day(plans).items():
        minutes = sum(one.minutes for _, one in sessions) + BREAK * (len(sessions) - 1)
        given_for_it = [
            one.habits.minutes for one in ahead if day.weekday() in one.habits.days and day < one.on
        ]
        assert minutes <= max(given_for_it)
        for (first, one), (second, following) in pairwise(sessions):
            assert begins(first, one) + one.minutes + BREAK <= begins(second, following), "one at a time"
    for each in plans:
        for day, sessions in by_day([each]).items():
            minutes = sum(one.minutes for _, one in sessions) + BREAK * (len(sessions) - 1)
            assert minutes <= each.goal.habits.minutes, "nor more than this plan was given"
            assert day.weekday() in each.goal.habits.days
            assert [one.number for _, one in sessions] == list(range(len(sessions)))


@settings(max_examples=50, deadline=None)
@given(looks())
def test_nothing_is_lost_and_nothing_comes_too_late(
    look: tuple[list[Aim], date, dict[date, int], int],
) -> None:
    for one in together(*look):
        ahead = studied(one)
        for area, due in one.needs.items():
            assert due == one.done[area] + ahead[area] + one.cut[area]
            assert min(one.done[area], one.cut[area]) >= 0
        assert all(one.today <= each.on < one.goal.on for each in one.sessions)
        for practice in one.practice:
            assert practice.left_out or len(practice.done) + len(practice.days) >= practice.parts


@settings(max_examples=40, deadline=None)
@given(looks())
def test_the_week_before_an_exam_is_for_it_alone(look: tuple[list[Aim], date, dict[date, int], int]) -> None:
    plans = together(*look)
    for place, one in enumerate(plans):
        for sooner in plans[:place]:
            assert not any(0 <= (sooner.goal.on - each.on).days <= 7 for each in one.sessions)


@settings(max_examples=40, deadline=None)
@given(goals())
def test_the_exam_that_comes_first_has_its_plan_as_if_it_were_alone(found: list[Goal]) -> None:
    """At the beginning, and all of it: a later one may get a day that it needs less. Close ones take turns."""
    today = max(one.begun for one in found)
    if close(found[0], found[1]) or found[0].begun != today:
        return
    (first, *_), alone = (
        together([aim(one) for one in found], today, {}, 0),
        plan.make(found[0], today, [], {}),
    )
    assert first.cut == alone.cut
    assert held(first) == held(alone)
    assert studied(first) == studied(alone)


def held(one: Plan) -> dict[Exercise, int]:
    """Parts of practice exams that have a day."""
    return {practice.exercise: len(practice.days) for practice in one.practice}


def slots_left(one: Goal, others: Sequence[Plan], today: date) -> int:
    """Places for its sessions that the others' sessions leave, before the last week."""
    used: Counter[date] = Counter()
    for other in others:
        for session in other.sessions:
            used[session.on] += session.minutes + BREAK
    weeks = {other.goal.on - n * DAY for other in others if other.goal.on <= one.on for n in range(8)}
    every = [one, *(other.goal for other in others)]
    count, length = plan_days.rhythm(one.habits.minutes)
    return sum(
        max(
            0,
            min(count, (min(one.habits.minutes, limit(every, day) - used[day]) + BREAK) // (length + BREAK)),
        )
        for day in plan_days.working(one, max(today, plan_days.begins(one)))
        if day not in weeks
    )


@settings(max_examples=60, deadline=None)
@given(goals(shortest=20, same=True))
def test_what_is_cut_found_no_room_and_what_fits_is_not_cut(found: list[Goal]) -> None:
    """Honest in both directions: a warning only where no place is left, and each area its due where there is none."""
    today = found[0].begun
    plans = together([aim(one) for one in found], today, {}, 0)
    for place, one in enumerate(plans):
        others = [*plans[:place], *plans[place + 1 :]]
        a_day = plan_days.rhythm(one.goal.habits.minutes)[0]
        practice = sum(len(each.days) for each in one.practice) * a_day
        # Those that take turns may leave a day to each other that neither takes.
        turns = a_day * any(close(one.goal, other.goal) for other in others)
        if any(one.cut.values()):
            assert slots_left(one.goal, others, today) <= studied(one).total() + practice + turns
        else:
            assert studied(one) == +Counter(one.needs)


@settings(max_examples=6, deadline=None)
@given(goals(shortest=30, longest=120, same=True))
def test_whoever_does_what_is_planned_gets_through(found: list[Goal]) -> None:
    """Day by day, in focus alone. What fits at the beginning is done in the end; no time is lost where it does not."""
    begun = found[0].begun
    first = together([aim(one) for one in found], begun, {}, 0)
    focus: Counter[date] = Counter()
    practised: list[dict[Exercise, list[date]]] = [{} for _ in found]
    final = list(first)
    for day in (begun + n * DAY for n in range((found[-1].on - begun).days)):
        aims = [replace(aim(one), practised=done) for one, done in zip(found, practised, strict=True)]
        for place, one in enumerate(together(aims, day, focus, 0)):
            final[place] = one if day < one.goal.on else final[place]
            for session in (each for each in one.sessions if each.on == day):
                if session.exercise is not None:
                    practised[place].setdefault(session.exercise, []).append(day)
                elif session.doing is Doing.STUDY:
                    focus[day] += session.minutes
    if not any(any(one.cut.values()) for one in first):
        assert all(one.done == one.needs for one in final)
    promised = sum(one.total - sum(one.cut.values()) for one in first)
    assert sum(sum(one.done.values()) for one in final) >= promised * 9 // 10


def test_two_exams_share_the_hour_a_day() -> None:
    """CPC in 8 weeks, CCS in 12: what CPC leaves, its last week and its day not, and then all."""
    cpc, ccs = at_first(goal(8), goal(12))
    assert not any(cpc.cut.values())
    assert studied(ccs).total() > 25
    assert sum(ccs.cut.values()) == ccs.total - studied(ccs).total() > 0, "and says so"
    before = [one for one in ccs.sessions if one.on < cpc.goal.on]
    assert before, "the later one is not put off altogether"
    assert {(cpc.goal.on - one.on).days > 7 for one in before} == {True}
    last = next(one for one in ccs.practice if one.exercise is Exercise.LAST)
    assert len(last.days) == last.parts, "the practice exam that matters most has its days"


def test_more_minutes_make_room_for_both() -> None:
    cpc, ccs = at_first(goal(8), goal(13, minutes=240))
    assert not any(cpc.cut.values())
    assert sum(ccs.cut.values()) < ccs.total / 10
    both = by_day([cpc, ccs])
    assert max(sum(one.minutes for _, one in each) for each in both.values()) > 60, "the larger limit holds"


def test_two_exams_on_one_day_take_turns() -> None:
    one, other = at_first(goal(10), goal(10))
    assert any(one.cut.values())
    assert any(other.cut.values())
    assert min(studied(one).total(), studied(other).total()) > 30, "more than half of the 56 of each"


def test_who_has_other_days_leaves_them_to_who_has_not() -> None:
    """On Saturdays only, the one; every day, the other: whichever comes first, both fit."""
    for one, other in ((10, 10), (10, 14), (14, 10)):
        saturdays, every = goal(one, days=frozenset({5})), goal(other, days=frozenset(range(7)))
        for each in at_first(*sorted((saturdays, every), key=lambda goal: goal.on)):
            assert not any(each.cut.values())


def test_days_that_are_not_shared_change_nothing() -> None:
    week, weekend = at_first(goal(8), goal(12, days=frozenset({5, 6})))
    alone = plan.make(weekend.goal, MONDAY, [], {})
    assert week.sessions == plan.make(week.goal, MONDAY, [], {}).sessions
    saturday = week.goal.on - 2 * DAY
    assert {one.on for one in alone.sessions} - {one.on for one in weekend.sessions} >= {saturday}
    assert studied(weekend).total() >= studied(alone).total() - 4


def test_when_a_plan_begins_is_said_as_it_is() -> None:
    """The guide's 13 weeks would begin in the last ones of an exam that comes before."""
    alone, (_, beside) = at_first(goal(18))[0], at_first(goal(6), goal(18))
    assert standing(alone).startswith("Your 13 full weeks begin on December 7; one short session a week")
    assert beside.begins == alone.begins
    first = next(one.on for one in beside.sessions if one.doing is not Doing.UPKEEP)
    assert first > beside.begins + 7 * DAY
    assert (
        f"Your sessions begin on December {first.day}, when your other plans leave days for them"
        in standing(beside)
    )
    no_day_before = replace(
        alone, sessions=tuple(one for one in alone.sessions if one.doing is not Doing.UPKEEP)
    )
    assert standing(no_day_before) == "Your 13 full weeks begin on December 7."


def test_focus_counts_once() -> None:
    """50 minutes are two sessions of 25, not two for each plan."""
    focus = {MONDAY + n * DAY: 50 for n in range(5)}
    plans = together([aim(goal(8)), aim(goal(12))], MONDAY + 7 * DAY, focus, 0)
    assert sum(sum(one.done.values()) for one in plans) == 10
    assert plans[0].behind <= 0
    assert plans[1].behind <= 0


def test_what_was_counted_for_an_exam_stays_there_when_it_is_over() -> None:
    cpc, ccs = goal(8), goal(12)
    focus = {MONDAY + n * DAY: 50 for n in range(40)}
    later = cpc.on + DAY
    _, before = together([aim(cpc), aim(ccs)], later, focus, 0)
    (after,) = together([replace(aim(cpc), is_ahead=False), aim(ccs)], later, focus, 0)
    assert after.done == before.done
    assert sum(after.done.values()) < 40 * 2


def test_today_is_over_for_all_plans_when_its_minutes_are_spent() -> None:
    for spent in (55, 60):
        plans = together([aim(goal(8)), aim(goal(12))], MONDAY, {MONDAY: spent}, spent)
        assert not [one for each in plans for one in each.sessions if one.on == MONDAY]
    practised = replace(aim(goal(12)), practised={Exercise.BASELINE: [MONDAY]})
    plans = together([aim(goal(8)), practised], MONDAY, {}, 0)
    assert not [one for each in plans for one in each.sessions if one.on == MONDAY]
