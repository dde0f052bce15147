"""Thirteen weeks of three communities: who comes when, what goes wrong, and the running of it."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from itertools import count
from random import Random

from sandbox.faults import Fault
from sandbox.model import User
from tests.long.almanac import DAY_S, HOUR_S, Planned, occurrences, utc
from tests.long.ledger import Ledger, read
from tests.long.towns import Post, Towns, Track
from tests.long.trouble import PLANNED_TROUBLE, Forecast, Off, Outage, Trouble, short_restarts

LETTERS = "ABCD"
# Everybody answers the second of two posts while the bot does not know yet what became of the first.
EAGER = utc("2026-11-06 12:47")
VISIT_EVERY_S = 3 * HOUR_S
REST = r"(GET|POST|PATCH) /channels/{id}/messages.*"
CALLBACK = "POST /interactions/.*/callback"
Work = Callable[[], Coroutine[None, None, None]]
Kind = str | int


@dataclass(frozen=True)
class Habit:
    """How a member follows a track. Probabilities, and hours after the post at which they look."""

    faith: float
    hour: float
    spread: float
    twice: float
    late: float
    privately: float
    away: frozenset[int]  # weeks


@dataclass(frozen=True)
class Learner:
    """A member and the tracks they follow."""

    user: User
    habits: dict[str, Habit]


class Season:
    """Plays everything in order of time and keeps the ledger."""

    def __init__(self, towns: Towns, rng: Random, start: int, end: int) -> None:
        self.towns = towns
        self.start, self.end = start, end
        self.ledger = Ledger()
        self.planned: dict[str, list[Planned]] = {}
        self.learners: list[Learner] = []
        self.troubles: list[Trouble] = []
        self.faults: list[Fault] = []
        self.gateway: Counter[str] = Counter()
        self._rng = rng
        self._queue: list[tuple[int, int, Work]] = []
        self._order = count()
        # What a member asks now and then, set by the test; it compares the answer with the ledger.
        self.curious: Callable[[Learner], Coroutine[None, None, None]] | None = None

    # --- planning

    def plan(self, users: Iterable[User]) -> None:
        """Draw up the calendar, the habits, the visits and the troubles."""
        for track in self.towns.tracks:
            plan = track.plan
            self.planned[track.name] = occurrences(plan.zone, plan.wall, plan.weekdays, self.start, self.end)
        towns = list(self.towns.guilds)
        for number, user in enumerate(users):
            # Every eighth learner is in two of the servers.
            at_home = {towns[number % 3]} | ({towns[(number + 1) % 3]} if number % 8 == 0 else set())
            self.learners.append(self._learner(user, at_home))
        self._plan_visits()
        self._plan_troubles()

    def _learner(self, user: User, at_home: set[str]) -> Learner:
        rng = self._rng
        habits: dict[str, Habit] = {}
        for name in sorted(at_home):
            guild = self.towns.guilds[name]
            self.towns.local.add_member(guild, user)
            tracks = [track for track in self.towns.tracks if track.guild is guild]
            followed = tracks if rng.random() < 0.4 else [rng.choice(tracks)]
            habits |= {track.name: self._habit() for track in followed}
        return Learner(user, habits)

    def _habit(self) -> Habit:
        rng = self._rng
        return Habit(
            faith=rng.choice((0.5, 0.75, 0.9, 0.97, 1.0)),
            hour=rng.uniform(0, 20),
            spread=rng.uniform(0, 4),
            twice=rng.choice((0.0, 0.05)),
            late=rng.choice((0.0, 0.0, 0.3)),
            privately=rng.choice((0.0, 0.1)),
            away=frozenset(rng.sample(range(13), rng.choice((0, 0, 1)))),
        )

    def _plan_visits(self) -> None:
        buckets: dict[int, dict[tuple[int, str], tuple[Learner, Track]]] = {}
        for learner in self.learners:
            for track in self.towns.tracks:
                habit = learner.habits.get(track.name)
                for occurrence in self.planned[track.name] if habit else ():
                    assert habit is not None
                    week = (occurrence.due_at - self.start) // (7 * DAY_S)
                    if week in habit.away or self._rng.random() > habit.faith:
                        continue
                    hours = max(0.0, self._rng.gauss(habit.hour, habit.spread))
                    at = int(occurrence.due_at + hours * HOUR_S)
                    bucket = buckets.setdefault(at // VISIT_EVERY_S, {})
                    bucket[learner.user.id, track.name] = (learner, track)
        self._everybody_looks(EAGER)
        for number, visitors in buckets.items():
            at = number * VISIT_EVERY_S + self._rng.randrange(VISIT_EVERY_S)
            if self.start < at < self.end:
                self.at(at, self._visits(list(visitors.values()), self._rng.random()))

    def _everybody_looks(self, at: int) -> None:
        visitors = [
            (learner, track)
            for learner in self.learners
            for track in self.towns.tracks
            if track.name in learner.habits
        ]
        self.at(at, self._visits(visitors, 1.0))

    def _plan_troubles(self) -> None:
        dues = [p.due_at for planned in self.planned.values() for p in planned][5:-5]
        self.troubles = [*PLANNED_TROUBLE, *short_restarts(self._rng, self.start, self.end, dues)]
        forecast = Forecast(self.troubles)
        for trouble in self.troubles:
            if isinstance(trouble, Off):
                self.at(trouble.start, self.towns.stop)
                self.at(trouble.end, self._start)
            else:
                self._plan_outage(trouble)
        for track in self.towns.tracks:
            for occurrence in self.planned[track.name]:
                if forecast.calm(track.name, occurrence.due_at) and self._rng.random() < 0.2:
                    self.at(occurrence.due_at - 1, self._hiccup(track))

    def _plan_outage(self, trouble: Trouble) -> None:
        faults = self.towns.local.faults
        ordered: list[Callable[[], None]] = []

        async def begin() -> None:
            for fault in self.faults:
                fault.cancel()
            for track in self.towns.tracks:
                if not trouble.concerns(track.name):
                    continue
                route = REST.replace("{id}", str(track.channel.id))
                if isinstance(trouble, Outage):
                    ordered.append(faults.order(route, 10**9, 503).cancel)
                else:
                    ordered.append(faults.order(f"POST {route[17:]}", 10**9, "lose").cancel)
                    ordered.append(faults.order(route, 10**9, "drop").cancel)

        async def end() -> None:
            for cancel in ordered:
                cancel()

        self.at(trouble.start, begin)
        self.at(trouble.end, end)

    def _hiccup(self, track: Track) -> Work:
        """A few requests about the coming post or close fail; which, and how, is drawn now."""
        kinds: tuple[Kind, ...] = (503, 503, 503, 429, "drop", "drop", "lose", "lose", "lose", "hang")
        kind = self._rng.choice(kinds)
        most = 1 if kind == "hang" else 3
        hits, method = self._rng.randint(1, most), self._rng.choice(("POST", "POST", "PATCH", "GET|POST"))

        async def order() -> None:
            route = f"({method}) /channels/{track.channel.id}/messages.*"
            self.faults.append(self.towns.local.faults.order(route, hits, kind, retry_after=0.05))

        return order

    # --- running

    def at(self, instant: int, work: Work) -> None:
        """Do `work` at `instant`."""
        heapq.heappush(self._queue, (instant, next(self._order), work))

    async def run(self) -> None:
        """From the start to the end."""
        while self._queue and self._queue[0][0] <= self.end:
            instant, _, work = heapq.heappop(self._queue)
            await self.towns.travel(instant)
            await work()
        await self.towns.travel(self.end)

    async def _start(self) -> None:
        await self.towns.start()
        await self.towns.travel(self._now())

    def _visits(self, visitors: list[tuple[Learner, Track]], chance: float) -> Work:
        async def work() -> None:
            await self._upset(len(visitors), chance)
            await asyncio.gather(*(self._visit(learner, track) for learner, track in visitors))
            if self.towns.app is None:
                return
            # One after the other, so that each sees all that was answered before.
            if self.curious is not None and chance > 0.97:
                await self.curious(visitors[0][0])
            if chance < 0.3:
                await self.towns.app.refresh()

        return work

    async def _upset(self, visitors: int, chance: float) -> None:
        """Now and then the gateway or some answers to presses fail, just as members press."""
        faults = self.towns.local.faults
        if self.towns.app is None:
            return
        match int(chance * 1000):
            case n if 300 <= n < 305:
                self.gateway["asked to reconnect"] += 1
                faults.ask_reconnect()
            case n if 310 <= n < 312:
                self.gateway["dropped"] += 1
                faults.drop()
            case n if 320 <= n < 322:
                self.gateway["dropped and forgotten"] += 1
                faults.drop()
                faults.forget_sessions()
            case n if 330 <= n < 336:
                self.gateway["invalid session"] += 1
                faults.invalidate(resumable=n < 333)
            case n if 400 <= n < 440:
                # discord.py waits a whole second after each 503 here.
                kind: Kind = 503 if n < 403 else ("lose", "drop")[n % 2]
                self.faults.append(faults.order(CALLBACK, min(2, visitors), kind))
            case _:
                return
        await self.towns.connected()

    def _now(self) -> int:
        return int(self.towns.clock.time())

    def _dice(self, learner: Learner, track: Track, why: str) -> Random:
        # Members act at the same time; each has dice of their own, so that every run is the same.
        return Random(f"{why} {learner.user.name} {track.name} {self._now()}")

    async def _visit(self, learner: Learner, track: Track) -> None:
        """Look at the channel, and answer what one has not answered."""
        habit, rng = learner.habits[track.name], self._dice(learner, track, "visit")
        posts = self.towns.posts(track, 4)
        if not posts:
            return
        await self._answer(learner, track, posts[-1])
        if rng.random() < habit.twice:
            await self._press(learner, track, posts[-1], rng.choice(LETTERS))
        if rng.random() < habit.late:
            await self._answer(learner, track, rng.choice(posts))

    async def _answer(self, learner: Learner, track: Track, post: Post) -> None:
        presses = self.ledger.of(track.name, learner.user.id, post.number)
        if presses.known:
            return
        rng = self._dice(learner, track, "answer")
        privately = rng.random() < learner.habits[track.name].privately
        await self._press(learner, track, post, rng.choice(LETTERS), privately=privately)
        if not presses.known:
            again_at = self._now() + rng.randrange(2 * HOUR_S, 9 * HOUR_S)
            self.at(again_at, lambda: self._answer(learner, track, post))

    async def _press(
        self, learner: Learner, track: Track, post: Post, letter: str, *, privately: bool = False
    ) -> None:
        """Press a letter under the post, or in the private copy that `/quiz today` gives."""
        member, at = self.towns.member(track.guild, learner.user), self._now()
        button, message = f"q:{post.occurrence_id}:{LETTERS.index(letter)}", post.message
        if privately and self.towns.app is not None:
            shown = await member.slash("quiz today")
            if not shown.failed and any(b.custom_id == button for b in shown.message.buttons()):
                message = shown.message
        reply = await member.click(message, button)
        presses = self.ledger.of(track.name, learner.user.id, post.number)
        presses.made.append(read(reply, letter, at))

    async def settle(self) -> None:
        """At the end members whose presses were never answered press once more, and learn what counts."""
        channels = {track.name: track for track in self.towns.tracks}
        learners = {learner.user.id: learner for learner in self.learners}
        for name, member_id, number, presses in list(self.ledger.all()):
            if not presses.known:
                track = channels[name]
                (post,) = (post for post in self.towns.posts(track) if post.number == number)
                await self._press(learners[member_id], track, post, "A")
                assert presses.known
