"""What becomes of a pair's deliveries; every method runs in the delivery's own transaction."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.db import Tx
from bot.features.admin.service import AdminService
from bot.features.buddies import membership_store, pair_store, server_store
from bot.features.buddies.model import Pair
from bot.features.buddies.notes import NotesService
from bot.features.buddies.pairs import key_parts, remaining
from bot.features.buddies.pool import Pool, told_as
from bot.features.buddies.rounds import introduce
from bot.features.buddies.shown import Shown
from bot.features.buddies.terms import CHECKIN, Ended, NoteKind
from bot.schedule import Delivery, Inward, Receipt, Recurrence, ScheduleService, Unplanned


class BackKind(Inward):
    """BACK: pauses are over."""

    def __init__(self, clock: Clock, pool: Pool) -> None:
        super().__init__(clock)
        self._pool = pool

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """They wait again, and are matched soon."""
        await self._pool.end_pauses(tx, delivery.guild_id)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Later than planned is still in time."""
        await self._pool.end_pauses(tx, delivery.guild_id)


class Beginnings:
    """What introductions have in common: a weekly check-in follows the first one that arrives."""

    def __init__(self, schedule: ScheduleService, admin: AdminService) -> None:
        self._schedule = schedule
        self._admin = admin

    async def introduced(self, tx: Tx, pair: Pair, at: int) -> None:
        """Check in every week from then on (epoch seconds), by the clock of the pair's first member."""
        if await self._schedule.get(tx, CHECKIN, pair.id) is not None:
            return
        first = await membership_store.find(tx, pair.guild_id, pair.members[0])
        zone = first.zone if first else "UTC"
        local = datetime.fromtimestamp(at, ZoneInfo(zone))
        await self._schedule.add(
            tx,
            kind=CHECKIN,
            subject_id=pair.id,
            guild_id=pair.guild_id,
            recurrence=Recurrence(frozenset({local.weekday()}), time(local.hour, local.minute), zone),
        )

    async def tell_admins(self, tx: Tx, guild_id: int, reason: str) -> None:
        """Why pairs get no thread; once, until somebody sets buddies up anew."""
        if not await server_store.tell_trouble(tx, guild_id, reason):
            return
        row = await server_store.find(tx, guild_id)
        where = f" in <#{row.server.channel_id}>" if row and row.server.channel_id else ""
        await self._admin.notify(
            tx,
            guild_id,
            row.server.set_by if row else None,
            f"Study buddies can't use a private thread{where}: {reason} They are written to by direct message "
            "instead, so nobody waits. Put that right and use `/admin buddies set`: the next pairs get threads again.",
        )


class PairKind(Unplanned):
    """PAIR: the thread and the introduction in it."""

    def __init__(self, beginnings: Beginnings, schedule: ScheduleService, pool: Pool, shown: Shown) -> None:
        self._shown = shown
        self._beginnings = beginnings
        self._schedule = schedule
        self._pool = pool

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The thread stands, with the introduction."""
        await pair_store.set_thread(tx, delivery.subject_id, receipt.channel_id)
        await pair_store.set_message(tx, delivery.subject_id, receipt.message_id)
        pair = await pair_store.find(tx, delivery.subject_id)
        assert pair is not None
        if pair.ended_at is None:
            await self._beginnings.introduced(tx, pair, receipt.sent_at)
            if any(seat.left_at is not None for seat in await pair_store.seats(tx, pair.id)):
                await self._pool.let_out(tx, pair)  # they left while they were let in
        else:
            await self._shown.refresh(tx, pair.id)
            await self._pool.farewell(tx, pair)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Nobody is left without their introduction."""
        await self._by_dm(tx, delivery)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """No thread can be made: a direct message to each, and the admins hear of it."""
        if await self._by_dm(tx, delivery):
            await self._beginnings.tell_admins(tx, delivery.guild_id, reason)

    async def _by_dm(self, tx: Tx, delivery: Delivery) -> bool:
        pair = await pair_store.find(tx, delivery.subject_id)
        if pair is None or pair.ended_at is not None:
            return False
        await pair_store.set_by_dm(tx, pair.id)
        places = len(await pair_store.seats(tx, pair.id))
        await introduce(tx, self._schedule, pair.guild_id, pair.id, places, by_dm=True)
        return True


class HelloKind(Unplanned):
    """HELLO: the introduction by direct message."""

    def __init__(self, beginnings: Beginnings, notes: NotesService) -> None:
        self._beginnings = beginnings
        self._notes = notes

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """One of them has it: check-ins begin."""
        pair = await pair_store.find(tx, delivery.subject_id)
        if pair is not None and pair.ended_at is None:
            await self._beginnings.introduced(tx, pair, receipt.sent_at)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Shown at their next command instead."""
        await self.failed(tx, delivery, "Discord could not be reached")

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """A member who takes no messages learns of the pair at their next command. Silence ends it in time."""
        pair_id, place = key_parts(delivery.key)
        pair, seat = await pair_store.find(tx, pair_id), await pair_store.seat(tx, pair_id, place)
        if pair is None or pair.ended_at is not None or seat is None or seat.left_at is not None:
            return
        await self._notes.keep(tx, pair.guild_id, seat.member_id, NoteKind.HELLO, reason)
        await self._beginnings.introduced(tx, pair, delivery.due_at)


class OutKind(Unplanned):
    """OUT: whoever left a pair goes out of its thread. Of who had their data removed, nothing is kept after that."""

    def __init__(self, admin: AdminService) -> None:
        self._admin = admin

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """They are out."""
        await pair_store.forget_erased(tx, delivery.subject_id)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for days."""
        await self.failed(tx, delivery, "Discord could not be reached.")

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The admins can put them out by hand."""
        await pair_store.forget_erased(tx, delivery.subject_id)
        pair = await pair_store.find(tx, delivery.subject_id)
        if pair is None or pair.thread_id is None:
            return
        row = await server_store.find(tx, delivery.guild_id)
        await self._admin.notify(
            tx,
            delivery.guild_id,
            row.server.set_by if row else None,
            f"Somebody has left their study pair, but I could not take them out of its thread <#{pair.thread_id}>: "
            f"{reason} If they are still in it, take them out by hand.",
        )


class FarewellKind(Unplanned):
    """FAREWELL: the last message in a thread. Where it cannot be sent, those who were left get a word in private."""

    def __init__(self, notes: NotesService) -> None:
        self._notes = notes

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """As when it is refused."""
        await self.failed(tx, delivery, "")

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The thread is gone."""
        pair = await pair_store.find(tx, delivery.subject_id)
        why = await pair_store.end_reason(tx, delivery.subject_id)
        if pair is None:
            return
        for member_id in await remaining(tx, pair.id):
            await self._notes.tell(
                tx,
                pair.guild_id,
                member_id,
                NoteKind.ENDED,
                detail=told_as(why or Ended.LEFT),
                about=pair.number,
            )
