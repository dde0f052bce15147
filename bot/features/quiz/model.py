"""The quiz's values: what stores read and services give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.db import Tx
from bot.errors import NotFound
from bot.features.quiz.boards import Placed
from bot.features.quiz.streaks import Day, Streak
from bot.library import Option, Question
from bot.schedule import Recurrence

# Of the places in a message. Questions in content/ have four options, those of own banks two to five.
LETTERS = "ABCDE"


class OccurrenceState(StrEnum):
    """planned → open → closed; or missed, when it was never posted."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Track:
    """One certification's daily question in one channel."""

    id: int
    guild_id: int
    certification: str
    channel_id: int
    ping_role_id: int | None
    created_by: int | None
    created_at: int
    removed_at: int | None


@dataclass(frozen=True, slots=True)
class TrackStatus:
    """A track with when it posts, and what the admins should know. Times are epoch seconds."""

    track: Track
    recurrence: Recurrence
    next_due_at: int | None
    paused: bool
    pause_reason: str | None
    unseen_left: int
    bank_size: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One track's question on one local date. Times are epoch seconds; `order` holds option keys as shown.

    channel_id: where it stands, or is to be posted. message_id: None until it is known to stand there.
    """

    id: int
    track_id: int
    number: int
    nominal_date: date
    question_id: str | None
    order: str | None
    due_at: int
    closes_at: int
    state: OccurrenceState
    late: bool
    channel_id: int | None
    message_id: int | None
    answered: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as its options stand in one message: the letter belongs to the place, not to the option."""

    question: Question
    order: str

    def options(self) -> list[tuple[str, Option]]:
        """Letter and option, as shown."""
        return [(LETTERS[place], self.question.option(key)) for place, key in enumerate(self.order)]

    def letter(self, key: str) -> str:
        """The letter that stands before the option with this key."""
        return LETTERS[self.order.index(key)]

    def key(self, place: int) -> str:
        """The key of the option at a place, from 0. Raises NotFound where there is none."""
        if not place < len(self.order):
            raise NotFound("That question has no such option. Press one of the letters under it.")
        return self.order[place]

    @property
    def accepted(self) -> list[tuple[str, Option]]:
        """Letter and option of all that count as right, the answer first."""
        right = [pair for pair in self.options() if self.question.is_right(pair[1].key)]
        return sorted(right, key=lambda pair: pair[1].key != self.question.answer)


@dataclass(frozen=True, slots=True)
class Post:
    """All that the channel may see of an open occurrence."""

    occurrence: Occurrence
    track: Track
    area: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Closed:
    """All that the channel sees after the close. counts: answers in time by option key."""

    post: Post
    counts: dict[str, int]

    @property
    def took_part(self) -> int:
        """How many answered in time."""
        return sum(self.counts.values())


class Standing(StrEnum):
    """How a press counts."""

    SCORED = "scored"
    LATE = "late"
    REMOVED = "removed"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a member learns from a press. chosen: the key of the option that counts, which is the first one pressed.

    again: the member had answered before, so this press changed nothing. earned_freeze: by this very answer.
    """

    occurrence_id: int
    shown: Shown
    chosen: str
    again: bool
    standing: Standing
    streak: Streak
    earned_freeze: bool

    @property
    def correct(self) -> bool:
        """Whether the first answer was right."""
        return self.shown.question.is_right(self.chosen)


@dataclass(frozen=True, slots=True)
class Board:
    """A leaderboard: the first places, the asking member's own place when it has one, and how many are ranked.

    Both are counted up to MOST_PLACES; a greater number says only that it is greater.
    """

    certification: str | None
    period: str
    top: list[Placed]
    own: Placed | None
    own_hidden: bool
    ranked: int


@dataclass(frozen=True, slots=True)
class StreakReport:
    """A member's streak on one track, day by day, oldest first."""

    track: Track
    streak: Streak
    days: list[Day]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a practice round is. upcoming: the position of the first question without an answer.

    asked: without those that were withdrawn from the bank before they were answered.
    """

    asked: int
    answered: int
    right: int
    upcoming: int | None


@dataclass(frozen=True, slots=True)
class RoundQuestion:
    """One question of a practice round. position counts from 0."""

    round_id: int
    position: int
    size: int
    area: str
    certification: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class RoundAnswer:
    """What a practice press teaches, what comes next (None: the round is over), and the score so far.

    guild_id: the server whose question it is; the press may come from a direct message.
    """

    question: RoundQuestion
    chosen: str
    again: bool
    upcoming: RoundQuestion | None
    correct_so_far: int
    answered_so_far: int
    guild_id: int


@dataclass(frozen=True, slots=True)
class Strength:
    """How a member does in an area of an exam. rate: error rate from 0 to 1, shrunk."""

    rate: float
    answered: int


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """That a member has answered a question. answered_at: epoch seconds."""

    question_id: str
    answered_at: int


class Effect(StrEnum):
    """What a ruling of the server meant for a member's answer: it counts as right now, not any more, or not at all."""

    GAINED = "gained"
    LOST = "lost"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Regraded:
    """What a ruling changed. answers: how many were given in all. effects: member → what it means for them."""

    answers: int
    effects: Mapping[int, Effect]

    def count(self, effect: Effect) -> int:
        """How many members it meant this for."""
        return sum(each is effect for each in self.effects.values())


@dataclass(frozen=True, slots=True)
class Taken:
    """A member's first answer to a question, and how they did on all others that count for boards."""

    chosen: str
    right: bool
    others_right: int
    others_answered: int


@dataclass(frozen=True, slots=True)
class Given:
    """A first answer to a question, in a post or in practice. at: epoch seconds."""

    member_id: int
    guild_id: int
    topic: str
    correct: bool
    at: int


@dataclass(frozen=True, slots=True)
class Moved:
    """An answer that a ruling judges otherwise. at: when it was given, epoch seconds.

    correct: as it counts now; None: the question was thrown out.
    """

    member_id: int
    at: int
    correct: bool | None


class RulingListener(Protocol):
    """A feature that has learned from answers which a ruling judges otherwise."""

    async def ruled(self, tx: Tx, guild_id: int, topic: str, moved: Sequence[Moved]) -> None:
        """Called inside the ruling's transaction. The same again must change nothing."""


class AnswerListener(Protocol):
    """A feature that learns from answers."""

    async def answered(self, tx: Tx, given: Given) -> None:
        """Called inside the transaction that logs the answer. Questions that were thrown out are not told of."""
