"""The SQL of notices. Owns the table `notices`."""

from bot.db import Tx
from bot.features.admin.model import Notice


async def insert(tx: Tx, guild_id: int, recipient_id: int | None, text: str, now: int) -> int:
    """Keep a notice. Returns its id."""
    return int(
        await tx.value(
            """INSERT INTO notices (guild_id, recipient_id, text, created_at)
            VALUES (:guild_id, :recipient_id, :text, :now) RETURNING id""",
            {"guild_id": guild_id, "recipient_id": recipient_id, "text": text, "now": now},
        )
    )


async def find(tx: Tx, notice_id: int) -> Notice | None:
    """The notice, if it is there."""
    row = await tx.one(
        "SELECT id, guild_id, recipient_id, text, created_at FROM notices WHERE id = :id", {"id": notice_id}
    )
    return (
        Notice(row["id"], row["guild_id"], row["recipient_id"], row["text"], row["created_at"])
        if row
        else None
    )


async def told(tx: Tx, notice_id: int, at: int) -> None:
    """Remember that it has reached somebody."""
    await tx.run("UPDATE notices SET told_at = :at WHERE id = :id", {"id": notice_id, "at": at})


async def untold(tx: Tx, notice_id: int, reason: str) -> None:
    """Remember why it could reach nobody."""
    await tx.run(
        "UPDATE notices SET untold_reason = :reason WHERE id = :id", {"id": notice_id, "reason": reason}
    )


async def unread(tx: Tx, guild_id: int) -> list[Notice]:
    """What could reach nobody by message, newest first: shown at an admin's next command instead."""
    rows = await tx.all(
        """SELECT id, guild_id, recipient_id, text, created_at FROM notices
        WHERE guild_id = :guild_id AND told_at IS NULL AND untold_reason IS NOT NULL
        ORDER BY created_at DESC LIMIT 5""",
        {"guild_id": guild_id},
    )
    return [Notice(r["id"], r["guild_id"], r["recipient_id"], r["text"], r["created_at"]) for r in rows]


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """Notices addressed to a member."""
    rows = await tx.all("SELECT * FROM notices WHERE recipient_id = :member_id", {"member_id": member_id})
    return [dict(row) for row in rows]


async def forget_member(tx: Tx, member_id: int) -> int:
    """Keep the notices, which belong to their servers, without the member: a report may name them too."""
    named = {"member_id": member_id, "name": f"<@{member_id}>", "nobody": "(a member whose data was removed)"}
    await tx.run(
        "UPDATE notices SET text = replace(text, :name, :nobody) WHERE text LIKE '%' || :name || '%'", named
    )
    return await tx.run(
        "UPDATE notices SET recipient_id = NULL WHERE recipient_id = :member_id", {"member_id": member_id}
    )
