"""The SQL of notices. Owns the tables `notices` and `notice_people`."""

from collections.abc import Collection

from bot.db import Row, Tx
from bot.features.admin.model import Notice

_COLUMNS = "id, guild_id, recipient_id, text, created_at, private"
_NOBODY = "(a member whose data was removed)"


async def _notice(tx: Tx, row: Row) -> Notice:
    people = await tx.all(
        "SELECT member_id, reports FROM notice_people WHERE notice_id = :id", {"id": row["id"]}
    )
    return Notice(
        row["id"],
        row["guild_id"],
        row["recipient_id"],
        row["text"],
        row["created_at"],
        bool(row["private"]),
        next((person["member_id"] for person in people if person["reports"]), None),
        frozenset(person["member_id"] for person in people if not person["reports"]),
    )


async def insert(
    tx: Tx, guild_id: int, recipient_id: int | None, text: str, now: int, *, private: bool = False
) -> int:
    """Keep a notice. Returns its id."""
    return int(
        await tx.value(
            """INSERT INTO notices (guild_id, recipient_id, text, created_at, private)
            VALUES (:guild_id, :recipient_id, :text, :now, :private) RETURNING id""",
            {
                "guild_id": guild_id,
                "recipient_id": recipient_id,
                "text": text,
                "now": now,
                "private": int(private),
            },
        )
    )


async def name_people(tx: Tx, notice_id: int, by: int, about: Collection[int]) -> None:
    """Who sent a report, and whom it is about."""
    await tx.run_many(
        "INSERT INTO notice_people (notice_id, member_id, reports) VALUES (:notice_id, :member_id, :reports)",
        [
            {"notice_id": notice_id, "member_id": member_id, "reports": int(member_id == by)}
            for member_id in {by, *about}
        ],
    )


async def reports_since(tx: Tx, member_id: int, since: int) -> int:
    """How many reports a member has sent after `since` (epoch seconds)."""
    return int(
        await tx.value(
            """SELECT COUNT(*) FROM notice_people AS p JOIN notices AS n ON n.id = p.notice_id
            WHERE p.member_id = :member_id AND p.reports = 1 AND n.created_at > :since""",
            {"member_id": member_id, "since": since},
        )
    )


async def find(tx: Tx, notice_id: int) -> Notice | None:
    """The notice, if it is there."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM notices WHERE id = :id", {"id": notice_id})
    return await _notice(tx, row) if row else None


async def told(tx: Tx, notice_id: int, at: int) -> None:
    """Remember that it has reached somebody. Whom a report is about need not be known any more."""
    await tx.run("UPDATE notices SET told_at = :at WHERE id = :id", {"id": notice_id, "at": at})
    forgotten = await tx.all(
        "SELECT member_id FROM notice_people WHERE notice_id = :id AND forget = 1", {"id": notice_id}
    )
    for row in forgotten:
        await tx.run(
            "UPDATE notices SET text = replace(text, :name, :nobody) WHERE id = :id",
            {"id": notice_id, "name": f"<@{row['member_id']}>", "nobody": _NOBODY},
        )
    await tx.run("DELETE FROM notice_people WHERE notice_id = :id AND reports = 0", {"id": notice_id})


async def untold(tx: Tx, notice_id: int, reason: str) -> None:
    """Remember why it could reach nobody."""
    await tx.run(
        "UPDATE notices SET untold_reason = :reason WHERE id = :id", {"id": notice_id, "reason": reason}
    )


async def unread(tx: Tx, guild_id: int, reader_id: int) -> list[Notice]:
    """What could reach nobody by message, newest first: shown at an admin's next command instead.

    Without the reports that are about the reader.
    """
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM notices AS n
        WHERE guild_id = :guild_id AND told_at IS NULL AND untold_reason IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM notice_people AS p WHERE p.notice_id = n.id AND p.member_id = :reader_id)
        ORDER BY created_at DESC LIMIT 5""",
        {"guild_id": guild_id, "reader_id": reader_id},
    )
    return [await _notice(tx, row) for row in rows]


async def member_rows(tx: Tx, member_id: int) -> dict[str, list[dict[str, object]]]:
    """Notices addressed to a member, and their own reports. What others report about them is others' to tell."""
    queries = {
        "notices": "SELECT * FROM notices WHERE recipient_id = :member_id AND private = 0",
        "reports": """SELECT n.guild_id, n.text, n.created_at, p.member_id FROM notice_people AS p
            JOIN notices AS n ON n.id = p.notice_id WHERE p.member_id = :member_id AND p.reports = 1""",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in queries.items()
    }


async def forget_member(tx: Tx, member_id: int) -> int:
    """Keep the notices, which belong to their servers, without the member: a report may name them too.

    Only a report about them that nobody has read keeps the name until somebody has: nobody gets out of it so.
    """
    named = {"member_id": member_id, "name": f"<@{member_id}>", "nobody": _NOBODY}
    await tx.run(
        "UPDATE notice_people SET forget = 1 WHERE member_id = :member_id AND reports = 0",
        {"member_id": member_id},
    )
    await tx.run(
        """UPDATE notices SET text = replace(text, :name, :nobody)
        WHERE text LIKE '%' || :name || '%' AND NOT EXISTS (
            SELECT 1 FROM notice_people AS p WHERE p.notice_id = notices.id AND p.member_id = :member_id
                AND p.forget = 1)""",
        named,
    )
    await tx.run(
        "DELETE FROM notice_people WHERE member_id = :member_id AND reports = 1", {"member_id": member_id}
    )
    return await tx.run(
        "UPDATE notices SET recipient_id = NULL WHERE recipient_id = :member_id", {"member_id": member_id}
    )
