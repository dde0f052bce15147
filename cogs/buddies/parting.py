"""Ways out of a pair: each asks once more, for none can be taken back, and on a phone they stand close together."""

import discord

from bot.client import Interaction
from bot.ui import DurableButton, DurableView, present
from cogs.buddies import texts
from cogs.buddies.reaching import own_pair


class RematchButton(DurableButton, template=r"br:([0-9]{1,15})"):
    """Asks whether to end the pair and wait for another one."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        super().__init__(label="Find me another buddy", custom_id=f"br:{pair_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Ask."""
        await own_pair(interaction, self.pair_id)
        view = DurableView(RematchNowButton(self.pair_id))
        await interaction.response.edit_message(content=texts.REMATCH_SURE, view=view)


class RematchNowButton(DurableButton, template=r"br:([0-9]{1,15}):1"):
    """Ends the pair kindly and waits for another one."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        style = discord.ButtonStyle.danger
        super().__init__(label="Yes, end this pair", custom_id=f"br:{pair_id}:1", style=style)

    async def pressed(self, interaction: Interaction) -> None:
        """End it."""
        pair = await own_pair(interaction, self.pair_id)
        done = await interaction.client.services.buddies.members.rematch(
            guild_id=pair.guild_id, member_id=interaction.user.id
        )
        await interaction.response.edit_message(content=texts.parted(done, waits=True), view=None)


class BlockButton(DurableButton, template=r"bb:([0-9]{1,15})"):
    """Asks whether to end the pair for good. Of three, the command says which."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        super().__init__(label="Block my buddy", custom_id=f"bb:{pair_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Ask."""
        pair = await own_pair(interaction, self.pair_id)
        if len(pair.members) > 2:
            await interaction.response.edit_message(content=texts.BLOCK_WHOM, view=None)
            return
        view = DurableView(BlockNowButton(self.pair_id))
        await interaction.response.edit_message(content=texts.BLOCK_SURE, view=view)


class BlockNowButton(DurableButton, template=r"bb:([0-9]{1,15}):1"):
    """Ends the pair for good: the two are never paired again."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        style = discord.ButtonStyle.danger
        super().__init__(label="Yes, block", custom_id=f"bb:{pair_id}:1", style=style)

    async def pressed(self, interaction: Interaction) -> None:
        """Block the other one."""
        pair = await own_pair(interaction, self.pair_id)
        (other,) = (member for member in pair.members if member != interaction.user.id)
        done = await interaction.client.services.buddies.safety.block(
            guild_id=pair.guild_id, member_id=interaction.user.id, other_id=other, reason=None
        )
        text = texts.blocked(other, done, reported=False)
        await interaction.response.edit_message(content=text, view=None)


class LeaveButton(DurableButton, template=r"bl:([0-9]{1,15})"):
    """Asks whether to leave the buddies."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        style = discord.ButtonStyle.danger
        super().__init__(label="Leave the study buddies", custom_id=f"bl:{pair_id}", style=style)

    async def pressed(self, interaction: Interaction) -> None:
        """Ask."""
        await own_pair(interaction, self.pair_id)
        view = DurableView(LeaveNowButton(self.pair_id))
        await interaction.response.edit_message(content=texts.leave_sure(in_pair=True), view=view)


class LeaveNowButton(DurableButton, template=r"bl:([0-9]{1,15}):1"):
    """Leaves the buddies. pair_id: 0 for who was in none when asked."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        style = discord.ButtonStyle.danger
        super().__init__(label="Yes, leave", custom_id=f"bl:{pair_id}:1", style=style)

    async def pressed(self, interaction: Interaction) -> None:
        """Leave."""
        if self.pair_id:
            guild_id = (await own_pair(interaction, self.pair_id)).guild_id
        else:
            guild_id = present(interaction).guild.id
        done = await interaction.client.services.buddies.members.leave(
            guild_id=guild_id, member_id=interaction.user.id, waiting=not self.pair_id
        )
        await interaction.response.edit_message(content=texts.parted(done, waits=False), view=None)


PARTING_BUTTONS: tuple[type[DurableButton], ...] = (
    RematchButton,
    RematchNowButton,
    BlockButton,
    BlockNowButton,
    LeaveButton,
    LeaveNowButton,
)
