"""What a reminder says of a plan: where it stands, and the one thing to do now. Pure; plain short sentences."""

from collections.abc import Mapping, Sequence

from bot.features.exams.model import Outlook
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


_LAST_DAYS = "Nothing new any more: look through your mistakes once, then rest."
_TODAY = "Nothing to learn today. Eat, leave early, and trust what you know."


def standing(plan: Plan) -> str:
    """A sentence."""
    done = sum(plan.done.values())
    if plan.today < plan.begins:
        return (
            f"Your {(plan.goal.on - plan.begins).days // 7} full weeks begin on {plan.begins:%B} "
            f"{plan.begins.day}; one short session a week keeps you warm until then."
        )
    counted = f"{done} of {plan.total} sessions of your plan are done"
    if any(plan.cut.values()):
        return f"{counted}; there is no room left for {sum(plan.cut.values())} of the others."
    if done == plan.total:
        return f"All {done} sessions of your plan are done."
    if plan.behind >= _WORTH_SAYING:
        return f"{counted}, {plan.behind} fewer than planned by now. They are spread over the days left."
    if plan.behind <= -_WORTH_SAYING:
        return f"{counted}, {-plan.behind} more than planned by now."
    return f"{counted}: you are on course."


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
