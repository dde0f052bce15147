"""The plans of one member, made together: they have one day's minutes, whichever plan asks for them. Pure.

The exam that comes first goes first, and a later one takes what is left of the days; exams within a week of each other
take turns by days. The week before an exam is for that exam alone.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.features.exams import plan, plan_days, plan_work
from bot.features.exams.plan_model import BREAK, LIGHT_DAYS, Doing, Exercise, Goal, Plan, Session, Share, Work

_WHOLE_DAY = 24 * 60

Taken = dict[date, int]
Maker = Callable[[int, Taken], Plan]


@dataclass(frozen=True, slots=True)
class Aim:
    """A plan to be made. answered: minutes of questions by area, since it was begun. practised: as for `plan.make`.

    is_ahead: else it is over or decided, and only keeps the focus that it was given.
    """

    goal: Goal
    answered: Mapping[date, Mapping[str, int]]
    practised: Mapping[Exercise, Sequence[date]]
    is_ahead: bool = True


@dataclass(frozen=True, slots=True)
class _Made:
    plan: Plan
    taken: Taken


def together(aims: Sequence[Aim], today: date, focus: Mapping[date, int], spent: int) -> list[Plan]:
    """The plans of those that are ahead, as of today. aims: by the day of the exam.

    focus: minutes by day, beyond those of questions. spent: minutes that today has seen, whatever for.
    """
    if len(aims) == 1:
        return [_alone(aims[0], today, focus)] if aims[0].is_ahead else []
    first = _as_begun(aims)
    work = _work(aims, first, focus)
    ahead = [n for n, aim in enumerate(aims) if aim.is_ahead]
    if any(today in days for aim in aims for days in aim.practised.values()):
        spent = _WHOLE_DAY

    def made(place: int, taken: Taken) -> Plan:
        aim, own = aims[ahead[place]], work[ahead[place]]
        seen = sum(day.focus for day in own if day.on == today)
        share = Share(taken, first[ahead[place]].taken, max(0, spent - seen))
        return plan.make(aim.goal, today, own, aim.practised, share)

    goals = [aims[n].goal for n in ahead]
    wishes = {place: first[n].plan.sessions for place, n in enumerate(ahead)}
    return _one_after_the_other([one.plan for one in _arranged(goals, made, wishes, by_turns=False)])


def _alone(aim: Aim, today: date, focus: Mapping[date, int]) -> Plan:
    """As any that nothing is shared with, and worked out once."""
    work = [
        Work(day, answered := aim.answered.get(day, {}), sum(answered.values()) + focus.get(day, 0))
        for day in {*focus, *aim.answered}
    ]
    return plan.make(aim.goal, today, work, aim.practised)


def close(one: Goal, other: Goal) -> bool:
    """Whether two exams are so near to each other that they take turns."""
    return abs((one.on - other.on).days) <= LIGHT_DAYS


def limit(goals: Sequence[Goal], day: date) -> int:
    """The minutes of a day: the most that any plan has been given for it."""
    given = (one.habits.minutes for one in goals if day < one.on and day.weekday() in one.habits.days)
    return max(given, default=0)


def _as_begun(aims: Sequence[Aim]) -> list[_Made]:
    """What they would have been, had all been done as planned from the beginning."""
    goals = [aim.goal for aim in aims]

    def made(place: int, taken: Taken) -> Plan:
        return plan.make(goals[place], goals[place].begun, (), {}, Share(taken, taken))

    alone = {place: made(place, {}).sessions for place in range(len(goals))}
    return _arranged(goals, made, alone, by_turns=True)


def _arranged(
    goals: Sequence[Goal], make: Maker, wishes: Mapping[int, Sequence[Session]], *, by_turns: bool
) -> list[_Made]:
    """Each on what the others leave. wishes: sessions that others leave alone while they have room beside them.

    by_turns: those for which there is none, and that are close to each other, begin with the days of their own turn.
    """
    found: dict[int, _Made] = {}

    def on_the_rest(place: int, others: Mapping[int, Sequence[Session]], turns: Sequence[int] = ()) -> _Made:
        closed = _closed(goals, place) | _turns_of_others(goals[place], place, turns)
        held = {**others, **{n: one.plan.sessions for n, one in found.items()}}
        taken = _taken(goals, place, [sessions for n, sessions in held.items() if n != place], closed)
        return _Made(make(place, taken), taken)

    for group in _groups(goals):
        for place in group:
            beside = on_the_rest(place, wishes)
            if not _lacks(beside.plan):
                found[place] = beside
        tight = [place for place in group if place not in found]
        for place in tight:
            others = {} if by_turns else {n: wishes[n] for n in tight}
            found[place] = on_the_rest(place, others, tight if by_turns else ())
        for place in [*tight, *tight] if len(tight) > 1 or not by_turns else ():
            if _lacks(found[place].plan):
                found[place] = on_the_rest(place, {})
    return [found[place] for place in range(len(goals))]


def _lacks(one: Plan) -> bool:
    """Whether something finds no room."""
    return any(one.cut.values()) or any(practice.left_out for practice in one.practice)


def _groups(goals: Sequence[Goal]) -> list[list[int]]:
    """Places of those that are close to the first of their group."""
    found: list[list[int]] = []
    for place, goal in enumerate(goals):
        if found and close(goals[found[-1][0]], goal):
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _closed(goals: Sequence[Goal], place: int) -> set[date]:
    """Days of the last weeks before earlier exams, and of these exams."""
    return {one.on - back * plan_days.DAY for one in goals[:place] for back in range(LIGHT_DAYS + 1)}


def _turns_of_others(goal: Goal, place: int, turns: Sequence[int]) -> set[date]:
    if len(turns) < 2:
        return set()
    days = (goal.begun + n * plan_days.DAY for n in range((goal.on - goal.begun).days))
    return {day for day in days if turns[day.toordinal() % len(turns)] != place}


def _taken(
    goals: Sequence[Goal], place: int, others: Sequence[Sequence[Session]], closed: set[date]
) -> Taken:
    """Minutes of a plan's days that are not there for it, a break after each session of the others included."""
    own, used = goals[place].habits.minutes, Counter[date]()
    for sessions in others:
        for one in sessions:
            used[one.on] += one.minutes + BREAK
    left = {day: max(0, limit(goals, day) - minutes) for day, minutes in used.items()}
    left |= dict.fromkeys(closed, 0)
    return {day: own - minutes for day, minutes in left.items() if minutes < own}


