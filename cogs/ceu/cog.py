"""`/ceu`: continuing-education credits, and the cycle in which they are due."""

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.features.ceu.service import NOTHING_KEPT
from cogs.ceu import texts
from cogs.ceu.entries import show_logged
from cogs.ceu.records import overview_view, record_view

_CATEGORIES = [
    app_commands.Choice(name="From the body itself: AAPC, AHIMA, a chapter or association", value="body"),
    app_commands.Choice(name="Approved by the body, given by somebody else", value="approved"),
    app_commands.Choice(name="In the field, not approved by the body", value="field"),
    app_commands.Choice(name="About my job, outside the field", value="work"),
]


class Ceu(commands.GroupCog, group_name="ceu", group_description="Credits that keep your credential"):
    """What members do with their continuing education. In servers and in direct messages."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._ceu = client.services.ceu
        self._bodies = [rule.body for rule in client.services.library.guide.renewals]
        super().__init__()

    @app_commands.command(
        description="Keep track of a credential you have; a pass noted here does it by itself"
    )
    @app_commands.describe(
        credential="Such as CPC",
        passed="The day you passed, such as 15 March 2025",
        cycle_ends="The last day of your present cycle, if the body has told you another one",
    )
    async def start(
        self, interaction: Interaction, credential: str, passed: str, cycle_ends: str | None = None
    ) -> None:
        """Take it in, and say what is asked for."""
        made = await self._ceu.members.start(
            interaction.user.id,
            interaction.guild_id,
            credential=credential,
            passed=passed,
            cycle_ends=cycle_ends,
            locale=interaction.locale.value,
        )
        kept = await self._ceu.members.one(interaction.user.id, made.standing.record.id)
        await interaction.response.send_message(texts.started(made), view=record_view(kept), ephemeral=True)
        await self._tell(interaction)

    @app_commands.command(description="Log a credit you have earned")
    @app_commands.describe(
        credits="The number on your certificate, such as 1.5",
        provider="Whom it is from, such as AAPC or your local chapter",
        category="Where it counts",
        date="The day it was earned, such as 15 Nov or yesterday (today)",
        course="What it was about; tells two courses of one day apart",
        for_="AAPC or AHIMA, if you keep both",
    )
    @app_commands.choices(category=_CATEGORIES)
    @app_commands.rename(for_="for")
    async def add(
        self,
        interaction: Interaction,
        credits: str,
        provider: str,
        category: str,
        date: str = "today",
        course: str = "",
        for_: str | None = None,
    ) -> None:
        """Log it, or ask about one like it."""
        found = await self._ceu.credits.add(
            interaction.user.id,
            credits=credits,
            on=date,
            provider=provider,
            category=category,
            title=course,
            whose=for_,
            locale=interaction.locale.value,
        )
        await show_logged(interaction, found)
        await self._tell(interaction)

    @app_commands.command(
        description="Your cycle: what is logged, what is missing, and how fast it has to come"
    )
    async def status(self, interaction: Interaction) -> None:
        """Show it, with everything that can be changed."""
        kept = await self._ceu.members.show(interaction.user.id)
        if not kept:
            await interaction.response.send_message(NOTHING_KEPT, ephemeral=True)
            return
        await interaction.response.send_message(
            embed=texts.overview(kept), view=overview_view(kept), ephemeral=True
        )
        await self._tell(interaction)

    @app_commands.command(description="Your credits as a table, and your dates for your calendar")
    async def export(self, interaction: Interaction) -> None:
        """Send both files, in private."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        made = await self._ceu.members.export(interaction.user.id)
        files = [
            discord.File(io.BytesIO(made.table), filename="ceu-credits.csv"),
            discord.File(io.BytesIO(made.calendar), filename="ceu-dates.ics"),
        ]
        await interaction.followup.send(
            "Your credits as a table, and your dates for a calendar. Import the calendar again to bring it up to date.",
            files=files,
            ephemeral=True,
        )
        await self._tell(interaction)

    @start.autocomplete("credential")
    async def _credentials(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = self._ceu.members.credentials.suggest(current)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in found]

    @add.autocomplete("for_")
    async def _for(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=body, value=body) for body in self._bodies]

    async def _tell(self, interaction: Interaction) -> None:
        """Reminders that could not be brought, after the answer."""
        untold = await self._ceu.reminders.untold(interaction.user.id)
        if untold:
            await interaction.followup.send(texts.could_not_tell(untold), ephemeral=True)
            await self._ceu.reminders.told(interaction.user.id)
