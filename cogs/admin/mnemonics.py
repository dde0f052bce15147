"""`/admin mnemonics …`: where memory hooks are posted, who looks at them first, and the queue."""

from typing import Any

import discord
from discord import app_commands

from bot.client import Interaction
from bot.errors import BadInput
from bot.features.mnemonics.model import ServerStatus
from bot.features.mnemonics.texts import ref_in
from bot.ui import ACCENT, present, zone_choices
from bot.when import say_days, say_time
from cogs.admin.access import check_channel, require_admin
from cogs.admin.mnemonics_queue import show_queue
from cogs.mnemonics import texts

AT_ONCE, APPROVE_FIRST = "at-once", "approve-first"
_MODES = [
    app_commands.Choice(name="at once", value=AT_ONCE),
    app_commands.Choice(name="approve first", value=APPROVE_FIRST),
]


class MnemonicsGroup(app_commands.Group):
    """What admins decide about mnemonics."""

    def __init__(self) -> None:
        super().__init__(
            name="mnemonics", description="Memory hooks: where they are posted, and who looks first"
        )

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everybody without Manage Server: the check of the cog around does not reach in here."""
        return require_admin(interaction)

    @app_commands.command(
        name="set", description="Where new ones are shown, when the week's best, and the rules"
    )
    @app_commands.describe(
        channel="Where each new one and the best of the week are posted",
        mode="Whether new ones are shown at once, or a moderator looks first",
        day="The day of the week's best, such as Friday",
        time="When, such as 5pm or 17:00",
        timezone="Whose time, such as America/Chicago",
        best_of="False: no post of the week's best",
        hourly="How many a member may post in an hour (5)",
        others="False: leave out what other servers share",
    )
    @app_commands.choices(mode=_MODES)
    @app_commands.autocomplete(timezone=zone_choices)
    async def set_(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | None = None,
        mode: str | None = None,
        day: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        best_of: bool | None = None,
        hourly: int | None = None,
        others: bool | None = None,
    ) -> None:
        """Set it up, and echo what was understood."""
        if channel is not None:
            check_channel(channel)
        member = present(interaction)
        status = await interaction.client.services.mnemonics.servers.set(
            guild_id=member.guild.id,
            set_by=member.id,
            channel_id=channel.id if channel else None,
            approve_first=_approve_first(mode),
            day=day,
            time=time,
            timezone=timezone,
            best_of=best_of,
            hourly=hourly,
            others=others,
        )
        await interaction.response.send_message(embed=_status("Set up: mnemonics", status), ephemeral=True)

    @app_commands.command(description="Post nothing in a channel; members add and find as before")
    async def off(self, interaction: Interaction) -> None:
        """Stop posting."""
        status = await interaction.client.services.mnemonics.servers.off(present(interaction).guild.id)
        await interaction.response.send_message(embed=_status("Mnemonics", status), ephemeral=True)

    @app_commands.command(description="What waits for you: new ones, wishes to share, reports")
    async def queue(self, interaction: Interaction) -> None:
        """One at a time."""
        await show_queue(interaction, again=False)

    @app_commands.command(description="Show one again that was hidden here after a report")
    @app_commands.describe(hook="The one to show again")
    async def unhide(self, interaction: Interaction, hook: str) -> None:
        """Take the hiding back."""
        guild = present(interaction).guild
        await interaction.client.services.mnemonics.moderating.unhide(guild.id, ref_in(hook))
        await interaction.response.send_message("It is shown here again.", ephemeral=True)

    @unhide.autocomplete("hook")
    async def _hidden(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        if not interaction.permissions.manage_guild:
            return []
        moderating = interaction.client.services.mnemonics.moderating
        hidden = await moderating.hidden(interaction.guild_id or 0)
        found = [one for one in hidden if current.casefold() in one.texts.hook.casefold()]
        return [
            app_commands.Choice(name=texts.cut(one.texts.hook, 100), value=f"#{one.ref}") for one in found
        ][:25]

    @app_commands.command(description="Keep a member from posting mnemonics; they read and vote as before")
    @app_commands.describe(member="Who may not post any more")
    async def ban(self, interaction: Interaction, member: discord.User) -> None:
        """Ban them, also when what they posted is gone already."""
        guild = present(interaction).guild
        await interaction.client.services.mnemonics.moderating.ban_member(guild.id, member.id)
        await interaction.response.send_message(
            f"{member.mention} can't post mnemonics here any more, and is told so. What of theirs waited is declined; "
            "`/admin mnemonics allow` takes the ban back.",
            ephemeral=True,
        )

    @app_commands.command(description="Let a member post again who was banned from posting")
    @app_commands.describe(member="Who may post again")
    async def allow(self, interaction: Interaction, member: discord.User) -> None:
        """Take a ban back."""
        guild = present(interaction).guild
        await interaction.client.services.mnemonics.moderating.allow(guild.id, member.id)
        await interaction.response.send_message(f"{member.mention} may post here again.", ephemeral=True)


def _approve_first(mode: str | None) -> bool | None:
    if mode not in (None, AT_ONCE, APPROVE_FIRST):
        raise BadInput("Choose “at once” or “approve first” from the list.")
    return None if mode is None else mode == APPROVE_FIRST


def _status(title: str, status: ServerStatus) -> discord.Embed:
    server, best = status.server, status.best_of
    where = (
        f"New ones are posted in <#{server.channel_id}>." if server.channel_id else "Posted in no channel."
    )
    first = "A moderator looks at each first." if server.approve_first else "They are shown at once."
    lines = [
        f"{where} {first}",
        f"The best of the week: {say_days(best.weekdays)} at {say_time(best.wall)}, {best.zone}."
        if best
        else "The best of the week is not posted.",
        f"A member may post {server.hourly} an hour.",
        "What other servers share is shown too."
        if server.others
        else "What other servers share is left out.",
        f"To decide: {status.waiting} · `/admin mnemonics queue`",
    ]
    if status.next_best_at:
        lines.insert(2, f"Next: <t:{status.next_best_at}:F>")
    embed = discord.Embed(title=title, description="\n".join(lines), colour=ACCENT)
    return embed.set_footer(text="/admin mnemonics set changes it. Members add with /mnemonic add.")
