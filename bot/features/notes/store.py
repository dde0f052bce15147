"""The SQL of words to members. Owns `member_notes`. topic: whose they are, by the kind of their deliveries."""

from bot.db import Tx
from bot.features.notes.model import KeptNote

_COLUMNS = "id, guild_id, member_id, kind, detail, about"


async def insert(
    tx: Tx, topic: str, guild_id: int, member_id: int, kind: str, detail: str, about: int | None, now: int
) -> int:
    """Keep a word. Returns its id."""
    return int(
        await tx.value(
            """INSERT INTO member_notes (topic, guild_id, member_id, kind, detail, about, created_at)
            VALUES (:topic, :guild_id, :member_id, :kind, :detail, :about, :now) RETURNING id""",
            {
                "topic": topic,
                "guild_id": guild_id,
                "member_id": member_id,
                "kind": kind,
                "detail": detail,
                "about": about,
                "now": now,
            },
        )
    )


async def find(tx: Tx, topic: str, note_id: int) -> KeptNote | None:
    """The word, if it is there."""
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM member_notes WHERE id = :id AND topic = :topic",
        {"id": note_id, "topic": topic},
    )
    return KeptNote(*row) if row else None


async def told(tx: Tx, note_id: int, at: int) -> None:
    """Remember that it has reached the member."""
    await tx.run("UPDATE member_notes SET told_at = :at WHERE id = :id", {"id": note_id, "at": at})


async def untold(tx: Tx, note_id: int, reason: str) -> None:
    """Remember why it could not be brought."""
    await tx.run(
        "UPDATE member_notes SET untold_reason = :reason WHERE id = :id", {"id": note_id, "reason": reason}
    )


async def unread(tx: Tx, topic: str, guild_id: int, member_id: int) -> list[KeptNote]:
    """The newest five that could not be brought, oldest first."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM member_notes
        WHERE member_id = :member_id AND guild_id = :guild_id AND topic = :topic
            AND told_at IS NULL AND untold_reason IS NOT NULL
        ORDER BY id DESC LIMIT 5""",
        {"topic": topic, "guild_id": guild_id, "member_id": member_id},
    )
    return [KeptNote(*row) for row in reversed(rows)]


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """Words to a member."""
    rows = await tx.all(
        "SELECT * FROM member_notes WHERE member_id = :member_id ORDER BY id", {"member_id": member_id}
    )
    return [dict(row) for row in rows]


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove them."""
    return await tx.run("DELETE FROM member_notes WHERE member_id = :member_id", {"member_id": member_id})
