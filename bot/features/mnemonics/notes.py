"""Words to authors: a direct message, or else shown at their next `/mnemonic` command."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.mnemonics import note_store, store
from bot.features.mnemonics.model import NOTE, Mnemonic, Note, NoteKind
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService

# A word that could not be brought for so long is shown at the next command only.
NOTE_LIVES_S = 2 * 86_400
NO_NUMBER = 0


class AuthorNotes:
    """Tells an author what was decided, once."""

    def __init__(self, db: Database, clock: Clock, schedule: ScheduleService) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule

    async def tell(self, tx: Tx, one: Mnemonic, kind: NoteKind, detail: str = "") -> None:
        """Send the author of a mnemonic a word, after the caller's transaction. Nobody, when there is none."""
        if one.author_id is not None:
            await self.tell_member(tx, one.guild_id, one.author_id, kind, number=one.number, detail=detail)

    async def tell_member(
        self, tx: Tx, guild_id: int, member_id: int, kind: NoteKind, *, number: int, detail: str = ""
    ) -> None:
        """The same to a member, about one of theirs or (NO_NUMBER) about none."""
        now = self._clock.now()
        note_id = await note_store.insert(
            tx,
            guild_id=guild_id,
            member_id=member_id,
            number=number,
            kind=kind,
            detail=detail,
            now=now,
        )
        await self._schedule.enqueue(
            tx,
            kind=NOTE,
            key=str(note_id),
            subject_id=note_id,
            guild_id=guild_id,
            due_at=now,
            expires_at=now + NOTE_LIVES_S,
        )

    async def note(self, note_id: int) -> Note:
        """The word to bring. Raises NotFound."""

        async def work(tx: Tx) -> Note | None:
            row = await note_store.find(tx, note_id)
            return await _full(tx, row) if row else None

        found = await self._db.read(work)
        if found is None:
            raise NotFound("That message is not kept any more.")
        return found

    async def unread(self, guild_id: int, member_id: int) -> list[Note]:
        """Words that could not be brought, oldest first, five at most."""

        async def work(tx: Tx) -> list[Note]:
            return [await _full(tx, row) for row in await note_store.unread(tx, guild_id, member_id)]

        return await self._db.read(work)

    async def shown(self, notes: Sequence[Note]) -> None:
        """The member has read them."""

        async def work(tx: Tx) -> None:
            for note in notes:
                await note_store.told(tx, note.id, self._clock.now())

        if notes:
            await self._db.write(work)

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: notes are no occurrences."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The author has it."""
        await note_store.told(tx, delivery.subject_id, receipt.sent_at)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for days."""
        await note_store.untold(tx, delivery.subject_id, "Discord could not be reached")

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The author cannot be written to."""
        await note_store.untold(tx, delivery.subject_id, reason)


async def _full(tx: Tx, row: note_store.NoteRow) -> Note:
    about = await store.find(tx, row.number)
    hook = about.texts.hook if about else ""
    return Note(row.id, row.guild_id, row.member_id, row.kind, row.detail, hook, row.noted_at)
