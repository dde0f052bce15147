"""`/cert`: the certification guide."""

from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from cogs.guide import path_texts, texts
from cogs.guide.buttons import compare_view, info_view, question_view


class Cert(
    commands.GroupCog, group_name="cert", group_description="Which credential, what it asks, what it costs"
):
    """What members ask the guide. In servers and in direct messages."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._guide = client.services.guide.service
        super().__init__()

    @app_commands.command(description="A credential: exam, cost, pay and renewal, each with source and age")
    @app_commands.describe(certification="Such as CPC; specialties too, such as cardiology")
    async def info(self, interaction: Interaction, certification: str) -> None:
        """Show its figures."""
        page = await self._guide.info(interaction.guild_id, certification)
        await interaction.response.send_message(
            embed=texts.info(page, self._guide.today()), view=info_view(page), ephemeral=True
        )

    @app_commands.command(description="Two credentials side by side")
    @app_commands.describe(first="Such as CPC", second="Such as CCS")
    async def compare(self, interaction: Interaction, first: str, second: str) -> None:
        """Show both."""
        found = await self._guide.compare(interaction.guild_id, first, second)
        view = compare_view(found.left.sheet.id, found.right.sheet.id)
        embed = texts.comparison(found, self._guide.today())
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    @app_commands.command(
        description="Five questions, and which credential fits you; also what speaks against it"
    )
    async def path(self, interaction: Interaction) -> None:
        """Ask the first."""
        await interaction.response.send_message(
            embed=path_texts.question(()), view=question_view(()), ephemeral=True
        )

    @info.autocomplete("certification")
    @compare.autocomplete("first")
    @compare.autocomplete("second")
    async def _credentials(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = self._guide.directory.suggest(current)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in found[:25]]
