"""How fast requests may leave."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable


class Pace:
    """Lets at most `per_second` callers through in any one second, first come first served.

    A sliding window, not a bucket that refills: a full bucket lets twice as many through within a second, and
    Discord counts 50 requests a second. now: seconds of any steady clock; sleep: waits that many seconds.
    """

    def __init__(
        self,
        per_second: int,
        *,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._passed: deque[float] = deque(maxlen=per_second)
        self._now = now
        self._sleep = sleep
        self._turn = asyncio.Lock()

    async def take(self) -> None:
        """Wait for a place, and take it."""
        async with self._turn:
            while (wait := self._wait()) > 0:
                await self._sleep(wait)
            self._passed.append(self._now())

    def _wait(self) -> float:
        if len(self._passed) < (self._passed.maxlen or 0):
            return 0.0
        return self._passed[0] + 1.0 - self._now()
