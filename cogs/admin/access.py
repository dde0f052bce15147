"""Who may use `/admin`, checked here again whatever Discord let through."""

from typing import Any

import discord

from bot.errors import NotAllowed
from bot.ui import checking, present

NOT_ADMIN = "Only members with the permission Manage Server may do that. Ask an admin of this server."


def require_admin(interaction: discord.Interaction[Any]) -> bool:
    """For `interaction_check`: refuse everybody without Manage Server, saying so."""
    with checking():
        present(interaction)
        if not interaction.permissions.manage_guild:
            raise NotAllowed(NOT_ADMIN)
    return True
