"""What a round of matching is given and what it answers: plain values, which can go to another process and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

GOAL_ACCOUNTABILITY, GOAL_EXPLAINING, GOAL_PRACTICE = "accountability", "explaining", "practice"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who waits for a buddy in one server."""

    member_id: int
    certification: str
    """The certification's id, for example "CPC"."""
    weekday_mask: int = 0
    """Usual hours from Monday to Friday: bit h is the hour from h:00 to h + 1:00, local time. 0 in both: not given."""
    weekend_mask: int = 0
    """The same for Saturday and Sunday."""
    utc_offset_minutes: int = 0
    """Local time less UTC, in minutes, east positive."""
    exam_month: int | None = None
    """Months since the year 0: 12 * year + month - 1. None: not given."""
    languages: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    area_scores: Mapping[str, float] = field(default_factory=dict)
    """Error rate by area id, from 0 to 1; areas without answers are left out."""
    priority: bool = False
    """Lost a buddy through no doing of their own: comes first."""
    waiting_since: int = 0
    """Epoch seconds since which the member waits."""
    helper: bool = False
    """Has passed, and is there for somebody who has not."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round in one server: everybody who waits, each once."""

    candidates: tuple[Candidate, ...]
    today: int
    """Days since 1970."""
    blocked: frozenset[frozenset[int]] = frozenset()
    """Pairs of member ids of which at least one blocks the other."""
    met: Mapping[frozenset[int], int] = field(default_factory=dict)
    """By pair of member ids: the day (since 1970) on which they were last put together."""


@dataclass(frozen=True, slots=True)
class Group:
    """Two or three members who are put together."""

    members: tuple[int, ...]
    """Member ids, rising."""
    parts: Mapping[str, int]
    """The score by its parts (see scoring.py), for "why you two"; of three, the mean of their three pairs."""
    repeat: bool
    """At least two of them were together within the last twelve weeks: there was no other choice."""
    overlap: bool
    """False when two of them gave their hours and have none in common."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round decided."""

    groups: tuple[Group, ...]
    alone: tuple[int, ...]
    """Members for whom there is nobody: alone in the pool, or everybody left is blocked. Rising."""
