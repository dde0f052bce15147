"""Words to authors: a direct message, or else shown at their next `/mnemonic` command."""

from bot.db import Tx
from bot.features.mnemonics import store
from bot.features.mnemonics.model import NOTE, Mnemonic, Note, NoteKind
from bot.features.notes.model import KeptNote
from bot.features.notes.service import Notes


class AuthorNotes(Notes[Note]):
    """Tells an author what was decided, once."""

    topic = NOTE

    async def tell_author(self, tx: Tx, one: Mnemonic, kind: NoteKind, detail: str = "") -> None:
        """Send the author of a mnemonic a word, after the caller's transaction. Nobody, when there is none."""
        if one.author_id is not None:
            await self.tell(tx, one.guild_id, one.author_id, kind, detail=detail, about=one.number)

    async def _filled(self, tx: Tx, kept: KeptNote) -> Note:
        about = await store.find(tx, kept.about) if kept.about else None
        hook = about.texts.hook if about else ""
        return Note(kept.id, kept.guild_id, kept.member_id, NoteKind(kept.kind), kept.detail, hook)
