"""`/code`: ICD-10-CM, looked up."""

from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from cogs.codes import texts
from cogs.codes.buttons import finding_view


class Code(
    commands.GroupCog, group_name="code", group_description="ICD-10-CM: codes, their notes, near codes"
):
    """What members ask the code tables. In servers and in direct messages."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._codes = client.services.codes
        super().__init__()

    @app_commands.command(description="Look an ICD-10-CM code up, or find one by words")
    @app_commands.describe(text="A code such as E11.22, its beginning, or words such as heart failure")
    async def lookup(self, interaction: Interaction, text: str) -> None:
        """Show what was found, in private."""
        found = await self._codes.lookup(text)
        await interaction.response.send_message(
            embed=texts.finding(found), view=finding_view(found), ephemeral=True
        )

    @lookup.autocomplete("text")
    async def _some_text(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=label, value=code) for code, label in await self._codes.suggest(current)
        ]
