"""Streaks, pure: how a member's days on one track add up.

A streak counts the occurrences of one track that a member answered in time, right or wrong. Seven in a row earn a
freeze; at most two are held. A day without an answer uses up a freeze, or ends the streak. A day that the bot
missed or posted late cannot be held against anybody: unanswered, it changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

ROW_FOR_A_FREEZE = 7
MOST_FREEZES = 2


class Happened(StrEnum):
    """What an occurrence was for one member."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    NOT_POSTED = "not posted"
    LATE = "posted late, unanswered"
    OPEN = "still open"

    @property
    def protected(self) -> bool:
        """True where an unanswered day is not the member's doing, or not over yet."""
        return self in (Happened.NOT_POSTED, Happened.LATE, Happened.OPEN)


class Effect(StrEnum):
    """What an occurrence did to the streak."""

    GREW = "grew"
    FREEZE_USED = "a freeze was used"
    ENDED = "ended"
    UNTOUCHED = "not counted"


@dataclass(frozen=True, slots=True)
class Streak:
    """Where a member stands on one track.

    length, best: occurrences answered. row: answered since the last freeze was earned or used.
    """

    length: int = 0
    best: int = 0
    freezes: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """One occurrence in the explanation of a streak: what happened, what it did, and how things stood after it."""

    nominal_date: date
    happened: Happened
    effect: Effect
    earned_freeze: bool
    after: Streak


def step(streak: Streak, happened: Happened) -> tuple[Streak, Effect, bool]:
    """The streak after one more occurrence, what that did, and whether it earned a freeze."""
    if happened is Happened.ANSWERED:
        return _grown(streak)
    if happened.protected or streak.length == 0:
        return streak, Effect.UNTOUCHED, False
    if streak.freezes > 0:
        return replace(streak, freezes=streak.freezes - 1, row=0), Effect.FREEZE_USED, False
    return replace(streak, length=0, row=0), Effect.ENDED, False


def _grown(streak: Streak) -> tuple[Streak, Effect, bool]:
    length, row = streak.length + 1, streak.row + 1
    earned = row >= ROW_FOR_A_FREEZE and streak.freezes < MOST_FREEZES
    grown = Streak(
        length=length,
        best=max(streak.best, length),
        freezes=streak.freezes + earned,
        row=0 if row >= ROW_FOR_A_FREEZE else row,
    )
    return grown, Effect.GREW, earned


def after(streak: Streak, happenings: Iterable[Happened]) -> Streak:
    """The streak after several occurrences, oldest first."""
    for happened in happenings:
        streak, _, _ = step(streak, happened)
    return streak


def explain(happenings: Iterable[tuple[date, Happened]]) -> list[Day]:
    """Day by day from the member's first occurrence, oldest first: the whole account of a streak."""
    streak, days = Streak(), []
    for nominal_date, happened in happenings:
        streak, effect, earned = step(streak, happened)
        days.append(Day(nominal_date, happened, effect, earned, streak))
    return days
