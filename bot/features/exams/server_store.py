"""The SQL of servers' choices about exams. Owns `exam_servers`."""

from bot.db import Row, Tx
from bot.features.exams.server_model import Server

_COLUMNS = "guild_id, board_id, message_id, message_channel_id, threads_id, role_id, set_by"


def _server(row: Row) -> Server:
    return Server(*(row[name.strip()] for name in _COLUMNS.split(",")))


async def find(tx: Tx, guild_id: int) -> Server:
    """The server's choices, or none."""
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM exam_servers WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return _server(row) if row else Server(guild_id)


async def save(tx: Tx, server: Server) -> None:
    """Keep them."""
    await tx.run(
        f"""INSERT INTO exam_servers ({_COLUMNS})
        VALUES (:guild_id, :board_id, :message_id, :message_channel_id, :threads_id, :role_id, :set_by)
        ON CONFLICT (guild_id) DO UPDATE SET board_id = excluded.board_id, message_id = excluded.message_id,
            message_channel_id = excluded.message_channel_id, threads_id = excluded.threads_id,
            role_id = excluded.role_id, set_by = excluded.set_by""",
        {
            "guild_id": server.guild_id,
            "board_id": server.board_id,
            "message_id": server.message_id,
            "message_channel_id": server.message_channel_id,
            "threads_id": server.threads_id,
            "role_id": server.role_id,
            "set_by": server.set_by,
        },
    )


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """Servers that a member set up."""
    rows = await tx.all("SELECT * FROM exam_servers WHERE set_by = :member_id", {"member_id": member_id})
    return [dict(row) for row in rows]


async def forget_member(tx: Tx, member_id: int) -> int:
    """The choices stay with the server, without the id of who made them."""
    return await tx.run(
        "UPDATE exam_servers SET set_by = NULL WHERE set_by = :member_id", {"member_id": member_id}
    )
