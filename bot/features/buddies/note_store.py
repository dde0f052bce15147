"""The SQL of words in private. Owns `buddy_notes`."""

from dataclasses import dataclass

from bot.db import Row, Tx
from bot.features.buddies.terms import NoteKind

_COLUMNS = "id, guild_id, member_id, kind, detail, pair_number, created_at"


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A word in private as it is kept. created_at: epoch seconds."""

    id: int
    guild_id: int
    member_id: int
    kind: NoteKind
    detail: str
    pair_number: int | None
    created_at: int


def _note(row: Row) -> NoteRow:
    return NoteRow(
        row["id"],
        row["guild_id"],
        row["member_id"],
        NoteKind(row["kind"]),
        row["detail"],
        row["pair_number"],
        row["created_at"],
    )


async def insert(
    tx: Tx, guild_id: int, member_id: int, kind: NoteKind, detail: str, pair_number: int | None, now: int
) -> int:
    """Keep a word. Returns its id."""
    return int(
        await tx.value(
            """INSERT INTO buddy_notes (guild_id, member_id, kind, detail, pair_number, created_at)
            VALUES (:guild_id, :member_id, :kind, :detail, :pair_number, :now) RETURNING id""",
            {
                "guild_id": guild_id,
                "member_id": member_id,
                "kind": kind,
                "detail": detail,
                "pair_number": pair_number,
                "now": now,
            },
        )
    )


async def find(tx: Tx, note_id: int) -> NoteRow | None:
    """The word, if it is there."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM buddy_notes WHERE id = :id", {"id": note_id})
    return _note(row) if row else None


async def told(tx: Tx, note_id: int, at: int) -> None:
    """Remember that it has reached the member."""
    await tx.run("UPDATE buddy_notes SET told_at = :at WHERE id = :id", {"id": note_id, "at": at})


async def untold(tx: Tx, note_id: int, reason: str) -> None:
    """Remember why it could not be brought."""
    await tx.run(
        "UPDATE buddy_notes SET untold_reason = :reason WHERE id = :id", {"id": note_id, "reason": reason}
    )


async def unread(tx: Tx, guild_id: int, member_id: int) -> list[NoteRow]:
    """The newest five that could not be brought, oldest first."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM buddy_notes
        WHERE member_id = :member_id AND guild_id = :guild_id AND told_at IS NULL AND untold_reason IS NOT NULL
        ORDER BY id DESC LIMIT 5""",
        {"guild_id": guild_id, "member_id": member_id},
    )
    return [_note(row) for row in reversed(rows)]


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """Words to a member."""
    rows = await tx.all(
        "SELECT * FROM buddy_notes WHERE member_id = :member_id ORDER BY id", {"member_id": member_id}
    )
    return [dict(row) for row in rows]


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove them."""
    return await tx.run("DELETE FROM buddy_notes WHERE member_id = :member_id", {"member_id": member_id})
