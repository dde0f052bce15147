"""What the tests of the outbox share: a channel that behaves as Discord's do, a feature that keeps accounts.

`Channel` is a model of Discord, not of our service: it takes messages with `enforce_nonce`, forgets a nonce after
some minutes, keeps its history, and can be told to fail in the ways Discord does, or to see the bot die.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.db import Database, Tx
from bot.schedule import (
    Delivery,
    Occasion,
    Permanent,
    Receipt,
    Recurrence,
    RetryLater,
    Schedule,
    ScheduleService,
)

NONCE_KEPT_S = 300
EVERY_DAY = frozenset(range(7))


def daily(wall: str, zone: str = "UTC", weekdays: Iterable[int] = EVERY_DAY) -> Recurrence:
    return Recurrence(frozenset(weekdays), time.fromisoformat(wall), zone)


def at(text: str, zone: str = "UTC") -> int:
    """Epoch seconds of a local time such as 2026-03-29 02:30."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


class Fate(Enum):
    """What happens to one request."""

    ANSWERED = "arrives, and the answer comes back"
    ANSWER_LOST = "arrives, the answer is lost"
    LOST = "never arrives, and nobody says so"
    LATER = "429"
    FORBIDDEN = "403"
    HANGS = "arrives, the answer never comes"
    DIES_BEFORE = "the bot dies before it arrives"
    DIES_AFTER = "it arrives, and the bot dies before it knows"


@dataclass(frozen=True)
class Message:
    id: int
    marker: str
    nonce: str
    sent_at: int


@dataclass
class Channel:
    """One Discord channel, and the carrier that posts to it."""

    clock: Clock
    fate_of_send: Callable[[Delivery], Fate] = lambda _: Fate.ANSWERED
    fate_of_find: Callable[[Delivery], Fate] = lambda _: Fate.ANSWERED
    retry_after: float = 30.0
    messages: list[Message] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    died: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, delivery: Delivery) -> Receipt:
        self.calls.append("send")
        fate = self.fate_of_send(delivery)
        await self._refuse(fate)
        message = self._repeated(delivery.nonce)
        if message is None:
            message = Message(
                1000 + len(self.messages), f"{delivery.kind}:{delivery.key}", delivery.nonce, self.clock.now()
            )
            self.messages.append(message)
        await self._lose(fate)
        return Receipt(message.id, 7, message.sent_at)

    async def find(self, delivery: Delivery) -> Receipt | None:
        self.calls.append("find")
        fate = self.fate_of_find(delivery)
        await self._refuse(fate)
        await self._lose(fate)
        marker = f"{delivery.kind}:{delivery.key}"
        for message in self.messages:
            if message.marker == marker and message.sent_at >= delivery.due_at:
                return Receipt(message.id, 7, message.sent_at)
        return None

    def markers(self) -> list[str]:
        return [message.marker for message in self.messages]

    def _repeated(self, nonce: str) -> Message | None:
        since = self.clock.now() - NONCE_KEPT_S
        return next((m for m in self.messages if m.nonce == nonce and m.sent_at > since), None)

    async def _refuse(self, fate: Fate) -> None:
        await asyncio.sleep(0)
        if fate is Fate.LATER:
            raise RetryLater(self.retry_after)
        if fate is Fate.FORBIDDEN:
            raise Permanent("I may not post there any more.")
        if fate is Fate.LOST:
            raise ConnectionResetError
        if fate is Fate.DIES_BEFORE:
            await self._die()

    async def _lose(self, fate: Fate) -> None:
        if fate is Fate.HANGS:
            await asyncio.Event().wait()
        if fate is Fate.ANSWER_LOST:
            raise ConnectionResetError
        if fate is Fate.DIES_AFTER:
            await self._die()

    async def _die(self) -> None:
        self.died.set()
        await asyncio.Event().wait()


@dataclass
class Feature:
    """Writes down, within each transaction, what it was told; and breaks on what it is asked to break on.

    break_on: "sent" breaks on every delivery, "sent 5" on those of subject 5.
    """

    break_on: set[str] = field(default_factory=set)

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        assert occasion.next_due_at > occasion.due_at == delivery.due_at
        assert occasion.nominal_date == delivery.nominal_date
        await self._note(tx, "planned", delivery, "")

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        assert delivery.message_id == receipt.message_id
        await self._note(tx, "sent", delivery, "late" if late else "")

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        await self._note(tx, "skipped", delivery, "")

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        await self._note(tx, "failed", delivery, reason)

    async def _note(self, tx: Tx, what: str, delivery: Delivery, detail: str) -> None:
        await tx.run(
            "INSERT INTO told (what, marker, detail) VALUES (:what, :marker, :detail)",
            {"what": what, "marker": f"{delivery.kind}:{delivery.key}", "detail": detail},
        )
        if what in self.break_on or f"{what} {delivery.subject_id}" in self.break_on:
            raise RuntimeError(f"the feature breaks on {what}")


