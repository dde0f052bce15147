"""Kills the bot at random points, day after day, until it has died often enough."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from random import Random

from tests.long.almanac import DAY_S
from tests.long.city import City
from tests.long.waiting import until
from tests.long.watch import CALLBACK, EDIT, LOGIN, LOOK, POST, Request

# A claim on a delivery lasts this long; a supervisor that is quicker would only wait.
LEASE_S = 61
# A bot that has nothing left to be killed at is killed when it has asked Discord for nothing for so long, in real
# seconds; answers to presses do not count. Counted from its first request on, a slow machine would kill each bot before
# it posts.
PATIENCE_S = 2.5
# No life of a few dozen requests lasts longer; one that does is a fault.
LIFE_AT_MOST_S = 120.0
ROUTES = {"post": POST, "look": LOOK, "close": EDIT, "answer": CALLBACK}


@dataclass
class Blow:
    """Where one life ends: at the `nth` request of a kind, or `delay_s` after it; `route` None: after the first one."""

    kind: str
    route: str
    nth: int
    delay_s: float | None


class Reaper:
    """One life of the bot after the other. `struck` counts deaths by what the bot was doing."""

    def __init__(self, city: City, rng: Random, first_due: int) -> None:
        self.city = city
        self.day = 0
        self.first_due = first_due
        self.struck: Counter[str] = Counter()
        # Posts whose answer the bot never got: channel, day (from 0), and when Discord was asked.
        self.orphans: list[tuple[int, int, float]] = []
        self.lost_callbacks = 0
        # How often the end had to wait for a next attempt.
        self.waits = 0
        self._rng = rng
        self._blow: Blow | None = None
        self._seen: Counter[str] = Counter()
        self._dead = asyncio.Event()
        self._asked_at = 0.0
        city.watch.listeners.append(self._on_request)

    # --- one life

    async def live_and_die(self) -> None:
        """Start the bot, let it work under faults, and kill it."""
        self._blow, self._dead = self._draw(), asyncio.Event()
        self._seen.clear()
        self._order_faults()
        await self.city.start_bot()
        await until(lambda: self.city.connected or self._dead.is_set())
        self._asked_at = asyncio.get_running_loop().time()
        await until(lambda: self._idle() or self._dead.is_set(), LIFE_AT_MOST_S)
        self._strike("time", self._dead)
        assert await self.city.bury_bot() == -9, self.city.log()[-3000:]
        self.city.local.faults.clear()

    def _idle(self) -> bool:
        return asyncio.get_running_loop().time() - self._asked_at > PATIENCE_S

    def _draw(self) -> Blow:
        rng, left = self._rng, self._missing()
        kinds = ["answer", "answer", "time"]
        if left == len(self.city.spots):
            kinds = ["close", "close", "post"]
        elif left:
            kinds += ["post", "post", "post", "look"]
        kind = rng.choice(kinds)
        if kind == "time":
            return Blow(kind, LOGIN, 1, rng.uniform(0.0, 2.0))
        # Within what one life can reach: some of what is left waits for its lease or its next attempt.
        most = 20 if kind == "answer" else max(1, left // 2)
        delay = None if rng.random() < 0.5 else rng.uniform(0.0, 0.03)
        return Blow(kind, ROUTES[kind], rng.randint(1, most), delay)

    def _missing(self) -> int:
        return sum(len(spot.channel.order) <= self.day for spot in self.city.spots)

    def _order_faults(self) -> None:
        rng, order = self._rng, self.city.local.faults.order
        if rng.random() < 0.5:
            order(POST, rng.randint(1, 4), "lose")
        if rng.random() < 0.3:
            order(POST, rng.randint(1, 3), rng.choice((503, "drop")))
        if rng.random() < 0.3:
            order(LOOK, rng.randint(1, 3), rng.choice((503, "drop")))
        if rng.random() < 0.3:
            order(EDIT, rng.randint(1, 3), rng.choice((503, "drop", "lose")))
        if rng.random() < 0.5:
            order(CALLBACK, rng.randint(1, 5), rng.choice(("drop", "lose")))

    def _on_request(self, request: Request) -> None:
        self._seen[request.route] += 1
        if request.route != CALLBACK:
            self._asked_at = asyncio.get_running_loop().time()
        blow = self._blow
        if blow is not None and request.route == blow.route and self._seen[blow.route] == blow.nth:
            if blow.delay_s is None:
                self._strike(blow.kind, self._dead)
            else:
                loop = asyncio.get_running_loop()
                loop.call_later(blow.delay_s, self._strike, blow.kind, self._dead)
        # What the dead have sent is still done, like what is done without an answer.
        unheard = request.fault == "lose" or (request.fault is None and self._dead.is_set())
        if request.route == POST and unheard:
            self.orphans.append((int(request.path.split("/")[2]), self.day, self.city.clock.time()))
        if request.route == CALLBACK and request.fault == "lose":
            self.lost_callbacks += 1

    def _strike(self, kind: str, life: asyncio.Event) -> None:
        """End this life, unless it has ended already."""
        if life.is_set():
            return
        self.city.kill_bot()
        self._dead.set()
        self.struck[kind] += 1

    # --- many lives

    async def reap(self, kills: int) -> None:
        """Live through days; each ends when all is posted, and after at least a few deaths."""
        while True:
            self.city.clock.move_to(self.first_due + self.day * DAY_S)
            for _ in range(self._rng.randint(3, 6)):
                await self.live_and_die()
                self._wait_a_while()
            while self._missing():
                await self.live_and_die()
                self._wait_a_while()
            if self.struck.total() >= kills:
                return
            self.day += 1

    def _wait_a_while(self) -> None:
        """Often longer than Discord remembers nonces, so that only a look into the channel helps."""
        self.city.clock.advance(self._rng.choice((LEASE_S, self._rng.randint(LEASE_S, 290), 310, 900)))

    async def finish(self) -> None:
        """Last lives without faults, until everything is posted, closed and known to be, or a post is there twice.

        What failed often waits minutes for its next attempt; the clock goes there while the bot is off.
        """
        while True:
            self._blow, self._dead = None, asyncio.Event()
            await self.city.start_bot()
            await until(lambda: self._at_rest() or self._doubled(), 120, look_every_s=0.05)
            later = self.city.last_attempt()
            if later is None or self._doubled():
                return
            self.city.kill_bot()
            await self.city.bury_bot()
            self.city.clock.move_to(later)
            self.waits += 1

    def _doubled(self) -> bool:
        return any(len(spot.channel.order) > self.day + 1 for spot in self.city.spots)

    def _at_rest(self) -> bool:
        """Nothing is left to do, at least for now."""
        if not self.city.connected or self.city.owed():
            return False
        return self.city.last_attempt() is not None or (not self._missing() and self._all_closed())

    def _all_closed(self) -> bool:
        return all(post.closed for spot in self.city.spots for post in self.city.posts(spot)[:-1])
