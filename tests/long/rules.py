"""The rule of streaks and the order of leaderboards, as the project promises them, written down a second time.

Nothing here comes from the bot: the test compares what the bot says with this.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class Was(Enum):
    """What an occurrence was for one member, and the sign with which `/quiz streak` shows it."""

    ANSWERED = "✅"
    UNANSWERED = "no answer"
    MISSED = "🛟 the bot missed"
    LATE = "🛟 posted late"
    OPEN = "⏳"


@dataclass(frozen=True)
class Streak:
    """A streak, and what it is shown as on the day it was last looked at."""

    length: int = 0
    best: int = 0
    freezes: int = 0
    shown: str = ""


def walk(days: Iterable[Was]) -> list[Streak]:
    """The streak after each day, oldest first.

    A day with an answer makes it longer. Seven answers in a row earn a freeze, two are held at most. A day without
    an answer takes a freeze, and without a freeze ends the streak. Nothing else changes it.
    """
    length = best = freezes = in_a_row = 0
    walked = []
    for day in days:
        shown = day.value
        if day is Was.ANSWERED:
            length, in_a_row = length + 1, in_a_row + 1
            best = max(best, length)
            if in_a_row == 7:
                in_a_row = 0
                shown += " earned" if freezes < 2 else ""
                freezes = min(2, freezes + 1)
        elif day is Was.UNANSWERED:
            shown = "▫️"
            if length and freezes:
                shown, freezes, in_a_row = "❄️", freezes - 1, 0
            elif length:
                shown, length, in_a_row = "✖️", 0, 0
        walked.append(Streak(length, best, freezes, shown))
    return walked


@dataclass(frozen=True)
class Total:
    """A member's first answers in time."""

    member_id: int
    right: int
    answered: int


def placed(totals: Iterable[Total]) -> list[tuple[int, Total]]:
    """Most right first, then the better share of right ones; equal results share a place, and the next is left out."""
    ordered = sorted(totals, key=lambda total: (*_merit(total), total.member_id))
    return [(1 + sum(_merit(other) < _merit(total) for other in ordered), total) for total in ordered]


def _merit(total: Total) -> tuple[int, Fraction]:
    return -total.right, -Fraction(total.right, total.answered)
