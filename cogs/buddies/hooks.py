"""Memory hooks where buddies meet: for the area that they are to explain to each other."""

from collections.abc import Sequence

import discord

from bot.client import Interaction
from bot.features.buddies.model import CheckIn
from bot.ui import DurableButton
from cogs.buddies.reaching import still_there
from cogs.mnemonics.judging import SHOW_HOOK, show_one


class AreaHookButton(DurableButton, template=r"bh:([0-9]{1,15})"):
    """Under a check-in: a hook for its area, to each in private. Who has seen it is known, as everywhere."""

    def __init__(self, checkin_id: int) -> None:
        self.checkin_id = checkin_id
        style = discord.ButtonStyle.success
        super().__init__(label=SHOW_HOOK, emoji="💡", custom_id=f"bh:{checkin_id}", style=style)

    async def pressed(self, interaction: Interaction) -> None:
        """Show it; in a direct message it names the server whose it is."""
        services = interaction.client.services
        guild_id = await services.buddies.checkins.guild(self.checkin_id)
        await still_there(interaction, guild_id)
        area = await services.buddies.checkins.prompted(self.checkin_id, interaction.user.id)
        shown = await services.mnemonics.recall.hook_in(
            guild_id=guild_id, member_id=interaction.user.id, area=area, seed=str(self.checkin_id)
        )
        await show_one(interaction, shown, str(guild_id) if interaction.guild_id is None else None)


def hooks_for(checkin: CheckIn) -> Sequence[DurableButton]:
    """The button, where there is an area to explain."""
    return (AreaHookButton(checkin.id),) if checkin.prompt else ()
