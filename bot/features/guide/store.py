"""The SQL of servers' own figures. Owns `guide_corrections`."""

from collections.abc import Sequence

from bot.db import Row, Tx
from bot.features.guide.model import Correction

_COLUMNS = "guild_id, sheet, figure, value, source, as_of, role, set_by, set_at"


def _correction(row: Row) -> Correction:
    return Correction(*(row[name] for name in _COLUMNS.split(", ")))


async def of_server(tx: Tx, guild_id: int, sheets: Sequence[str] = ()) -> list[Correction]:
    """A server's own figures, of these sheets (all without any)."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM guide_corrections WHERE guild_id = :guild_id ORDER BY sheet, figure",
        {"guild_id": guild_id},
    )
    return [_correction(row) for row in rows if not sheets or row["sheet"] in sheets]


async def save(tx: Tx, own: Correction) -> None:
    """Keep one, in the place of the one before."""
    await tx.run(
        f"""INSERT INTO guide_corrections ({_COLUMNS})
        VALUES (:guild_id, :sheet, :figure, :value, :source, :as_of, :role, :set_by, :set_at)
        ON CONFLICT (guild_id, sheet, figure) DO UPDATE SET value = excluded.value, source = excluded.source,
            as_of = excluded.as_of, role = excluded.role, set_by = excluded.set_by, set_at = excluded.set_at""",
        {name: getattr(own, name) for name in _COLUMNS.split(", ")},
    )


async def remove(tx: Tx, guild_id: int, sheet: str, figure: str) -> bool:
    """Go back to the guide's. Whether there was one."""
    removed = await tx.run(
        "DELETE FROM guide_corrections WHERE guild_id = :guild_id AND sheet = :sheet AND figure = :figure",
        {"guild_id": guild_id, "sheet": sheet, "figure": figure},
    )
    return removed > 0


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """Those that a member wrote."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM guide_corrections WHERE set_by = :member_id ORDER BY guild_id, sheet, figure",
        {"member_id": member_id},
    )
    return [dict(row) for row in rows]


async def forget_member(tx: Tx, member_id: int) -> int:
    """They stay with their servers, without the member. How many."""
    return await tx.run(
        "UPDATE guide_corrections SET set_by = NULL WHERE set_by = :member_id", {"member_id": member_id}
    )