@dataclass
class World:
    """A database file, a clock that stands until moved, a channel and a feature; the bot can be restarted."""

    folder: Path
    clock: Clock
    channel: Channel
    feature: Feature
    db: Database
    service: ScheduleService
    send_timeout_s: float

    @classmethod
    async def open(cls, folder: Path, start: int, *, send_timeout_s: float = 20.0) -> "World":
        clock = Clock(start, frozen=True)
        db = await _open(folder, clock)

        async def accounts(tx: Tx) -> None:
            await tx.run("CREATE TABLE IF NOT EXISTS told (what TEXT, marker TEXT, detail TEXT) STRICT")

        await db.write(accounts)
        feature, channel = Feature(), Channel(clock)
        service = _service(db, clock, feature, channel, send_timeout_s)
        return cls(folder, clock, channel, feature, db, service, send_timeout_s)

    async def restart(self) -> None:
        """A new process on the same file, whatever the old one was doing: all that it had in memory is gone."""
        doomed = [task for task in asyncio.all_tasks() if task.get_name().startswith(("delivery ", "tick"))]
        for task in doomed:
            task.cancel()
        await asyncio.gather(*doomed, return_exceptions=True)
        await self.db.close()
        self.channel.died.clear()
        self.db = await _open(self.folder, self.clock)
        self.service = _service(self.db, self.clock, self.feature, self.channel, self.send_timeout_s)

    async def close(self) -> None:
        await self.service.close()
        await self.db.close()

    async def add(self, rec: Recurrence, subject_id: int = 1, guild_id: int = 1) -> Schedule:
        return await self.db.write(
            lambda tx: self.service.add(
                tx, kind="quiz.post", subject_id=subject_id, guild_id=guild_id, recurrence=rec
            )
        )

    async def enqueue(self, key: str, due_at: int, *, guild_id: int = 1, window: int = 3600) -> int | None:
        return await self.db.write(
            lambda tx: self.service.enqueue(
                tx,
                kind="notice",
                key=key,
                subject_id=1,
                guild_id=guild_id,
                due_at=due_at,
                expires_at=due_at + window,
            )
        )

    async def live(self) -> None:
        """Do what is due now. When the bot dies of it, it is restarted and goes on."""
        while True:
            tick = asyncio.create_task(self.service.run_until_idle(), name="tick")
            died = asyncio.create_task(self.channel.died.wait())
            await asyncio.wait({tick, died}, return_when=asyncio.FIRST_COMPLETED)
            died.cancel()
            if tick.done():
                await tick
                return
            await self.restart()

    async def run_to(self, until: int) -> None:
        """Live from now to `until`, waking whenever something is due."""
        while True:
            await self.live()
            wake_at = await self.service.wake_at()
            if wake_at is None or wake_at > until:
                self.clock.move_to(max(until, self.clock.now()))
                return
            self.clock.move_to(max(wake_at, self.clock.now()))

    async def told(self, what: str) -> list[str]:
        """The markers of what the feature was told, in order."""
        return [marker for kind, marker, _ in await self.accounts() if kind == what]

    async def accounts(self) -> list[tuple[str, str, str]]:
        """All that the feature was told: what, of which delivery, and late or a reason."""

        async def work(tx: Tx) -> list[tuple[str, str, str]]:
            rows = await tx.all("SELECT what, marker, detail FROM told ORDER BY rowid")
            return [(row["what"], row["marker"], row["detail"]) for row in rows]

        return await self.db.read(work)

    async def states(self) -> dict[str, str]:
        async def work(tx: Tx) -> dict[str, str]:
            rows = await tx.all("SELECT kind, key, state FROM deliveries ORDER BY id")
            return {f"{row['kind']}:{row['key']}": row["state"] for row in rows}

        return await self.db.read(work)

    async def row(self, marker: str) -> dict[str, Any]:
        async def work(tx: Tx) -> dict[str, Any]:
            row = await tx.one(
                "SELECT * FROM deliveries WHERE kind || ':' || key = :marker", {"marker": marker}
            )
            assert row is not None
            return {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates over its values

        return await self.db.read(work)


async def _open(folder: Path, clock: Clock) -> Database:
    return await Database.open(f"sqlite:///{folder / 'world.sqlite3'}", clock=clock, busy_timeout_ms=50)


def _service(
    db: Database, clock: Clock, feature: Feature, channel: Channel, send_timeout_s: float
) -> ScheduleService:
    # Paced out of the way: these tests live through months in seconds.
    service = ScheduleService(db, clock, send_timeout_s=send_timeout_s, per_second=100_000)
    for kind in ("quiz.post", "notice"):
        service.register(kind, feature, channel)
    return service


def post(schedule: Schedule, nominal: str | date) -> str:
    """The marker of one occurrence."""
    return f"quiz.post:{schedule.id}:{nominal}"
