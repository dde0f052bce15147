"""Discord's rate limits: per route, global, and the ban after too many invalid requests.

Discord publishes the global numbers ("Rate Limits": 50 requests a second for each bot, interaction
endpoints not counted; 10,000 answers of 401, 403 or 429 in 10 minutes ban the address) but not those of the
routes, which it may change: clients must read the headers. The table holds observed numbers, with where they
are written down.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sandbox.errors import rate_limited


@dataclass(frozen=True, slots=True)
class Limit:
    """``count`` requests in each window of ``seconds``; routes with the same ``bucket`` share it."""

    count: int
    seconds: float
    bucket: str = ""
    scope: str = "user"


GLOBAL = Limit(50, 1.0, "global", "global")
DEFAULT = Limit(50, 1.0)
INVALID_COUNT, INVALID_SECONDS = 10_000, 600.0
INVALID_STATUSES = frozenset({401, 403, 429})

_MESSAGE = Limit(5, 5.0, "message")
_REACTION = Limit(1, 0.25, "reaction")
_WEBHOOK = Limit(5, 2.0, "webhook")

LIMITS: Mapping[str, Limit] = {
    # 5 in 5 s for each channel, creating and editing together: discord-api-docs issues 981 and 2761.
    "POST /channels/{}/messages": _MESSAGE,
    "PATCH /channels/{}/messages/{}": _MESSAGE,
    # 5 in 1 s for each channel, apart from creating: discord-api-docs "Rate Limits" (deleting has its own).
    "DELETE /channels/{}/messages/{}": Limit(5, 1.0),
    # 1 in 0.25 s for each channel, adding and removing together: discord-api-docs issue 981.
    "PUT /channels/{}/messages/{}/reactions/{}/@me": _REACTION,
    "DELETE /channels/{}/messages/{}/reactions/{}/@me": _REACTION,
    "DELETE /channels/{}/messages/{}/reactions/{}/{}": _REACTION,
    # 10 in 15 s, name and topic left alone: discord-api-docs issue 2190.
    "PATCH /channels/{}": Limit(10, 15.0),
    # 10 in 10 s for each server, the bot's own nickname 1 in 1 s: client libraries' tables.
    "PATCH /guilds/{}/members/{}": Limit(10, 10.0),
    "PATCH /guilds/{}/members/@me": Limit(1, 1.0),
    # 5 in 2 s for each webhook, which an interaction's follow-ups are: discord-webhooks-guide, "Rate Limits".
    "POST /webhooks/{}/{}": _WEBHOOK,
    "PATCH /webhooks/{}/{}/messages/{}": _WEBHOOK,
    "PATCH /webhooks/{}/{}/messages/@original": _WEBHOOK,
    "DELETE /webhooks/{}/{}/messages/{}": _WEBHOOK,
    "DELETE /webhooks/{}/{}/messages/@original": _WEBHOOK,
}

_PARAMETER = re.compile(r"\{[^{}]*\}")
_KEPT = 4096
"""Windows held before the refilled ones are thrown away; more when twice those in use are more."""


@dataclass(slots=True)
class _Window:
    started: float
    used: int = 0


class RateLimiter:
    """Counts requests and refuses those over a limit. Never sleeps; ``clock`` gives seconds.

    A clock that jumps ahead finds the windows refilled; one set back starts them anew. With a clock that
    stands still nothing refills: pass ``time.monotonic`` there.
    """

    def __init__(
        self, clock: Callable[[], float], *, limits: Mapping[str, Limit] = LIMITS, overall: Limit = GLOBAL
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._overall = overall
        self._windows: dict[tuple[str, ...], _Window] = {}
        self._sweep_at = _KEPT
        self._invalid: deque[float] = deque(maxlen=INVALID_COUNT)

    def take(self, token: str, method: str, route_template: str, major: str) -> dict[str, str]:
        """Counts one request and returns its X-RateLimit headers.

        ``route_template`` is such as ``/channels/{channel_id}/messages``, ``major`` the ids that part the
        bucket (channel, guild, or webhook with its token). Raises a 429 ``DiscordError`` over a limit; a
        refused request is counted only globally. Interaction callbacks have no limit and no headers.
        """
        template = _bare(route_template)
        if not _outside_global(template):
            window = self._window(("global", token), self._overall)
            if window.used >= self._overall.count:
                raise rate_limited(self._left(window, self._overall), True)
            window.used += 1
        if template.startswith("/interactions/"):
            return {}
        return self._take_route(token, f"{method.upper()} {template}", major)

    def _take_route(self, token: str, route: str, major: str) -> dict[str, str]:
        limit = self._limits.get(route, DEFAULT)
        name = limit.bucket or route
        window = self._window((token, name, major), limit)
        refused = window.used >= limit.count
        window.used += not refused
        left = self._left(window, limit)
        headers = {
            "X-RateLimit-Limit": str(limit.count),
            "X-RateLimit-Remaining": str(limit.count - window.used),
            "X-RateLimit-Reset": f"{self._clock() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": _hash(name),
        }
        if refused:
            raise rate_limited(left, scope=limit.scope, headers=headers)
        return headers

    def note_status(self, status: int, *, scope: str | None = None) -> None:
        """To be told of every answer. 429 with the scope "shared" is no fault of the bot: not counted."""
        if status not in INVALID_STATUSES or (status == 429 and scope == "shared"):
            return
        now = self._clock()
        if self._invalid and now < self._invalid[-1]:
            self._invalid.clear()
        self._invalid.append(now)

    @property
    def invalid_count(self) -> int:
        """Invalid requests in the last 10 minutes, at most 10,000."""
        since = self._clock() - INVALID_SECONDS
        return sum(1 for at in self._invalid if at > since)

    @property
    def banned(self) -> bool:
        """Whether Discord would refuse the address now, because of 10,000 invalid requests in 10 minutes."""
        full = len(self._invalid) == INVALID_COUNT
        return full and self._clock() - self._invalid[0] < INVALID_SECONDS

    def reset(self) -> None:
        """Forgets everything, the ban too."""
        self._windows.clear()
        self._invalid.clear()

    def _window(self, key: tuple[str, ...], limit: Limit) -> _Window:
        now = self._clock()
        window = self._windows.get(key)
        if window is None or not window.started <= now < window.started + limit.seconds:
            if window is None and len(self._windows) >= self._sweep_at:
                self._forget_old(now)
            window = self._windows[key] = _Window(now)
        return window

    def _forget_old(self, now: float) -> None:
        longest = max(limit.seconds for limit in (*self._limits.values(), DEFAULT, self._overall))
        self._windows = {
            key: window for key, window in self._windows.items() if 0 <= now - window.started < longest
        }
        self._sweep_at = max(_KEPT, 2 * len(self._windows))

    def _left(self, window: _Window, limit: Limit) -> float:
        return max(0.001, window.started + limit.seconds - self._clock())


@lru_cache(maxsize=1024)
def _hash(name: str) -> str:
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


@lru_cache(maxsize=1024)
def _bare(route_template: str) -> str:
    return _PARAMETER.sub("{}", route_template)


def _outside_global(template: str) -> bool:
    """Interaction endpoints, and follow-ups through the webhook of an interaction, need no bot token."""
    return template.startswith(("/interactions/", "/webhooks/{}/{}"))
