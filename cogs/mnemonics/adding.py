"""Adding: the form, and what is asked when something like it is there already."""

from collections.abc import Mapping

import discord

from bot.client import Interaction
from bot.features.mnemonics.model import Added
from bot.ui import DurableButton, DurableModal, DurableView
from cogs.mnemonics import texts
from cogs.mnemonics.forms import ask_for_texts, giving_back, texts_in
from cogs.mnemonics.named import TOPIC, NamedButton, NamedModal
from cogs.mnemonics.where import GUILD, acting, named


class TrickButton(NamedButton, template=rf"mnt:{TOPIC}{GUILD}"):
    """Opens the form for a topic that somebody just got wrong."""

    def __init__(self, topic: str, guild_id: str | None = None) -> None:
        self.topic, self.guild_id = topic, guild_id
        super().__init__(label="I have a trick for this", custom_id=f"mnt:{topic}{named(guild_id)}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        await open_form(interaction, self.topic, self.guild_id)


class AddForm(NamedModal, title="A memory hook", template=rf"mnf:{TOPIC}{GUILD}"):
    """A new mnemonic on a topic."""

    def __init__(self, topic: str, guild_id: str | None = None, *, name: str = "") -> None:
        title = texts.cut(f"Hook: {name}", 45) if name else "A memory hook"
        super().__init__(title=title, custom_id=f"mnf:{topic}{named(guild_id)}")
        self.topic, self.guild_id = topic, guild_id
        ask_for_texts(self)

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Post it, or show what is like it."""
        guild_id, member_id = await acting(interaction, self.guild_id)
        with giving_back(typed):
            result = await interaction.client.services.mnemonics.authors.add(
                guild_id=guild_id, member_id=member_id, topic=self.topic, **texts_in(typed)
            )
        await show_added(interaction, result, self.guild_id)


class PostAnywayButton(NamedButton, template=rf"mnp:([0-9]{{1,15}}){GUILD}"):
    """Posts a draft although something is like it."""

    def __init__(self, number: str, guild_id: str | None = None) -> None:
        self.number, self.guild_id = int(number), guild_id
        super().__init__(
            label="Post anyway",
            custom_id=f"mnp:{number}{named(guild_id)}",
            style=discord.ButtonStyle.primary,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Post it."""
        guild_id, member_id = await acting(interaction, self.guild_id)
        result = await interaction.client.services.mnemonics.authors.post_anyway(
            guild_id=guild_id, member_id=member_id, number=self.number
        )
        await interaction.response.edit_message(embed=texts.added(result), view=None)


class DropButton(NamedButton, template=rf"mnd:([0-9]{{1,15}}){GUILD}"):
    """Forgets a draft."""

    def __init__(self, number: str, guild_id: str | None = None) -> None:
        self.number, self.guild_id = int(number), guild_id
        super().__init__(label="Drop mine", custom_id=f"mnd:{number}{named(guild_id)}")

    async def pressed(self, interaction: Interaction) -> None:
        """Forget it."""
        guild_id, member_id = await acting(interaction, self.guild_id)
        await interaction.client.services.mnemonics.authors.drop(
            guild_id=guild_id, member_id=member_id, number=self.number
        )
        await interaction.response.edit_message(content="Dropped: nothing was posted.", embed=None, view=None)


async def open_form(interaction: Interaction, topic: str, in_guild: str | None = None) -> None:
    """Open the form for a topic, unless the member may not post. Raises NotFound, NotAllowed.

    in_guild: in a direct message, the server.
    """
    mnemonics = interaction.client.services.mnemonics
    guild_id, member_id = await acting(interaction, in_guild)
    value, name = mnemonics.members.topic(topic)
    await mnemonics.authors.may_post(guild_id, member_id)
    await interaction.response.send_modal(AddForm(value, in_guild, name=name))


async def show_added(interaction: Interaction, result: Added, in_guild: str | None = None) -> None:
    """Say what became of it."""
    number = result.mnemonic.ref
    asked = PostAnywayButton(number, in_guild), DropButton(number, in_guild)
    view = DurableView(*(asked if result.near else ()))
    await interaction.response.send_message(embed=texts.added(result), view=view, ephemeral=True)


BUTTONS: tuple[type[DurableButton], ...] = (TrickButton, PostAnywayButton, DropButton)
FORMS: tuple[type[DurableModal], ...] = (AddForm,)
