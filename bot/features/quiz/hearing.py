"""What the quiz tells features that learn from answers, and from rulings on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.db import Tx


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
