"""One attempt to carry a delivery: what happened on Discord, without a word to the database."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.clock import Clock
from bot.schedule.faults import log, log_fault
from bot.schedule.model import Carrier, Delivery, Permanent, Receipt, RetryLater
from bot.schedule.pace import Pace

LOOK_FIRST_AFTER_S = 60
"""Later than this, what was due before this process began is searched for before the first attempt: the database may
be a restored backup. What fell due later has only waited for its turn, as when thousands are due at once."""

_BACKOFF_CAP_S = 300
_RETRY_LATER_CAP_S = 3600

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery taken for one attempt.

    unsure: it may be on Discord already. only_look: not to be sent any more.
    """

    delivery: Delivery
    unsure: bool
    only_look: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Absent:
    """Surely not on Discord, and not to be sent any more."""


@dataclass(frozen=True, slots=True)
class Refused:
    reason: str


@dataclass(frozen=True, slots=True)
class Again:
    """Try again `after` seconds from now. unsure: look on Discord first."""

    after: int
    unsure: bool


Outcome = Arrived | Absent | Refused | Again


def backoff(attempts: int) -> int:
    """Seconds to wait after so many attempts: 2, 4, 8, … at most 300."""
    return min(_BACKOFF_CAP_S, 1 << min(max(attempts, 1), 9))


def _asked_wait(after: float) -> int:
    """What Discord asked for, in whole seconds, kept within reason."""
    return math.ceil(min(max(after, 1.0), _RETRY_LATER_CAP_S)) if math.isfinite(after) else _RETRY_LATER_CAP_S


class Attempts:
    """Makes attempts, at the pace and within the time allowed."""

    def __init__(self, clock: Clock, pace: Pace, *, timeout_s: float) -> None:
        self._clock = clock
        self._pace = pace
        self._timeout_s = timeout_s
        self._since = clock.now()

    async def make(self, claim: Claim, carrier: Carrier) -> Outcome:
        """Look where a look is needed, then send. Only a cancellation gets out of here."""
        delivery = claim.delivery
        unsure, on_its_way = claim.unsure, False
        try:
            if unsure or claim.only_look or self._may_be_there(delivery):
                found = await self._request(lambda: carrier.find(delivery))
                if found is not None:
                    return Arrived(found)
                unsure = False
                if claim.only_look:
                    return Absent()
            on_its_way = True
            return Arrived(await self._request(lambda: carrier.send(delivery)))
        except Permanent as refusal:
            return Refused(refusal.reason)
        except RetryLater as later:
            return Again(_asked_wait(later.after), unsure)
        except Exception as error:
            _report(delivery, error)
            return Again(backoff(delivery.attempts), unsure or on_its_way)

    def _may_be_there(self, delivery: Delivery) -> bool:
        late = self._clock.now() - delivery.due_at > LOOK_FIRST_AFTER_S
        return late and delivery.due_at < self._since

    async def _request(self, call: Callable[[], Awaitable[T]]) -> T:
        await self._pace.take()
        async with asyncio.timeout(self._timeout_s):
            return await call()


def _report(delivery: Delivery, error: Exception) -> None:
    what = f"Delivery {delivery.kind} {delivery.key} is in doubt after attempt {delivery.attempts}"
    if isinstance(error, OSError):
        # The network's everyday troubles, timeouts among them: a line will do, for there may be thousands.
        log.warning("%s: %s", what, repr(error))
    else:
        log_fault(what, error)
