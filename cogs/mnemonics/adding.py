"""Adding: the form, and what is asked when something like it is there already."""

from collections.abc import Mapping

import discord

from bot.client import Interaction
from bot.features.mnemonics.model import Added
from bot.ui import DurableButton, DurableModal, DurableView, present
from cogs.mnemonics import texts
from cogs.mnemonics.forms import ask_for_texts, texts_in
from cogs.mnemonics.named import TOPIC, NamedButton, NamedModal


class TrickButton(NamedButton, template=rf"mnt:{TOPIC}"):
    """Opens the form for a topic that somebody just got wrong."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        super().__init__(label="I have a trick for this", custom_id=f"mnt:{topic}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        await open_form(interaction, self.topic)


class AddForm(NamedModal, title="A memory hook", template=rf"mnf:{TOPIC}"):
    """A new mnemonic on a topic."""

    def __init__(self, topic: str, name: str = "") -> None:
        super().__init__(
            title=texts.cut(f"Hook: {name}", 45) if name else "A memory hook", custom_id=f"mnf:{topic}"
        )
        self.topic = topic
        ask_for_texts(self)

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Post it, or show what is like it."""
        member = present(interaction)
        result = await interaction.client.services.mnemonics.authors.add(
            guild_id=member.guild.id, member_id=member.id, topic=self.topic, **texts_in(typed)
        )
        await show_added(interaction, result)


class PostAnywayButton(DurableButton, template=r"mnp:([0-9]{1,15})"):
    """Posts a draft although something is like it."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(label="Post anyway", custom_id=f"mnp:{number}", style=discord.ButtonStyle.primary)

    async def pressed(self, interaction: Interaction) -> None:
        """Post it."""
        member = present(interaction)
        result = await interaction.client.services.mnemonics.authors.post_anyway(
            guild_id=member.guild.id, member_id=member.id, number=self.number
        )
        await interaction.response.edit_message(embed=texts.added(result), view=None)


class DropButton(DurableButton, template=r"mnd:([0-9]{1,15})"):
    """Forgets a draft."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(label="Drop mine", custom_id=f"mnd:{number}")

    async def pressed(self, interaction: Interaction) -> None:
        """Forget it."""
        member = present(interaction)
        await interaction.client.services.mnemonics.authors.drop(
            guild_id=member.guild.id, member_id=member.id, number=self.number
        )
        await interaction.response.edit_message(content="Dropped: nothing was posted.", embed=None, view=None)


async def open_form(interaction: Interaction, topic: str) -> None:
    """Open the form for a topic, unless the member may not post. Raises NotFound, NotAllowed."""
    member, mnemonics = present(interaction), interaction.client.services.mnemonics
    value, name = mnemonics.members.topic(topic)
    await mnemonics.authors.may_post(member.guild.id, member.id)
    await interaction.response.send_modal(AddForm(value, name))


async def show_added(interaction: Interaction, result: Added) -> None:
    """Say what became of it."""
    number = result.mnemonic.number
    view = DurableView(PostAnywayButton(number), DropButton(number)) if result.near else DurableView()
    await interaction.response.send_message(embed=texts.added(result), view=view, ephemeral=True)


BUTTONS: tuple[type[DurableButton], ...] = (TrickButton, PostAnywayButton, DropButton)
FORMS: tuple[type[DurableModal], ...] = (AddForm,)
