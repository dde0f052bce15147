"""How fast requests may leave."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

# So many may leave together after a quiet while; it also makes up for sleeps that last too long.
AT_ONCE_MOST = 4


class Pace:
    """Lets at most `per_second` callers through in any one second, first come first served.

    A sliding window, not a bucket that refills: a full bucket lets twice as many through within a second, and
    Discord counts 50 requests a second. Whoever has to wait leaves evenly rather than twenty at once each second, so
    that members who press meanwhile are not held up by a crowd. now: seconds of any steady clock; sleep: waits that
    many seconds.
    """

    def __init__(
        self,
        per_second: int,
        *,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._passed: deque[float] = deque(maxlen=per_second)
        self._gap_s = 1.0 / per_second
        self._even_from = 0.0
        self._now = now
        self._sleep = sleep
        self._turn = asyncio.Lock()

    async def take(self) -> None:
        """Wait for a place, and take it."""
        async with self._turn:
            while (wait := self._wait()) > 0:
                await self._sleep(wait)
            now = self._now()
            self._passed.append(now)
            self._even_from = max(self._even_from, now - AT_ONCE_MOST * self._gap_s) + self._gap_s

    def _wait(self) -> float:
        now = self._now()
        is_full = len(self._passed) == self._passed.maxlen
        return max(self._even_from - now, self._passed[0] + 1.0 - now if is_full else 0.0)
