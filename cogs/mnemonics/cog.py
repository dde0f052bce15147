"""`/mnemonic`: the community's memory hooks."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.features.mnemonics.model import Period
from bot.ui import DurableView, present
from cogs.mnemonics import texts
from cogs.mnemonics.adding import open_form, show_added
from cogs.mnemonics.judging import any_one, list_view, one_view, random_view
from cogs.mnemonics.notes import show_notes
from cogs.mnemonics.owning import page_view


@app_commands.guild_only()
class Mnemonic(
    commands.GroupCog,
    group_name="mnemonic",
    group_description="Memory hooks: found, made and proved by members",
):
    """What members do with memory hooks."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._members = client.services.mnemonics.members
        self._authors = client.services.mnemonics.authors
        super().__init__()

    @app_commands.command(description="Add a memory hook for a topic")
    @app_commands.describe(
        topic="What it is about",
        text="The hook, if that is all; else a form asks for it and what it stands for",
    )
    async def add(self, interaction: Interaction, topic: str, text: str | None = None) -> None:
        """Post the text, or open the form."""
        if text is None:
            await open_form(interaction, topic)
            return
        member = present(interaction)
        result = await self._authors.add(
            guild_id=member.guild.id, member_id=member.id, topic=topic, hook=text
        )
        await show_added(interaction, result)
        await show_notes(interaction)

    @app_commands.command(description="Find memory hooks by words; typing mistakes are forgiven")
    @app_commands.describe(query="A few words, such as cranial nerves", topic="Only on this topic")
    async def find(self, interaction: Interaction, query: str, topic: str | None = None) -> None:
        """Show one, or a list to choose from."""
        member = present(interaction)
        result = await self._members.find(
            guild_id=member.guild.id, member_id=member.id, query=query, topic=topic
        )
        if result.whole:
            await self._answer(interaction, texts.one(result.shown[0]), one_view(result.shown[0]))
        else:
            await self._answer(interaction, texts.found(result), list_view(result.shown))

    @app_commands.command(description="Any memory hook, to meet something new")
    @app_commands.describe(topic="Only on this topic")
    async def random(self, interaction: Interaction, topic: str | None = None) -> None:
        """Show one."""
        wanted = self._members.topic(topic)[0] if topic else None
        shown = await any_one(interaction, wanted)
        await self._answer(interaction, texts.one(shown), random_view(shown, wanted))

    @app_commands.command(description="The memory hooks that help most")
    @app_commands.describe(period="This week, or of all time")
    async def top(self, interaction: Interaction, period: Period = Period.WEEK) -> None:
        """Show the best."""
        member = present(interaction)
        shown = await self._members.top(guild_id=member.guild.id, member_id=member.id, period=period)
        await self._answer(interaction, texts.top(shown, period), list_view(shown))

    @app_commands.command(description="Your own memory hooks: edit, share or delete them")
    async def mine(self, interaction: Interaction) -> None:
        """Show the member's own."""
        member = present(interaction)
        page = await self._authors.mine(guild_id=member.guild.id, member_id=member.id)
        await self._answer(interaction, texts.mine(page), page_view(page))

    @add.autocomplete("topic")
    @find.autocomplete("topic")
    @random.autocomplete("topic")
    async def _topics(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = self._members.topics(current)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in found[:25]]

    @find.autocomplete("query")
    async def _hooks(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = await self._members.suggest(interaction.guild_id or 0, current)
        return [app_commands.Choice(name=texts.cut(hook, 100), value=value) for value, hook in found]

    async def _answer(self, interaction: Interaction, embed: discord.Embed, view: DurableView) -> None:
        """In private; after it what the member has not heard yet."""
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
        await show_notes(interaction)
