"""`/focus`: sessions of studying with breaks, alone or side by side."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.errors import BadInput, NotAllowed
from bot.sending import NEEDED, names
from bot.ui import zone_choices
from cogs.focus import texts
from cogs.focus.buttons import presser


class Focus(
    commands.GroupCog, group_name="focus", group_description="Study with breaks, alone or side by side"
):
    """What members do with focus sessions. In servers and in direct messages."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._focus = client.services.focus.members
        super().__init__()

    @app_commands.command(description="Start a focus session here, now or later; others can join")
    @app_commands.describe(
        minutes="Minutes of focus at a time, 20 to 50 (25)",
        break_="Minutes of each break, 3 to 15 (5)",
        rounds="How many times, 1 to 8 (4)",
        topic="What it is about",
        at="A later start, such as 18:30, tomorrow 6pm or in 30 min (now)",
        timezone="The time zone of that start, such as America/Chicago (default: the one I know of you)",
    )
    @app_commands.rename(break_="break")
    @app_commands.autocomplete(timezone=zone_choices)
    async def start(
        self,
        interaction: Interaction,
        minutes: int = 25,
        break_: int = 5,
        rounds: int = 4,
        topic: str | None = None,
        at: str | None = None,
        timezone: str | None = None,
    ) -> None:
        """Start a session; its message follows by itself."""
        member_id = presser(interaction)
        _check_place(interaction)
        session = await self._focus.start(
            member_id=member_id,
            guild_id=interaction.guild_id,
            channel_id=interaction.channel_id or 0,
            minutes=minutes,
            break_minutes=break_,
            rounds=rounds,
            topic=topic,
            at=at,
            timezone=timezone,
        )
        text = texts.started(session, interaction.client.services.clock.now())
        await self._answer(interaction, text, None)

    @app_commands.command(description="Your focus minutes, week by week")
    async def stats(self, interaction: Interaction) -> None:
        """Show the member's weeks, in private."""
        found = await self._focus.stats(presser(interaction), interaction.guild_id)
        await self._answer(interaction, "", texts.stats(found))

    async def _answer(self, interaction: Interaction, text: str, embed: discord.Embed | None) -> None:
        """In private; before it what the member has not heard yet."""
        member_id = interaction.user.id
        untold = await self._focus.untold(member_id)
        content = "\n\n".join(filter(None, (texts.broken_off(untold), text)))
        await interaction.response.send_message(
            content or None, embed=embed or discord.utils.MISSING, ephemeral=True
        )
        await self._focus.told(member_id, untold)


def _check_place(interaction: Interaction) -> None:
    """Name what is missing here, while the member is still looking. Raises BadInput, NotAllowed."""
    if interaction.guild_id is None:
        if not isinstance(interaction.channel, discord.DMChannel):
            raise BadInput("Start it in a server, or in direct messages with me.")
        return
    in_thread = isinstance(interaction.channel, discord.Thread)
    write = (
        discord.Permissions(send_messages_in_threads=True)
        if in_thread
        else discord.Permissions(send_messages=True)
    )
    if (write & ~interaction.permissions).value:
        raise NotAllowed("You may not write here, so you can't start a session here. Choose another channel.")
    needed = (NEEDED & ~discord.Permissions(send_messages=True)) | write
    missing = needed & ~interaction.app_permissions
    if missing.value:
        raise BadInput(
            f"I can't run a session here yet. An admin has to allow me: {names(missing)}. Or start it in another "
            "channel, or in direct messages with me."
        )
