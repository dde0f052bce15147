"""A community for end-to-end tests: the local Discord, the real bot on it, and a clock that stands until moved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.app import App, open_services
from bot.clock import Clock
from bot.library import Library, load
from bot.settings import Settings
from sandbox.contract import Contract, find_contract
from sandbox.members import MemberDriver
from sandbox.model import Channel, Guild, User
from sandbox.permissions import Permission
from sandbox.reply import Reply
from sandbox.seen import LiveMessage
from sandbox.server import LocalDiscord

CONTENT = Path(__file__).resolve().parent.parent / "content"
BOT_MAY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.READ_MESSAGE_HISTORY
)
START = "2026-11-02T12:00:00+00:00"
# How soon the bot answers is for benchmarks; here a loaded machine gets ten times as long as Discord gives, and as the
# bot gives itself. What happens at Discord's three seconds is in tests/quiz/test_storage.py.
DISCORD_WAITS_S = 30.0
BOT_WAITS_S = 24.0

# What discord.py calls the tasks in which interactions are handled.
HANDLING = {"CommandTree-invoker", "discord.py: on_interaction"}

_library: Library | None = None


def library() -> Library:
    """The real content, read once for all tests."""
    global _library
    if _library is None:
        _library = load(CONTENT)
    return _library


def at(text: str) -> int:
    """Epoch seconds of an ISO 8601 moment."""
    return int(datetime.fromisoformat(text).timestamp())


@dataclass
class Community:
    """One server with an owner, an admin, learners and two channels, and the bot in it."""

    folder: Path
    clock: Clock
    local: LocalDiscord
    token: str
    guild: Guild
    owner: User
    admin: MemberDriver
    learners: list[MemberDriver]
    quiz: Channel
    lounge: Channel
    send_timeout_s: float = 20.0
    content: Library = field(default_factory=library, repr=False)
    app: App | None = None

    @property
    def settings(self) -> Settings:
        """The bot's settings on this community."""
        return Settings.model_validate(
            {
                "DISCORD_TOKEN": self.token,
                "CROSSWALK_DATABASE_URL": f"sqlite:///{self.folder}/bot.sqlite3",
                "CROSSWALK_DISCORD_API": self.local.api_url,
                "CROSSWALK_CONTENT": str(CONTENT),
            }
        )

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[App]:
        """The bot, connected and ready; it stops in an orderly way at the end. Can be run again: a restart."""
        async with open_services(
            self.settings, self.clock, library=self.content, send_timeout_s=self.send_timeout_s
        ) as services:
            self.app = app = App(self.settings, services)
            serving = asyncio.create_task(app.serve(wake=False))
            ready = asyncio.create_task(app.ready.wait())
            try:
                await asyncio.wait({serving, ready}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
                if serving.done():
                    serving.result()
                assert app.ready.is_set(), "the bot did not get ready"
                assert app.client is not None
                await app.client.commands_known.wait()
                yield app
            finally:
                ready.cancel()
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)
                self.app = None

    async def travel(self, to: str | int) -> None:
        """Move the clock to a moment; the bot does everything that falls due on the way, each at its time."""
        assert self.app is not None
        await self.app.travel(at(to) if isinstance(to, str) else to)

    async def done(self) -> None:
        """Wait until the bot has done with all that was pressed: after its answer it goes on, such as to show news."""
        while busy := [task for task in asyncio.all_tasks() if task.get_name() in HANDLING]:
            await asyncio.wait(busy)

    async def add_track(
        self, certification: str = "CPC", time: str = "9am", zone: str = "UTC", **more: object
    ) -> Reply:
        """The admin sets up a track in the quiz channel."""
        given = {"certification": certification, "time": time, "timezone": zone, "channel": self.quiz}
        reply = await self.admin.slash("admin track add", {**given, **more})
        assert "Set up" in reply.text(), reply.text()
        return reply

    def posts(self, channel: Channel | None = None) -> list[LiveMessage]:
        """What the bot has posted in a channel, oldest first."""
        seen = MemberDriver(self.local, self.guild, self.owner).messages(channel or self.quiz)
        return [message for message in seen if message.author == "Crosswalk" and not message.ephemeral]


@asynccontextmanager
async def community(folder: Path, *, learners: int = 3, start: str = START) -> AsyncIterator[Community]:
    """A community on a running local Discord. What the bot asks of it must keep to Discord's own description."""
    clock = Clock(at(start), frozen=True)
    found = find_contract()
    # Rate limits go by real seconds, and weeks pass here in one: the limits have tests of their own.
    contract = Contract.load(found) if found else None
    local = LocalDiscord(clock.time, contract=contract, enforce_limits=False, deadline=DISCORD_WAITS_S)
    await local.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.ui.ANSWER_WITHIN_S", BOT_WAITS_S)
            yield _populated(folder, clock, local, learners)
    finally:
        await local.stop()
    assert local.violations == []
    assert local.crashes == []


def _populated(folder: Path, clock: Clock, local: LocalDiscord, learners: int) -> Community:
    owner = local.create_user("owner")
    guild = local.create_guild("Coders United", owner)
    role = local.create_role(guild, "Moderator", int(Permission.MANAGE_GUILD))
    admin = local.create_user("moderator")
    local.add_member(guild, admin, [role])
    quiz, lounge = local.create_channel(guild, "daily-quiz"), local.create_channel(guild, "lounge")
    token = local.create_bot("Crosswalk")
    local.install(token, guild, int(BOT_MAY))
    people = [local.create_user(f"learner{number}") for number in range(1, learners + 1)]
    for person in people:
        local.add_member(guild, person)
    return Community(
        folder=folder,
        clock=clock,
        local=local,
        token=token,
        guild=guild,
        owner=owner,
        admin=local.member(guild, admin).at(lounge),
        learners=[local.member(guild, person).at(quiz) for person in people],
        quiz=quiz,
        lounge=lounge,
    )
