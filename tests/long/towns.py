"""Three communities in three time zones on one local Discord, and one bot that serves them all."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from bot.app import App
from bot.clock import Clock
from bot.db import Database
from bot.features.buddies.worker import Matcher
from bot.features.codes.tables import Tables
from bot.library.single import Rules
from bot.schedule import ScheduleService
from bot.services import Services
from bot.settings import Settings
from sandbox.contract import Contract, find_contract
from sandbox.members import MemberDriver
from sandbox.model import Channel, Guild, User
from sandbox.permissions import Permission
from sandbox.seen import LiveMessage
from sandbox.server import LocalDiscord
from tests.community import BOT_MAY, CONTENT, library
from tests.long.almanac import BERLIN, EVERY_DAY, MONDAY_TO_FRIDAY, NEW_YORK, SYDNEY, Zone
from tests.long.waiting import until

# A request that hangs costs this much real time; everything on loopback is a hundred times faster.
SEND_TIMEOUT_S = 0.5
# The pace goes by real time, of which a day has half a second here.
UNPACED = 100_000
_TITLE = re.compile(r"· day (\d+)( · closed)?$")


@dataclass(frozen=True)
class Plan:
    """A track that is to be set up."""

    name: str
    town: str
    certification: str
    wall: time
    zone: Zone
    weekdays: frozenset[int] = EVERY_DAY


# 02:30 and 01:30 are the times that clock changes leave out or repeat; 23:45 is soon over.
PLANS = (
    Plan("new york early", "New York", "CPC", time(1, 30), NEW_YORK),
    Plan("new york noon", "New York", "CCS", time(12, 15), NEW_YORK, MONDAY_TO_FRIDAY),
    Plan("berlin", "Berlin", "CCS", time(2, 30), BERLIN),
    Plan("sydney early", "Sydney", "CPC", time(2, 30), SYDNEY),
    Plan("sydney night", "Sydney", "CPC", time(23, 45), SYDNEY),
)


@dataclass(frozen=True)
class Post:
    """A post as it can be read in its channel."""

    number: int
    occurrence_id: int
    message: LiveMessage
    closed: bool


@dataclass(eq=False, repr=False)
class Track:
    """A track as the test knows it."""

    plan: Plan
    guild: Guild
    channel: Channel
    id: int = 0

    @property
    def name(self) -> str:
        return self.plan.name


@dataclass(eq=False, repr=False)
class Towns:
    """The three servers, their tracks, and the bot when it runs."""

    folder: Path
    clock: Clock
    local: LocalDiscord
    token: str
    admin: User
    guilds: dict[str, Guild] = field(default_factory=dict)
    lounges: dict[int, Channel] = field(default_factory=dict)
    tracks: list[Track] = field(default_factory=list)
    app: App | None = None
    starts: int = 0
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        """Start the bot, and wait until it sees its servers and Discord knows its commands."""
        settings = Settings.model_validate(
            {
                "DISCORD_TOKEN": self.token,
                "CROSSWALK_DATABASE_URL": f"sqlite:///{self.folder}/bot.sqlite3",
                "CROSSWALK_DISCORD_API": self.local.api_url,
                "CROSSWALK_CONTENT": str(CONTENT),
            }
        )
        db = await Database.open(settings.database_url, clock=self.clock)
        self._running.push_async_callback(db.close)
        schedule = ScheduleService(db, self.clock, send_timeout_s=SEND_TIMEOUT_S, per_second=UNPACED)
        self._running.push_async_callback(schedule.close)
        services = Services(
            self.clock, db, library(), schedule, Tables(settings.codes), Matcher(), Rules(settings.content)
        )
        self.app = App(settings, services)
        serving = asyncio.create_task(self.app.serve(wake=False))
        self._running.push_async_callback(_stopped, serving)
        await until(lambda: self._sees_all() or serving.done())
        assert not serving.done(), "the bot ended"
        self.starts += 1

    def _sees_all(self) -> bool:
        client = self.app.client if self.app else None
        if client is None or not client.commands_known.is_set():
            return False
        seen = [client.get_guild(guild.id) for guild in self.guilds.values()]
        return all(guild is not None and not guild.unavailable for guild in seen)

    async def stop(self) -> None:
        """Stop the bot in an orderly way. A press from now on fails at once."""
        await self._running.aclose()
        self.app = None
        self.local.faults.forget_sessions()

    async def travel(self, to: int) -> None:
        """Move the clock; a running bot does everything on the way at its time."""
        if self.app is None:
            self.clock.move_to(to)
        else:
            await self.app.travel(to)

    async def connected(self) -> None:
        """Wait until the bot is back on the gateway."""
        await until(lambda: any(session.connection for session in self.local.gateway.sessions.values()))

    async def set_up_tracks(self) -> None:
        """The admin adds every planned track with the bot's command."""
        for plan in PLANS:
            guild = self.guilds[plan.town]
            admin = self.member(guild, self.admin)
            channel = self.local.create_channel(guild, plan.name.replace(" ", "-"))
            days = {} if plan.weekdays == EVERY_DAY else {"days": "Mon-Fri"}
            given = {"certification": plan.certification, "channel": channel, "timezone": plan.zone.name}
            reply = await admin.slash("admin track add", {**given, "time": f"{plan.wall:%H:%M}", **days})
            assert "Set up" in reply.text(), reply.text()
            choices = await admin.autocomplete("quiz leaderboard", "track", channel.name)
            (track_id,) = (choice["value"] for choice in choices)
            self.tracks.append(Track(plan, guild, channel, track_id))

    def member(self, guild: Guild, user: User) -> MemberDriver:
        """Somebody in a server's lounge."""
        return self.local.member(guild, user).at(self.lounges[guild.id])

    def posts(self, track: Track, latest: int | None = None) -> list[Post]:
        """The track's posts as they stand in its channel, the oldest first; `latest`: only so many of the last."""
        ids = track.channel.order if latest is None else track.channel.order[-latest:]
        return [read_post(LiveMessage(self.local.world, track.channel.messages[ident])) for ident in ids]


def read_post(message: LiveMessage) -> Post:
    """The post in a message of the bot."""
    (embed,) = message.embeds
    title = _TITLE.search(embed["title"])
    assert title is not None, embed["title"]
    _, occurrence_id, _ = message.components[0]["components"][0]["custom_id"].split(":")
    return Post(int(title[1]), int(occurrence_id), message, title[2] is not None)


async def _stopped(serving: "asyncio.Task[None]") -> None:
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


@asynccontextmanager
async def three_towns(folder: Path, start: int) -> AsyncIterator[Towns]:
    """The servers on a running local Discord, without members; the bot is not started yet.

    Without rate limits: discord.py keeps to them by real time, of which each day has half a second here.
    """
    clock = Clock(start, frozen=True)
    found = find_contract()
    contract = Contract.load(found) if found else None
    local = LocalDiscord(clock.time, enforce_limits=False, contract=contract)
    await local.start()
    try:
        towns = Towns(folder, clock, local, local.create_bot("Crosswalk"), local.create_user("moderator"))
        for name in dict.fromkeys(plan.town for plan in PLANS):
            guild = local.create_guild(name, local.create_user(f"owner of {name}"))
            role = local.create_role(guild, "Moderator", int(Permission.MANAGE_GUILD))
            local.add_member(guild, towns.admin, [role])
            local.install(towns.token, guild, int(BOT_MAY))
            towns.guilds[name], towns.lounges[guild.id] = guild, local.create_channel(guild, "lounge")
        try:
            yield towns
        finally:
            await towns.stop()
    finally:
        await local.stop()
    assert local.violations == []
    assert local.crashes == []
