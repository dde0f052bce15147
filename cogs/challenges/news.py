"""What members are told of decisions at their next use of the quiz."""

from bot.client import Interaction
from cogs.challenges import texts


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
