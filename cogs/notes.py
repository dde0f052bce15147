"""Words to members on Discord, of any feature: in private, or after the answer to a command."""

from collections.abc import Callable, Sequence
from typing import Generic, Self

import discord

from bot.client import CrosswalkClient, Interaction
from bot.features.notes.service import Notes, NoteT
from bot.schedule import Delivery, Receipt
from bot.sending import find_marked, outcomes, receipt
from bot.ui import DurableButton, DurableView


class PutAwayButton(DurableButton, template=r"(?:an|bo|cg|mnn):[0-9]{1,15}"):
    """Puts a message away. mark: its custom_id, by which the message is also found again after a crash.

    A feature's marks begin with letters of its own, which the template names.
    """

    def __init__(self, mark: str, label: str = "OK") -> None:
        super().__init__(label=label, custom_id=mark)

    @classmethod
    def rebuilt(cls, custom_id: str) -> Self | None:
        """The button, whatever its mark."""
        return cls(custom_id) if cls._template.fullmatch(custom_id) else None

    async def pressed(self, interaction: Interaction) -> None:
        """Take the button away."""
        await interaction.response.edit_message(view=None)


class NoteCarrier(Generic[NoteT]):
    """A word as a direct message. mark: what its button's begins with. text: of the word and its server's name."""

    def __init__(
        self,
        client: CrosswalkClient,
        notes: Notes[NoteT],
        mark: str,
        text: Callable[[NoteT, str | None], str],
    ) -> None:
        self._client = client
        self._notes = notes
        self._mark = mark
        self._text = text

    async def send(self, delivery: Delivery) -> Receipt:
        """Send it."""
        with outcomes():
            told = await self._notes.note(delivery.subject_id)
            guild = self._client.get_guild(told.guild_id)
            place = await self._client.create_dm(discord.Object(told.member_id))
            text = self._text(told, guild.name if guild else None)
            view = DurableView(PutAwayButton(self._marked(delivery)))
            return receipt(await place.send(text, view=view, nonce=delivery.nonce))

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        with outcomes():
            told = await self._notes.note(delivery.subject_id)
            place = await self._client.create_dm(discord.Object(told.member_id))
            return await find_marked(self._client, place, delivery, self._marked(delivery))

    def _marked(self, delivery: Delivery) -> str:
        """By its key, which stays what it is; words about mnemonics have had other numbers (migration 0020)."""
        return f"{self._mark}:{delivery.key}"


async def show(
    interaction: Interaction,
    notes: Notes[NoteT],
    unread: Sequence[NoteT],
    text: Callable[[NoteT], str],
    view: Callable[[NoteT], DurableView],
) -> None:
    """What could not be brought in private, after the answer to a command."""
    for note in unread:
        await interaction.followup.send(text(note), view=view(note), ephemeral=True)
    await notes.shown(unread)


async def setup(client: CrosswalkClient) -> None:
    """Put the button in place."""
    client.add_durable(PutAwayButton)
