"""`/code`: ICD-10-CM, looked up."""

from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.features.codes.drills import DrillKind
from cogs.codes import drills, texts
from cogs.codes.buttons import finding_view


class Code(
    commands.GroupCog, group_name="code", group_description="ICD-10-CM: codes, their notes, near codes"
):
    """What members ask the code tables. In servers and in direct messages."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._codes = client.services.codes
        self._drills = client.services.drills
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

    @app_commands.command(description="Practice made from the code tables, as much as you like")
    @app_commands.describe(
        area="A chapter or block, such as I20-I25 (default: anywhere)",
        kind="What to practise (default: anything)",
    )
    @app_commands.choices(kind=[app_commands.Choice(name=kind.label, value=kind.value) for kind in DrillKind])
    async def drill(self, interaction: Interaction, area: str | None = None, kind: int | None = None) -> None:
        """Ask one, in private. Its buttons go on from there."""
        opened = await self._drills.start(area, DrillKind(kind) if kind else None)
        await interaction.response.send_message(
            embed=drills.asked(opened), view=drills.letters(opened), ephemeral=True
        )

    @drill.autocomplete("area")
    async def _some_area(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=label, value=code) for code, label in await self._drills.areas(current)
        ]
