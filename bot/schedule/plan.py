"""Planning: due schedules become deliveries, one nominal date after the other, a transaction each."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import StorageError
from bot.schedule import outbox, store
from bot.schedule.faults import log, log_fault
from bot.schedule.model import Kind, Occasion, Schedule, occurrence_key
from bot.schedule.recurrence import Recurrence, end_of_day, next_after

BATCH = 200
"""Occurrences planned before other work gets its turn."""

RETRY_AFTER_S = 60

# Two occurrences of one schedule are at least 22 hours apart (24, less the widest clock change), so a batch
# that spans less holds each schedule once, and planning keeps to the order of due times over all schedules.
_SPAN_S = 20 * 3600

# A post due at 23:55 must survive a short hiccup, so its window may reach past the end of the local day.
_SHORTEST_WINDOW_S = 3600


def expiry(nominal: date, due_at: int, zone: str) -> int:
    """Epoch seconds from which a scheduled delivery is a miss: the end of its local day, at least an hour."""
    return max(end_of_day(nominal, zone), due_at + _SHORTEST_WINDOW_S)


def following(rec: Recurrence, nominal: date, floor_at: int) -> tuple[date, int]:
    """The occurrence after `nominal` that is due after `floor_at`, when the recurrence last changed."""
    day, due_at = next_after(rec, nominal)
    while due_at <= floor_at:
        day, due_at = next_after(rec, day)
    return day, due_at


async def plan_due(db: Database, clock: Clock, kinds: Mapping[str, Kind]) -> None:
    """Plan all that is due. Raises StorageError; a feature's error only holds up its own schedule."""
    while ids := await _earliest(db, clock.now()):
        now = clock.now()
        results = await asyncio.gather(
            *(_plan(db, schedule_id, now, kinds) for schedule_id in ids), return_exceptions=True
        )
        for result in results:
            if isinstance(result, BaseException):
                raise result


async def _earliest(db: Database, now: int) -> list[int]:
    async def work(tx: Tx) -> list[int]:
        return await store.earliest_due(tx, now, _SPAN_S, BATCH)

    return await db.read(work)


async def _plan(db: Database, schedule_id: int, now: int, kinds: Mapping[str, Kind]) -> None:
    async def work(tx: Tx) -> None:
        await plan_next(tx, schedule_id, now, kinds)

    async def later(tx: Tx) -> None:
        await store.put_off(tx, schedule_id, now + RETRY_AFTER_S)

    try:
        await db.write(work)
    except StorageError:
        raise
    except Exception as error:
        log_fault(f"Schedule {schedule_id} could not be planned; next try in {RETRY_AFTER_S} s", error)
        await db.write(later)


async def plan_next(tx: Tx, schedule_id: int, now: int, kinds: Mapping[str, Kind]) -> None:
    """Plan the one occurrence that a schedule owes at `now`, if it still owes one."""
    standing = await store.by_id(tx, schedule_id)
    if standing is None or standing.wake_at is None or standing.wake_at > now:
        return
    schedule = standing.schedule
    if schedule.kind not in kinds:
        log.error(
            "Nothing is registered for schedules of kind %r; schedule %s waits", schedule.kind, schedule.id
        )
        await store.put_off(tx, schedule_id, now + RETRY_AFTER_S)
        return
    await _plan_occurrence(tx, schedule, standing.floor_at, now, kinds[schedule.kind])


async def _plan_occurrence(tx: Tx, schedule: Schedule, floor_at: int, now: int, feature: Kind) -> None:
    nominal, due_at, rec = schedule.next_date, schedule.next_due_at, schedule.recurrence
    assert nominal is not None, "a schedule with a wake time has an occurrence"
    assert due_at is not None
    next_date, next_due_at = following(rec, nominal, floor_at)
    delivery = await outbox.insert(
        tx,
        kind=schedule.kind,
        key=occurrence_key(schedule.id, nominal),
        subject_id=schedule.subject_id,
        guild_id=schedule.guild_id,
        due_at=due_at,
        expires_at=expiry(nominal, due_at, rec.zone),
        schedule_id=schedule.id,
        nominal=nominal,
    )
    # Moved on before the feature is called, so that a feature may pause its schedule from there.
    await store.set_planned(tx, schedule.id, nominal)
    await store.set_next(tx, schedule.id, next_date, next_due_at)
    if delivery is None:
        return
    await feature.planned(tx, delivery, Occasion(schedule, nominal, due_at, next_due_at))
    if now >= delivery.expires_at and await outbox.finish(
        tx, delivery.id, "skipped", now, "its time had passed"
    ):
        await feature.skipped(tx, replace(delivery, state="skipped"))
