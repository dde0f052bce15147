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
        role="Who decides besides members with Manage Server",
        channel="Where they are told of new ones (at first: this channel)",
        off="True: only members with Manage Server decide, and are told by message",
    )
    async def editors(
        self,
        interaction: Interaction,
        role: discord.Role | None = None,
        channel: discord.TextChannel | None = None,
        off: bool = False,
    ) -> None:
        """Change what is given, leave the rest, and echo the whole. Without anything given, only look."""
        guild = present(interaction).guild
        calls = interaction.client.services.challenges.calls
        before = await calls.editors(guild.id)
        if off:
            after = Editors()
        elif role is None and channel is None:
            after = before
        else:
            standing = guild.get_channel(before.channel_id) if before.channel_id else None
            place = channel or standing or interaction.channel
            if not isinstance(place, discord.TextChannel):
                raise BadInput("Name a text channel in which they are told: the option “channel”.")
            _check(place, role or guild.get_role(before.role_id or 0))
            after = Editors(role.id if role else before.role_id, place.id)
        if after != before:
            await calls.set_editors(guild.id, after)
        await interaction.response.send_message(_said(after), ephemeral=True)


def _said(editors: Editors) -> str:
    """Who decides, and where they are told."""
    who = f"<@&{editors.role_id}> and members" if editors.role_id else "Members"
    if editors.channel_id is None:
        return "Only members with Manage Server decide. They are told by message."
    return (
        f"{who} with Manage Server decide. New ones are told in <#{editors.channel_id}>; `/quiz queue` lists all that "
        "waits."
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
