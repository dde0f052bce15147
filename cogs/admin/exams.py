"""`/admin exams …`: the countdown board, threads for exam weeks, and a role for who passed."""

from typing import Any

import discord
from discord import app_commands

from bot.client import Interaction
from bot.errors import BadInput
from bot.features.exams.server_model import ServerStatus
from bot.sending import THREADS_NEEDED
from bot.ui import ACCENT, present, zone_choices
from bot.when import say_time
from cogs.admin.access import check_channel, require_admin

BOARD, THREADS, ROLE, ALL = "board", "threads", "role", "all"
_PARTS = [
    app_commands.Choice(name="the countdown board", value=BOARD),
    app_commands.Choice(name="threads for exam weeks", value=THREADS),
    app_commands.Choice(name="the role for who passed", value=ROLE),
    app_commands.Choice(name="all of it", value=ALL),
]


class ExamsGroup(app_commands.Group):
    """What admins decide about exams."""

    def __init__(self) -> None:
        super().__init__(
            name="exams", description="A countdown board, exam-week threads, a role for who passed"
        )

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everybody without Manage Server: the check of the cog around does not reach in here."""
        return require_admin(interaction)

    @app_commands.command(
        name="set", description="Where the countdown board stands, and more; members choose to take part"
    )
    @app_commands.describe(
        board="The channel of the board: who has an exam in which week",
        time="When the board is brought up to date each day, such as 8am",
        timezone="Whose time, such as America/Chicago",
        threads="The channel where members with the same exam week get a private thread",
        role="Given to whoever says they passed",
    )
    @app_commands.autocomplete(timezone=zone_choices)
    async def set_(
        self,
        interaction: Interaction,
        board: discord.TextChannel | None = None,
        time: str | None = None,
        timezone: str | None = None,
        threads: discord.TextChannel | None = None,
        role: discord.Role | None = None,
    ) -> None:
        """Set it up, and echo what was understood."""
        member = present(interaction)
        if board is not None:
            check_channel(board)
        if threads is not None:
            check_channel(threads, THREADS_NEEDED, to="open threads for exam weeks")
        if role is not None:
            _check_role(role)
        status = await interaction.client.services.exams.servers.set(
            guild_id=member.guild.id,
            set_by=member.id,
            board_id=board.id if board else None,
            time=time,
            timezone=timezone,
            threads_id=threads.id if threads else None,
            role_id=role.id if role else None,
        )
        await interaction.response.send_message(embed=_status("Set up: exams", status), ephemeral=True)

    @app_commands.command(description="How it is set up, and how many passed (numbers, no names)")
    async def show(self, interaction: Interaction) -> None:
        """The choices."""
        status = await interaction.client.services.exams.servers.status(present(interaction).guild.id)
        await interaction.response.send_message(embed=_status("Exams", status), ephemeral=True)

    @app_commands.command(description="Take one of them back; members' dates and reminders stay")
    @app_commands.describe(what="What is to go")
    @app_commands.choices(what=_PARTS)
    async def off(self, interaction: Interaction, what: str) -> None:
        """Stop it."""
        if what not in (BOARD, THREADS, ROLE, ALL):
            raise BadInput("Choose from the list what is to go.")
        status = await interaction.client.services.exams.servers.off(
            present(interaction).guild.id,
            board=what in (BOARD, ALL),
            threads=what in (THREADS, ALL),
            role=what in (ROLE, ALL),
        )
        await interaction.response.send_message(embed=_status("Exams", status), ephemeral=True)


def _check_role(role: discord.Role) -> None:
    """Refuse a role that the bot cannot give, or must not: who has passed is not asked for proof."""
    me = role.guild.me
    if role.is_default() or role.managed:
        raise BadInput("That role can't be given to members. Choose another one, or make one for this.")
    if any(value and name in _STRONG for name, value in role.permissions):
        raise BadInput(
            f"{role.mention} may do things that moderators do, and members get it by saying that they passed. Make a "
            "role for this without such permissions."
        )
    if not me.guild_permissions.manage_roles or role >= me.top_role:
        raise BadInput(
            f"I can't give {role.mention} yet. Server Settings → Roles: allow Crosswalk “Manage Roles”, and drag its "
            "role above that one. Then send the command again."
        )


_STRONG = frozenset(
    {
        "administrator",
        "ban_members",
        "kick_members",
        "manage_channels",
        "manage_guild",
        "manage_messages",
        "manage_roles",
        "manage_threads",
        "manage_webhooks",
        "mention_everyone",
        "moderate_members",
        "view_audit_log",
    }
)


def _status(title: str, status: ServerStatus) -> discord.Embed:
    server, daily = status.server, status.daily
    lines = [
        f"The countdown board is in <#{server.board_id}>, with {status.listed} on it."
        if server.board_id
        else "There is no countdown board.",
        f"Exam weeks get private threads in <#{server.threads_id}>."
        if server.threads_id
        else "Exam weeks get no threads.",
        f"Whoever passes gets <@&{server.role_id}>." if server.role_id else "Whoever passes gets no role.",
    ]
    if daily:
        lines.insert(1, f"It is brought up to date every day at {say_time(daily.wall)}, {daily.zone}.")
    passed = ", ".join(f"{name} {count}" for name, count in sorted(status.passed.items()))
    lines.append(f"Passed so far: {passed or 'nobody has said so yet'}.")
    embed = discord.Embed(title=title, description="\n".join(lines), colour=ACCENT)
    return embed.set_footer(
        text="Members set their exams with /exam set, and choose themselves whether they are shown."
    )
