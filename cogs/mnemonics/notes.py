"""Words to authors, and the ones that could not be brought, shown at the next command."""

from bot.client import Interaction
from bot.ui import DurableButton, DurableView, present
from cogs.mnemonics import texts


class ReadButton(DurableButton, template=r"mnn:([0-9]{1,15})"):
    """Puts a word away. Its custom_id also lets it be found again after a crash."""

    def __init__(self, note_id: int) -> None:
        super().__init__(label="OK", custom_id=f"mnn:{note_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Take the button away."""
        await interaction.response.edit_message(view=None)


def note_view(note_id: int) -> DurableView:
    """OK."""
    return DurableView(ReadButton(note_id))


async def show_notes(interaction: Interaction) -> None:
    """What could not be brought in private, after the answer to a command."""
    member, notes = present(interaction), interaction.client.services.mnemonics.notes
    unread = await notes.unread(member.guild.id, member.id)
    for note in unread:
        await interaction.followup.send(texts.note(note), view=note_view(note.id), ephemeral=True)
    await notes.shown(unread)


BUTTONS: tuple[type[DurableButton], ...] = (ReadButton,)