def _work(aims: Sequence[Aim], first: Sequence[_Made], focus: Mapping[date, int]) -> list[list[Work]]:
    """What was done for each. Focus goes where it was planned to go; what is more, to the first that needs it."""
    tallies = [plan_work.Tally(one.plan.needs, one.plan.length) for one in first]
    found: list[list[Work]] = [[] for _ in aims]
    for day in sorted({*focus, *(day for aim in aims for day in aim.answered)}):
        left, given = focus.get(day, 0), Counter[int]()
        on = [n for n, aim in enumerate(aims) if aim.goal.begun <= day < aim.goal.on]
        for n in on:
            tallies[n].answer(aims[n].answered.get(day, {}))
        for n, until in (*((n, _studied(first[n].plan, day)) for n in on), *((n, None) for n in on)):
            rest = tallies[n].focus(left, until)
            given[n] += left - rest
            left = rest
        for n in on:
            answered = aims[n].answered.get(day, {})
            found[n].append(Work(day, answered, sum(answered.values()) + given[n]))
    return found


def _studied(one: Plan, day: date) -> int:
    """Sessions of area work up to a day, that day included."""
    return sum(session.on <= day for session in one.sessions if session.doing is Doing.STUDY)


def _one_after_the_other(plans: Sequence[Plan]) -> list[Plan]:
    """Sessions of two plans on one day do not overlap: those of the later exam begin when the others are over."""
    busy: dict[date, list[tuple[int, int]]] = {}
    return [replace(one, sessions=_moved(one, busy)) for one in plans]


def _moved(one: Plan, busy: dict[date, list[tuple[int, int]]]) -> tuple[Session, ...]:
    hour, later = one.goal.habits.hour * 60, Counter[date]()
    ends = {session.on: session.starts + session.minutes for session in one.sessions}
    for day, length in ends.items():
        begins = hour
        for since, until in sorted(busy.get(day, ())):
            if begins < until + BREAK and since < begins + length + BREAK:
                begins = until + BREAK
        later[day] = begins - hour
        busy.setdefault(day, []).append((begins, begins + length))
    return tuple(replace(session, starts=session.starts + later[session.on]) for session in one.sessions)
