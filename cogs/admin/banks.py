"""`/admin bank …`: a server's own questions, from a file and back into one."""

import asyncio
import io
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.client import Interaction
from bot.errors import BadInput, Refusal
from bot.features.banks.checking import Given
from bot.features.banks.imports import ImportService
from bot.features.banks.model import ExportFile, Imported, Progress
from bot.ui import DurableButton, DurableView, present
from cogs.admin import bank_texts as texts
from cogs.admin.access import require_admin

PROGRESS_EVERY_S = 2.0
FETCHED_WITHIN_S = 60.0


class AcceptButton(DurableButton, template=r"bk:y:([0-9]{1,15})"):
    """Imports the sound rows of an upload of which some failed."""

    def __init__(self, bank_id: int, good: int = 0) -> None:
        self.bank_id = bank_id
        label = f"Import the {good:,} good ones"
        super().__init__(label=label, custom_id=f"bk:y:{bank_id}", style=discord.ButtonStyle.primary)

    async def pressed(self, interaction: Interaction) -> None:
        """Import them."""
        require_admin(interaction)
        await interaction.response.defer()
        bank = await interaction.client.services.imports.accept(present(interaction).guild.id, self.bank_id)
        await interaction.edit_original_response(embed=texts.accepted(bank), view=None)


class DropButton(DurableButton, template=r"bk:n:([0-9]{1,15})"):
    """Forgets such an upload."""

    def __init__(self, bank_id: int) -> None:
        self.bank_id = bank_id
        super().__init__(label="Import nothing", custom_id=f"bk:n:{bank_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Forget it."""
        require_admin(interaction)
        await interaction.client.services.imports.drop(present(interaction).guild.id, self.bank_id)
        await interaction.response.edit_message(content=texts.DROPPED, embed=None, view=None)


class BanksGroup(app_commands.Group):
    """What admins do with questions of their own."""

    def __init__(self) -> None:
        super().__init__(name="bank", description="Questions of your own, only for this server")

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everybody without Manage Server: the check of the cog around does not reach in here."""
        return require_admin(interaction)

    @app_commands.command(name="import", description="Bring in questions: YAML, CSV, GIFT, Aiken or Anki")
    @app_commands.describe(
        file="A .yaml, .csv, .gift, .txt or .apkg file, up to 5 MB and 5,000 questions",
        certification="Which exam, such as CPC, where the file does not say it",
        area="What the questions are about, where the file does not say it",
    )
    async def import_(
        self, interaction: Interaction, file: discord.Attachment, certification: str, area: str | None = None
    ) -> None:
        """Read the file, and say what was imported or why not."""
        imports = interaction.client.services.imports
        given = imports.check(size=file.size, certification=certification, area=area)
        await interaction.response.defer(ephemeral=True, thinking=True)
        imported = await _read(interaction, imports, file, given)
        # Discord takes no view that has no buttons in place of none.
        if imported.bank_id is not None and imported.waiting:
            view = DurableView(AcceptButton(imported.bank_id, imported.good), DropButton(imported.bank_id))
            await interaction.edit_original_response(content=None, embed=texts.imported(imported), view=view)
        else:
            await interaction.edit_original_response(content=None, embed=texts.imported(imported))

    @app_commands.command(name="list", description="The banks of your own, and how many questions they hold")
    async def list_(self, interaction: Interaction) -> None:
        """Show them."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        banks = await interaction.client.services.imports.all(present(interaction).guild.id)
        await interaction.edit_original_response(embed=texts.banks(banks))

    @app_commands.command(description="Take a bank out; you get its file, and answers are kept")
    @app_commands.describe(bank="Which bank to take out")
    async def remove(self, interaction: Interaction, bank: int) -> None:
        """Remove it, and give its file back."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        imports = interaction.client.services.imports
        removed, files = await imports.remove(present(interaction).guild.id, bank)
        await _give(interaction, texts.removed(removed), files)

    @app_commands.command(description="Your own questions as a file that can be imported again")
    @app_commands.describe(bank="Which bank; without it, all of them")
    async def export(self, interaction: Interaction, bank: int | None = None) -> None:
        """Give the file."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        files = await interaction.client.services.imports.export(present(interaction).guild.id, bank)
        await _give(interaction, texts.EXPORTED, files)

    @import_.autocomplete("certification")
    async def _certifications(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = interaction.client.services.tracks.certifications(current)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in found[:25]]

    @import_.autocomplete("area")
    async def _areas(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        certification = str(getattr(interaction.namespace, "certification", ""))
        found = interaction.client.services.imports.areas(certification, current)
        return [app_commands.Choice(name=name[:100], value=ident) for ident, name in found[:25]]

    @remove.autocomplete("bank")
    @export.autocomplete("bank")
    async def _some_bank(self, interaction: Interaction, current: str) -> list[app_commands.Choice[int]]:
        named = await interaction.client.services.imports.names(interaction.guild_id or 0)
        wanted = current.casefold()
        found = [(ident, name) for ident, name in named if wanted in name.casefold()]
        return [app_commands.Choice(name=name[:100], value=ident) for ident, name in found[:25]]


async def _read(
    interaction: Interaction, imports: ImportService, file: discord.Attachment, given: Given
) -> Imported:
    """Fetch the file and have it read, saying now and then how far that is."""
    member, progress = present(interaction), Progress()
    raw = await _fetched(file)
    reading = asyncio.create_task(
        imports.read_in(
            guild_id=member.guild.id,
            member_id=member.id,
            name=file.filename,
            raw=raw,
            given=given,
            progress=progress,
        )
    )
    try:
        while not (await asyncio.wait({reading}, timeout=PROGRESS_EVERY_S))[0]:
            with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
                await interaction.edit_original_response(content=texts.progress(progress))
        return reading.result()
    finally:
        reading.cancel()


async def _fetched(file: discord.Attachment) -> bytes:
    try:
        async with asyncio.timeout(FETCHED_WITHIN_S):
            return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise Refusal("I could not fetch that file from Discord. Upload it once more.") from error


async def _give(interaction: Interaction, text: str, files: list[ExportFile]) -> None:
    first, *more = [discord.File(io.BytesIO(file.content), file.name) for file in files]
    if any(len(file.content) > interaction.filesize_limit for file in files):
        raise BadInput("That is more than Discord lets me send here. Export one bank after the other.")
    await interaction.edit_original_response(content=text, attachments=[first])
    for file in more:
        await interaction.followup.send(file=file, ephemeral=True)
