"""A local Discord with a small community, and the real discord.py client against it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import discord
import pytest
import yarl
from discord import app_commands

from bot.clock import Clock
from sandbox import LocalDiscord, Permission
from sandbox.contract import Contract, find_contract
from sandbox.members import MemberDriver
from sandbox.model import Application, Channel, Guild, User

START = 1_790_000_000.0

BOT_PERMISSIONS = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
)


class Client(discord.Client):
    """A bot that registers its commands when it starts, like ours does."""

    def __init__(self, *, intents: discord.Intents | None = None, **options: Any) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.05,
            **options,
        )
        self.tree = app_commands.CommandTree(self)
        self.seen: list[str] = []

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord's pause between shards is not needed here."""

    async def on_socket_event_type(self, event: str) -> None:
        self.seen.append(event)

    async def on_resumed(self) -> None:
        self.dispatch("back")

    async def happens(self, event: str, check: Callable[..., bool] | None = None) -> Any:
        return await self.wait_for(event, check=check, timeout=60)


@dataclass
class Community:
    """One guild with a channel, an owner, a member, and an installed bot."""

    local: LocalDiscord
    clock: Clock
    token: str
    guild: Guild
    channel: Channel
    owner: User
    mia: User

    @property
    def app(self) -> Application:
        return self.local.bot(self.token)

    @property
    def as_owner(self) -> MemberDriver:
        return self.local.member(self.guild, self.owner)

    @property
    def as_mia(self) -> MemberDriver:
        return self.local.member(self.guild, self.mia)

    @asynccontextmanager
    async def running(self, client: discord.Client) -> AsyncIterator[discord.Client]:
        """The client, connected and ready; closed afterwards."""
        await client.login(self.token)
        task = asyncio.create_task(client.connect())
        ready = asyncio.create_task(client.wait_until_ready())
        done, _ = await asyncio.wait({task, ready}, timeout=15, return_when=asyncio.FIRST_COMPLETED)
        try:
            assert ready in done, f"not ready: {task.exception() if task.done() else 'too slow'}"
            yield client
        finally:
            ready.cancel()
            await client.close()
            await asyncio.gather(task, return_exceptions=True)

    def text_channel(self, client: discord.Client, channel: Channel | None = None) -> discord.TextChannel:
        found = client.get_channel((channel or self.channel).id)
        assert isinstance(found, discord.TextChannel)
        return found


@pytest.fixture
def clock() -> Clock:
    return Clock(START, frozen=True)


async def build(clock: Clock, **options: Any) -> Community:
    local = LocalDiscord(clock.time, **options)
    await local.start()
    token = local.create_bot("Crosswalk")
    owner, mia = local.create_user("Owner"), local.create_user("Mia")
    guild = local.create_guild("Coders", owner)
    channel = local.create_channel(guild, "daily")
    local.add_member(guild, mia)
    local.install(token, guild, BOT_PERMISSIONS)
    return Community(local, clock, token, guild, channel, owner, mia)


@pytest.fixture
def aim(monkeypatch: pytest.MonkeyPatch) -> Callable[[LocalDiscord], None]:
    """Points discord.py at a local Discord."""

    def do(local: LocalDiscord) -> None:
        monkeypatch.setattr(discord.http.Route, "BASE", local.api_url)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(local.gateway_url))

    return do


@pytest.fixture
async def community(clock: Clock, aim: Callable[[LocalDiscord], None]) -> AsyncIterator[Community]:
    """Without rate limits, which test_faults.py has; with Discord's own description where it is at hand."""
    made = await build(clock, enforce_limits=False, contract=_contract())
    aim(made.local)
    yield made
    await made.local.stop()
    assert made.local.crashes == []
    assert made.local.violations == []


@cache
def _contract() -> Contract | None:
    path = find_contract()
    return None if path is None else Contract.load(path)
