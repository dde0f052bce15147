"""The SQL of exams. Owns `exams`."""

from collections.abc import Iterable
from datetime import date, time

from bot.db import Row, Tx
from bot.features.exams.milestones import NOTHING_TOLD, Told
from bot.features.exams.model import Exam, State, Wish

_COLUMNS = """id, member_id, guild_id, certification, on_date, at_minute, zone, zone_given, place, listed, channel_id,
    milestones_off, hour_minute, state, revision, made_at, decided_at"""


def minute_of(at: time | None) -> int | None:
    """A time of day as its minute, as tables hold it."""
    return None if at is None else at.hour * 60 + at.minute


def time_of(minute: int | None) -> time | None:
    """The other way round."""
    return None if minute is None else time(minute // 60, minute % 60)


def _exam(row: Row) -> Exam:
    return Exam(
        id=row["id"],
        member_id=row["member_id"],
        guild_id=row["guild_id"],
        certification=row["certification"],
        on=date.fromisoformat(row["on_date"]),
        at=time_of(row["at_minute"]),
        zone=row["zone"],
        zone_given=bool(row["zone_given"]),
        place=row["place"],
        listed=bool(row["listed"]),
        channel_id=row["channel_id"],
        off=frozenset(int(days) for days in row["milestones_off"].split(",") if days),
        hour=time(row["hour_minute"] // 60, row["hour_minute"] % 60),
        state=State(row["state"]),
        revision=row["revision"],
        made_at=row["made_at"],
        decided_at=row["decided_at"],
    )


def _values(exam: Exam) -> dict[str, object]:
    return {
        "id": exam.id,
        "on_date": exam.on.isoformat(),
        "at_minute": minute_of(exam.at),
        "zone": exam.zone,
        "zone_given": int(exam.zone_given),
        "place": exam.place,
        "listed": int(exam.listed),
        "channel_id": exam.channel_id,
        "milestones_off": _off(exam.off),
        "hour_minute": minute_of(exam.hour),
        "state": exam.state,
        "decided_at": exam.decided_at,
    }


def _off(days: Iterable[int]) -> str:
    return ",".join(str(one) for one in sorted(days, reverse=True))


async def insert(
    tx: Tx, wish: Wish, *, channel_id: int | None, off: frozenset[int], hour: time, state: State, now: int
) -> Exam:
    """Keep a new one."""
    row = await tx.one(
        f"""INSERT INTO exams (member_id, guild_id, certification, on_date, at_minute, zone, zone_given, place, listed,
            channel_id, milestones_off, hour_minute, state, made_at)
        VALUES (:member_id, :guild_id, :certification, :on_date, :at_minute, :zone, :zone_given, :place, :listed,
            :channel_id, :off, :hour, :state, :now)
        RETURNING {_COLUMNS}""",
        {
            "member_id": wish.member_id,
            "guild_id": wish.guild_id,
            "certification": wish.certification,
            "on_date": wish.on.isoformat(),
            "at_minute": minute_of(wish.at),
            "zone": wish.zone,
            "zone_given": int(wish.zone_given),
            "place": wish.place,
            "listed": int(bool(wish.listed)),
            "channel_id": channel_id,
            "off": _off(off),
            "hour": minute_of(hour),
            "state": state,
            "now": now,
        },
    )
    assert row is not None
    return _exam(row)


async def save(tx: Tx, exam: Exam) -> Exam:
    """Write what may change, as the next revision, which is returned with it."""
    row = await tx.one(
        f"""UPDATE exams SET on_date = :on_date, at_minute = :at_minute, zone = :zone, zone_given = :zone_given,
            place = :place, listed = :listed, channel_id = :channel_id, milestones_off = :milestones_off,
            hour_minute = :hour_minute, state = :state, decided_at = :decided_at, revision = revision + 1,
            snoozed_days = NULL,
            reminded_days = CASE WHEN on_date = :on_date THEN reminded_days ELSE NULL END
        WHERE id = :id RETURNING {_COLUMNS}""",
        _values(exam),
    )
    assert row is not None
    return _exam(row)


async def find(tx: Tx, exam_id: int) -> Exam | None:
    """The one with this id."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM exams WHERE id = :id", {"id": exam_id})
    return _exam(row) if row else None


async def of_member(tx: Tx, member_id: int) -> list[Exam]:
    """All of a member's, whatever became of them, by date."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM exams WHERE member_id = :member_id ORDER BY on_date, id",
        {"member_id": member_id},
    )
    return [_exam(row) for row in rows]


async def ahead(tx: Tx, guild_id: int, since: date, *, listed: bool | None) -> list[Exam]:
    """Exams in a server on that date and after it, by date; only those that are (not) listed, if said."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM exams
        WHERE guild_id = :guild_id AND state = 'ahead' AND on_date >= :since
            AND (:listed IS NULL OR listed = :listed) ORDER BY on_date, id""",
        {
            "guild_id": guild_id,
            "since": since.isoformat(),
            "listed": None if listed is None else int(listed),
        },
    )
    return [_exam(row) for row in rows]


