"""Time travel in the demo: the clock jumps or runs fast, and everything that falls due in between is done in order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import IntEnum, StrEnum

from bot.errors import NotAllowed, NotFound
from bot.features.exams.model import State
from bot.schedule import Every, Waker, instant, local_date
from sandbox.model import User
from sandbox.past import Life
from sandbox.running import RunningBot

_log = logging.getLogger(__name__)

REFRESH_EVERY_S, STEP_EVERY_S, TELL_EVERY_S = 2.0, 0.25, 0.2
HOUR_S = 3600
MORNING = time(9)
# After a step that took long, the clock does not catch up all at once.
LONGEST_STEP_S = 1.0
# At the end, for what is under way: a press that nobody answers takes three seconds.
END_WITHIN_S = 5.0


class Goal(StrEnum):
    """Where to."""

    HOUR = "hour"
    NEXT_QUESTION = "next_question"
    TOMORROW = "tomorrow"
    DAY_BEFORE_EXAM = "day_before_exam"
    EXAM_DAY = "exam_day"
    WEEKS13 = "weeks13"

    @property
    def label(self) -> str:
        """As the page shows it."""
        return _LABELS[self]


_LABELS = {
    Goal.HOUR: "In an hour",
    Goal.NEXT_QUESTION: "Next question",
    Goal.TOMORROW: "Tomorrow, 9:00",
    Goal.DAY_BEFORE_EXAM: "Day before my exam",
    Goal.EXAM_DAY: "My exam day",
    Goal.WEEKS13: "In 13 weeks",
}
OF_EXAMS = (Goal.DAY_BEFORE_EXAM, Goal.EXAM_DAY)


class Speed(IntEnum):
    """Seconds of the demo's clock in a real second."""

    REAL = 1
    MINUTES = 60
    TENFOLD = 600
    HOURS = 3600


@dataclass(frozen=True, slots=True)
class Journey:
    """Under way to `to` (epoch seconds); share: 0 to 1 of it is behind."""

    to: float
    share: float


