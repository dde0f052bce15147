"""The SQL of servers' choices and of rounds that were held. Owns `buddy_servers` and `buddy_rounds`."""

from dataclasses import dataclass
from datetime import date

from bot.db import Row, Tx
from bot.features.buddies.model import Server
from bot.features.buddies.terms import Every


@dataclass(frozen=True, slots=True)
class ServerRow:
    """A server's choices with what only rounds need. quick_due_at: a quick match is under way for then."""

    server: Server
    anchor: date
    gone: bool
    quick_due_at: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """A round that was held. ran_at: epoch seconds. Counts of members and of pairs."""

    id: int
    ran_at: int
    waiting: int
    pairs: int
    alone: int


def _server(row: Row) -> ServerRow:
    server = Server(row["guild_id"], row["channel_id"], Every(row["every"]), bool(row["off"]), row["set_by"])
    return ServerRow(server, date.fromisoformat(row["anchor_date"]), bool(row["gone"]), row["quick_due_at"])


async def find(tx: Tx, guild_id: int) -> ServerRow | None:
    """The server's choices, if anybody ever joined or an admin made them."""
    row = await tx.one("SELECT * FROM buddy_servers WHERE guild_id = :guild_id", {"guild_id": guild_id})
    return _server(row) if row else None


async def insert(tx: Tx, guild_id: int, anchor: date) -> None:
    """A server with everything as it is by default."""
    await tx.run(
        "INSERT INTO buddy_servers (guild_id, anchor_date) VALUES (:guild_id, :anchor)",
        {"guild_id": guild_id, "anchor": anchor.isoformat()},
    )


async def save(tx: Tx, server: Server, anchor: date) -> None:
    """Keep what an admin chose; what they were told is missing may have been put right."""
    await tx.run(
        """UPDATE buddy_servers SET channel_id = :channel_id, every = :every, off = :off, set_by = :set_by,
            anchor_date = :anchor, told_trouble = NULL
        WHERE guild_id = :guild_id""",
        {
            "guild_id": server.guild_id,
            "channel_id": server.channel_id,
            "every": server.every,
            "off": int(server.off),
            "set_by": server.set_by,
            "anchor": anchor.isoformat(),
        },
    )


async def all_gone(tx: Tx) -> set[int]:
    """The servers that are gone."""
    return {row["guild_id"] for row in await tx.all("SELECT guild_id FROM buddy_servers WHERE gone = 1")}


async def set_gone(tx: Tx, guild_id: int, gone: bool) -> bool:
    """The server is gone, or back. False when that was known, or the server is not."""
    return (
        await tx.run(
            "UPDATE buddy_servers SET gone = :gone WHERE guild_id = :guild_id AND gone <> :gone",
            {"guild_id": guild_id, "gone": int(gone)},
        )
        == 1
    )


async def set_quick(tx: Tx, guild_id: int, due_at: int | None) -> None:
    """When the quick match is due that is under way; None: none is."""
    await tx.run(
        "UPDATE buddy_servers SET quick_due_at = :due_at WHERE guild_id = :guild_id",
        {"guild_id": guild_id, "due_at": due_at},
    )


async def tell_trouble(tx: Tx, guild_id: int, trouble: str) -> bool:
    """Remember that the admins are told of it. False when they know."""
    return (
        await tx.run(
            """UPDATE buddy_servers SET told_trouble = :trouble
            WHERE guild_id = :guild_id AND (told_trouble IS NULL OR told_trouble <> :trouble)""",
            {"guild_id": guild_id, "trouble": trouble},
        )
        == 1
    )


async def hold(
    tx: Tx, *, guild_id: int, kind: str, key: str, now: int, waiting: int, pairs: int, alone: int
) -> int | None:
    """Write down a round. Returns its id, or None when it was held before."""
    found: int | None = await tx.value(
        """INSERT INTO buddy_rounds (guild_id, kind, delivery_key, ran_at, waiting, pairs, alone)
        VALUES (:guild_id, :kind, :key, :now, :waiting, :pairs, :alone) ON CONFLICT DO NOTHING RETURNING id""",
        {
            "guild_id": guild_id,
            "kind": kind,
            "key": key,
            "now": now,
            "waiting": waiting,
            "pairs": pairs,
            "alone": alone,
        },
    )
    return found


async def held(tx: Tx, kind: str, key: str) -> Held | None:
    """The round of a delivery, if it was held."""
    row = await tx.one(
        """SELECT id, ran_at, waiting, pairs, alone FROM buddy_rounds
        WHERE kind = :kind AND delivery_key = :key""",
        {"kind": kind, "key": key},
    )
    return Held(*row) if row else None


async def last_held(tx: Tx, guild_id: int) -> Held | None:
    """The server's newest round."""
    row = await tx.one(
        """SELECT id, ran_at, waiting, pairs, alone FROM buddy_rounds
        WHERE guild_id = :guild_id ORDER BY ran_at DESC, id DESC LIMIT 1""",
        {"guild_id": guild_id},
    )
    return Held(*row) if row else None


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """Servers whose buddies a member set up."""
    rows = await tx.all(
        "SELECT guild_id, channel_id, every, off, set_by FROM buddy_servers WHERE set_by = :member_id",
        {"member_id": member_id},
    )
    return [dict(row) for row in rows]


async def forget_member(tx: Tx, member_id: int) -> int:
    """Keep the choices, which belong to their servers, without the member."""
    return await tx.run(
        "UPDATE buddy_servers SET set_by = NULL WHERE set_by = :member_id", {"member_id": member_id}
    )
