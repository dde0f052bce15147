"""The SQL of words to authors. Owns `mnemonic_notes`."""

from dataclasses import dataclass

from bot.db import Row, Tx
from bot.features.mnemonics.model import NoteKind

_COLUMNS = "id, guild_id, member_id, number, kind, detail, noted_at"


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A word as it is kept. number: of the mnemonic. noted_at: epoch seconds."""

    id: int
    guild_id: int
    member_id: int
    number: int
    kind: NoteKind
    detail: str
    noted_at: int


def _note(row: Row) -> NoteRow:
    return NoteRow(
        row["id"],
        row["guild_id"],
        row["member_id"],
        row["number"],
        NoteKind(row["kind"]),
        row["detail"],
        row["noted_at"],
    )


async def insert(
    tx: Tx, *, guild_id: int, member_id: int, number: int, kind: NoteKind, detail: str, now: int
) -> int:
    """Keep a word. Returns its id."""
    return int(
        await tx.value(
            """INSERT INTO mnemonic_notes (guild_id, member_id, number, kind, detail, noted_at)
            VALUES (:guild_id, :member_id, :number, :kind, :detail, :now) RETURNING id""",
            {
                "guild_id": guild_id,
                "member_id": member_id,
                "number": number,
                "kind": kind,
                "detail": detail,
                "now": now,
            },
        )
    )


async def find(tx: Tx, note_id: int) -> NoteRow | None:
    """The word, if it is there."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM mnemonic_notes WHERE id = :id", {"id": note_id})
    return _note(row) if row else None


async def told(tx: Tx, note_id: int, at: int) -> None:
    """Remember that it has reached the member."""
    await tx.run("UPDATE mnemonic_notes SET told_at = :at WHERE id = :id", {"id": note_id, "at": at})


async def untold(tx: Tx, note_id: int, reason: str) -> None:
    """Remember why it could not be brought."""
    await tx.run(
        "UPDATE mnemonic_notes SET untold_reason = :reason WHERE id = :id", {"id": note_id, "reason": reason}
    )


async def unread(tx: Tx, guild_id: int, member_id: int) -> list[NoteRow]:
    """The newest five that could not be brought, oldest first."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM mnemonic_notes
        WHERE member_id = :member_id AND guild_id = :guild_id AND told_at IS NULL AND untold_reason IS NOT NULL
        ORDER BY id DESC LIMIT 5""",
        {"guild_id": guild_id, "member_id": member_id},
    )
    return [_note(row) for row in reversed(rows)]


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """Words to a member."""
    rows = await tx.all(
        "SELECT * FROM mnemonic_notes WHERE member_id = :member_id ORDER BY id", {"member_id": member_id}
    )
    return [dict(row) for row in rows]


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove them."""
    return await tx.run("DELETE FROM mnemonic_notes WHERE member_id = :member_id", {"member_id": member_id})
