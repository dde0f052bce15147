"""The SQL of focus sessions. Owns `focus_sessions`."""

from bot.db import Row, Tx
from bot.features.focus.model import Outcome, Session
from bot.features.focus.phases import Plan

_COLUMNS = """s.id, s.guild_id, s.channel_id, s.message_id, s.started_by, s.topic, s.started_at, s.minutes,
    s.break_minutes, s.rounds, s.ends_at, s.ended_at, s.outcome, s.trouble, s.version"""


def _session(row: Row) -> Session:
    return Session(
        id=row["id"],
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        started_by=row["started_by"],
        topic=row["topic"],
        plan=Plan(row["started_at"], row["minutes"], row["break_minutes"], row["rounds"]),
        ends_at=row["ends_at"],
        ended_at=row["ended_at"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        trouble=row["trouble"],
        version=row["version"],
    )


async def insert(
    tx: Tx, *, guild_id: int | None, channel_id: int, started_by: int, topic: str | None, plan: Plan
) -> Session:
    """Keep a new session; its message is not there yet."""
    row = await tx.one(
        """INSERT INTO focus_sessions AS s (guild_id, channel_id, started_by, topic, minutes, break_minutes, rounds,
            started_at, ends_at)
        VALUES (:guild_id, :channel_id, :started_by, :topic, :minutes, :break_minutes, :rounds, :started_at, :ends_at)
        RETURNING *""",
        {
            "guild_id": guild_id,
            "channel_id": channel_id,
            "started_by": started_by,
            "topic": topic,
            "minutes": plan.minutes,
            "break_minutes": plan.break_minutes,
            "rounds": plan.rounds,
            "started_at": plan.started_at,
            "ends_at": plan.ends_at,
        },
    )
    assert row is not None
    return _session(row)


async def find(tx: Tx, session_id: int) -> Session | None:
    """The session, if it is kept."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM focus_sessions AS s WHERE s.id = :id", {"id": session_id})
    return _session(row) if row else None


async def open_of_starter(tx: Tx, member_id: int) -> Session | None:
    """The session that a member started and that has not been ended."""
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM focus_sessions AS s WHERE s.started_by = :member_id AND s.ended_at IS NULL",
        {"member_id": member_id},
    )
    return _session(row) if row else None


async def open_in_channel(tx: Tx, channel_id: int, since: int, until: int) -> Session | None:
    """A session that runs in the channel at some time between the two (epoch seconds); the earliest."""
    row = await tx.one(
        f"""SELECT {_COLUMNS} FROM focus_sessions AS s WHERE s.channel_id = :channel_id AND s.ended_at IS NULL
            AND s.started_at < :until AND s.ends_at > :since ORDER BY s.started_at LIMIT 1""",
        {"channel_id": channel_id, "since": since, "until": until},
    )
    return _session(row) if row else None


async def open_with(
    tx: Tx, member_id: int, since: int, until: int, besides: int | None = None
) -> Session | None:
    """A session with the member in it that runs at some time between the two (epoch seconds), but for `besides`."""
    row = await tx.one(
        f"""SELECT {_COLUMNS} FROM focus_presences AS p JOIN focus_sessions AS s ON s.id = p.session_id
        WHERE p.member_id = :member_id AND p.left_at IS NULL AND s.ended_at IS NULL
            AND s.started_at < :until AND s.ends_at > :since AND s.id <> COALESCE(:besides, 0)
        ORDER BY s.started_at LIMIT 1""",
        {"member_id": member_id, "since": since, "until": until, "besides": besides},
    )
    return _session(row) if row else None


async def posted(tx: Tx, session_id: int, message_id: int) -> None:
    """Its message stands."""
    await tx.run(
        "UPDATE focus_sessions SET message_id = :message_id WHERE id = :id",
        {"id": session_id, "message_id": message_id},
    )


async def next_version(tx: Tx, session_id: int) -> Session | None:
    """What its message shows has changed. Returns the session with its new version, None when it is gone."""
    row = await tx.one(
        "UPDATE focus_sessions AS s SET version = version + 1 WHERE id = :id RETURNING *", {"id": session_id}
    )
    return _session(row) if row else None


async def finish(tx: Tx, session_id: int, at: int, outcome: Outcome, trouble: str | None) -> None:
    """It has ended, at `at` (epoch seconds)."""
    await tx.run(
        """UPDATE focus_sessions SET ended_at = :at, ends_at = :at, outcome = :outcome, trouble = :trouble
        WHERE id = :id""",
        {"id": session_id, "at": at, "outcome": outcome.value, "trouble": trouble},
    )


async def untold(tx: Tx, member_id: int) -> list[Session]:
    """Sessions that broke off under the member, who has not heard of it."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM focus_presences AS p JOIN focus_sessions AS s ON s.id = p.session_id
        WHERE p.member_id = :member_id AND p.untold = 1 ORDER BY s.id""",
        {"member_id": member_id},
    )
    return [_session(row) for row in rows]


async def started_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """All that is kept of sessions that a member started."""
    rows = await tx.all(
        "SELECT * FROM focus_sessions WHERE started_by = :member_id ORDER BY id", {"member_id": member_id}
    )
    return [dict(row) for row in rows]


async def forget_starter(tx: Tx, member_id: int) -> int:
    """Sessions of several go on without their starter's id and words; solo ones are removed. Returns how many."""
    alone = await tx.run(
        "DELETE FROM focus_sessions WHERE started_by = :member_id AND guild_id IS NULL",
        {"member_id": member_id},
    )
    return alone + await tx.run(
        "UPDATE focus_sessions SET started_by = NULL, topic = NULL WHERE started_by = :member_id",
        {"member_id": member_id},
    )
