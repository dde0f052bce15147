"""The SQL of content editors. Owns `challenge_editors`."""

from bot.db import Tx
from bot.features.challenges.model import Editors


async def find(tx: Tx, guild_id: int) -> Editors:
    """Who decides in a server besides its moderators, and where they are told."""
    row = await tx.one(
        "SELECT role_id, channel_id FROM challenge_editors WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return Editors(row["role_id"], row["channel_id"]) if row else Editors()


async def save(tx: Tx, guild_id: int, editors: Editors) -> None:
    """Keep it."""
    await tx.run(
        """INSERT INTO challenge_editors (guild_id, role_id, channel_id) VALUES (:guild_id, :role_id, :channel_id)
        ON CONFLICT (guild_id) DO UPDATE SET role_id = excluded.role_id, channel_id = excluded.channel_id""",
        {"guild_id": guild_id, "role_id": editors.role_id, "channel_id": editors.channel_id},
    )
