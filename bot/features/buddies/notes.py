"""Words in private: a direct message, or else shown at the member's next `/buddy` command."""

from collections.abc import Sequence
from typing import Protocol

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.buddies import note_store, server_store
from bot.features.buddies.model import Note
from bot.features.buddies.rhythm import next_round_at
from bot.features.buddies.terms import NOTE, ROUND, NoteKind
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService

# A word that could not be brought for so long is shown at the next command only.
NOTE_LIVES_S = 2 * 86_400


class ExamAsker(Protocol):
    """A feature that asks members by itself how an exam went."""

    async def asks_about(self, tx: Tx, member_id: int, certification: str) -> bool:
        """Whether it does for this member and certification."""


class NotesService:
    """Tells a member something, once. exam_asker: who asks about exams whose date it knows, so that we need not."""

    exam_asker: ExamAsker | None = None

    def __init__(self, db: Database, clock: Clock, schedule: ScheduleService) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule

    async def tell(
        self,
        tx: Tx,
        guild_id: int,
        member_id: int,
        kind: NoteKind,
        *,
        detail: str = "",
        pair_number: int | None = None,
    ) -> None:
        """Send the member a word in private, after the caller's transaction."""
        now = self._clock.now()
        note_id = await note_store.insert(tx, guild_id, member_id, kind, detail, pair_number, now)
        await self._schedule.enqueue_now(
            tx,
            kind=NOTE,
            key=str(note_id),
            subject_id=note_id,
            guild_id=guild_id,
            lives_s=NOTE_LIVES_S,
        )

    async def keep(self, tx: Tx, guild_id: int, member_id: int, kind: NoteKind, reason: str) -> None:
        """A word for somebody who cannot be written to: it is shown at their next command."""
        note_id = await note_store.insert(tx, guild_id, member_id, kind, "", None, self._clock.now())
        await note_store.untold(tx, note_id, reason)

    async def note(self, note_id: int) -> Note:
        """The word to bring. Raises NotFound."""
        found = await self._db.read(lambda tx: self._note(tx, note_id))
        if found is None:
            raise NotFound("That message is not kept any more.")
        return found

    async def unread(self, guild_id: int, member_id: int) -> list[Note]:
        """Words that could not be brought, oldest first, five at most."""
        return await self._db.read(lambda tx: self.unread_in(tx, guild_id, member_id))

    async def unread_in(self, tx: Tx, guild_id: int, member_id: int) -> list[Note]:
        """The same inside the caller's transaction."""
        rows = await note_store.unread(tx, guild_id, member_id)
        return [await self._full(tx, row) for row in rows]

    async def shown(self, notes: Sequence[Note]) -> None:
        """The member has read them."""

        async def work(tx: Tx) -> None:
            for note in notes:
                await note_store.told(tx, note.id, self._clock.now())

        if notes:
            await self._db.write(work)

    async def _note(self, tx: Tx, note_id: int) -> Note | None:
        row = await note_store.find(tx, note_id)
        return await self._full(tx, row) if row else None

    async def _full(self, tx: Tx, row: note_store.NoteRow) -> Note:
        return Note(
            row.id,
            row.guild_id,
            row.member_id,
            row.kind,
            row.detail,
            row.pair_number,
            row.created_at,
            await round_at(tx, self._schedule, row.guild_id),
        )

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: notes are no occurrences."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The member has it."""
        await note_store.told(tx, delivery.subject_id, receipt.sent_at)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for days."""
        await note_store.untold(tx, delivery.subject_id, "Discord could not be reached")

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The member cannot be written to."""
        await note_store.untold(tx, delivery.subject_id, reason)


async def round_at(tx: Tx, schedule: ScheduleService, guild_id: int) -> int | None:
    """When the server's next round is (epoch seconds); None while there are none."""
    server = await server_store.find(tx, guild_id)
    rounds = await schedule.get(tx, ROUND, guild_id)
    return next_round_at(rounds, server.server.every, server.anchor) if server and rounds else None
