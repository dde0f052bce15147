"""A plan as a calendar file (RFC 5545). Pure.

Each session is named by its exam, date and place in the day: a later file brings the same names with a higher sequence,
so that importing it again updates; what is no more comes as called off.
"""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.features.exams.plan_days import rhythm
from bot.features.exams.plan_looking import PlanShown
from bot.features.exams.plan_model import BREAK, Doing, Session
from bot.features.exams.plan_outlook import EXERCISES
from bot.features.exams.plan_service import PlanExport
from bot.features.exams.plan_store import Event as Sitting

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_DOMAIN = "crosswalk"
# Before the exam: a day, and two hours where its time is known.
_ALARMS = (timedelta(days=1), timedelta(hours=2))
_ALARM_BEFORE_DAY = timedelta(hours=6)


def calendar(export: PlanExport, now: int) -> bytes:
    """The file. now: epoch seconds at which it is made."""
    from icalendar import Calendar  # takes a while: only where it is needed

    shown = export.shown
    made = Calendar.new(
        uid=f"plan-{shown.exam.id}@{_DOMAIN}",
        prodid="-//Crosswalk//Study plan//EN",
        method="PUBLISH",
        name=f"Study plan for the {_exam(shown)}",
    )
    stamp = datetime.fromtimestamp(now, UTC)
    for event in (
        *(_session(shown, one) for one in shown.plan.sessions),
        *(_called_off(shown, one) for one in export.called_off),
        _exam_event(shown),
    ):
        event.DTSTAMP = stamp
        event.sequence = export.revision
        made.add_component(event)
    return bytes(made.to_ical())


def _exam(shown: PlanShown) -> str:
    return f"{shown.exam.certification} exam"


def _uid(shown: PlanShown, sitting: Sitting) -> str:
    day, number = sitting
    return f"plan-{shown.exam.id}-{day:%Y%m%d}-{number}@{_DOMAIN}"


def _at(shown: PlanShown, sitting: Sitting, minutes: int) -> datetime:
    """So many minutes after the day's first session begins, as UTC: no calendar can mistake that."""
    wall = datetime.combine(sitting[0], time(shown.plan.goal.habits.hour), ZoneInfo(shown.zone))
    return wall.astimezone(UTC) + timedelta(minutes=minutes)


def _session(shown: PlanShown, one: Session) -> "Event":
    from icalendar import Event
    from icalendar.enums import STATUS

    sitting = (one.on, one.number)
    start = _at(shown, sitting, one.starts)
    return Event.new(
        uid=_uid(shown, sitting),
        start=start,
        end=start + timedelta(minutes=one.minutes),
        summary=_title(shown, one),
        description=_advice(one),
        status=STATUS.CONFIRMED,
    )


def _title(shown: PlanShown, one: Session) -> str:
    certification = shown.exam.certification
    if one.area is not None:
        return f"{certification}: {shown.names[one.area]}"
    if one.exercise is not None:
        practice = next(found for found in shown.plan.practice if found.exercise is one.exercise)
        part = f" ({one.part} of {practice.parts})" if practice.parts > 1 else ""
        return f"{certification}: {EXERCISES[one.exercise]}{part}"
    return f"{certification}: {'look back' if one.doing is Doing.REVIEW else 'a few mixed questions'}"


def _advice(one: Session) -> str:
    return {
        Doing.STUDY: "Questions first, rereading last. /focus start keeps the time.",
        Doing.PRACTICE: "Timed, without help. Sort the mistakes by area afterwards.",
        Doing.REVIEW: "Your own mistakes once more. Nothing new.",
        Doing.UPKEEP: "/quiz practice, whatever comes.",
    }[one.doing]


def _called_off(shown: PlanShown, sitting: Sitting) -> "Event":
    from icalendar import Event
    from icalendar.enums import STATUS

    _, length = rhythm(shown.plan.goal.habits.minutes)
    start = _at(shown, sitting, sitting[1] * (length + BREAK))
    return Event.new(
        uid=_uid(shown, sitting),
        start=start,
        end=start + timedelta(minutes=length),
        summary=f"{shown.exam.certification}: not in the plan any more",
        status=STATUS.CANCELLED,
    )


def _exam_event(shown: PlanShown) -> "Event":
    """With its place and alarms; of a whole day where its time is not known."""
    from icalendar import Event
    from icalendar.enums import STATUS

    exam = shown.exam
    if exam.at is None:
        start, end = exam.on, exam.on + timedelta(days=1)
        alarms: tuple[timedelta, ...] = (_ALARM_BEFORE_DAY,)
    else:
        start = datetime.combine(exam.on, exam.at, ZoneInfo(exam.zone)).astimezone(UTC)
        end, alarms = start + timedelta(minutes=shown.plan.goal.exam_minutes), _ALARMS
    event = Event.new(
        uid=f"exam-{exam.id}@{_DOMAIN}",
        start=start,
        end=end,
        summary=_exam(shown),
        location=exam.place or None,
        status=STATUS.CONFIRMED,
    )
    for before in alarms:
        event.add_component(_alarm(_exam(shown), before))
    return event


def _alarm(text: str, before: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm.new(description=text)
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    return alarm
