"""The SQL of study plans. Owns `plans`, `plan_parts` and `plan_events`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.db import Row, Tx
from bot.features.exams.plan_model import Exercise, Habits

Event = tuple[date, int]
Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What is kept of a plan. begun: the local date from which on work counts. exports: calendars given out."""

    exam_id: int
    member_id: int
    begun: date
    habits: Habits
    weekly: bool
    exports: int


def _plan(row: Row) -> PlanRow:
    days = frozenset(int(day) for day in row["days"].split(","))
    return PlanRow(
        exam_id=row["exam_id"],
        member_id=row["member_id"],
        begun=date.fromisoformat(row["begun_on"]),
        habits=Habits(days, row["minutes"], row["hour"]),
        weekly=bool(row["weekly"]),
        exports=row["exports"],
    )


def _values(habits: Habits) -> dict[str, object]:
    return {
        "days": ",".join(str(day) for day in sorted(habits.days)),
        "minutes": habits.minutes,
        "hour": habits.hour,
    }


async def find(tx: Tx, exam_id: int) -> PlanRow | None:
    """The plan for an exam."""
    row = await tx.one("SELECT * FROM plans WHERE exam_id = :exam_id", {"exam_id": exam_id})
    return _plan(row) if row else None


async def of_member(tx: Tx, member_id: int) -> list[PlanRow]:
    """All plans of a member, by exam id."""
    rows = await tx.all(
        "SELECT * FROM plans WHERE member_id = :member_id ORDER BY exam_id", {"member_id": member_id}
    )
    return [_plan(row) for row in rows]


async def insert(
    tx: Tx, exam_id: int, member_id: int, begun: date, habits: Habits, *, weekly: bool
) -> PlanRow:
    """Keep a new one."""
    row = await tx.one(
        """INSERT INTO plans (exam_id, member_id, begun_on, days, minutes, hour, weekly)
        VALUES (:exam_id, :member_id, :begun, :days, :minutes, :hour, :weekly) RETURNING *""",
        {
            **_values(habits),
            "exam_id": exam_id,
            "member_id": member_id,
            "begun": begun.isoformat(),
            "weekly": int(weekly),
        },
    )
    assert row is not None
    return _plan(row)


async def save(tx: Tx, row: PlanRow) -> None:
    """Other habits, and whether the weekly message is wanted."""
    await tx.run(
        """UPDATE plans SET days = :days, minutes = :minutes, hour = :hour, weekly = :weekly
        WHERE exam_id = :exam_id""",
        {**_values(row.habits), "exam_id": row.exam_id, "weekly": int(row.weekly)},
    )


async def delete(tx: Tx, exam_id: int) -> bool:
    """Forget it, with its ticks and events. False when there was none."""
    return await tx.run("DELETE FROM plans WHERE exam_id = :exam_id", {"exam_id": exam_id}) > 0


async def parts(tx: Tx, exam_id: int) -> dict[Exercise, list[date]]:
    """When parts of practice exams were done."""
    rows = await tx.all(
        "SELECT exercise, done_on FROM plan_parts WHERE exam_id = :exam_id ORDER BY exercise, part",
        {"exam_id": exam_id},
    )
    found: dict[Exercise, list[date]] = {}
    for row in rows:
        found.setdefault(Exercise(row["exercise"]), []).append(date.fromisoformat(row["done_on"]))
    return found


async def set_part(tx: Tx, exam_id: int, exercise: Exercise, part: int, on: date) -> None:
    """A part was done. Saying it twice changes nothing."""
    await tx.run(
        """INSERT INTO plan_parts (exam_id, exercise, part, done_on) VALUES (:exam_id, :exercise, :part, :on)
        ON CONFLICT DO NOTHING""",
        {"exam_id": exam_id, "exercise": exercise, "part": part, "on": on.isoformat()},
    )


async def unset_parts(tx: Tx, exam_id: int, exercise: Exercise) -> None:
    """None of it was done after all."""
    await tx.run(
        "DELETE FROM plan_parts WHERE exam_id = :exam_id AND exercise = :exercise",
        {"exam_id": exam_id, "exercise": exercise},
    )


async def events(tx: Tx, exam_id: int, since: date) -> list[Event]:
    """Sessions on that date and later that stand in the calendar the member took."""
    rows = await tx.all(
        """SELECT on_date, number FROM plan_events WHERE exam_id = :exam_id AND on_date >= :since
        ORDER BY on_date, number""",
        {"exam_id": exam_id, "since": since.isoformat()},
    )
    return [(date.fromisoformat(row["on_date"]), row["number"]) for row in rows]


async def exported(tx: Tx, exam_id: int, events: Iterable[Event]) -> int:
    """A calendar with these sessions was given out. Returns how many there have been."""
    await tx.run_many(
        """INSERT INTO plan_events (exam_id, on_date, number) VALUES (:exam_id, :on, :number)
        ON CONFLICT DO NOTHING""",
        [{"exam_id": exam_id, "on": day.isoformat(), "number": number} for day, number in events],
    )
    count: int = await tx.value(
        "UPDATE plans SET exports = exports + 1 WHERE exam_id = :exam_id RETURNING exports",
        {"exam_id": exam_id},
    )
    return count


async def member_rows(tx: Tx, member_id: int) -> dict[str, Rows]:
    """All that is kept of a member's plans."""
    tables = {
        "plans": "SELECT * FROM plans WHERE member_id = :member_id ORDER BY exam_id",
        "plan_parts": """SELECT t.* FROM plan_parts AS t JOIN plans AS p ON p.exam_id = t.exam_id
            WHERE p.member_id = :member_id ORDER BY t.exam_id, t.done_on""",
        "plan_events": """SELECT t.* FROM plan_events AS t JOIN plans AS p ON p.exam_id = t.exam_id
            WHERE p.member_id = :member_id ORDER BY t.exam_id, t.on_date, t.number""",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }
