"""Words to authors: brought in private, or shown at the next command."""

from bot.client import CrosswalkClient, Interaction
from bot.features.mnemonics.model import Note
from bot.ui import DurableView, present
from cogs.mnemonics import texts
from cogs.notes import NoteCarrier, PutAwayButton, show

_MARK = "mnn"


def carrier(client: CrosswalkClient) -> NoteCarrier[Note]:
    """Brings them."""
    return NoteCarrier(client, client.services.mnemonics.notes, _MARK, texts.note)


async def show_notes(interaction: Interaction) -> None:
    """What could not be brought in private, after the answer to a command."""
    member, notes = present(interaction), interaction.client.services.mnemonics.notes
    unread = await notes.unread(member.guild.id, member.id)
    await show(
        interaction, notes, unread, texts.note, lambda note: DurableView(PutAwayButton(f"{_MARK}:{note.id}"))
    )
