"""Discord's ids: milliseconds since 2015 in the upper bits, a counter in the lower 22."""

from collections.abc import Callable

EPOCH_MS = 1_420_070_400_000
_MONTH_MS = 30 * 24 * 3600 * 1000


def snowflake_at(instant: float) -> int:
    """The lowest id that anything made at `instant` (epoch seconds) can have."""
    return max(0, int(instant * 1000) - EPOCH_MS) << 22


class Snowflakes:
    """Gives ids that only grow, also while the clock stands or is set back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.last = 0
        self._guild_ms = 0

    def next(self) -> int:
        self.last = max(snowflake_at(self._clock()), self.last + 1)
        return self.last

    def next_guild(self) -> int:
        """An id in a millisecond of its own.

        A guild's shard is `(id >> 22) % shards`: guilds made within one millisecond would all
        land on one shard. They are dated a month back, so that no other id is ever equal.
        """
        if not self._guild_ms:
            self._guild_ms = max(1, int(self._clock() * 1000) - EPOCH_MS - _MONTH_MS)
        self._guild_ms += 1
        return self._guild_ms << 22