async def counts(tx: Tx, guild_id: int) -> dict[str, dict[State, int]]:
    """How many exams in a server ended how, by certification."""
    rows = await tx.all(
        """SELECT certification, state, COUNT(*) AS number FROM exams
        WHERE guild_id = :guild_id AND state IN ('passed', 'not_yet') GROUP BY certification, state
        ORDER BY certification""",
        {"guild_id": guild_id},
    )
    found: dict[str, dict[State, int]] = {}
    for row in rows:
        found.setdefault(row["certification"], {})[State(row["state"])] = row["number"]
    return found


async def delete(tx: Tx, exam_id: int) -> None:
    """Forget one."""
    await tx.run("DELETE FROM exams WHERE id = :id", {"id": exam_id})


async def told(tx: Tx, exam_id: int) -> Told:
    """The last reminder that came."""
    row = await tx.one("SELECT reminded_on, reminded_days FROM exams WHERE id = :id", {"id": exam_id})
    if row is None or row["reminded_on"] is None:
        return NOTHING_TOLD
    return Told(date.fromisoformat(row["reminded_on"]), row["reminded_days"])


async def set_told(tx: Tx, exam_id: int, told: Told) -> None:
    """A reminder has come. Nothing happens when the exam is gone."""
    assert told.on is not None
    await tx.run(
        "UPDATE exams SET reminded_on = :day, reminded_days = :days WHERE id = :id",
        {"id": exam_id, "day": told.on.isoformat(), "days": told.days},
    )


async def snoozed(tx: Tx, exam_id: int) -> int | None:
    """Days before the exam of the reminder that was put off."""
    found: int | None = await tx.value("SELECT snoozed_days FROM exams WHERE id = :id", {"id": exam_id})
    return found


async def set_snoozed(tx: Tx, exam_id: int, days: int) -> None:
    """One was put off."""
    await tx.run("UPDATE exams SET snoozed_days = :days WHERE id = :id", {"id": exam_id, "days": days})


async def dm_channel(tx: Tx, member_id: int) -> int | None:
    """The member's direct messages, if known."""
    found: int | None = await tx.value(
        "SELECT MAX(dm_channel_id) FROM exams WHERE member_id = :member_id", {"member_id": member_id}
    )
    return found


async def set_dm_channel(tx: Tx, member_id: int, channel_id: int) -> None:
    """Where the member's direct messages are."""
    await tx.run(
        """UPDATE exams SET dm_channel_id = :channel_id
        WHERE member_id = :member_id AND dm_channel_id IS NOT :channel_id""",
        {"member_id": member_id, "channel_id": channel_id},
    )


async def set_trouble(tx: Tx, exam_id: int, reason: str) -> None:
    """Why a reminder could not be brought."""
    await tx.run("UPDATE exams SET trouble = :reason WHERE id = :id", {"id": exam_id, "reason": reason})


async def troubles(tx: Tx, member_id: int) -> dict[int, str]:
    """What could not be brought to a member, by exam."""
    rows = await tx.all(
        "SELECT id, trouble FROM exams WHERE member_id = :member_id AND trouble IS NOT NULL ORDER BY id",
        {"member_id": member_id},
    )
    return {row["id"]: row["trouble"] for row in rows}


async def unreached(tx: Tx) -> list[int]:
    """Members to whom something could not be brought."""
    rows = await tx.all("SELECT DISTINCT member_id FROM exams WHERE trouble IS NOT NULL")
    return [row["member_id"] for row in rows]


async def clear_troubles(tx: Tx, member_id: int) -> None:
    """The member knows."""
    await tx.run("UPDATE exams SET trouble = NULL WHERE member_id = :member_id", {"member_id": member_id})


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """All that is kept of a member's exams."""
    rows = await tx.all(
        "SELECT * FROM exams WHERE member_id = :member_id ORDER BY id", {"member_id": member_id}
    )
    return [dict(row) for row in rows]
