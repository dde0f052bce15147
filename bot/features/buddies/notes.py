"""Words in private: a direct message, or else shown at the member's next `/buddy` command."""

from collections.abc import Sequence

from bot.features.buddies.model import Note


class NotesService:
    """Tells a member something, once."""

    async def note(self, note_id: int) -> Note:
        """The word to bring. Raises NotFound."""
        raise NotImplementedError

    async def unread(self, guild_id: int, member_id: int) -> list[Note]:
        """Words that could not be brought, oldest first, five at most."""
        raise NotImplementedError

    async def shown(self, notes: Sequence[Note]) -> None:
        """The member has read them."""
        raise NotImplementedError
