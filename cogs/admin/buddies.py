"""`/admin buddies …`: where pairs meet, and when they are made."""

from typing import Any

import discord
from discord import app_commands

from bot.client import Interaction
from bot.features.buddies.model import ServerStatus
from bot.features.buddies.terms import Every
from bot.sending import THREADS_NEEDED
from bot.ui import ACCENT, present, zone_choices
from bot.when import say_days, say_time
from cogs.admin.access import check_channel, require_admin

_EVERY = [app_commands.Choice(name=f"every {every.value}", value=every.value) for every in Every]
_TOLD = {
    Every.WEEK: "every week on",
    Every.TWO_WEEKS: "every two weeks on",
    Every.MONTH: "on the month's first",
}


class BuddiesGroup(app_commands.Group):
    """What admins decide about buddies."""

    def __init__(self) -> None:
        super().__init__(
            name="buddies", description="Study buddies: where pairs meet, and when they are made"
        )

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everybody without Manage Server: the check of the cog around does not reach in here."""
        return require_admin(interaction)

    @app_commands.command(
        name="set", description="Where pairs get their private threads, and when rounds are"
    )
    @app_commands.describe(
        channel="Where pairs get their private threads; everybody who may join should see it",
        day="The day of rounds, such as Monday",
        time="When, such as 5pm or 17:00",
        timezone="Whose time, such as America/Chicago",
        every="How often there is a round",
    )
    @app_commands.choices(every=_EVERY)
    @app_commands.autocomplete(timezone=zone_choices)
    async def set_(
        self,
        interaction: Interaction,
        channel: discord.TextChannel,
        day: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        every: str | None = None,
    ) -> None:
        """Set it up, and echo what was understood."""
        check_channel(channel, THREADS_NEEDED, to="open threads for pairs")
        member = present(interaction)
        status = await interaction.client.services.buddies.servers.set(
            guild_id=member.guild.id,
            set_by=member.id,
            channel_id=channel.id,
            day=day,
            time=time,
            timezone=timezone,
            every=every,
        )
        hidden = not channel.permissions_for(channel.guild.default_role).view_channel
        embed = _status("Set up: study buddies", status, hidden=hidden)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @app_commands.command(description="Make no new pairs; those there are go on")
    async def off(self, interaction: Interaction) -> None:
        """Switch rounds off."""
        guild = present(interaction).guild
        status = await interaction.client.services.buddies.servers.off(guild.id)
        embed = _status("Switched off: study buddies", status)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @app_commands.command(description="How many wait, how many pairs there are, when the next round is")
    async def status(self, interaction: Interaction) -> None:
        """Counts only: who is with whom is theirs."""
        guild = present(interaction).guild
        status = await interaction.client.services.buddies.servers.status(guild.id)
        await interaction.response.send_message(embed=_status("Study buddies", status), ephemeral=True)


def _status(title: str, status: ServerStatus, *, hidden: bool = False) -> discord.Embed:
    server, recurrence = status.server, status.recurrence
    where = f"private threads in <#{server.channel_id}>" if server.channel_id else "direct messages"
    lines = [
        f"Pairs meet in {where}.",
        f"Rounds: {_TOLD[server.every]} {say_days(recurrence.weekdays)} at {say_time(recurrence.wall)}, "
        f"{recurrence.zone}; in between, within the hour when two wait.",
        _next(status),
        f"Waiting: {status.waiting} · taking a break: {status.paused} · pairs: {status.pairs}",
    ]
    if status.last_round_at:
        made = "1 pair" if status.last_round_pairs == 1 else f"{status.last_round_pairs} pairs"
        lines.append(f"Last round: <t:{status.last_round_at}:R>, {made}")
    if hidden:
        lines.append(
            f"⚠️ Not everybody sees <#{server.channel_id}>; those who don't can't be let into a thread."
        )
    embed = discord.Embed(title=title, description="\n".join(lines), colour=ACCENT)
    return embed.set_footer(text="/admin buddies set changes it. Members join with /buddy join.")


def _next(status: ServerStatus) -> str:
    if status.next_round_at is None:
        return "⏸️ Off: no new pairs. `/admin buddies set` switches them on."
    return f"Next round: <t:{status.next_round_at}:F> (<t:{status.next_round_at}:R>)"