class TimeMachine:
    """Wakes the bot as it does on Discord, lets members live on, and moves the clock when asked.

    While the clock moves nobody acts: an interaction under way would otherwise be too late all at once.
    changed: called when speed or journey change; stepped: several times a second, whatever happens.
    """

    def __init__(self, bot: RunningBot, zone: str, guild_id: int, life: Life) -> None:
        self._bot = bot
        self._zone = zone
        self._guild_id = guild_id
        self._life = life
        self.changed: Callable[[], None] = lambda: None
        self.stepped: Callable[[], None] = lambda: None
        self.speed = Speed.REAL
        self.journey: Journey | None = None
        self._alone, self._turnstile = asyncio.Lock(), asyncio.Lock()
        self._acting = 0
        self._still = asyncio.Event()
        self._still.set()
        self._running: asyncio.Task[None] | None = None
        self._waker: Waker | None = None
        self._ending = False
        self._leaving = False
        self._counted = 0.0  # until when the running clock has been moved on

    def start(self) -> None:
        """From now on what falls due is done."""
        self._wake()
        self._running = asyncio.create_task(self._run(), name="the demo's clock")

    async def stop(self) -> None:
        """Nothing is done any more, for good. A journey ends where it is; what is under way is waited for."""
        self._ending = True
        with suppress(TimeoutError):
            async with asyncio.timeout(END_WITHIN_S):
                # Never given back.
                await self._alone.acquire()
                await self._turnstile.acquire()
                await self._still.wait()
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._rest()

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """Around what a member does: the clock does not jump meanwhile."""
        async with self._turnstile:
            self._acting += 1
            self._still.clear()
        try:
            yield
        finally:
            self._acting -= 1
            if not self._acting:
                self._still.set()

    @asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        """Nothing falls due and the clock does not jump; members may act."""
        async with self._alone:
            await self._rest()
            try:
                yield
            finally:
                self._wake()

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        """The same, and nobody acts: for what needs the whole as of one moment."""
        async with self.resting(), self._turnstile:
            await self._still.wait()
            yield

    def set_speed(self, speed: Speed) -> None:
        """How fast the clock runs on from now; what has passed until now passed as slowly as it did."""
        self.speed = speed
        self._counted = asyncio.get_running_loop().time()
        self.changed()

    async def go(self, goal: Goal, user: User | None = None) -> float:
        """Travel there; returns the instant of arrival (epoch seconds).

        user: whose exam. Raises NotFound when there is no next question, or no exam, to go to, and NotAllowed while
        another journey lasts: both together would lead where neither wanted to go.
        """
        if self._leaving:
            raise NotAllowed(
                "A journey is under way, perhaps from another window. Wait until it has arrived."
            )
        self._leaving = True
        try:
            async with self.standing():
                await self._go(await self._instant_of(goal, user))
                return self._bot.clock.time()
        finally:
            self._leaving = False
            self.journey = None
            self.changed()

    async def _go(self, target: float) -> None:
        start, told = self._bot.clock.time(), asyncio.get_running_loop().time()
        self.journey = Journey(target, 0.0)
        self.changed()
        async for now in self._pass(target):
            if (real := asyncio.get_running_loop().time()) - told >= TELL_EVERY_S:
                told = real
                self.journey = Journey(target, (now - start) / max(1.0, target - start))
                self.changed()
            if self._ending:
                break
        await self._bot.app.refresh()

    async def _pass(self, to: float) -> AsyncIterator[float]:
        """Everything until `to`, at its time; gives the clock after each thing."""
        schedule, clock = self._bot.app.services.schedule, self._bot.clock
        while True:
            due = await schedule.wake_at()
            happening = self._life.next_before(min(to, due if due is not None else to))
            if happening is not None:
                clock.move_to(max(happening.at, clock.time()))
                await self._life.act(happening)
            elif due is not None and due <= to:
                clock.move_to(max(due, clock.time()))
                await schedule.run_until_idle()
            else:
                break
            yield clock.time()
        clock.move_to(max(to, clock.time()))

    async def _run(self) -> None:
        """Life goes on, and at more than the real speed the clock is moved in small steps."""
        loop = asyncio.get_running_loop()
        self._counted, well = loop.time(), True
        while not self._ending:
            await asyncio.sleep(STEP_EVERY_S)
            self.stepped()
            try:
                async with self._alone, self._turnstile:
                    if self._acting:
                        # Waiting here would let everybody else's presses wait, too, for one that is not answered.
                        continue
                    passed = min(loop.time() - self._counted, LONGEST_STEP_S)
                    self._counted = loop.time()
                    if self._bot.online:
                        async for _ in self._pass(self._bot.clock.time() + passed * (self.speed - 1)):
                            pass
                well = True
            except Exception:
                # Such as a full disk: it may pass, and the demo's clock must not stand for ever.
                if well:
                    _log.exception("the demo's clock stumbled; it goes on")
                well = False

    def _wake(self) -> None:
        if self._ending:
            return
        refresh = Every(REFRESH_EVERY_S, "refresh", self._refresh)
        self._waker = Waker(self._tick, (refresh,), tick_s=0.5)
        self._waker.start()

    async def _rest(self) -> None:
        if self._waker is not None:
            await self._waker.stop(5.0)
            self._waker = None

    async def _tick(self) -> None:
        if self._bot.online:
            await self._bot.app.services.schedule.tick()

    async def _refresh(self) -> None:
        if self._bot.online:
            await self._bot.app.refresh()

    async def _instant_of(self, goal: Goal, user: User | None) -> float:
        clock = self._bot.clock
        today = local_date(clock.now(), self._zone)
        match goal:
            case Goal.HOUR:
                return clock.time() + HOUR_S
            case Goal.TOMORROW:
                return self._morning(today + timedelta(days=1))
            case Goal.WEEKS13:
                return self._morning(today + timedelta(weeks=13))
            case Goal.NEXT_QUESTION:
                return await self._next_question()
            case Goal.EXAM_DAY:
                return self._morning(await self._exam(user, today))
            case Goal.DAY_BEFORE_EXAM:
                tomorrow = today + timedelta(days=1)
                return self._morning(await self._exam(user, tomorrow) - timedelta(days=1))

    def _morning(self, day: date) -> float:
        """Nine o'clock there; never back, so at once when that is over."""
        return max(self._bot.clock.time(), instant(day, MORNING, self._zone))

    async def _exam(self, user: User | None, since: date) -> date:
        """The day of their next exam, from that one on."""
        if user is None:
            raise NotFound("Say whose exam day.")
        days = await exam_days(self._bot, user)
        found = next((day for day in days if day >= since), None)
        if found is None and days:
            raise NotFound(f"{user.name}'s exam is today, so the day before it is over.")
        if found is None:
            raise NotFound(f"{user.name} has no exam ahead. Set its date first: /exam set.")
        return found

    async def _next_question(self) -> float:
        tracks = await self._bot.app.services.tracks.all(self._guild_id)
        due = [s.next_due_at for s in tracks if s.next_due_at is not None and not s.paused]
        if not due:
            raise NotFound(
                "No track is running, so no question comes. As Priya, the moderator, resume or add one: "
                "/admin track resume, /admin track add."
            )
        return min(due)


async def exam_days(bot: RunningBot, user: User) -> list[date]:
    """The days of that member's exams ahead, today's included."""
    mine = await bot.app.services.exams.own.mine(user.id)
    return [shown.exam.on for shown in mine if shown.exam.state is State.AHEAD and shown.days >= 0]
