"""Buddies below Discord: the real services on a real database, with carriers that write down what they would send."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.clock import Clock
from bot.db import Database
from bot.errors import Refusal
from bot.features.buddies import terms
from bot.features.buddies.matching import match_round
from bot.features.buddies.matching_model import Outcome, Round
from bot.features.buddies.model import Joined, JoinForm, Status
from bot.features.buddies.worker import Matcher
from bot.features.codes.tables import Tables
from bot.library.single import Rules
from bot.schedule import Delivery, Permanent, Receipt, RetryLater, ScheduleService
from bot.services import Services
from tests.community import CONTENT, at, library

GUILD, CHANNEL = 77, 770
ADMIN = 5
# A Monday, five hours before the round.
START = "2026-11-02T12:00:00+00:00"
THREAD = 1_000_000


class Here(Matcher):
    """Matches in this process: whether another one can be had is tested elsewhere."""

    async def match(self, round_: Round) -> Outcome:
        return match_round(round_)


@dataclass
class Posts:
    """A Discord of sorts: what was sent, oldest first; what it refuses, or takes later only."""

    services: Services
    sent: list[tuple[str, str]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)

    async def send(self, delivery: Delivery) -> Receipt:
        if delivery.kind in self.refused:
            raise Permanent(self.refused[delivery.kind])
        if delivery.kind in self.later:
            raise RetryLater(60)
        try:
            channel_id = await self._said(delivery)
        except Refusal as refusal:
            raise Permanent(refusal.message) from refusal
        self.sent.append((delivery.kind, delivery.key))
        return Receipt(len(self.sent), channel_id, self.services.clock.now())

    async def _said(self, delivery: Delivery) -> int:
        """Read what the message would say, as a carrier does. Returns the channel."""
        buddies = self.services.buddies
        match delivery.kind:
            case terms.PAIR:
                introduction = await buddies.pairs.introduction(delivery.subject_id)
                await buddies.pairs.threaded(delivery.subject_id, THREAD + introduction.pair.id)
                return THREAD + introduction.pair.id
            case terms.HELLO:
                return (await buddies.pairs.hello(delivery.key)).member_id
            case terms.CHECKIN:
                assert delivery.nominal_date is not None
                found = await buddies.checkins.planned(delivery.subject_id, delivery.nominal_date)
                return found.pair.thread_id or 0
            case terms.CHECKIN_DM:
                return (await buddies.checkins.direct(delivery.key)).member_id
            case terms.STILL | terms.STILL_DM:
                return (await buddies.checkins.still(delivery.key)).member_id
            case terms.FAREWELL:
                return (await buddies.pairs.farewell(delivery.subject_id)).thread_id
            case terms.NOTE:
                return (await buddies.notes.note(delivery.subject_id)).member_id
            case _:
                return 1

    async def find(self, delivery: Delivery) -> Receipt | None:
        return None

    def of(self, kind: str) -> list[str]:
        """The keys of what was sent of a kind."""
        return [key for sent, key in self.sent if sent == kind]


@dataclass
class Core:
    """A server's buddies, and a clock that stands until moved."""

    folder: Path
    clock: Clock
    services: Services
    posts: Posts

    async def join(
        self,
        member_id: int,
        certification: str = "CPC",
        zone: str = "UTC",
        guild_id: int = GUILD,
        **fields: str,
    ) -> Joined:
        """A member fills in the form."""
        return await self.services.buddies.members.join(
            guild_id=guild_id,
            member_id=member_id,
            certification=certification,
            zone=zone,
            form=JoinForm(**fields),
        )

    async def channel(self) -> None:
        """An admin chooses the channel for buddies."""
        await self.services.buddies.servers.set(guild_id=GUILD, set_by=ADMIN, channel_id=CHANNEL)

    async def paired(self, *members: int) -> int:
        """These members join and are matched. Returns the id of their pair."""
        await self.channel()
        for member in members:
            await self.join(member)
        await self.travel(25 * 60)
        (pair_id,) = {await self.pair_of(member) for member in members}
        assert pair_id is not None
        return pair_id

    async def pair_of(self, member_id: int, guild_id: int = GUILD) -> int | None:
        """The pair that the member is in."""
        return (await self.status(member_id, guild_id)).membership.pair_id

    async def status(self, member_id: int, guild_id: int = GUILD) -> Status:
        """How things stand for the member."""
        return await self.services.buddies.members.status(guild_id=guild_id, member_id=member_id)

    async def notes(self, member_id: int) -> list[tuple[str, str, bool]]:
        """Words in private to the member so far: kind, detail, and whether it was brought."""
        rows = await self.services.db.read(
            lambda tx: tx.all(
                "SELECT kind, detail, told_at IS NOT NULL AS told FROM member_notes WHERE member_id = :m ORDER BY id",
                {"m": member_id},
            )
        )
        return [(row["kind"], row["detail"], bool(row["told"])) for row in rows]

    async def notices(self) -> list[str]:
        """What the admins were told so far."""
        rows = await self.services.db.read(lambda tx: tx.all("SELECT text FROM notices ORDER BY id"))
        return [row["text"] for row in rows]

    async def travel(self, seconds: float) -> None:
        """Let time pass; everything due on the way is done at its time."""
        schedule, to = self.services.schedule, self.clock.now() + seconds
        await schedule.run_until_idle()
        while (due := await schedule.wake_at()) is not None and due <= to:
            self.clock.move_to(max(due, self.clock.time()))
            await schedule.run_until_idle()
        self.clock.move_to(to)

    async def travel_to(self, moment: str) -> None:
        """The same until a moment, ISO 8601."""
        await self.travel(at(moment) - self.clock.now())


@asynccontextmanager
async def core(
    folder: Path, clock: Clock | None = None, matcher: Matcher | None = None
) -> AsyncIterator[Core]:
    """Everything below Discord on the database in `folder`."""
    clock = clock or Clock(at(START), frozen=True)
    db = await Database.open(f"sqlite:///{folder}/bot.sqlite3", clock=clock)
    schedule = ScheduleService(db, clock, per_second=100_000)
    tables = Tables(folder / "none.sqlite3")
    services = Services(clock, db, library(), schedule, tables, matcher or Here(), Rules(CONTENT))
    posts = Posts(services)
    for kind, feature in services.buddies.kinds.items():
        schedule.register(kind, feature, services.buddies.carriers.get(kind, posts))
    schedule.register("admin.notice", services.admin, posts)
    try:
        yield Core(folder, clock, services, posts)
    finally:
        await schedule.close()
        await tables.close()
        await db.close()
