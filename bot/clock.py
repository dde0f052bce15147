"""The only source of time. Everything else is handed a `Clock`, or an instant that one gave."""

import time
from datetime import UTC, datetime


class Clock:
    """UTC time in seconds since 1970. It can start elsewhere than now, stand still, and be moved on.

    start_at: epoch seconds at which the clock begins (None: the present).
    frozen: the clock stands until `move_to` or `advance` is called, for tests and simulations.
    """

    def __init__(self, start_at: float | None = None, *, frozen: bool = False) -> None:
        self._frozen = frozen
        self._offset = 0.0
        self._stands_at = 0.0
        self.move_to(time.time() if start_at is None else start_at)

    def time(self) -> float:
        """Epoch seconds with their fraction."""
        return self._stands_at if self._frozen else time.time() + self._offset

    def now(self) -> int:
        """Epoch seconds, whole."""
        return int(self.time())

    def today(self) -> datetime:
        """The present as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def move_to(self, instant: float) -> None:
        """Make it `instant` (epoch seconds) now."""
        self._stands_at = float(instant)
        self._offset = instant - time.time()

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`."""
        self.move_to(self.time() + seconds)
