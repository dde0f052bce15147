"""What members are told of decisions: by direct message, or at their next use of the quiz."""

from bot.client import Interaction
from bot.ui import DurableButton
from cogs.challenges import texts


class NewsButton(DurableButton, template=r"cg:([0-9]{1,15})"):
    """Puts a message away. Its custom_id also lets the message be found again after a crash."""

    def __init__(self, news_id: int) -> None:
        super().__init__(label="Got it", custom_id=f"cg:{news_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Take the button away."""
        await interaction.response.edit_message(view=None)


async def show_news(interaction: Interaction) -> None:
    """After an answer of ours: what the member has to hear of this server's decisions.

    Once, but that a crash just after showing it has it told again: never to hear of it would be worse.
    """
    service = interaction.client.services.challenges.news
    taken = await service.take(interaction.guild_id or 0, interaction.user.id)
    if not taken:
        return
    try:
        await interaction.followup.send(embeds=[texts.news(one) for one in taken], ephemeral=True)
    except BaseException:
        service.give_back(taken)
        raise
    await service.shown(taken)
