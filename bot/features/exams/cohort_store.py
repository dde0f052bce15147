"""The SQL of exam weeks in which members meet. Owns `exam_cohorts` and `exam_cohort_members`."""

from datetime import date

from bot.db import Row, Tx
from bot.features.exams.server_model import Cohort

_COLUMNS = "id, guild_id, certification, monday, opens_at, closes_at, thread_id, closed"


async def _cohort(tx: Tx, row: Row) -> Cohort:
    people = await tx.all(
        "SELECT member_id, leaving FROM exam_cohort_members WHERE cohort_id = :id ORDER BY exam_id",
        {"id": row["id"]},
    )
    staying = dict.fromkeys(one["member_id"] for one in people if not one["leaving"])
    leaving = dict.fromkeys(one["member_id"] for one in people if one["member_id"] not in staying)
    return Cohort(
        id=row["id"],
        guild_id=row["guild_id"],
        certification=row["certification"],
        monday=date.fromisoformat(row["monday"]),
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        thread_id=row["thread_id"],
        closed=bool(row["closed"]),
        members=tuple(staying),
        leaving=tuple(leaving),
    )


async def find(tx: Tx, cohort_id: int) -> Cohort | None:
    """The one with this id."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM exam_cohorts WHERE id = :id", {"id": cohort_id})
    return await _cohort(tx, row) if row else None


async def of_week(
    tx: Tx, guild_id: int, certification: str, monday: date, *, opens_at: int, closes_at: int
) -> Cohort:
    """The one of that week, made where there is none."""
    given = {"guild_id": guild_id, "certification": certification, "monday": monday.isoformat()}
    await tx.run(
        """INSERT INTO exam_cohorts (guild_id, certification, monday, opens_at, closes_at)
        VALUES (:guild_id, :certification, :monday, :opens_at, :closes_at) ON CONFLICT DO NOTHING""",
        {**given, "opens_at": opens_at, "closes_at": closes_at},
    )
    row = await tx.one(
        f"""SELECT {_COLUMNS} FROM exam_cohorts
        WHERE guild_id = :guild_id AND certification = :certification AND monday = :monday""",
        given,
    )
    assert row is not None
    return await _cohort(tx, row)


async def of_exam(tx: Tx, exam_id: int) -> Cohort | None:
    """The one that this exam brought its member into, if they want to stay in it."""
    row = await tx.one(
        f"""SELECT {_COLUMNS} FROM exam_cohorts WHERE id =
            (SELECT cohort_id FROM exam_cohort_members WHERE exam_id = :exam_id AND leaving = 0)""",
        {"exam_id": exam_id},
    )
    return await _cohort(tx, row) if row else None


async def next_turn(tx: Tx, cohort_id: int) -> int:
    """A number that no delivery of this cohort has had."""
    return int(
        await tx.value(
            "UPDATE exam_cohorts SET turns = turns + 1 WHERE id = :id RETURNING turns", {"id": cohort_id}
        )
    )


async def join(tx: Tx, cohort_id: int, exam_id: int, member_id: int) -> None:
    """Somebody wants to meet the others."""
    await tx.run(
        """INSERT INTO exam_cohort_members (exam_id, cohort_id, member_id) VALUES (:exam_id, :cohort_id, :member_id)
        ON CONFLICT (exam_id, cohort_id) DO UPDATE SET leaving = 0""",
        {"exam_id": exam_id, "cohort_id": cohort_id, "member_id": member_id},
    )


async def leave(tx: Tx, exam_id: int) -> None:
    """Somebody no longer wants to."""
    await tx.run("UPDATE exam_cohort_members SET leaving = 1 WHERE exam_id = :exam_id", {"exam_id": exam_id})


async def exams_of(tx: Tx, cohort_id: int, member_id: int) -> list[int]:
    """Ids of the exams for which a member is in it."""
    rows = await tx.all(
        """SELECT exam_id FROM exam_cohort_members
        WHERE cohort_id = :cohort_id AND member_id = :member_id AND leaving = 0""",
        {"cohort_id": cohort_id, "member_id": member_id},
    )
    return [row["exam_id"] for row in rows]


async def left(tx: Tx, cohort_id: int, member_id: int) -> None:
    """Somebody who no longer wanted to is out of the thread."""
    await tx.run(
        "DELETE FROM exam_cohort_members WHERE cohort_id = :id AND member_id = :member_id AND leaving = 1",
        {"id": cohort_id, "member_id": member_id},
    )


async def gone(tx: Tx, cohort_id: int, member_id: int) -> None:
    """Somebody is not on the server any more."""
    await tx.run(
        "DELETE FROM exam_cohort_members WHERE cohort_id = :id AND member_id = :member_id",
        {"id": cohort_id, "member_id": member_id},
    )


async def threaded(tx: Tx, cohort_id: int, thread_id: int) -> None:
    """Where they meet."""
    await tx.run(
        "UPDATE exam_cohorts SET thread_id = :thread_id WHERE id = :id",
        {"id": cohort_id, "thread_id": thread_id},
    )


async def close(tx: Tx, cohort_id: int) -> None:
    """The week is over: who was in it need not be known any more."""
    await tx.run("UPDATE exam_cohorts SET closed = 1 WHERE id = :id", {"id": cohort_id})
    await tx.run("DELETE FROM exam_cohort_members WHERE cohort_id = :id", {"id": cohort_id})


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """Exam weeks that a member is in."""
    rows = await tx.all(
        """SELECT member.exam_id, member.member_id, member.leaving, cohort.guild_id, cohort.certification,
            cohort.monday, cohort.thread_id
        FROM exam_cohort_members AS member JOIN exam_cohorts AS cohort ON cohort.id = member.cohort_id
        WHERE member.member_id = :member_id ORDER BY member.exam_id""",
        {"member_id": member_id},
    )
    return [dict(row) for row in rows]


async def erase_member(tx: Tx, member_id: int) -> int:
    """They are in none any more."""
    return await tx.run(
        "DELETE FROM exam_cohort_members WHERE member_id = :member_id", {"member_id": member_id}
    )
