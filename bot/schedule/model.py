"""What schedules and deliveries are, and what features and the Discord side have to offer them."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.clock import Clock
from bot.db import Tx
from bot.schedule.recurrence import Recurrence

LATE_AFTER_S = 900
"""A delivery sent more than this many seconds after it was due counts as late."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A recurrence of one subject of one feature, such as a track's daily post. Times in epoch seconds."""

    id: int
    kind: str
    subject_id: int
    guild_id: int
    recurrence: Recurrence
    paused: bool
    pause_reason: str | None
    next_date: date | None
    next_due_at: int | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that is to reach Discord exactly once. Times in epoch seconds; unique by kind and key.

    tried_in: the channel in which an earlier attempt may have left it, where the carrier said so.
    """

    id: int
    kind: str
    key: str
    subject_id: int
    guild_id: int
    schedule_id: int | None
    nominal_date: date | None
    due_at: int
    expires_at: int
    attempts: int
    state: str
    message_id: int | None
    nonce: str
    tried_in: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a delivery stands on Discord. sent_at: epoch seconds."""

    message_id: int
    channel_id: int
    sent_at: int


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a feature is told of a planned occurrence. next_due_at: when the occurrence after it is due."""

    schedule: Schedule
    nominal_date: date
    due_at: int
    next_due_at: int


class Permanent(Exception):
    """Discord will never take this (403, 404). `reason` is readable text for the admins."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RetryLater(Exception):
    """Certainly not sent (429, 503 before processing); try again in `after` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"try again in {after} s")
        self.after = after


class Kind(Protocol):
    """The feature's side. Every call runs inside the transaction that changes the delivery."""

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """An occurrence came into being (scheduled kinds only); `skipped` may follow right away."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It is on Discord. late: more than LATE_AFTER_S after it was due."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Its time has passed unsent: the bot's miss, not the members'."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """Discord refused for good; `reason` can be shown to admins."""


class Unplanned:
    """A kind of one-off deliveries, of which nothing is kept unless a method says otherwise."""

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: it is no occurrence."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It is on Discord."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached in time."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """Discord refused it."""


class Carrier(Protocol):
    """The Discord side of one kind."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Send it. Raises Permanent or RetryLater; anything else means nobody knows whether it arrived."""

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Look on Discord for a delivery that may have arrived. None: it is surely not there."""


class Inward(Unplanned):
    """A kind that needs nothing of Discord's and so carries itself: all is done where it is recorded, in `sent`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def send(self, delivery: Delivery) -> Receipt:
        """Nothing has to be sent."""
        return Receipt(0, 0, self._clock.now())

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It can always be done again."""
        return None


def occurrence_key(schedule_id: int, nominal: date) -> str:
    """What names the delivery of an occurrence among those of its kind."""
    return f"{schedule_id}:{nominal}"


def nonce_of(kind: str, key: str) -> str:
    """24 characters (Discord takes 25) that name a delivery, the same after every restart and restore.

    It hashes what the delivery is, never its row id, which a restored backup could hand out again.
    """
    digest = hashlib.sha256(f"{kind}:{key}".encode()).digest()
    return base64.b32encode(digest[:15]).decode().lower()
