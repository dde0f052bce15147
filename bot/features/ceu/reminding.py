"""Reminders before a cycle ends, and the turn to the next one. All of them are deliveries, planned cycle by cycle."""

from datetime import date, timedelta

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.ceu import store
from bot.features.ceu.cycles import nth
from bot.features.ceu.desk import Desk
from bot.features.ceu.model import ALL_REMINDERS, ENDED, REMIND, Cycle, Record, Reminder, Told
from bot.features.members.model import Preferences
from bot.features.members.service import MembersService
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService
from bot.schedule.recurrence import instant

# A reminder that could not be brought for so long is shown at the next command only.
LIVES_S = 3 * 86_400
_PUT_AWAY = "there is nothing to remind of any more."


class Reminders:
    """Plans them, and says what they tell. A `Kind` and a listener to members' choices."""

    def __init__(
        self, db: Database, clock: Clock, schedule: ScheduleService, members: MembersService, desk: Desk
    ) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule
        self._members = members
        self._desk = desk

    async def plan(self, tx: Tx, record_id: int) -> None:
        """Plan the present cycle's reminders instead of what was planned: none for the past, but what waits stays."""
        record = await store.find(tx, record_id)
        if record is None:
            return
        waiting = await self.withdraw(tx, record)
        if not self._reminds(record):
            return
        zone = await self._desk.zone(tx, record)
        cycle = await self._cycle(tx, record, waiting, zone)
        revision = await store.revise(tx, record.id, cycle.number)
        for days in ALL_REMINDERS:
            due_at = _due_at(record, cycle, days, zone)
            if self._comes(due_at, days in waiting) and not _was_told(record, days, cycle.ends):
                await self._schedule.enqueue(
                    tx,
                    kind=REMIND,
                    key=_key(record.id, revision, days),
                    subject_id=record.id,
                    guild_id=record.guild_id,
                    due_at=due_at,
                    expires_at=due_at + LIVES_S,
                )

    async def withdraw(self, tx: Tx, record: Record) -> frozenset[int]:
        """Take back what is planned and not sent. Returns which."""
        return frozenset(
            [
                days
                for days in ALL_REMINDERS
                if await self._schedule.withdraw(tx, REMIND, _key(record.id, record.revision, days))
            ]
        )

    async def _cycle(self, tx: Tx, record: Record, waiting: frozenset[int], zone: str) -> Cycle:
        """The cycle that today lies in; the one that has just ended while the word of its end still waits."""
        today = await self._desk.today(tx, record)
        last = nth(record.begins_on, record.ends_on, self._desk.rule(record.body).months, record.planned)
        if ENDED in waiting and last.ends < today and self._comes(_due_at(record, last, ENDED, zone), True):
            return last
        return self._desk.cycle(record, today)

    def _comes(self, due_at: int, waits: bool) -> bool:
        """Whether a reminder is to be sent. waits: it was planned, and had not gone out."""
        return due_at + (LIVES_S if waits else 0) > self._clock.now()

    async def reminder(self, key: str) -> Reminder:
        """What a delivery tells, as things stand now. Raises NotFound where it is not wanted any more."""

        async def work(tx: Tx) -> Reminder:
            record_id, revision, days = _parts(key)
            record = await store.find(tx, record_id)
            if record is None or record.revision != revision or not self._reminds(record):
                raise NotFound(_PUT_AWAY)
            wanted = (await self._members.preferences(tx, record.member_id)).reminders
            if not wanted:
                raise NotFound("the member wants no reminders.")
            return await self._reminder(tx, record, days, record.planned)

        return await self._db.read(work)

    async def untold(self, member_id: int) -> list[Reminder]:
        """Reminders that could not be brought, one a record at most."""

        async def work(tx: Tx) -> list[Reminder]:
            found = []
            for record in await self._desk.active(tx, member_id):
                if record.told is not None and record.told.untold:
                    number = self._desk.cycle(record, record.told.ends).number
                    found.append(await self._reminder(tx, record, record.told.days, number))
            return found

        return await self._db.read(work)

    async def told(self, member_id: int) -> None:
        """The member has read them."""

        async def work(tx: Tx) -> None:
            for record in await store.of_member(tx, member_id):
                if record.told is not None:
                    await store.set_told(tx, record.id, Told(record.told.days, record.told.ends, False))

        await self._db.write(work)

    def _reminds(self, record: Record) -> bool:
        return record.reminds and bool(record.credentials) and self._desk.knows(record.body)

    async def _reminder(self, tx: Tx, record: Record, days: int, number: int) -> Reminder:
        after = await self._desk.standing(tx, record, number + 1) if days == ENDED else None
        return Reminder(days, await self._desk.standing(tx, record, number), after)

    async def preferences_changed(self, tx: Tx, member_id: int, preferences: Preferences) -> None:
        """Another zone moves what is planned."""
        for record in await store.of_member(tx, member_id):
            await self.plan(tx, record.id)

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: reminders are no occurrences."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The member has it."""
        await self._done(tx, delivery, untold=False)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for days."""
        await self._done(tx, delivery, untold=True)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The member cannot be written to, or wants no reminders: then nothing is said later either."""
        await self._done(tx, delivery, untold=True)

    async def _done(self, tx: Tx, delivery: Delivery, *, untold: bool) -> None:
        """Remember it; when a cycle has ended, the next one begins."""
        record_id, revision, days = _parts(delivery.key)
        record = await store.find(tx, record_id)
        if record is None or record.revision != revision or not self._reminds(record):
            return
        wanted = (await self._members.preferences(tx, record.member_id)).reminders
        months = self._desk.rule(record.body).months
        ends = nth(record.begins_on, record.ends_on, months, record.planned).ends
        await store.set_told(tx, record.id, Told(days, ends, untold and wanted))
        if days == ENDED:
            await self.plan(tx, record.id)


def _due_at(record: Record, cycle: Cycle, days: int, zone: str) -> int:
    return instant(cycle.ends - timedelta(days=days), record.remind_at, zone)


def _was_told(record: Record, days: int, ends: date) -> bool:
    """Whether this reminder, or a later one of the same cycle, has been dealt with."""
    return record.told is not None and record.told.ends == ends and record.told.days <= days


def _key(record_id: int, revision: int, days: int) -> str:
    return f"{record_id}:{revision}:{days}"


def _parts(key: str) -> tuple[int, int, int]:
    record_id, revision, days = key.split(":")
    return int(record_id), int(revision), int(days)
