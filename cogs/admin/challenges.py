"""`/admin challenges …`: what waits for a decision, and who decides."""

from typing import Any

import discord
from discord import app_commands

from bot.client import Interaction
from bot.errors import BadInput
from bot.features.challenges.model import Editors
from bot.sending import NEEDED, names
from bot.ui import present
from cogs.admin.access import require_admin
from cogs.challenges.queue import show_queue


class ChallengesGroup(app_commands.Group):
    """What admins do about disputed and suggested questions."""

    def __init__(self) -> None:
        super().__init__(
            name="challenges", description="Disputed and suggested questions, and who decides on them"
        )

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everybody without Manage Server: the check of the cog around does not reach in here."""
        return require_admin(interaction)

    @app_commands.command(name="list", description="What members dispute and suggest, to decide on")
    async def list_(self, interaction: Interaction) -> None:
        """Show the queue."""
        await show_queue(interaction)

    @app_commands.command(name="editors", description="A role that decides too, and where it is told")
    @app_commands.describe(
        role="Who decides besides members with Manage Server (leave out: nobody)",
        channel="Where they are told of new ones (default: this channel)",
    )
    async def editors(
        self,
        interaction: Interaction,
        role: discord.Role | None = None,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Choose them, and echo what was understood."""
        guild = present(interaction).guild
        calls = interaction.client.services.challenges.calls
        if role is None and channel is None:
            await calls.set_editors(guild.id, Editors())
            text = "Only members with Manage Server decide now. They are told by message."
            await interaction.response.send_message(text, ephemeral=True)
            return
        place = channel or interaction.channel
        if not isinstance(place, discord.TextChannel):
            raise BadInput("Name a text channel in which they are told: the option “channel”.")
        _check(place, role)
        await calls.set_editors(guild.id, Editors(role.id if role else None, place.id))
        who = (
            f"{role.mention} and members with Manage Server decide"
            if role
            else "Members with Manage Server decide"
        )
        await interaction.response.send_message(
            f"{who}. New ones are told in {place.mention}; `/quiz queue` lists all that waits.",
            ephemeral=True,
        )


def _check(channel: discord.TextChannel, role: discord.Role | None) -> None:
    """Name what the bot may not do there, while the admin is still looking."""
    allowed = channel.permissions_for(channel.guild.me)
    missing = NEEDED & ~allowed
    if missing.value:
        raise BadInput(
            f"I can't post in {channel.mention} yet. Allow me there: {names(missing)}. Then send it again."
        )
    if role and role.is_default():
        raise BadInput("Everybody can't decide. Choose a role for your content editors.")
    if role and not role.mentionable and not allowed.mention_everyone:
        raise BadInput(
            f"I may not mention {role.mention}. Switch on “Allow anyone to @mention this role” in the role's settings, "
            "or choose another role."
        )
