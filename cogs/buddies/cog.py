"""`/buddy`: somebody to study with."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.errors import NotFound
from bot.features.buddies.service import NO_PAIR
from bot.ui import DurableButton, DurableView, present, zone_choices
from cogs.buddies import pair_texts, texts
from cogs.buddies.joining import JoinModal, own_view
from cogs.buddies.notes import show_notes
from cogs.buddies.pairing import MiniQuizButton, TroubleButton, show_checkin
from cogs.buddies.parting import LeaveNowButton, RematchNowButton


@app_commands.guild_only()
class Buddy(commands.GroupCog, group_name="buddy", group_description="Somebody to study with"):
    """What members do about buddies, in each server separately."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._buddies = client.services.buddies
        super().__init__()

    @app_commands.command(description="Find a study buddy, or change what you said")
    @app_commands.describe(
        certification="Which exam you study for, such as CPC",
        timezone="Your time zone, such as America/Chicago (default: the one I know of you)",
    )
    @app_commands.autocomplete(timezone=zone_choices)
    async def join(self, interaction: Interaction, certification: str, timezone: str | None = None) -> None:
        """Check what was given, and ask the rest in a form."""
        member = present(interaction)
        beginning = await self._buddies.members.begin(
            guild_id=member.guild.id, member_id=member.id, certification=certification, timezone=timezone
        )
        await interaction.response.send_modal(JoinModal.begun(beginning))

    @join.autocomplete("certification")
    async def _certifications(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = self._client.services.tracks.certifications(current)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in found[:25]]

    @app_commands.command(description="How things stand, and what your buddy sees of you")
    async def status(self, interaction: Interaction) -> None:
        """Show the membership, and the pair if there is one."""
        member, now = present(interaction), self._client.services.clock.now()
        found = await self._buddies.members.status(guild_id=member.guild.id, member_id=member.id)
        embeds = [texts.status(found, now)]
        more: tuple[DurableButton, ...] = ()
        if found.introduction:
            embeds.append(pair_texts.introduction(found.introduction, now))
            pair_id = found.introduction.pair.id
            more = MiniQuizButton(pair_id), TroubleButton(pair_id)
        view = own_view(found.membership, *more)
        await interaction.response.send_message(embeds=embeds, view=view, ephemeral=True)
        await show_notes(interaction, found.notes)

    @app_commands.command(description="This week's check-in with your buddy")
    async def checkin(self, interaction: Interaction) -> None:
        """Show it here in private."""
        member = present(interaction)
        await show_checkin(interaction, await self._buddies.checkins.latest(member.guild.id, member.id))
        await self._show_unread(interaction, member)

    @app_commands.command(description="Take a break; your pair ends, and your buddy is told kindly")
    @app_commands.describe(until="When you are back, such as 1 June or 2027-06-01")
    async def pause(self, interaction: Interaction, until: str) -> None:
        """Take a break."""
        member = present(interaction)
        membership, partners = await self._buddies.members.pause(
            guild_id=member.guild.id, member_id=member.id, until=until
        )
        await self._say(interaction, member, texts.paused(membership, partners))

    @app_commands.command(description="End your pair kindly and find another buddy")
    async def rematch(self, interaction: Interaction) -> None:
        """Ask first."""
        member = present(interaction)
        pair_id = await self._buddies.members.pair_of(guild_id=member.guild.id, member_id=member.id)
        if pair_id is None:
            raise NotFound(NO_PAIR)
        await self._say(interaction, member, texts.REMATCH_SURE, RematchNowButton(pair_id))

    @app_commands.command(description="Never be paired with somebody; they are not told")
    @app_commands.describe(
        member="With whom you don't want to be paired",
        reason="If you write one, it goes to the moderators as a report",
    )
    async def block(
        self,
        interaction: Interaction,
        member: discord.User,
        reason: app_commands.Range[str, 1, 500] | None = None,
    ) -> None:
        """Block somebody. User, not Member: it also works for those who left."""
        acting = present(interaction)
        done = await self._buddies.safety.block(
            guild_id=acting.guild.id, member_id=acting.id, other_id=member.id, reason=reason
        )
        await self._say(interaction, acting, texts.blocked(member.id, done, reported=reason is not None))

    @app_commands.command(description="Take a block back; nobody is told")
    @app_commands.describe(member="With whom you may be paired again")
    async def unblock(self, interaction: Interaction, member: discord.User) -> None:
        """Take a block back."""
        acting = present(interaction)
        await self._buddies.safety.unblock(member_id=acting.id, other_id=member.id)
        await self._say(interaction, acting, texts.unblocked(member.id))

    @app_commands.command(description="Tell the moderators about your buddy")
    @app_commands.describe(reason="What happened; only the moderators read it")
    async def report(self, interaction: Interaction, reason: app_commands.Range[str, 1, 500]) -> None:
        """Report the pair the member is in, or was in last."""
        member = present(interaction)
        await self._buddies.safety.report(guild_id=member.guild.id, member_id=member.id, reason=reason)
        await self._say(interaction, member, texts.REPORTED)

    @app_commands.command(description="Leave the study buddies; what you said is forgotten")
    async def leave(self, interaction: Interaction) -> None:
        """Ask first."""
        member = present(interaction)
        pair_id = await self._buddies.members.pair_of(guild_id=member.guild.id, member_id=member.id)
        text = texts.leave_sure(in_pair=pair_id is not None)
        await self._say(interaction, member, text, LeaveNowButton(pair_id or 0))

    async def _say(
        self, interaction: Interaction, member: discord.Member, text: str, *buttons: DurableButton
    ) -> None:
        await interaction.response.send_message(text, view=DurableView(*buttons), ephemeral=True)
        await self._show_unread(interaction, member)

    async def _show_unread(self, interaction: Interaction, member: discord.Member) -> None:
        await show_notes(interaction, await self._buddies.notes.unread(member.guild.id, member.id))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The server was deleted, or the bot put out of it."""
        await self._buddies.servers.gone(guild.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Connected: servers may have come back meanwhile. (One that went is noticed when something is due there.)"""
        await self._buddies.servers.here({guild.id for guild in self._client.guilds})

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot is on a server again, maybe."""
        await self._buddies.servers.back(guild.id)
