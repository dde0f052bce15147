"""Words in private: what can be pressed under them, and showing those that could not be brought."""

from collections.abc import Sequence

import discord

from bot.client import Interaction
from bot.features.buddies.model import Note
from bot.features.buddies.terms import NoteKind, Result
from bot.ui import DurableButton, DurableView
from cogs.buddies import note_texts
from cogs.buddies.reaching import still_there
from cogs.notes import PutAwayButton, show

# By these numbers in custom_ids, which outlive the program: add at the end.
_RESULTS = (Result.PASSED, Result.NOT_YET, Result.MOVED)
_LABELS = {Result.PASSED: "I passed 🎉", Result.NOT_YET: "Not yet", Result.MOVED: "It moved"}


class BackButton(DurableButton, template=r"bo:([0-9]{1,15}):([0-9]{1,20})"):
    """Comes back after a break."""

    def __init__(self, note_id: int, guild_id: int) -> None:
        self.guild_id = guild_id
        super().__init__(
            label="I'm back", custom_id=f"bo:{note_id}:{guild_id}", style=discord.ButtonStyle.primary
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Wait again."""
        await still_there(interaction, self.guild_id)
        buddies = interaction.client.services.buddies
        await buddies.members.resume(guild_id=self.guild_id, member_id=interaction.user.id)
        await interaction.response.edit_message(content=note_texts.WELCOME_BACK, view=None)


class ExamButton(DurableButton, template=r"bo:([0-9]{1,15}):([0-9]{1,20}):([0-2])"):
    """How the exam went."""

    def __init__(self, note_id: int, guild_id: int, place: int) -> None:
        self.note_id, self.guild_id, self.result = note_id, guild_id, _RESULTS[place]
        super().__init__(label=_LABELS[self.result], custom_id=f"bo:{note_id}:{guild_id}:{place}")

    async def pressed(self, interaction: Interaction) -> None:
        """Congratulate, or say how to go on."""
        await still_there(interaction, self.guild_id)
        checkins = interaction.client.services.buddies.checkins
        certification = await checkins.exam(self.guild_id, interaction.user.id, self.result, self.note_id)
        text = note_texts.exam(self.result, certification)
        await interaction.response.edit_message(content=text, view=None)


def note_view(note: Note) -> DurableView:
    """What can be answered."""
    if note.kind is NoteKind.EXAM:
        return DurableView(*(ExamButton(note.id, note.guild_id, place) for place in range(len(_RESULTS))))
    if note.kind is NoteKind.RELEASED:
        return DurableView(BackButton(note.id, note.guild_id))
    return DurableView(PutAwayButton(f"bo:{note.id}"))


async def show_notes(interaction: Interaction, notes: Sequence[Note]) -> None:
    """What could not be brought in private, after the answer to a command."""
    service = interaction.client.services.buddies.notes
    await show(interaction, service, notes, note_texts.note, note_view)


NOTE_BUTTONS: tuple[type[DurableButton], ...] = (BackButton, ExamButton)
