"""Study plans as values. A plan is never kept: it follows from dates, habits, what was done, and today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# The weekly message of a plan.
WEEK = "exam.week"

# The guide's range for preparing, in weeks.
FEWEST_WEEKS, MOST_WEEKS = 8, 13
# Days before the exam from which on it gets light, and from which on nothing is new.
LIGHT_DAYS, NOTHING_NEW_DAYS = 7, 3
# Minutes of one session, and of the break after it.
SHORTEST, LONGEST, BREAK = 20, 50, 5
MINUTES = (20, 25, 30, 45, 60, 75, 90, 120, 150, 180, 240)
# What a question takes with its reasons read.
ANSWER_MINUTES = 2


class Doing(StrEnum):
    """What a session is for."""

    STUDY = "study"  # of one area
    PRACTICE = "practice"  # a practice exam, or a part of one
    REVIEW = "review"  # what was missed; nothing new
    UPKEEP = "upkeep"  # mixed questions, until the plan begins


class Span(StrEnum):
    """How the time there is compares with the guide's range."""

    SHORT = "short"
    RIGHT = "right"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Habits:
    """When a member studies. days: 0 = Monday. minutes: a day, breaks included. hour: when sessions begin."""

    days: frozenset[int] = frozenset(range(5))
    minutes: int = 60
    hour: int = 18


@dataclass(frozen=True, slots=True)
class Area:
    """A section of the exam. weight: its share of the exam × how weak the member is there; more than 0."""

    id: str
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan leads to. begun: when the member made it. exam_minutes: how long the exam takes."""

    begun: date
    on: date
    habits: Habits
    areas: tuple[Area, ...]
    exam_minutes: int = 240

    @property
    def weeks(self) -> int:
        """Whole weeks from the making of the plan to the exam."""
        return max(0, (self.on - self.begun).days // 7)

    @property
    def span(self) -> Span:
        """Whether that is within the guide's range."""
        if self.weeks < FEWEST_WEEKS:
            return Span.SHORT
        return Span.LONG if (self.on - self.begun).days > 7 * MOST_WEEKS else Span.RIGHT


@dataclass(frozen=True, slots=True)
class Work:
    """What was done on a day: minutes of questions by area, and minutes of focus, which name no area."""

    on: date
    answered: Mapping[str, int] = field(default_factory=dict)
    focus: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What the member's other plans leave of this one's days.

    taken: minutes of a day's that are not there, now; usually: when all plans were begun. spent: minutes that today has
    seen for others.
    """

    taken: Mapping[date, int] = field(default_factory=dict)
    usually: Mapping[date, int] = field(default_factory=dict)
    spent: int = 0


ALONE = Share()


class Exercise(StrEnum):
    """The practice exams of a plan, in their order."""

    BASELINE = "baseline"
    MIDWAY = "midway"
    FULL = "full"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice exam. minutes: of all parts. done: when parts were done. days: when the others are to be."""

    exercise: Exercise
    minutes: int
    parts: int
    done: tuple[date, ...] = ()
    days: tuple[date, ...] = ()
    full_length: bool = False

    @property
    def is_done(self) -> bool:
        """Whether all parts are."""
        return len(self.done) >= self.parts

    @property
    def left_out(self) -> bool:
        """Whether there is no room left for it."""
        return not self.is_done and not self.days


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting. number: 0 for the first of its day. starts: minutes after the day's first session begins.

    area: of a STUDY session. exercise, part: of a PRACTICE session; the first part is 1.
    """

    on: date
    number: int
    starts: int
    minutes: int
    doing: Doing
    area: str | None = None
    exercise: Exercise | None = None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as of `today`. Sessions of area work are counted in sessions of `length` minutes.

    needs: what each area is due from beginning to end. done: how far it is, at most its need. cut: what there is no
    room left for. expected: sessions that would be done by now at an even pace. begins: when full work begins.
    For each area: needs = done + sessions ahead + cut.
    """

    goal: Goal
    today: date
    begins: date
    length: int
    sessions: tuple[Session, ...]
    practice: tuple[Practice, ...]
    needs: Mapping[str, int]
    done: Mapping[str, int]
    cut: Mapping[str, int]
    expected: int

    @property
    def total(self) -> int:
        """Sessions of area work from beginning to end."""
        return sum(self.needs.values())

    @property
    def behind(self) -> int:
        """Sessions that an even pace would have done and the member has not; negative when ahead."""
        return self.expected - sum(self.done.values())

    def between(self, since: date, until: date) -> list[Session]:
        """Sessions from `since` on and before `until`."""
        return [one for one in self.sessions if since <= one.on < until]
