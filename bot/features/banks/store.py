"""The SQL of servers' own questions. Owns `bank_servers`, `banks` and `bank_questions`."""

from collections.abc import Sequence

from bot.db import Tx
from bot.features.banks.model import SUGGESTED


async def servers(tx: Tx) -> list[int]:
    """Ids of the servers whose library is, or was once, other than the bundled one."""
    return [row["guild_id"] for row in await tx.all("SELECT guild_id FROM bank_servers")]


async def version(tx: Tx, guild_id: int) -> int:
    """The version of what a server asks; 0 when it has never been other than the bundled content."""
    return await tx.value("SELECT version FROM bank_servers WHERE guild_id = :id", {"id": guild_id}) or 0


async def set_version(tx: Tx, guild_id: int, to: int) -> None:
    """What a server asks has changed."""
    await tx.run(
        """INSERT INTO bank_servers (guild_id, version, last_number) VALUES (:guild_id, :version, 0)
        ON CONFLICT (guild_id) DO UPDATE SET version = excluded.version""",
        {"guild_id": guild_id, "version": to},
    )


async def questions(tx: Tx, guild_id: int) -> list[tuple[int, str, int | None]]:
    """(number, content, author) of a server's own questions, but for those of files that wait."""
    rows = await tx.all(
        """SELECT q.number, q.content, q.author_id FROM bank_questions AS q JOIN banks AS b ON b.id = q.bank_id
        WHERE q.guild_id = :guild_id AND b.waiting = 0 ORDER BY q.number""",
        {"guild_id": guild_id},
    )
    return [(row["number"], row["content"], row["author_id"]) for row in rows]


async def insert_bank(
    tx: Tx, *, guild_id: int, name: str, format_: str, imported_by: int | None, now: int, waiting: bool
) -> int:
    """Keep a file's name. Returns its id."""
    return int(
        await tx.value(
            """INSERT INTO banks (guild_id, name, format, imported_by, imported_at, waiting)
            VALUES (:guild_id, :name, :format, :imported_by, :now, :waiting) RETURNING id""",
            {
                "guild_id": guild_id,
                "name": name,
                "format": format_,
                "imported_by": imported_by,
                "now": now,
                "waiting": int(waiting),
            },
        )
    )


async def suggested(tx: Tx, guild_id: int) -> int | None:
    """The id of the bank of what the server's members suggested, if there is one."""
    found: int | None = await tx.value(
        "SELECT id FROM banks WHERE guild_id = :guild_id AND format = :format",
        {"guild_id": guild_id, "format": SUGGESTED},
    )
    return found


async def insert_questions(
    tx: Tx, guild_id: int, bank_id: int, contents: Sequence[str], author_id: int | None = None
) -> int:
    """Keep questions under the server's next numbers. Returns the number of the last one.

    The server must have a version.
    """
    last = int(
        await tx.value(
            """UPDATE bank_servers SET last_number = last_number + :count WHERE guild_id = :guild_id
            RETURNING last_number""",
            {"guild_id": guild_id, "count": len(contents)},
        )
    )
    await tx.run_many(
        """INSERT INTO bank_questions (guild_id, number, bank_id, content, author_id)
        VALUES (:guild_id, :number, :bank_id, :content, :author_id)""",
        (
            {
                "guild_id": guild_id,
                "number": last - len(contents) + place,
                "bank_id": bank_id,
                "content": content,
                "author_id": author_id,
            }
            for place, content in enumerate(contents, 1)
        ),
    )
    return last
