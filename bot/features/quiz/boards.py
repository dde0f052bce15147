"""Leaderboards, pure: periods, and places with ties shared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

ALL_TIME = "all"
ALL_TRACKS = 0
# Places are counted out this far and no further, so that a board takes the same time however large its server is.
MOST_PLACES = 1000


class Period(StrEnum):
    """What a leaderboard covers."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"


def period_key(period: Period, on: date) -> str:
    """The name under which running totals of the period around `on` are kept: 2026-W47, 2026-11 or all."""
    if period is Period.WEEK:
        year, week, _ = on.isocalendar()
        return f"{year}-W{week:02}"
    if period is Period.MONTH:
        return f"{on:%Y-%m}"
    return ALL_TIME


@lru_cache(maxsize=64)
def period_keys(on: date) -> tuple[str, str, str]:
    """Every period that an answer to the occurrence of that date counts in."""
    return (period_key(Period.WEEK, on), period_key(Period.MONTH, on), ALL_TIME)


@dataclass(frozen=True, slots=True)
class Score:
    """A member's running total: first answers in time that were right, out of all such answers."""

    member_id: int
    correct: int
    answered: int

    @property
    def accuracy(self) -> float:
        """The share that was right, 0 to 1."""
        return self.correct / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A score and its place; ties share a place and the next one is left out (1, 2, 2, 4)."""

    place: int
    score: Score


def ranked(scores: Iterable[Score]) -> list[Placed]:
    """Most right first, then the better accuracy."""
    ordered = sorted(scores, key=lambda score: (*_result(score), score.member_id))
    placed: list[Placed] = []
    for position, score in enumerate(ordered, 1):
        last = placed[-1] if placed else None
        tied = last and _result(last.score) == _result(score)
        placed.append(Placed(last.place if last and tied else position, score))
    return placed


def _result(score: Score) -> tuple[int, int]:
    """What a place depends on: with as many right, fewer answers mean the better accuracy; none right is 0 %."""
    return -score.correct, score.answered if score.correct else 0
