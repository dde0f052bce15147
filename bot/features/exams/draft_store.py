"""The SQL of exams that wait for the member's word. Owns `exam_drafts`."""

from dataclasses import dataclass
from datetime import date

from bot.db import Row, Tx
from bot.features.exams.model import Wish
from bot.features.exams.store import minute_of, time_of

_COLUMNS = """id, member_id, guild_id, certification, on_date, other_date, at_minute, zone, zone_given, place, listed,
    exam_id, made_at"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed. other: the second reading of the date. exam_id: of the exam to be moved; None: a new one."""

    id: int
    wish: Wish
    other: date | None
    exam_id: int | None
    made_at: int


def _draft(row: Row) -> Draft:
    wish = Wish(
        member_id=row["member_id"],
        guild_id=row["guild_id"],
        certification=row["certification"],
        on=date.fromisoformat(row["on_date"]),
        at=time_of(row["at_minute"]),
        zone=row["zone"],
        zone_given=bool(row["zone_given"]),
        place=row["place"],
        listed=None if row["listed"] is None else bool(row["listed"]),
    )
    other = date.fromisoformat(row["other_date"]) if row["other_date"] else None
    return Draft(row["id"], wish, other, row["exam_id"], row["made_at"])


async def put(tx: Tx, wish: Wish, *, other: date | None, exam_id: int | None, now: int) -> Draft:
    """Keep a member's draft; the one before it goes."""
    await erase_member(tx, wish.member_id)
    row = await tx.one(
        f"""INSERT INTO exam_drafts (member_id, guild_id, certification, on_date, other_date, at_minute, zone,
            zone_given, place, listed, exam_id, made_at)
        VALUES (:member_id, :guild_id, :certification, :on_date, :other, :at_minute, :zone, :zone_given, :place,
            :listed, :exam_id, :now)
        RETURNING {_COLUMNS}""",
        {
            "member_id": wish.member_id,
            "guild_id": wish.guild_id,
            "certification": wish.certification,
            "on_date": wish.on.isoformat(),
            "other": other.isoformat() if other else None,
            "at_minute": minute_of(wish.at),
            "zone": wish.zone,
            "zone_given": int(wish.zone_given),
            "place": wish.place,
            "listed": None if wish.listed is None else int(wish.listed),
            "exam_id": exam_id,
            "now": now,
        },
    )
    assert row is not None
    return _draft(row)


async def find(tx: Tx, draft_id: int) -> Draft | None:
    """The draft, if it still waits."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM exam_drafts WHERE id = :id", {"id": draft_id})
    return _draft(row) if row else None


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """A member's draft."""
    rows = await tx.all("SELECT * FROM exam_drafts WHERE member_id = :member_id", {"member_id": member_id})
    return [dict(row) for row in rows]


async def erase_member(tx: Tx, member_id: int) -> int:
    """Forget a member's draft."""
    return await tx.run("DELETE FROM exam_drafts WHERE member_id = :member_id", {"member_id": member_id})
