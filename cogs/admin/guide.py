"""`/admin guide …`: a server's own figures, for its region."""

from typing import Any

import discord
from discord import app_commands

from bot.client import Interaction
from bot.errors import NotFound
from bot.features.guide.directory import names
from bot.features.guide.model import SheetKind
from bot.ui import present
from cogs.admin.access import require_admin
from cogs.guide.texts import corrected, cut


class GuideGroup(app_commands.Group):
    """What admins know better than the guide."""

    def __init__(self) -> None:
        super().__init__(name="guide", description="Your region's figures in the certification guide")

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everybody without Manage Server: the check of the cog around does not reach in here."""
        return require_admin(interaction)

    @app_commands.command(description="Show your own figure here instead of the guide's, marked as yours")
    @app_commands.describe(
        about="A credential, a way to learn, or what certification is worth",
        figure="Which figure, such as exam fee or salary",
        value="What holds in your region, such as $52,000 to $61,000",
        source="Where you have it from",
        as_of="The year or month it is from, such as 2026 or April 2026 (this month)",
    )
    async def correct(
        self,
        interaction: Interaction,
        about: str,
        figure: str,
        value: str,
        source: str = "",
        as_of: str = "",
    ) -> None:
        """Keep it, and show how it reads."""
        member, service = present(interaction), interaction.client.services.guide.service
        page, key = await service.correct(
            member.guild.id,
            member.id,
            sheet=about,
            figure=figure,
            value=value,
            source=source,
            as_of=as_of,
            role=_role(member),
        )
        await interaction.response.send_message(
            "Members of this server read now:", embed=corrected(page, key, service.today()), ephemeral=True
        )

    @app_commands.command(description="Go back to the guide's figure")
    @app_commands.describe(about="What your own figure is about", figure="Which of your figures")
    async def reset(self, interaction: Interaction, about: str, figure: str) -> None:
        """Drop the server's own, and show how it reads."""
        service = interaction.client.services.guide.service
        page, key = await service.reset(present(interaction).guild.id, sheet=about, figure=figure)
        await interaction.response.send_message(
            "Members of this server read now:", embed=corrected(page, key, service.today()), ephemeral=True
        )

    @correct.autocomplete("about")
    async def _subjects(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = interaction.client.services.guide.service.directory.suggest(current, tuple(SheetKind))
        return [app_commands.Choice(name=label[:100], value=value) for value, label in found[:25]]

    @correct.autocomplete("figure")
    async def _figures(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        try:
            sheet = interaction.client.services.guide.service.directory.sheet(
                interaction.namespace.about or ""
            )
        except NotFound:
            return []
        labels = {
            key: f"{name}: {sheet.figures[key].value}"
            if key in sheet.figures
            else f"{name}: none in the guide"
            for key, name in names(sheet).items()
        }
        return _matching(labels, current)

    @reset.autocomplete("about")
    async def _corrected(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        service = interaction.client.services.guide.service
        own = await service.corrected(interaction.guild_id or 0)
        return _matching({one.sheet: service.directory.sheets[one.sheet].title for one in own}, current)

    @reset.autocomplete("figure")
    async def _own_figures(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        service = interaction.client.services.guide.service
        own = await service.corrected(interaction.guild_id or 0)
        about = interaction.namespace.about
        labels = {
            one.figure: f"{names(service.directory.sheets[one.sheet])[one.figure]}: {one.value}"
            for one in own
            if one.sheet == about
        }
        return _matching(labels, current)


def _role(member: discord.Member) -> str:
    """What somebody is in the server, as the mark under a figure says it."""
    if member.id == member.guild.owner_id:
        return "the owner"
    return "an admin" if member.top_role.is_default() else member.top_role.name


def _matching(labels: dict[str, str], typed: str) -> list[app_commands.Choice[str]]:
    words = typed.casefold().split()
    return [
        app_commands.Choice(name=cut(label, 100), value=value)
        for value, label in labels.items()
        if all(word in f"{label} {value}".casefold() for word in words)
    ][:25]
