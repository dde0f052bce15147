"""The SQL of who takes part in focus sessions, and for how long. Owns `focus_presences` and `focus_times`."""

from bot.db import Row, Tx
from bot.features.focus.model import Counted, Learned, Presence
from bot.features.focus.phases import Part

_PRESENCE = """SELECT p.session_id, p.member_id, p.work, p.left_at, p.counted_to, p.learned,
        COALESCE((SELECT SUM(t.seconds) FROM focus_times AS t
            WHERE t.session_id = p.session_id AND t.member_id = p.member_id), 0) AS seconds
    FROM focus_presences AS p"""


def _presence(row: Row) -> Presence:
    return Presence(**dict(row))


async def find(tx: Tx, session_id: int, member_id: int) -> Presence | None:
    """The member's part in the session, present or not."""
    row = await tx.one(
        f"{_PRESENCE} WHERE p.session_id = :session_id AND p.member_id = :member_id",
        {"session_id": session_id, "member_id": member_id},
    )
    return _presence(row) if row else None


async def present(tx: Tx, session_id: int) -> list[Presence]:
    """Who takes part and has not left, in the order of joining."""
    rows = await tx.all(
        f"{_PRESENCE} WHERE p.session_id = :session_id AND p.left_at IS NULL ORDER BY p.joined_at, p.member_id",
        {"session_id": session_id},
    )
    return [_presence(row) for row in rows]


async def join(tx: Tx, session_id: int, member_id: int, now: int) -> None:
    """Present from `now` on, for the first time or again."""
    await tx.run(
        """INSERT INTO focus_presences (session_id, member_id, joined_at, counted_to)
        VALUES (:session_id, :member_id, :now, :now)
        ON CONFLICT (session_id, member_id) DO UPDATE
            SET left_at = NULL, joined_at = :now, counted_to = :now""",
        {"session_id": session_id, "member_id": member_id, "now": now},
    )


async def leave(tx: Tx, session_id: int, member_id: int, now: int) -> None:
    """Not present any more. What counts must have been counted before."""
    await tx.run(
        """UPDATE focus_presences SET left_at = :now
        WHERE session_id = :session_id AND member_id = :member_id""",
        {"session_id": session_id, "member_id": member_id, "now": now},
    )


async def set_work(tx: Tx, session_id: int, member_id: int, work: str | None) -> None:
    """What they work on."""
    await tx.run(
        "UPDATE focus_presences SET work = :work WHERE session_id = :session_id AND member_id = :member_id",
        {"session_id": session_id, "member_id": member_id, "work": work},
    )


async def set_learned(tx: Tx, session_id: int, member_id: int, learned: str | None) -> None:
    """What they learned."""
    await tx.run(
        "UPDATE focus_presences SET learned = :learned WHERE session_id = :session_id AND member_id = :member_id",
        {"session_id": session_id, "member_id": member_id, "learned": learned},
    )


async def count(tx: Tx, session_id: int, member_id: int, part: Part) -> None:
    """Add time to a round."""
    await tx.run(
        """INSERT INTO focus_times (member_id, session_id, round, began_at, seconds)
        VALUES (:member_id, :session_id, :round, :began_at, :seconds)
        ON CONFLICT (member_id, session_id, round) DO UPDATE SET seconds = focus_times.seconds + excluded.seconds""",
        {
            "member_id": member_id,
            "session_id": session_id,
            "round": part.round,
            "began_at": part.began_at,
            "seconds": part.seconds,
        },
    )


async def counted(tx: Tx, session_id: int, member_id: int, to: int) -> None:
    """Their time up to `to` (epoch seconds) has been counted; never backwards."""
    await tx.run(
        """UPDATE focus_presences SET counted_to = :to
        WHERE session_id = :session_id AND member_id = :member_id AND counted_to < :to""",
        {"session_id": session_id, "member_id": member_id, "to": to},
    )


async def broke_off(tx: Tx, session_id: int) -> None:
    """Those present are to hear of it."""
    await tx.run(
        "UPDATE focus_presences SET untold = 1 WHERE session_id = :session_id AND left_at IS NULL",
        {"session_id": session_id},
    )


async def told(tx: Tx, session_id: int, member_id: int) -> None:
    """The member has heard of it."""
    await tx.run(
        "UPDATE focus_presences SET untold = 0 WHERE session_id = :session_id AND member_id = :member_id",
        {"session_id": session_id, "member_id": member_id},
    )


async def times(tx: Tx, member_id: int, since: int) -> list[Counted]:
    """The member's time of focus since then (epoch seconds)."""
    rows = await tx.all(
        """SELECT session_id, began_at, seconds FROM focus_times
        WHERE member_id = :member_id AND began_at >= :since ORDER BY began_at""",
        {"member_id": member_id, "since": since},
    )
    return [Counted(*row) for row in rows]


async def learned(tx: Tx, member_id: int, limit: int) -> list[Learned]:
    """What the member learned lately, newest first."""
    rows = await tx.all(
        """SELECT s.ended_at, p.learned FROM focus_presences AS p JOIN focus_sessions AS s ON s.id = p.session_id
        WHERE p.member_id = :member_id AND p.learned IS NOT NULL AND s.ended_at IS NOT NULL
        ORDER BY s.ended_at DESC, s.id DESC LIMIT :limit""",
        {"member_id": member_id, "limit": limit},
    )
    return [Learned(*row) for row in rows]


async def open_sessions(tx: Tx, member_id: int) -> list[int]:
    """Sessions that the member is present in and that have not been ended."""
    rows = await tx.all(
        """SELECT p.session_id FROM focus_presences AS p JOIN focus_sessions AS s ON s.id = p.session_id
        WHERE p.member_id = :member_id AND p.left_at IS NULL AND s.ended_at IS NULL ORDER BY p.session_id""",
        {"member_id": member_id},
    )
    return [row["session_id"] for row in rows]


async def member_rows(tx: Tx, member_id: int) -> dict[str, list[dict[str, object]]]:
    """All that is kept of a member's part in sessions."""
    tables = {
        "focus": "SELECT * FROM focus_presences WHERE member_id = :member_id ORDER BY session_id",
        "focus_times": "SELECT * FROM focus_times WHERE member_id = :member_id ORDER BY began_at",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove it. Returns in how many sessions there was something."""
    await tx.run("DELETE FROM focus_times WHERE member_id = :member_id", {"member_id": member_id})
    return await tx.run("DELETE FROM focus_presences WHERE member_id = :member_id", {"member_id": member_id})
