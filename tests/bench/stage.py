"""The local Discord that both bots of a comparison run on, in this process; and how Crosswalk is started on it."""

import gc
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import Clock
from sandbox.members import MemberDriver
from sandbox.model import Channel, Guild, User
from sandbox.permissions import Permission
from sandbox.server import LocalDiscord

BOT_MAY = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.READ_MESSAGE_HISTORY
)
CROSSWALK_READY = r"connected as"
BARE_READY = r"connected, in"


@dataclass(frozen=True)
class Town:
    """One server with one bot, an owner and members."""

    token: str
    guild: Guild
    owner: MemberDriver
    channels: list[Channel]
    members: list[MemberDriver]


@dataclass
class Stage:
    """A local Discord and the clock that it shares with the bots."""

    clock: Clock
    local: LocalDiscord

    def town(self, name: str, *, members: int, channels: int) -> Town:
        """A server with that many members and channels, and a bot of its own."""
        local = self.local
        owner = local.create_user(f"{name} owner")
        guild = local.create_guild(name, owner)
        rooms = [local.create_channel(guild, f"quiz-{number}") for number in range(channels)]
        token = local.create_bot(name)
        local.install(token, guild, BOT_MAY)
        people = [local.create_user(f"{name} {number}") for number in range(members)]
        for person in people:
            local.add_member(guild, person)
        drivers = [local.member(guild, person) for person in people]
        return Town(token, guild, local.member(guild, owner).at(rooms[0]), rooms, drivers)

    def servers(self, token: str, owner: User, count: int, *, channels: int, roles: int) -> None:
        """Put a bot into `count` servers with that many channels and roles each."""
        for number in range(count):
            guild = self.local.create_guild(f"Server {number}", owner)
            for room in range(channels):
                self.local.create_channel(
                    guild, f"channel-{room}", topic="What is said here, in a line or two."
                )
            for role in range(roles):
                self.local.create_role(guild, f"role {role}")
            self.local.install(token, guild, BOT_MAY)

    def settings(self, token: str) -> Mapping[str, str]:
        """The environment of a bot on this stage."""
        start = datetime.fromtimestamp(self.clock.time(), UTC).isoformat()
        return {
            "DISCORD_TOKEN": token,
            "CROSSWALK_DISCORD_API": self.local.api_url,
            "CROSSWALK_START_AT": start,
        }


@asynccontextmanager
async def stage(start_at: str) -> AsyncIterator[Stage]:
    """A running local Discord whose clock begins at `start_at` (ISO 8601). Rate limits hold as on Discord."""
    clock = Clock(datetime.fromisoformat(start_at).timestamp())
    local = LocalDiscord(clock.time)
    await local.start()
    try:
        yield Stage(clock, local)
    finally:
        await local.stop()


def settle() -> None:
    """Leave what was built out of garbage collection, so that no long pause of ours counts against a bot."""
    gc.collect()
    gc.freeze()


def new_folder(parent: Path, name: str) -> Path:
    """An empty folder for a bot's data."""
    folder = parent / name
    folder.mkdir()
    return folder


def own_cpu_s() -> float:
    """Processor time of this process so far: the local Discord and the members."""
    return time.process_time()
