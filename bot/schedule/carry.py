"""Carrying: claims due deliveries, has each attempted, records the outcome. Nothing lost, nothing twice."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import StorageError
from bot.schedule import outbox
from bot.schedule.attempt import Absent, Again, Arrived, Attempts, Claim, Outcome, Refused, backoff
from bot.schedule.faults import log, log_fault
from bot.schedule.model import LATE_AFTER_S, Carrier, Delivery, Kind, Receipt
from bot.schedule.pace import Pace

AT_ONCE = 20
"""Deliveries under way at the same time, so that a few channels that hang do not hold up the rest."""

LEASE_S = 60
"""A claim lasts longer than a look-up and a send may take together; after it, another attempt may begin."""

GIVE_UP_AFTER_S = 7 * 86400
"""How long after its expiry Discord is still asked whether a delivery in doubt arrived."""

Watch = Callable[[Delivery, Outcome], None]
"""Hears what came of each attempt, before it is recorded. It must not fail."""

_QUEUE = 100  # about two seconds of sending, after which the fair order is drawn up anew
_UNREGISTERED_WAIT_S = 300


class Outbox:
    """Carries deliveries. Sends run as tasks of their own: a cancelled `drain` does not cut them off."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        features: Mapping[str, Kind],
        carriers: Mapping[str, Carrier],
        *,
        send_timeout_s: float,
        per_second: int,
    ) -> None:
        self._db = db
        self._clock = clock
        self._features = features
        self._carriers = carriers
        pace = Pace(per_second, now=lambda: asyncio.get_running_loop().time())
        self._attempts = Attempts(clock, pace, timeout_s=send_timeout_s)
        self._tasks: dict[asyncio.Task[bool], int] = {}
        self._closing = False
        self.watch: Watch = lambda _delivery, _outcome: None

    def open(self) -> None:
        """Carry again after `close`."""
        self._closing = False

    async def drain(self, plan: Callable[[], Awaitable[None]]) -> int:
        """Carry until nothing is due, calling `plan` in between; returns how many deliveries were handled.

        Raises StorageError; what was under way then is finished by the next call.
        """
        handled = 0
        queue: deque[int] = deque()
        while not self._closing:
            await plan()
            if not queue:
                queue.extend(await self._due())
            while queue and len(self._tasks) < AT_ONCE and not self._closing:
                self._start(queue.popleft())
            if not self._tasks:
                break
            # At least once a second, so that a send that hangs does not hold up planning.
            done, _ = await asyncio.wait(self._tasks, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
            handled += self._collect(done)
        return handled

    async def close(self, timeout_s: float) -> None:
        """Start nothing new, wait for what is under way, and cut it off after `timeout_s` seconds.

        What is cut off stays claimed; after its lease Discord is asked whether it arrived.
        """
        self._closing = True
        if self._tasks:
            _, late = await asyncio.wait(list(self._tasks), timeout=timeout_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._tasks.clear()

    async def _due(self) -> list[int]:
        under_way = set(self._tasks.values())
        now = self._clock.now()

        async def work(tx: Tx) -> list[int]:
            return await outbox.due_ids(tx, now, _QUEUE + len(under_way))

        return [delivery_id for delivery_id in await self._db.read(work) if delivery_id not in under_way]

    def _collect(self, done: set[asyncio.Task[bool]]) -> int:
        for task in done:
            self._tasks.pop(task, None)  # a close in the middle of it may have done so
        ended = [task for task in done if not task.cancelled()]
        for error in [task.exception() for task in ended]:
            if error is not None:
                raise error
        return sum(task.result() for task in ended)

    def _start(self, delivery_id: int) -> None:
        task = asyncio.create_task(self._carry(delivery_id), name=f"delivery {delivery_id}")
        self._tasks[task] = delivery_id

    async def _carry(self, delivery_id: int) -> bool:
        """One delivery, one attempt. True when there was something to do. Raises StorageError only."""
        attempts = 1
        try:
            handled, claim = await self._db.write(lambda tx: self._claim(tx, delivery_id, self._clock.now()))
            if claim is not None:
                attempts = claim.delivery.attempts
                outcome = await self._attempts.make(claim, self._carriers[claim.delivery.kind])
                self.watch(claim.delivery, outcome)
                await self._db.write(lambda tx: self._settle(tx, claim, outcome, self._clock.now()))
            return handled
        except StorageError:
            raise
        except Exception as error:
            # A feature's own fault. Its transaction is undone; the delivery is tried, or looked for, again.
            log_fault(f"Delivery {delivery_id} could not be recorded; it stays due", error)
            await self._put_off(delivery_id, self._clock.now() + backoff(attempts))
            return True

    async def _put_off(self, delivery_id: int, wake_at: int) -> None:
        async def work(tx: Tx) -> None:
            entry = await outbox.by_id(tx, delivery_id)
            if entry is not None:
                await outbox.put_off(tx, delivery_id, wake_at, unsure=entry.unsure)

        await self._db.write(work)

    async def _claim(self, tx: Tx, delivery_id: int, now: int) -> tuple[bool, Claim | None]:
        """Whether there was something to do, and the claim when Discord has to be asked."""
        entry = await outbox.by_id(tx, delivery_id)
        if entry is None or entry.wake_at is None or entry.wake_at > now:
            return False, None
        delivery = entry.delivery
        if delivery.kind not in self._carriers:
            log.error(
                "Nothing is registered for deliveries of kind %r; %s waits", delivery.kind, delivery.key
            )
            await outbox.put_off(tx, delivery_id, now + _UNREGISTERED_WAIT_S, unsure=entry.unsure)
            return False, None
        only_look = entry.unwanted or now >= delivery.expires_at
        if only_look and not entry.unsure:
            await self._drop(tx, entry, now, "its time had passed")
            return True, None
        if now >= delivery.expires_at + GIVE_UP_AFTER_S:
            await self._drop(tx, entry, now, "in doubt: Discord could not be asked whether it arrived")
            return True, None
        await outbox.claim(tx, delivery_id, now + LEASE_S)
        taken = replace(delivery, state="sending", attempts=delivery.attempts + 1)
        return True, Claim(taken, entry.unsure, only_look)

    async def _settle(self, tx: Tx, claim: Claim, outcome: Outcome, now: int) -> None:
        delivery = claim.delivery
        entry = await outbox.by_id(tx, delivery.id)
        if entry is None or entry.delivery.state != "sending" or entry.delivery.attempts != delivery.attempts:
            log.warning("Delivery %s %s was settled elsewhere", delivery.kind, delivery.key)
            return
        match outcome:
            case Arrived(receipt):
                await self._arrived(tx, entry, receipt, now)
            case Absent():
                await self._drop(tx, entry, now, "its time had passed")
            case Refused(reason):
                await self._refused(tx, entry, now, reason)
            case Again(after, unsure):
                wake_at = now + after
                if now < delivery.expires_at < wake_at:
                    wake_at = delivery.expires_at  # so that a miss is recorded when it is one
                await outbox.put_off(tx, delivery.id, wake_at, unsure=unsure)

    async def _arrived(self, tx: Tx, entry: outbox.Entry, receipt: Receipt, now: int) -> None:
        delivery = replace(entry.delivery, state="sent", message_id=receipt.message_id)
        await outbox.finish_sent(tx, delivery.id, receipt, now)
        late = receipt.sent_at - delivery.due_at > LATE_AFTER_S
        await self._features[delivery.kind].sent(tx, delivery, receipt, late)

    async def _refused(self, tx: Tx, entry: outbox.Entry, now: int, reason: str) -> None:
        delivery = entry.delivery
        if entry.unwanted:
            await outbox.finish(tx, delivery.id, "withdrawn", now, reason)
            return
        await outbox.finish(tx, delivery.id, "failed", now, reason)
        await self._features[delivery.kind].failed(tx, replace(delivery, state="failed"), reason)

    async def _drop(self, tx: Tx, entry: outbox.Entry, now: int, reason: str) -> None:
        """Not sent, and never will be: withdrawn when that was wished for, otherwise the bot's miss."""
        delivery = entry.delivery
        if entry.unwanted:
            await outbox.finish(tx, delivery.id, "withdrawn", now)
            return
        await outbox.finish(tx, delivery.id, "skipped", now, reason)
        await self._features[delivery.kind].skipped(tx, replace(delivery, state="skipped"))
