"""Who may use `/admin`, checked here again whatever Discord let through."""

from typing import Any

import discord

from bot.errors import BadInput, NotAllowed
from bot.sending import NEEDED, lacking, names
from bot.ui import checking, present

NOT_ADMIN = "Only members with the permission Manage Server may do that. Ask an admin of this server."


def require_admin(interaction: discord.Interaction[Any]) -> bool:
    """For `interaction_check`: refuse everybody without Manage Server, saying so."""
    with checking():
        present(interaction)
        if not interaction.permissions.manage_guild:
            raise NotAllowed(NOT_ADMIN)
    return True


def check_channel(
    channel: discord.abc.GuildChannel, needed: discord.Permissions = NEEDED, *, to: str = "post"
) -> None:
    """Name what cannot be there, or what the bot may not do, while the admin is still looking. to: what for."""
    if needed.create_private_threads and isinstance(channel, discord.TextChannel) and channel.is_news():
        raise BadInput(
            "Announcement channels have no private threads. Choose an ordinary text channel, or make one."
        )
    missing = lacking(channel, needed)
    if missing.value:
        raise BadInput(
            f"I can't {to} in {channel.mention} yet. Open the channel's settings → Permissions → add Crosswalk, and "
            f"allow: {names(missing)}. Then send the command again."
        )
