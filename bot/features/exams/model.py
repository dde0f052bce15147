"""Exams as values, and what other features offer to them and hear from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Protocol

from bot.db import Tx

# The kind of delivery that brings reminders, and the question afterwards.
REMIND = "exam.remind"

# Days before the exam on which a reminder comes; and the day after, which asks how it went.
MILESTONES = (90, 60, 30, 14, 7, 3, 1, 0)
AFTER = -1
ALL_REMINDERS = (*MILESTONES, AFTER)
# From so many days before the exam on, a reminder brings advice.
LAST_DAYS = 14

MOST_AHEAD = 6
PLACE_LONGEST = 100
USUAL_HOUR = time(9)


class State(StrEnum):
    """moved: put off without a new date. removed: only told to listeners, never kept."""

    AHEAD = "ahead"
    PASSED = "passed"
    NOT_YET = "not_yet"
    MOVED = "moved"
    REMOVED = "removed"


class Where(StrEnum):
    """Where reminders come."""

    DM = "dm"
    CHANNEL = "channel"


class Result(StrEnum):
    """What a member says about an exam that was to be."""

    PASS = "pass"
    NOT_YET = "not_yet"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Exam:
    """One member's exam.

    guild_id: 0 where it was set in direct messages. certification: the id of a certification or specialty.
    on, at: by the clock of zone (IANA name). zone_given: said for this exam; else it follows the member's own.
    off: milestones without a reminder. hour: of reminders, by the member's clock. revision: changes with every change.
    """

    id: int
    member_id: int
    guild_id: int
    certification: str
    on: date
    at: time | None
    zone: str
    zone_given: bool
    place: str
    listed: bool
    channel_id: int | None
    off: frozenset[int]
    hour: time
    state: State
    revision: int
    made_at: int
    decided_at: int | None = None

    @property
    def where(self) -> Where:
        """Where reminders come."""
        return Where.DM if self.channel_id is None else Where.CHANNEL


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member asks for: an exam to be. `Exam` says what the fields mean; listed None: nothing was said."""

    member_id: int
    guild_id: int
    certification: str
    on: date
    at: time | None
    zone: str
    zone_given: bool
    place: str = ""
    listed: bool | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a reminder says of the plan: a sentence each, plain text that is safe to show."""

    where_it_stands: str
    do_now: str


class Planner(Protocol):
    """Who knows where a member's preparation stands."""

    async def outlook(self, tx: Tx, exam: Exam, now: int) -> Outlook:
        """As of now (epoch seconds). After an exam that did not work out: the weak areas, and what to do first."""


class ExamListener(Protocol):
    """A feature that has to act when exams change. Called inside the transaction that changes them."""

    async def exam_changed(self, tx: Tx, exam: Exam, before: Exam | None) -> None:
        """Set (before is None), moved, listed, decided, reminders changed; or removed: state REMOVED, forget it."""


class ResultListener(Protocol):
    """A feature that has to act when somebody has passed. Called inside the transaction that records it."""

    async def exam_passed(self, tx: Tx, exam: Exam, on: date) -> None:
        """on: the day of the exam. May be called again for the same exam."""


# Results in a server by certification: how many exams ended so. Names nobody.
Counts = Mapping[str, Mapping[State, int]]
