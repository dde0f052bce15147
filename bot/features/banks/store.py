"""The SQL of servers' own questions. Owns `bank_servers`, `banks` and `bank_questions`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.db import Tx
from bot.features.banks.model import SUGGESTED


@dataclass(frozen=True, slots=True)
class BankRow:
    """A bank as it is kept."""

    id: int
    name: str
    format: str
    imported_by: int | None
    imported_at: int
    waiting: bool


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


async def banks(tx: Tx, guild_id: int) -> list[BankRow]:
    """A server's banks, oldest first."""
    rows = await tx.all(
        """SELECT id, name, format, imported_by, imported_at, waiting FROM banks
        WHERE guild_id = :guild_id ORDER BY id""",
        {"guild_id": guild_id},
    )
    return [BankRow(row[0], row[1], row[2], row[3], row[4], bool(row["waiting"])) for row in rows]


async def contents(tx: Tx, bank_id: int) -> list[str]:
    """A bank's questions, in order."""
    rows = await tx.all(
        "SELECT content FROM bank_questions WHERE bank_id = :bank_id ORDER BY number", {"bank_id": bank_id}
    )
    return [row["content"] for row in rows]


async def counted(tx: Tx, guild_id: int) -> tuple[int, int]:
    """How many banks a server has, and how many questions in them; what waits is not counted."""
    row = await tx.one(
        """SELECT (SELECT COUNT(*) FROM banks WHERE guild_id = :guild_id AND waiting = 0) AS banks,
            (SELECT COUNT(*) FROM bank_questions AS q JOIN banks AS b ON b.id = q.bank_id
                WHERE q.guild_id = :guild_id AND b.waiting = 0) AS questions""",
        {"guild_id": guild_id},
    )
    assert row is not None
    return row["banks"], row["questions"]


async def accept(tx: Tx, guild_id: int, bank_id: int) -> bool:
    """What waited is imported; False when it does not wait (any more)."""
    return (
        await tx.run(
            "UPDATE banks SET waiting = 0 WHERE id = :id AND guild_id = :guild_id AND waiting = 1",
            {"id": bank_id, "guild_id": guild_id},
        )
        == 1
    )


async def drop_waiting(tx: Tx, guild_id: int) -> bool:
    """Forget the upload that waits; False when none does."""
    return (
        await tx.run("DELETE FROM banks WHERE guild_id = :guild_id AND waiting = 1", {"guild_id": guild_id})
        > 0
    )


async def drop_waiting_since(tx: Tx, before: int) -> None:
    """Forget uploads that have waited since before that moment (epoch seconds), in all servers."""
    await tx.run("DELETE FROM banks WHERE waiting = 1 AND imported_at < :before", {"before": before})


async def remove(tx: Tx, guild_id: int, bank_id: int) -> bool:
    """Remove a bank with its questions; False when the server has no such bank."""
    return (
        await tx.run(
            "DELETE FROM banks WHERE id = :id AND guild_id = :guild_id", {"id": bank_id, "guild_id": guild_id}
        )
        == 1
    )


async def member_rows(tx: Tx, member_id: int) -> dict[str, list[dict[str, object]]]:
    """Files that a member imported, and questions of theirs that a server took in."""
    tables = {
        "banks": "SELECT id, guild_id, name, format, imported_by, imported_at FROM banks WHERE imported_by = :id",
        "bank_questions": "SELECT guild_id, number, content, author_id FROM bank_questions WHERE author_id = :id",
    }
    return {name: [dict(row) for row in await tx.all(sql, {"id": member_id})] for name, sql in tables.items()}


async def forget_importer(tx: Tx, member_id: int) -> int:
    """Banks belong to their servers: they stay, without the member."""
    return await tx.run("UPDATE banks SET imported_by = NULL WHERE imported_by = :id", {"id": member_id})


async def forget_author(tx: Tx, member_id: int) -> list[int]:
    """Questions that a server took in stay, without their author. Returns the servers, one for each question."""
    rows = await tx.all(
        "UPDATE bank_questions SET author_id = NULL WHERE author_id = :id RETURNING guild_id",
        {"id": member_id},
    )
    return [row["guild_id"] for row in rows]
