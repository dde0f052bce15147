"""Recurring schedules and one-off deliveries: what features call, and what runs them."""

import asyncio

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.schedule import outbox, store
from bot.schedule.asked import Asked
from bot.schedule.carry import Outbox, Watch
from bot.schedule.model import Carrier, Delivery, Kind, Receipt, Schedule
from bot.schedule.plan import plan_due
from bot.schedule.recurrence import Recurrence, first_after, next_after

_PURGE_BATCH = 1000
_GONE = "This schedule does not exist any more."


class ScheduleService:
    """Rows are the truth: everything here can stop at any point and go on from them.

    send_timeout_s: seconds that one request to Discord may take.
    per_second: requests that may leave in any one second, over all servers.
    """

    def __init__(
        self, db: Database, clock: Clock, *, send_timeout_s: float = 20.0, per_second: int = 45
    ) -> None:
        self._db = db
        self._clock = clock
        self.send_timeout_s = send_timeout_s
        self._features: dict[str, Kind] = {}
        self._carriers: dict[str, Carrier] = {}
        self._outbox = Outbox(
            db, clock, self._features, self._carriers, send_timeout_s=send_timeout_s, per_second=per_second
        )
        self._ticking = asyncio.Lock()

    def register(self, kind: str, feature: Kind, carrier: Carrier) -> None:
        """Say who answers for deliveries of `kind`. Saying it again replaces: a new client brings new carriers."""
        self._features[kind] = feature
        self._carriers[kind] = carrier

    def watch(self, heard: Watch) -> None:
        """Let `heard` know what comes of each attempt from now on, for those who look on. One at a time."""
        self._outbox.watch = heard

    async def add(
        self, tx: Tx, *, kind: str, subject_id: int, guild_id: int, recurrence: Recurrence
    ) -> Schedule:
        """A new schedule, first due strictly after now. Raises BadInput when the subject has one already."""
        now = self._clock.now()
        nominal, due_at = first_after(recurrence, now)
        schedule = await store.insert(tx, kind, subject_id, guild_id, recurrence, nominal, due_at, now)
        if schedule is None:
            raise BadInput("There is a schedule for this already. Change that one instead.")
        return schedule

    async def add_or_change(
        self, tx: Tx, *, kind: str, subject_id: int, guild_id: int, asked: Asked, usual: Recurrence
    ) -> Schedule:
        """The subject's schedule as asked: the one that stands is changed, else there is a new one, like `usual`."""
        standing = await self.get(tx, kind, subject_id)
        if standing is not None:
            return await self.change(tx, standing.id, asked.over(standing.recurrence))
        return await self.add(
            tx, kind=kind, subject_id=subject_id, guild_id=guild_id, recurrence=asked.over(usual)
        )

    async def get(self, tx: Tx, kind: str, subject_id: int) -> Schedule | None:
        """The schedule of this kind for this subject."""
        return await store.by_subject(tx, kind, subject_id)

    async def change(self, tx: Tx, schedule_id: int, recurrence: Recurrence) -> Schedule:
        """Another time, zone or set of days, from now on. A nominal date once planned is not planned again.

        An occurrence that is owed (due, but not planned yet) stays owed. Nothing happens when it is so already.
        Raises NotFound.
        """
        now = self._clock.now()
        standing = await self._standing(tx, schedule_id)
        if recurrence == standing.schedule.recurrence:
            return standing.schedule
        await store.set_recurrence(tx, schedule_id, recurrence, now)
        due_at = standing.schedule.next_due_at
        if due_at is not None and due_at > now:
            await self._set_fresh(tx, standing, recurrence, now)
        return (await self._standing(tx, schedule_id)).schedule

    async def pause(self, tx: Tx, schedule_id: int, reason: str | None) -> None:
        """Plan nothing until `resume`, and take back what is open. Nothing happens when it is gone."""
        if await store.set_paused(tx, schedule_id, reason):
            await outbox.withdraw_open(tx, schedule_id, self._clock.now())

    async def resume(self, tx: Tx, schedule_id: int) -> Schedule:
        """Go on, next due strictly after now; days paused are not misses. Raises NotFound."""
        standing = await self._standing(tx, schedule_id)
        if standing.schedule.paused:
            await self._set_fresh(tx, standing, standing.schedule.recurrence, self._clock.now())
        return (await self._standing(tx, schedule_id)).schedule

    async def remove(self, tx: Tx, schedule_id: int) -> None:
        """Forget a schedule and take back what is open. Nothing happens when it is gone."""
        if await store.delete(tx, schedule_id):
            await outbox.withdraw_open(tx, schedule_id, self._clock.now())

    async def enqueue(
        self, tx: Tx, *, kind: str, key: str, subject_id: int, guild_id: int, due_at: int, expires_at: int
    ) -> int | None:
        """A one-off delivery, sent from `due_at` and skipped from `expires_at` on (epoch seconds).

        Returns its id, or None when this kind has, or had, one with this key.
        """
        if expires_at <= due_at:
            raise ValueError("a delivery has to expire after it is due")
        delivery = await outbox.insert(
            tx,
            kind=kind,
            key=key,
            subject_id=subject_id,
            guild_id=guild_id,
            due_at=due_at,
            expires_at=expires_at,
        )
        return None if delivery is None else delivery.id

    async def enqueue_now(
        self, tx: Tx, *, kind: str, key: str, subject_id: int, guild_id: int, lives_s: int
    ) -> int | None:
        """The same for one that is due at once, and skipped when it could not be sent for `lives_s` seconds."""
        now = self._clock.now()
        return await self.enqueue(
            tx,
            kind=kind,
            key=key,
            subject_id=subject_id,
            guild_id=guild_id,
            due_at=now,
            expires_at=now + lives_s,
        )

    async def withdraw(self, tx: Tx, kind: str, key: str) -> bool:
        """Take a delivery back. False when it is done, being sent, or may have been sent."""
        return await outbox.withdraw(tx, kind, key, self._clock.now())

    async def move(self, tx: Tx, kind: str, key: str, due_at: int) -> bool:
        """Another due time (epoch seconds); its window keeps its length. False as for `withdraw`."""
        return await outbox.move(tx, kind, key, due_at)

    async def receipt(self, tx: Tx, kind: str, key: str) -> Receipt | None:
        """Where a delivery stands on Discord; None when it was not sent. key: for an occurrence, `occurrence_key`."""
        return await outbox.receipt(tx, kind, key)

    async def trying(self, delivery: Delivery, channel_id: int) -> None:
        """Keep where a carrier is about to send, before it does: there it is looked for when nobody knows of it.

        Needed where the place may be another one by then. The next attempt reads it in `delivery.tried_in`.
        """
        if delivery.tried_in != channel_id:
            await self._db.write(lambda tx: outbox.trying(tx, delivery.id, channel_id))

    async def tick(self) -> int:
        """Plan and carry what is due; returns how many deliveries were handled. Raises StorageError."""
        async with self._ticking:
            return await self._outbox.drain(lambda: plan_due(self._db, self._clock, self._features))

    async def run_until_idle(self) -> None:
        """Tick until nothing is due now."""
        while await self.tick():
            pass

    async def wake_at(self) -> int | None:
        """Epoch seconds at which something will next be due; None when there is nothing at all."""

        async def work(tx: Tx) -> int | None:
            instants = [await store.wake_at(tx), await outbox.wake_at(tx)]
            return min((instant for instant in instants if instant is not None), default=None)

        return await self._db.read(work)

    async def purge(self, before: int) -> int:
        """Forget one-off deliveries that were done before `before` (epoch seconds); returns how many.

        A forgotten key can be used again, so `before` should lie well behind every key still in use.
        """
        total = 0
        while True:
            gone = await self._db.write(lambda tx: outbox.purge(tx, before, _PURGE_BATCH))
            total += gone
            if gone < _PURGE_BATCH:
                return total

    def open(self) -> None:
        """Carry again after `close`, with the carriers of a new client. A new service is open."""
        self._outbox.open()

    async def close(self) -> None:
        """Start nothing new, wait for the sends under way, and cut off what takes too long."""
        await self._outbox.close(self.send_timeout_s)

    async def _standing(self, tx: Tx, schedule_id: int) -> store.Standing:
        standing = await store.by_id(tx, schedule_id)
        if standing is None:
            raise NotFound(_GONE)
        return standing

    async def _set_fresh(self, tx: Tx, standing: store.Standing, rec: Recurrence, now: int) -> None:
        """The first occurrence after now whose nominal date has not been planned."""
        nominal, due_at = first_after(rec, now)
        while standing.last_date is not None and nominal <= standing.last_date:
            nominal, due_at = next_after(rec, nominal)
        await store.set_next(tx, standing.schedule.id, nominal, due_at)
