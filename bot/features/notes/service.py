"""Telling a member something, once: a direct message, or else shown at their next command of the feature."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.notes import store
from bot.features.notes.model import KeptNote, MemberNote
from bot.schedule import Delivery, Receipt, ScheduleService, Unplanned

# A word that could not be brought for so long is shown at the next command only.
NOTE_LIVES_S = 2 * 86_400

NoteT = TypeVar("NoteT", bound=MemberNote)


class Notes(Unplanned, Generic[NoteT]):
    """The words of one feature, and the `Kind` of their deliveries.

    Subclasses say their topic, which is also the name of that kind, and `_filled`.
    """

    topic: ClassVar[str]

    def __init__(self, db: Database, clock: Clock, schedule: ScheduleService) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule

    async def _filled(self, tx: Tx, kept: KeptNote) -> NoteT:
        """The word with what its text needs."""
        raise NotImplementedError

    async def tell(
        self,
        tx: Tx,
        guild_id: int,
        member_id: int,
        kind: str,
        *,
        detail: str = "",
        about: int | None = None,
    ) -> None:
        """Send the member a word in private, after the caller's transaction."""
        now = self._clock.now()
        note_id = await store.insert(tx, self.topic, guild_id, member_id, kind, detail, about, now)
        await self._schedule.enqueue_now(
            tx,
            kind=self.topic,
            key=str(note_id),
            subject_id=note_id,
            guild_id=guild_id,
            lives_s=NOTE_LIVES_S,
        )

    async def keep(self, tx: Tx, guild_id: int, member_id: int, kind: str, reason: str) -> None:
        """A word for somebody who cannot be written to: it is shown at their next command."""
        note_id = await store.insert(tx, self.topic, guild_id, member_id, kind, "", None, self._clock.now())
        await store.untold(tx, note_id, reason)

    async def find(self, tx: Tx, note_id: int) -> NoteT | None:
        """The word, if it is there and of this feature."""
        kept = await store.find(tx, self.topic, note_id)
        return await self._filled(tx, kept) if kept else None

    async def note(self, note_id: int) -> NoteT:
        """The word to bring. Raises NotFound."""
        found = await self._db.read(lambda tx: self.find(tx, note_id))
        if found is None:
            raise NotFound("That message is not kept any more.")
        return found

    async def unread(self, guild_id: int, member_id: int) -> list[NoteT]:
        """Words that could not be brought, oldest first, five at most."""
        return await self._db.read(lambda tx: self.unread_in(tx, guild_id, member_id))

    async def unread_in(self, tx: Tx, guild_id: int, member_id: int) -> list[NoteT]:
        """The same inside the caller's transaction."""
        kept = await store.unread(tx, self.topic, guild_id, member_id)
        return [await self._filled(tx, one) for one in kept]

    async def shown(self, notes: Sequence[NoteT]) -> None:
        """The member has read them."""

        async def work(tx: Tx) -> None:
            for note in notes:
                await store.told(tx, note.id, self._clock.now())

        if notes:
            await self._db.write(work)

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The member has it."""
        await store.told(tx, delivery.subject_id, receipt.sent_at)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for days."""
        await store.untold(tx, delivery.subject_id, "Discord could not be reached")

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The member cannot be written to."""
        await store.untold(tx, delivery.subject_id, reason)


class NotesPersonalData:
    """The words of all features, for `/me export` and `/me delete`."""

    personal_columns: Mapping[str, frozenset[str]] = {"member_notes": frozenset({"member_id"})}

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Words to the member."""
        return {"messages": await store.member_rows(tx, member_id)}

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """All of them are removed."""
        return {"messages to you": await store.erase_member(tx, member_id)}
