"""Notices to admins: kept, delivered once, and shown at the next command when nobody could be reached."""

from collections.abc import Mapping, Sequence

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.admin import store
from bot.features.admin.model import Notice
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService

NOTICE = "admin.notice"
# A notice that could not be brought for so long is shown at the next command only.
NOTICE_LIVES_S = 3 * 86_400


class AdminService:
    """Tells the admins of a server, once, in a place they can read."""

    def __init__(self, db: Database, clock: Clock, schedule: ScheduleService) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule

    async def notify(self, tx: Tx, guild_id: int, recipient_id: int | None, text: str) -> None:
        """Tell the admins `text`. recipient_id: whoever set up what it is about; asked first."""
        now = self._clock.now()
        notice_id = await store.insert(tx, guild_id, recipient_id, text, now)
        await self._schedule.enqueue(
            tx,
            kind=NOTICE,
            key=str(notice_id),
            subject_id=notice_id,
            guild_id=guild_id,
            due_at=now,
            expires_at=now + NOTICE_LIVES_S,
        )

    async def notice(self, notice_id: int) -> Notice:
        """The notice to deliver. Raises NotFound."""
        found = await self._db.read(lambda tx: store.find(tx, notice_id))
        if found is None:
            raise NotFound("That notice is not kept any more.")
        return found

    async def unread(self, guild_id: int) -> list[Notice]:
        """Notices that reached nobody, newest first, five at most."""
        return await self._db.read(lambda tx: store.unread(tx, guild_id))

    async def shown(self, notices: Sequence[Notice]) -> None:
        """An admin has read them: they need not be shown again."""

        async def work(tx: Tx) -> None:
            for notice in notices:
                await store.told(tx, notice.id, self._clock.now())

        if notices:
            await self._db.write(work)

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: notices are no occurrences."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The notice has reached somebody."""
        await store.told(tx, delivery.subject_id, receipt.sent_at)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for days."""
        await store.untold(tx, delivery.subject_id, "Discord could not be reached")

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """Nobody can be written to."""
        await store.untold(tx, delivery.subject_id, reason)

    # What this feature keeps about members.

    personal_columns: Mapping[str, frozenset[str]] = {"notices": frozenset({"recipient_id"})}

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Notices addressed to the member."""
        return {"notices": await store.member_rows(tx, member_id)}

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """Notices addressed to the member."""
        return {"notices": await store.forget_member(tx, member_id)}
