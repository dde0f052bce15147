"""The SQL of schedules: which fall due, and where they stand. Only this file writes their table."""

from dataclasses import dataclass
from datetime import date, time

from bot.db import Row, Tx
from bot.schedule.model import Schedule
from bot.schedule.recurrence import Recurrence

_COLUMNS = """id, kind, subject_id, guild_id, weekdays, wall_minute, zone, paused, pause_reason,
              next_date, next_due_at, wake_at, floor_at, last_date"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A schedule with what only planning needs to know. Times in epoch seconds."""

    schedule: Schedule
    wake_at: int | None
    floor_at: int
    last_date: date | None


def _standing(row: Row) -> Standing:
    minute = row["wall_minute"]
    days = frozenset(day for day in range(7) if row["weekdays"] >> day & 1)
    schedule = Schedule(
        id=row["id"],
        kind=row["kind"],
        subject_id=row["subject_id"],
        guild_id=row["guild_id"],
        recurrence=Recurrence(days, time(minute // 60, minute % 60), row["zone"]),
        paused=bool(row["paused"]),
        pause_reason=row["pause_reason"],
        next_date=as_date(row["next_date"]),
        next_due_at=row["next_due_at"],
    )
    return Standing(schedule, row["wake_at"], row["floor_at"], as_date(row["last_date"]))


def as_date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _recurrence_params(rec: Recurrence) -> dict[str, object]:
    return {
        "weekdays": sum(1 << day for day in rec.weekdays),
        "wall_minute": rec.wall.hour * 60 + rec.wall.minute,
        "zone": rec.zone,
    }


async def insert(
    tx: Tx, kind: str, subject_id: int, guild_id: int, rec: Recurrence, nominal: date, due_at: int, now: int
) -> Schedule | None:
    """A new schedule; None when this subject already has one of this kind."""
    row = await tx.one(
        f"""INSERT INTO schedules (kind, subject_id, guild_id, weekdays, wall_minute, zone,
                                   next_date, next_due_at, wake_at, floor_at)
            VALUES (:kind, :subject_id, :guild_id, :weekdays, :wall_minute, :zone,
                    :next_date, :due_at, :due_at, :now)
            ON CONFLICT (kind, subject_id) DO NOTHING
            RETURNING {_COLUMNS}""",
        {
            "kind": kind,
            "subject_id": subject_id,
            "guild_id": guild_id,
            "next_date": nominal.isoformat(),
            "due_at": due_at,
            "now": now,
            **_recurrence_params(rec),
        },
    )
    return None if row is None else _standing(row).schedule


async def by_id(tx: Tx, schedule_id: int) -> Standing | None:
    row = await tx.one(f"SELECT {_COLUMNS} FROM schedules WHERE id = :id", {"id": schedule_id})
    return None if row is None else _standing(row)


async def by_subject(tx: Tx, kind: str, subject_id: int) -> Schedule | None:
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM schedules WHERE kind = :kind AND subject_id = :subject_id",
        {"kind": kind, "subject_id": subject_id},
    )
    return None if row is None else _standing(row).schedule


async def set_recurrence(tx: Tx, schedule_id: int, rec: Recurrence, now: int) -> None:
    await tx.run(
        """UPDATE schedules
           SET weekdays = :weekdays, wall_minute = :wall_minute, zone = :zone, floor_at = :now
           WHERE id = :id""",
        {"id": schedule_id, "now": now, **_recurrence_params(rec)},
    )


async def set_next(tx: Tx, schedule_id: int, nominal: date, due_at: int) -> None:
    """What falls due next. A schedule that has a next occurrence is not paused."""
    await tx.run(
        """UPDATE schedules SET next_date = :nominal, next_due_at = :due_at, wake_at = :due_at,
                                paused = 0, pause_reason = NULL
           WHERE id = :id""",
        {"id": schedule_id, "nominal": nominal.isoformat(), "due_at": due_at},
    )


async def set_planned(tx: Tx, schedule_id: int, nominal: date) -> None:
    """Remember the latest nominal date that was planned."""
    await tx.run(
        "UPDATE schedules SET last_date = :nominal WHERE id = :id",
        {"id": schedule_id, "nominal": nominal.isoformat()},
    )


async def set_paused(tx: Tx, schedule_id: int, reason: str | None) -> bool:
    changed = await tx.run(
        """UPDATE schedules SET paused = 1, pause_reason = :reason, next_date = NULL, next_due_at = NULL,
                                wake_at = NULL
           WHERE id = :id""",
        {"id": schedule_id, "reason": reason},
    )
    return changed > 0


async def delete(tx: Tx, schedule_id: int) -> bool:
    return await tx.run("DELETE FROM schedules WHERE id = :id", {"id": schedule_id}) > 0


async def put_off(tx: Tx, schedule_id: int, wake_at: int) -> None:
    """Try to plan again at `wake_at`; the occurrence it owes stays as it is."""
    await tx.run(
        "UPDATE schedules SET wake_at = :wake_at WHERE id = :id AND next_due_at <= :wake_at",
        {"id": schedule_id, "wake_at": wake_at},
    )


async def earliest_due(tx: Tx, now: int, span: int, limit: int) -> list[int]:
    """Ids of schedules to plan at `now`, by due time, within `span` seconds of the first one."""
    rows = await tx.all(
        """WITH due AS MATERIALIZED (SELECT id, next_due_at FROM schedules WHERE wake_at <= :now)
           SELECT id FROM due
           WHERE next_due_at < (SELECT min(next_due_at) FROM due) + :span
           ORDER BY next_due_at, id LIMIT :limit""",
        {"now": now, "span": span, "limit": limit},
    )
    return [row["id"] for row in rows]


async def wake_at(tx: Tx) -> int | None:
    value: int | None = await tx.value("SELECT min(wake_at) FROM schedules WHERE wake_at IS NOT NULL")
    return value
