"""APScheduler wakes us: a handful of fixed jobs in memory. What is due stands in the database, never here."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.schedule.faults import log, log_fault

Job = Callable[[], Awaitable[object]]

TICK_S = 1.0


@dataclass(frozen=True, slots=True)
class Every:
    """A job that runs every `seconds` of real time."""

    seconds: float
    name: str
    run: Job


@dataclass(frozen=True, slots=True)
class Daily:
    """A job that runs once a day at hour:minute UTC. What follows a local time is a schedule instead."""

    hour: int
    minute: int
    name: str
    run: Job


class Waker:
    """Runs `tick` every second, and some jobs of the house. An error is logged with an id and ends nothing.

    A job that is still running when its time comes again is left alone: it never runs twice at once.
    """

    def __init__(self, tick: Job, jobs: Sequence[Every | Daily] = (), *, tick_s: float = TICK_S) -> None:
        self._jobs = (Every(tick_s, "tick", tick), *jobs)
        names = [job.name for job in self._jobs]
        if len(set(names)) < len(names):
            raise ValueError(f"two jobs share a name: {', '.join(sorted(names))}")
        self._running: dict[str, asyncio.Task[None]] = {}
        self._troubles: dict[str, str] = {}
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Begin, on the running event loop. The first tick comes after a second."""
        # It tells of every run at INFO, which is a line a second.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        scheduler = AsyncIOScheduler(timezone=UTC)
        for job in self._jobs:
            scheduler.add_job(
                self._fire,
                _trigger(job),
                args=[job],
                id=job.name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        scheduler.start()
        self._scheduler = scheduler

    async def stop(self, timeout_s: float = 30.0) -> None:
        """Start nothing more, wait for jobs that are running, and cut them off after `timeout_s` seconds."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=timeout_s)
            for task in late:
                log.warning("%s was cut off at the stop", task.get_name())
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _fire(self, job: Every | Daily) -> None:
        # A task of our own: APScheduler cancels its own at a shutdown, and warns each second of a long tick.
        if job.name not in self._running and self._scheduler is not None:
            task = asyncio.create_task(self._guarded(job), name=f"job {job.name}")
            self._running[job.name] = task
            task.add_done_callback(lambda _: self._running.pop(job.name, None))

    async def _guarded(self, job: Every | Daily) -> None:
        """Run a job. A trouble that lasts is logged when it begins, changes and ends, not every second."""
        try:
            await job.run()
        except Exception as error:
            trouble = repr(error)
            if self._troubles.get(job.name) != trouble:
                self._troubles[job.name] = trouble
                log_fault(f"The job {job.name} failed; it runs again at its next time", error)
        else:
            if self._troubles.pop(job.name, None) is not None:
                log.info("The job %s works again", job.name)


def _trigger(job: Every | Daily) -> BaseTrigger:
    match job:
        case Every(seconds=seconds):
            return IntervalTrigger(seconds=seconds, timezone=UTC)
        case Daily(hour=hour, minute=minute):
            return CronTrigger(hour=hour, minute=minute, timezone=UTC)
