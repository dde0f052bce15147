"""`/me`: a member's choices, and their data."""

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.errors import NotAllowed
from bot.features.members import Preferences
from bot.features.members.model import LANGUAGES
from bot.ui import ACCENT, DurableButton, DurableView, zone_choices

_LANGUAGES = [app_commands.Choice(name=name, value=code) for code, name in LANGUAGES.items()]

DELETE_TEXT = (
    "This removes everything Crosswalk keeps about you, in every server: your answers, your streaks and their "
    "freezes, your places on leaderboards, practice rounds, focus sessions, study buddies, continuing-education "
    "credits, exam dates and plans, and settings. If you have a study buddy, your pair ends kindly, what you showed "
    "there is taken out of its messages, and you are taken out of your pairs' threads. It cannot be undone. "
    "Bars under past questions that are already drawn stay as they are, without your name; messages that focus "
    "sessions have posted stay too. Mnemonics you wrote go too, unless you leave them to everybody, without your name. "
    "Tracks you set up stay with their server, without your id. Backups made before go as newer ones take their "
    "place.\n\n"
    "If you want a copy first, use `/me export`."
)


class DeleteButton(DurableButton, template=r"md:([0-9]{1,20})"):
    """Really delete. The custom_id names the member it was shown to; nobody else's press does anything."""

    def __init__(self, member_id: int) -> None:
        self.member_id = member_id
        super().__init__(
            label="Delete all my data", custom_id=f"md:{member_id}", style=discord.ButtonStyle.danger
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Delete, and confirm with counts."""
        check_own(interaction, self.member_id)
        await delete(interaction)


def check_own(interaction: Interaction, member_id: int) -> None:
    """Raises NotAllowed for anybody but the member to whom the button was shown."""
    if interaction.user.id != member_id:
        raise NotAllowed("That button belongs to somebody else. Yours: `/me delete`.")


async def delete(interaction: Interaction) -> None:
    """Delete, and confirm with counts."""
    counts = await interaction.client.services.members.delete(interaction.user.id)
    lines = "\n".join(f"{name}: {count}" for name, count in counts.items())
    text = f"Done. Removed:\n{lines}" if lines else "There was nothing to remove."
    await interaction.response.edit_message(content=text, view=None)


class LeaveButton(DurableButton, template=r"ml:([0-9]{1,20})"):
    """Really delete, but for the mnemonics, which stay without the member's name."""

    def __init__(self, member_id: int) -> None:
        self.member_id = member_id
        super().__init__(
            label="Delete, but leave my mnemonics",
            custom_id=f"ml:{member_id}",
            style=discord.ButtonStyle.danger,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Take the name out of the mnemonics, delete the rest, and confirm with counts."""
        check_own(interaction, self.member_id)
        await interaction.client.services.mnemonics.personal.leave_to_all(self.member_id)
        await delete(interaction)


class Me(commands.GroupCog, group_name="me", group_description="Your choices and your data"):
    """What members decide about themselves."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._members = client.services.members
        super().__init__()

    @app_commands.command(description="See or change your choices")
    @app_commands.describe(
        timezone="Your own time zone, such as America/Chicago; or server, to go by the server's",
        language="The language of the bot's texts",
        leaderboards="Whether you stand on leaderboards",
        reminders="Whether the bot may remind you by direct message",
    )
    @app_commands.choices(language=_LANGUAGES)
    @app_commands.autocomplete(timezone=zone_choices)
    async def settings(
        self,
        interaction: Interaction,
        timezone: str | None = None,
        language: str | None = None,
        leaderboards: bool | None = None,
        reminders: bool | None = None,
    ) -> None:
        """Change what was given, and show everything."""
        preferences = await self._members.change(
            interaction.user.id, zone=timezone, language=language, listed=leaderboards, reminders=reminders
        )
        await interaction.response.send_message(embed=_choices(preferences), ephemeral=True)

    @app_commands.command(description="Everything that is kept about you, as a file only you get")
    async def export(self, interaction: Interaction) -> None:
        """Send a zip with JSON and a table of answers."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await self._members.export(interaction.user.id)
        file = discord.File(io.BytesIO(data), filename="crosswalk-my-data.zip")
        await interaction.followup.send(
            "Here is everything Crosswalk keeps about you.", file=file, ephemeral=True
        )

    @app_commands.command(description="Remove everything that is kept about you")
    async def delete(self, interaction: Interaction) -> None:
        """Explain, and ask once more."""
        view = DurableView(DeleteButton(interaction.user.id), LeaveButton(interaction.user.id))
        await interaction.response.send_message(DELETE_TEXT, view=view, ephemeral=True)


def _choices(preferences: Preferences) -> discord.Embed:
    embed = discord.Embed(title="Your choices", colour=ACCENT)
    embed.add_field(name="Time zone", value=preferences.zone or "the server's", inline=False)
    embed.add_field(name="Language", value=LANGUAGES[preferences.language], inline=False)
    embed.add_field(
        name="Leaderboards", value="you are listed" if preferences.listed else "you are not listed"
    )
    reminders = "allowed by direct message" if preferences.reminders else "none"
    embed.add_field(name="Reminders", value=reminders)
    return embed.set_footer(text="Change one by naming it: /me settings leaderboards: False")


async def setup(client: CrosswalkClient) -> None:
    """Put `/me` in place."""
    client.add_durable(DeleteButton, LeaveButton)
    await client.add_cog(Me(client))
