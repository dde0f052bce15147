"""How well two members fit: the parts of the score, and every weight that matching knows.

The parts are whole numbers, as large as they matter: to learn together two need a language and hours in common (250 and
up to 300 points) more than the same certification (300, related 150) or a near exam (up to 200); what one can teach the
other (up to 160) and the same wishes (up to 60) decide between fits that are as good otherwise.
"""

import math
from typing import NamedTuple

from bot.features.buddies.matching_model import Candidate

SAME_CERTIFICATION, RELATED_CERTIFICATION = 300, 150
# Outpatient and professional coding; hospital coding; and the two certifications that beginners choose between.
CIRCLES = (
    frozenset({"CPC", "COC", "CCS-P", "CRC", "CPC-P"}),
    frozenset({"CCS", "CIC", "CCA"}),
    frozenset({"CCA", "CPC"}),
)

# Hours in common: points for having any, and for each one a week up to ten (two a working day are plenty). Hours not
# given may well suit, and are worth less than any that do.
SHARED_HOURS, EACH_SHARED_HOUR, HOURS_COUNTED, HOURS_NOT_GIVEN = 150, 15, 10, 120

SHARED_LANGUAGE = 250
LANGUAGE_NOT_GIVEN = 200  # they write in this server, so the server's language is likely

SAME_EXAM_MONTH, EACH_MONTH_APART, EXAM_NOT_GIVEN_BY_BOTH, EXAM_NOT_GIVEN_BY_ONE = 200, 40, 100, 60

# An area that one is weak in and the other strong. Two count in each direction, so that both give and take.
EACH_AREA, AREAS_COUNTED = 40, 2
WEAK_FROM, STRONG_UP_TO = 0.35, 0.25  # error rates; a community's usual one is 0.3

EACH_SHARED_GOAL, GOALS_COUNTED = 30, 2

# These decide only who is left over for a group of three, and are no part of what a pair is told.
PRIORITY, EACH_WEEK_WAITED, WEEKS_COUNTED = 100, 10, 5

# More than all points together: two who have passed are put together only when they would be left over.
BOTH_HELP = 2000

REPEAT_WITHIN_DAYS = 12 * 7

WEEK_SLOTS = 7 * 48
_WEEK = (1 << WEEK_SLOTS) - 1
_USUAL_HOUR = 19  # by which those who gave no hours are placed


class Standing(NamedTuple):
    """A candidate as scoring needs it, computed once a round."""

    member_id: int
    certification: str
    slots: int
    """Half hours of the week in UTC, Monday 0:00 first; 0 when not given."""
    centre: float
    """Where the hours lie in a day, in UTC hours from 0 to 24."""
    exam_month: int | None
    languages: frozenset[str]
    goals: frozenset[str]
    weak: frozenset[str]
    strong: frozenset[str]
    eagerness: int
    helper: bool = False


def standing(candidate: Candidate, today: int) -> Standing:
    """What scoring needs of a candidate on that day (days since 1970)."""
    weeks = max(0, today * 86400 - candidate.waiting_since) // (7 * 86400)
    scores = candidate.area_scores.items()
    return Standing(
        candidate.member_id,
        candidate.certification,
        week_slots(candidate.weekday_mask, candidate.weekend_mask, candidate.utc_offset_minutes),
        _centre(candidate.weekday_mask or candidate.weekend_mask, candidate.utc_offset_minutes),
        candidate.exam_month,
        candidate.languages,
        candidate.goals,
        frozenset(area for area, rate in scores if rate >= WEAK_FROM),
        frozenset(area for area, rate in scores if rate <= STRONG_UP_TO),
        PRIORITY * candidate.priority + EACH_WEEK_WAITED * min(weeks, WEEKS_COUNTED),
        candidate.helper,
    )


def week_slots(weekday_mask: int, weekend_mask: int, utc_offset_minutes: int) -> int:
    """Local hours of the day as half hours of the week in UTC: a day's edge may fall into the next or last day."""
    week = 0
    for day in range(7):
        week |= _half_hours(weekday_mask if day < 5 else weekend_mask) << (48 * day)
    shift = round(utc_offset_minutes / 30) % WEEK_SLOTS
    return (week >> shift | week << (WEEK_SLOTS - shift)) & _WEEK


def _half_hours(mask: int) -> int:
    return sum(0b11 << (2 * hour) for hour in range(24) if mask >> hour & 1)


def _centre(mask: int, utc_offset_minutes: int) -> float:
    """The mean on the clock's circle, so that 23:00 and 1:00 have midnight between them."""
    angles = [(hour + 0.5) * math.tau / 24 for hour in range(24) if mask >> hour & 1]
    x, y = sum(map(math.cos, angles)), sum(map(math.sin, angles))
    local = math.atan2(y, x) * 24 / math.tau if math.hypot(x, y) > 1e-9 else _USUAL_HOUR
    return (local - utc_offset_minutes / 60) % 24


def related(one: str, other: str) -> bool:
    """Whether two certifications share enough to learn together."""
    return one == other or any(one in circle and other in circle for circle in CIRCLES)


def parts(one: Standing, other: Standing) -> dict[str, int]:
    """The score by its parts: certification, hours, language, exam, areas, goals. None is below 0."""
    return {
        "certification": _certification(one.certification, other.certification),
        "hours": _hours(one.slots, other.slots),
        "language": _language(one.languages, other.languages),
        "exam": _exam(one.exam_month, other.exam_month),
        "areas": EACH_AREA
        * (
            min(AREAS_COUNTED, len(one.weak & other.strong))
            + min(AREAS_COUNTED, len(other.weak & one.strong))
        ),
        "goals": EACH_SHARED_GOAL * min(GOALS_COUNTED, len(one.goals & other.goals)),
    }


def weight(one: Standing, other: Standing) -> int:
    """What it is worth to put two together, in points."""
    points = sum(parts(one, other).values()) + one.eagerness + other.eagerness
    return points - BOTH_HELP if one.helper and other.helper else points


def overlap(one: Standing, other: Standing) -> bool:
    """False when both gave hours and none is shared."""
    return not one.slots or not other.slots or bool(one.slots & other.slots)


def _certification(one: str, other: str) -> int:
    if one == other:
        return SAME_CERTIFICATION
    return RELATED_CERTIFICATION if related(one, other) else 0


def _hours(one: int, other: int) -> int:
    if not one or not other:
        return HOURS_NOT_GIVEN
    shared = (one & other).bit_count()
    if not shared:
        return 0
    return SHARED_HOURS + EACH_SHARED_HOUR * min(shared, 2 * HOURS_COUNTED) // 2


def _language(one: frozenset[str], other: frozenset[str]) -> int:
    if not one or not other:
        return LANGUAGE_NOT_GIVEN
    return 0 if one.isdisjoint(other) else SHARED_LANGUAGE


def _exam(one: int | None, other: int | None) -> int:
    if one is None or other is None:
        return EXAM_NOT_GIVEN_BY_BOTH if one is other else EXAM_NOT_GIVEN_BY_ONE
    return max(0, SAME_EXAM_MONTH - EACH_MONTH_APART * abs(one - other))
