"""Time travel in the demo: the clock jumps, and the bot does everything that falls due in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time, timedelta
from enum import StrEnum

from bot.app import App
from bot.errors import NotFound
from bot.schedule import Every, Waker, instant, local_date

REFRESH_EVERY_S = 2.0
HOUR_S = 3600
MORNING = time(9)


class Goal(StrEnum):
    """Where to."""

    HOUR = "hour"
    NEXT_QUESTION = "next_question"
    TOMORROW = "tomorrow"


class TimeMachine:
    """Wakes the bot as it does on Discord, and moves the clock when asked.

    While the clock jumps nobody acts, and the waker rests: an interaction under way would otherwise be too late
    all at once. `serve(wake=False)` belongs to it.
    """

    def __init__(self, app: App, zone: str, guild_id: int) -> None:
        self._app = app
        self._zone = zone
        self._guild_id = guild_id
        self._turnstile = asyncio.Lock()
        self._acting = 0
        self._still = asyncio.Event()
        self._still.set()
        self._waker = Waker(
            app.services.schedule.tick, (Every(REFRESH_EVERY_S, "refresh", self._refresh),), tick_s=0.5
        )

    def start(self) -> None:
        """From now on what falls due is done."""
        self._waker.start()

    async def stop(self) -> None:
        """Nothing is done by itself any more."""
        await self._waker.stop(5.0)

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

    async def go(self, goal: Goal) -> float:
        """Travel there; returns the instant of arrival (epoch seconds). One journey at a time.

        Raises NotFound when there is no next question to go to.
        """
        async with self._turnstile:
            await self._still.wait()
            target = await self._instant_of(goal)
            await self._waker.stop()
            try:
                await self._app.travel(target)
                await self._refresh()
            finally:
                self._waker.start()
            return self._app.services.clock.time()

    async def _refresh(self) -> None:
        await self._app.refresh()

    async def _instant_of(self, goal: Goal) -> float:
        clock = self._app.services.clock
        match goal:
            case Goal.HOUR:
                return clock.time() + HOUR_S
            case Goal.TOMORROW:
                return instant(local_date(clock.now(), self._zone) + timedelta(days=1), MORNING, self._zone)
            case Goal.NEXT_QUESTION:
                return await self._next_question()

    async def _next_question(self) -> float:
        tracks = await self._app.services.tracks.all(self._guild_id)
        due = [s.next_due_at for s in tracks if s.next_due_at is not None and not s.paused]
        if not due:
            raise NotFound(
                "No track is running, so no question comes. As Priya, the moderator, resume or add one: "
                "/admin track resume, /admin track add."
            )
        return min(due)
