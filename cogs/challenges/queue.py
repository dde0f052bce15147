"""What waits for a decision, with the first of each kind to open: `/quiz queue`, and `/admin challenges list`."""

from bot.client import Interaction
from bot.ui import DurableButton, DurableView
from cogs.challenges import texts
from cogs.challenges.deciding import LookButton, require_editor
from cogs.challenges.taking import SuggestionButton


async def show_queue(interaction: Interaction) -> None:
    """For whoever decides here; everybody else is told who does.

    Two commands lead here, because Discord hides /admin from editors without Manage Server.
    """
    member = await require_editor(interaction)
    queue = await interaction.client.services.challenges.disputes.queue(member.guild.id)
    buttons: list[DurableButton] = []
    if queue.challenges:
        buttons.append(LookButton(queue.challenges[0].challenge.id, "First challenge"))
    if queue.suggestions:
        buttons.append(SuggestionButton(queue.suggestions[0].id, "First suggestion"))
    view = DurableView(*buttons)
    await interaction.response.send_message(embed=texts.queue(queue), view=view, ephemeral=True)
