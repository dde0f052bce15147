"""`/admin track …`: for members with Manage Server, checked here again whatever Discord let through."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.errors import BadInput
from bot.ui import DurableButton, DurableView, present, zone_choices
from cogs.admin import texts
from cogs.admin.access import check_channel, require_admin
from cogs.admin.banks import BanksGroup
from cogs.admin.buddies import BuddiesGroup
from cogs.admin.challenges import ChallengesGroup
from cogs.admin.exams import ExamsGroup
from cogs.admin.guide import GuideGroup
from cogs.admin.mnemonics import MnemonicsGroup
from cogs.quiz.cog import track_choices


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Admin(commands.GroupCog, group_name="admin", group_description="Set up what is posted in this server"):
    """What admins do."""

    track = app_commands.Group(name="track", description="A certification's daily question in one channel")
    buddies = BuddiesGroup()
    bank = BanksGroup()
    challenges = ChallengesGroup()
    mnemonics = MnemonicsGroup()
    exams = ExamsGroup()
    guide = GuideGroup()

    def __init__(self, client: CrosswalkClient) -> None:
        self._tracks = client.services.tracks
        self._admin = client.services.admin
        super().__init__()

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everybody without Manage Server."""
        return require_admin(interaction)

    @track.command(name="add", description="Post a question every day at a time of your choice")
    @app_commands.describe(
        certification="Which exam, such as CPC",
        channel="Where to post",
        time="When, such as 9am or 21:30",
        timezone="Whose time, such as America/Chicago",
        days="On which days, such as Mon-Fri (every day)",
        ping="A role to mention with each question",
    )
    @app_commands.autocomplete(timezone=zone_choices)
    async def add(
        self,
        interaction: Interaction,
        certification: str,
        channel: discord.TextChannel,
        time: str,
        timezone: str,
        days: str | None = None,
        ping: discord.Role | None = None,
    ) -> None:
        """Set up a track, and echo what was understood."""
        _check_channel(channel, ping)
        status = await self._tracks.add(
            guild_id=present(interaction).guild.id,
            certification=certification,
            channel_id=channel.id,
            time=time,
            timezone=timezone,
            days=days,
            ping_role_id=ping.id if ping else None,
            created_by=interaction.user.id,
        )
        await interaction.response.send_message(embed=texts.track("Set up", status), ephemeral=True)

    @track.command(name="list", description="What is posted when, and what needs you")
    async def list_(self, interaction: Interaction) -> None:
        """Show every track, and notices that reached nobody."""
        member = present(interaction)
        statuses = await self._tracks.all(member.guild.id)
        unread = await self._admin.unread(member.guild.id, member.id)
        await interaction.response.send_message(embed=texts.tracks(statuses, unread), ephemeral=True)
        await self._admin.shown(unread)

    @track.command(name="edit", description="Change a track's time, days, channel or ping")
    @app_commands.describe(
        track="Which track",
        channel="Where to post",
        time="When, such as 9am or 21:30",
        timezone="Whose time, such as America/Chicago",
        days="On which days, such as Mon-Fri or daily",
        ping="A role to mention with each question",
        no_ping="True: mention nobody any more",
    )
    @app_commands.autocomplete(timezone=zone_choices)
    async def edit(
        self,
        interaction: Interaction,
        track: int,
        channel: discord.TextChannel | None = None,
        time: str | None = None,
        timezone: str | None = None,
        days: str | None = None,
        ping: discord.Role | None = None,
        no_ping: bool = False,
    ) -> None:
        """Change what was given, and echo the whole."""
        guild = present(interaction).guild
        if channel or ping:
            standing = guild.get_channel((await self._tracks.find(guild.id, track)).channel_id)
            _check_channel(channel or standing, ping)
        status = await self._tracks.edit(
            guild.id,
            track,
            channel_id=channel.id if channel else None,
            time=time,
            timezone=timezone,
            days=days,
            ping_role_id=ping.id if ping else None,
            no_ping=no_ping,
        )
        given = (channel, time, timezone, days, ping)
        done = "Changed" if no_ping or any(value is not None for value in given) else "Nothing to change"
        await interaction.response.send_message(embed=texts.track(done, status), ephemeral=True)

    @track.command(name="pause", description="No posts until you resume; streaks are safe meanwhile")
    @app_commands.describe(track="Which track")
    async def pause(self, interaction: Interaction, track: int) -> None:
        """Stop posting for a while."""
        status = await self._tracks.pause(present(interaction).guild.id, track)
        await interaction.response.send_message(embed=texts.track("Paused", status), ephemeral=True)

    @track.command(name="resume", description="Post again from the next time on")
    @app_commands.describe(track="Which track")
    async def resume(self, interaction: Interaction, track: int) -> None:
        """Go on posting."""
        guild = present(interaction).guild
        _check_channel(guild.get_channel((await self._tracks.find(guild.id, track)).channel_id), None)
        status = await self._tracks.resume(guild.id, track)
        await interaction.response.send_message(embed=texts.track("Resumed", status), ephemeral=True)

    @track.command(name="remove", description="End a track for good; answers are kept")
    @app_commands.describe(track="Which track")
    async def remove(self, interaction: Interaction, track: int) -> None:
        """Ask first."""
        found = await self._tracks.find(present(interaction).guild.id, track)
        await interaction.response.send_message(
            f"Remove the {found.certification} track in <#{found.channel_id}> for good? Members' answers are "
            "kept. For a while only, there is `/admin track pause`.",
            view=DurableView(RemoveTrackButton(track)),
            ephemeral=True,
        )

    @add.autocomplete("certification")
    async def _certifications(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = self._tracks.certifications(current)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in found[:25]]

    @edit.autocomplete("track")
    @pause.autocomplete("track")
    @resume.autocomplete("track")
    @remove.autocomplete("track")
    async def _some_track(self, interaction: Interaction, current: str) -> list[app_commands.Choice[int]]:
        return await track_choices(interaction, current)


class RemoveTrackButton(DurableButton, template=r"ar:([0-9]{1,15})"):
    """Ends a track for good."""

    def __init__(self, track_id: int) -> None:
        self.track_id = track_id
        super().__init__(label="Yes, remove it", custom_id=f"ar:{track_id}", style=discord.ButtonStyle.danger)

    async def pressed(self, interaction: Interaction) -> None:
        """End it."""
        require_admin(interaction)
        removed = await interaction.client.services.tracks.remove(
            present(interaction).guild.id, self.track_id
        )
        await interaction.response.edit_message(
            content=f"The {removed.certification} track in <#{removed.channel_id}> is removed. Members' answers are "
            "kept. To post again, use `/admin track add`.",
            view=None,
        )


def _check_channel(channel: discord.abc.GuildChannel | None, ping: discord.Role | None) -> None:
    """Name what the bot may not do in a channel, while the admin is still looking. None: it was deleted."""
    if channel is None:
        raise BadInput(
            "The track's channel was deleted. First choose another one: `/admin track edit`, with the option “channel”."
        )
    check_channel(channel)
    if ping and ping.is_default():
        raise BadInput(
            "I don't mention everyone. Make a role for those who want to be told, and choose that one for “ping”."
        )
    if ping and not ping.mentionable and not channel.permissions_for(channel.guild.me).mention_everyone:
        raise BadInput(
            f"I may not mention {ping.mention}. Switch on “Allow anyone to @mention this role” in the role's "
            "settings, or leave the ping out."
        )
