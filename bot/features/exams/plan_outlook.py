"""What a reminder says of a plan: where it stands, and the one thing to do now. Pure; plain short sentences."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.features.exams.model import Outlook, State
from bot.features.exams.plan_model import NOTHING_NEW_DAYS, Doing, Exercise, Plan, Session

EXERCISES: Mapping[Exercise, str] = {
    Exercise.BASELINE: "first practice exam",
    Exercise.MIDWAY: "practice exam halfway",
    Exercise.FULL: "long practice exam",
    Exercise.LAST: "last practice exam",
}
# Fewer sessions than this too many or too few are no news.
_WORTH_SAYING = 2


def of_plan(plan: Plan, names: Mapping[str, str]) -> Outlook:
    """For an exam with a plan. names: of its areas."""
    return Outlook(standing(plan), _now(plan, names))


def without_plan(days_left: int) -> Outlook:
    """For an exam nobody has planned for."""
    if days_left <= NOTHING_NEW_DAYS:
        return Outlook("There is no study plan for it.", _LAST_DAYS if days_left > 0 else _TODAY)
    return Outlook("There is no study plan for it yet.", "Let me make you one: `/exam plan`.")


def after_miss(weak: Sequence[str]) -> Outlook:
    """For an exam that did not work out. weak: names of areas, weakest first."""
    where = f"Weakest so far: {' and '.join(weak)}." if weak else "I can't tell your weak areas yet."
    first = f"Begin with a few questions on {weak[0]}" if weak else "Begin with a few questions on each area"
    return Outlook(where, f"{first}: `/quiz practice`.")


def over(state: State) -> Outlook:
    """For an exam that nothing leads to any more."""
    if state is State.PASSED:
        return Outlook("You passed it.", "Keep your credential: `/ceu status` counts the credits it takes.")
    if state is State.MOVED:
        return Outlook("It was moved and has no date yet.", "As soon as you have one: `/exam set`.")
    return Outlook("It is over, and I don't know yet how it went.", "Tell me when you like: `/exam result`.")


_LAST_DAYS = "Nothing new any more: look through your mistakes once, then rest."
_TODAY = "Nothing to learn today. Eat, leave early, and trust what you know."


def standing(plan: Plan) -> str:
    """A sentence."""
    done = sum(plan.done.values())
    if (plan.goal.on - plan.today).days <= NOTHING_NEW_DAYS:
        # Nobody is helped now by what was not done.
        found = f"{done} session{'s' * (done > 1)} of your plan done. " if done else ""
        return f"{found}The plan ends here: what you know by now is what you take along."
    if plan.today < plan.begins:
        return _until_it_begins(plan)
    counted = f"{done} of {plan.total} sessions of your plan are done"
    if any(plan.cut.values()):
        return f"{counted}; {sum(plan.cut.values())} do not fit into the days left."
    if done == plan.total:
        return f"All {done} sessions of your plan are done."
    if plan.behind >= _WORTH_SAYING:
        return f"{counted}, {plan.behind} fewer than planned by now. They are spread over the days left."
    if plan.behind <= -_WORTH_SAYING:
        return f"{counted}, {-plan.behind} more than planned by now."
    return f"{counted}: you are on course."


def _until_it_begins(plan: Plan) -> str:
    first = next((one.on for one in plan.sessions if one.doing is not Doing.UPKEEP), plan.begins)
    if first - plan.begins >= timedelta(weeks=1):
        found = f"Your sessions begin on {first:%B} {first.day}, when your other plans leave days for them"
    else:
        weeks = (plan.goal.on - plan.begins).days // 7
        found = f"Your {weeks} full weeks begin on {plan.begins:%B} {plan.begins.day}"
    is_kept_warm = any(one.doing is Doing.UPKEEP for one in plan.sessions)
    return f"{found}; one short session a week keeps you warm until then." if is_kept_warm else f"{found}."


def _now(plan: Plan, names: Mapping[str, str]) -> str:
    left = (plan.goal.on - plan.today).days
    if left <= NOTHING_NEW_DAYS:
        return _LAST_DAYS if left > 0 else _TODAY
    if not plan.sessions:
        return "Do a few mixed questions, and rest well: `/quiz practice`."
    first = plan.sessions[0]
    when = "Today" if first.on == plan.today else f"Next, on {first.on:%A}"
    how = "" if first.doing is Doing.PRACTICE else ": `/focus start`"
    return f"{when}: {said(first, names)}, {first.minutes} minutes{how}."


def said(session: Session, names: Mapping[str, str]) -> str:
    """What a session is about, in words."""
    if session.area is not None:
        return names.get(session.area, session.area)
    if session.exercise is not None:
        part = f", part {session.part}" if session.part > 1 else ""
        return f"{EXERCISES[session.exercise]}{part}"
    return "a look back at your mistakes" if session.doing is Doing.REVIEW else "a few mixed questions"
