"""Notices to admins: kept, delivered once, and shown at the next command when nobody could be reached."""

from collections.abc import Collection, Mapping, Sequence

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.admin import store
from bot.features.admin.model import Notice
from bot.schedule import Delivery, Receipt, ScheduleService, Unplanned

NOTICE = "admin.notice"
# A notice that could not be brought for so long is shown at the next command only.
NOTICE_LIVES_S = 3 * 86_400
DAY_S = 86_400
REPORTS_A_DAY = 3


class AdminService(Unplanned):
    """Tells the admins of a server, once, in a place they can read."""

    def __init__(self, db: Database, clock: Clock, schedule: ScheduleService) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule

    async def notify(self, tx: Tx, guild_id: int, recipient_id: int | None, text: str) -> None:
        """Tell the admins `text`. recipient_id: whoever set up what it is about; asked first."""
        notice_id = await store.insert(tx, guild_id, recipient_id, text, self._clock.now())
        await self._bring(tx, guild_id, notice_id)

    async def report(
        self, tx: Tx, guild_id: int, recipient_id: int | None, text: str, *, by: int, about: Collection[int]
    ) -> None:
        """Tell the staff alone about members: neither them, nor `by`, whose report it is.

        Raises BadInput, with nothing changed, after REPORTS_A_DAY of the same member within 24 hours.
        """
        now = self._clock.now()
        if await store.reports_since(tx, by, now - DAY_S) >= REPORTS_A_DAY:
            raise BadInput(
                "The moderators have three reports of yours from today. Send this one tomorrow; if it can't wait, "
                "write to a moderator yourself."
            )
        notice_id = await store.insert(tx, guild_id, recipient_id, text, now, private=True)
        await store.name_people(tx, notice_id, by, about)
        await self._bring(tx, guild_id, notice_id)

    async def _bring(self, tx: Tx, guild_id: int, notice_id: int) -> None:
        await self._schedule.enqueue_now(
            tx,
            kind=NOTICE,
            key=str(notice_id),
            subject_id=notice_id,
            guild_id=guild_id,
            lives_s=NOTICE_LIVES_S,
        )

    async def notice(self, notice_id: int) -> Notice:
        """The notice to deliver. Raises NotFound."""
        found = await self._db.read(lambda tx: store.find(tx, notice_id))
        if found is None:
            raise NotFound("That notice is not kept any more.")
        return found

    async def unread(self, guild_id: int, reader_id: int) -> list[Notice]:
        """Notices that reached nobody, newest first, five at most; none that is about the reader."""
        return await self._db.read(lambda tx: store.unread(tx, guild_id, reader_id))

    async def shown(self, notices: Sequence[Notice]) -> None:
        """An admin has read them: they need not be shown again."""

        async def work(tx: Tx) -> None:
            for notice in notices:
                await store.told(tx, notice.id, self._clock.now())

        if notices:
            await self._db.write(work)

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

    personal_columns: Mapping[str, frozenset[str]] = {
        "notices": frozenset({"recipient_id"}),
        "notice_people": frozenset({"member_id"}),
    }

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Notices addressed to the member, and reports of theirs."""
        return await store.member_rows(tx, member_id)

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """Notices addressed to the member."""
        return {"notices": await store.forget_member(tx, member_id)}
