"""Two large servers on a local Discord, and the bot as a process of its own that can be killed."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.app import open_services
from bot.clock import Clock
from bot.settings import Settings
from sandbox.contract import Contract, find_contract
from sandbox.model import Channel, Guild, User
from sandbox.seen import LiveMessage
from sandbox.server import LocalDiscord
from tests.community import BOT_MAY, CONTENT, library
from tests.long.ledger import Ledger, read
from tests.long.towns import Post, read_post
from tests.long.waiting import until
from tests.long.watch import Watch, WatchedInteractions, watched

ROOT = Path(__file__).resolve().parents[2]
LETTERS = "ABCD"
TRACKS_A_SERVER = 25
WALL = "12:00"


@dataclass(eq=False, repr=False)
class Spot:
    """A channel with a track in it. name: what the ledger calls it."""

    guild: Guild
    channel: Channel
    certification: str

    @property
    def name(self) -> str:
        return self.channel.name


@dataclass(eq=False, repr=False)
class City:
    """What stays when the bot dies: Discord, the database's folder, and what people remember."""

    folder: Path
    clock: Clock
    local: LocalDiscord
    watch: Watch
    interactions: WatchedInteractions
    token: str
    spots: list[Spot]
    people: list[tuple[Guild, User]]
    ledger: Ledger
    process: asyncio.subprocess.Process | None = None
    tired: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def database(self) -> Path:
        return self.folder / "bot.sqlite3"

    # --- the bot

    async def start_bot(self) -> None:
        """Run `python -m bot run` from the present of the local Discord on."""
        env = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
        env |= {
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": self.token,
            "CROSSWALK_DATABASE_URL": f"sqlite:///{self.database}",
            "CROSSWALK_DISCORD_API": self.local.api_url,
            "CROSSWALK_CONTENT": str(CONTENT),
            "CROSSWALK_START_AT": datetime.fromtimestamp(self.clock.time(), UTC).isoformat(),
            "CROSSWALK_LOG_LEVEL": "WARNING",
        }
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder, env=env, stdout=log, stderr=log
            )

    def kill_bot(self) -> None:
        """SIGKILL, now."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()

    async def bury_bot(self) -> int:
        """Wait until it is gone and its connection too; whoever waits for an answer learns that none comes.

        Returns the exit code.
        """
        assert self.process is not None
        code = await asyncio.wait_for(self.process.wait(), 60)
        await until(lambda: not self.connected)
        self.interactions.give_up()
        self.local.faults.forget_sessions()
        return code

    @property
    def connected(self) -> bool:
        return any(session.connection for session in self.local.gateway.sessions.values())

    def owed(self) -> int:
        """How many deliveries the bot has to see to now, by its own records."""
        now = int(self.clock.time())
        return self._ask("SELECT COUNT(*) FROM deliveries WHERE state = 'sending' OR wake_at <= ?", now) or 0

    def last_attempt(self) -> int | None:
        """When the last one of what is due but not done is tried again (epoch seconds); None when all is done."""
        now = int(self.clock.time())
        return self._ask("SELECT MAX(wake_at) FROM deliveries WHERE wake_at IS NOT NULL AND due_at <= ?", now)

    def _ask(self, question: str, now: int) -> int | None:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as db:
            found = db.execute(question, (now,)).fetchone()[0]
            return None if found is None else int(found)

    def log(self) -> str:
        """What the bot wrote, over all its lives."""
        return (self.folder / "bot.log").read_text(errors="replace")

    # --- people

    def posts(self, spot: Spot) -> list[Post]:
        """The posts in a channel, the oldest first."""
        messages = spot.channel.messages
        return [read_post(LiveMessage(self.local.world, messages[ident])) for ident in spot.channel.order]

    async def press_on(self, guild: Guild, user: User, rng: Random) -> None:
        """Press under one open post after another while the bot is connected, until tired; the last reply is read."""
        here = [spot for spot in self.spots if spot.guild is guild]
        while not self.tired.is_set():
            await asyncio.sleep(rng.uniform(0.01, 0.15))
            spot = rng.choice(here)
            if self.connected and spot.channel.order:
                await self.press(guild, user, spot, rng.choice(LETTERS))

    async def press(
        self, guild: Guild, user: User, spot: Spot, letter: str, *, number: int | None = None
    ) -> None:
        """Press a letter under the latest post there, or under the one of that number, and remember what came back."""
        which = spot.channel.order[-1 if number is None else number - 1]
        post = read_post(LiveMessage(self.local.world, spot.channel.messages[which]))
        member, at = self.local.member(guild, user).at(spot.channel), int(self.clock.time())
        reply = await member.click(post.message, f"q:{post.occurrence_id}:{LETTERS.index(letter)}")
        self.ledger.of(spot.name, user.id, post.number).made.append(read(reply, letter, at))

    async def settle(self) -> None:
        """Members whose presses were never answered press once more, and learn what counts."""
        people = {user.id: (guild, user) for guild, user in self.people}
        spots = {spot.name: spot for spot in self.spots}
        for name, member_id, number, presses in list(self.ledger.all()):
            if not presses.known:
                await self.press(*people[member_id], spots[name], "A", number=number)
                assert presses.known


@asynccontextmanager
async def city(folder: Path, start: float, *, learners: int) -> AsyncIterator[City]:
    """Two servers of 25 tracks each, all due at the same minute; the bot is not started yet."""
    clock = Clock(start)
    found = find_contract()
    local = LocalDiscord(clock.time, contract=Contract.load(found) if found else None)
    watch, interactions = watched(local)
    await local.start()
    try:
        token, admin = local.create_bot("Crosswalk"), local.create_user("moderator")
        made = City(folder, clock, local, watch, interactions, token, [], [], Ledger())
        for name in ("north", "south"):
            guild = local.create_guild(name, admin)
            local.install(token, guild, int(BOT_MAY))
            for number in range(TRACKS_A_SERVER):
                channel = local.create_channel(guild, f"{name}-{number}")
                made.spots.append(Spot(guild, channel, ("CPC", "CCS")[number % 2]))
            for number in range(learners // 2):
                user = local.create_user(f"{name} learner {number}")
                local.add_member(guild, user)
                made.people.append((guild, user))
        await _set_up(made, admin)
        try:
            yield made
        finally:
            made.kill_bot()
            if made.process is not None:
                await made.process.wait()
    finally:
        await local.stop()
    assert local.violations == []
    assert local.crashes == []


async def _set_up(made: City, admin: User) -> None:
    settings = Settings.model_validate({"CROSSWALK_DATABASE_URL": f"sqlite:///{made.database}"})
    async with open_services(settings, made.clock, library=library()) as services:
        for spot in made.spots:
            await services.tracks.add(
                guild_id=spot.guild.id,
                certification=spot.certification,
                channel_id=spot.channel.id,
                time=WALL,
                timezone="UTC",
                days=None,
                ping_role_id=None,
                created_by=admin.id,
            )
