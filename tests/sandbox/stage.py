"""The demo as its tests open it: at a fixed moment, on any free port."""

import asyncio
import atexit
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.settings import load_settings
from sandbox.contract import Contract, find_contract
from sandbox.demo import Demo, open_demo
from sandbox.seen import LiveMessage

# How long the past of most tests is.
DAYS = 10
LOCKED_S = 240.0
# A press may take that long on a machine on which much else runs; Discord's three seconds have tests of their own.
DEADLINE_S = 15.0
# What the bot gives itself of that.
BOT_WAITS_S = 12.0
# 14:00 in Chicago.
PRESENT = "2026-11-22T20:00:00+00:00"


@asynccontextmanager
async def opened(
    folder: Path, *, port: int = 0, present: str = PRESENT, days: int = DAYS, fresh: bool = False
) -> AsyncIterator[Demo]:
    """A demo. What its bot asks of the local Discord must keep to Discord's own description.

    The past of so many days is played once for all tests of a run, and must go as told.
    """
    prepared = _prepared(folder) / f"{days} {present}".replace(":", "")
    settings = load_settings(None).model_copy(update={"start_at": _moment(present)})
    async with AsyncExitStack() as stack:
        async with _turn(prepared):
            if prepared.exists() and not (folder / "past").exists():
                shutil.copytree(prepared, folder / "past")
            opening = open_demo(port, settings, folder=folder, contract=_contract(), days=days, fresh=fresh)
            demo = await stack.enter_async_context(opening)
            assert demo.troubles == []
            if not prepared.exists():
                _publish(folder / "past", prepared)
        demo.scene.local.deadline = DEADLINE_S
        stack.enter_context(pytest.MonkeyPatch.context()).setattr("bot.ui.ANSWER_WITHIN_S", BOT_WAITS_S)
        yield demo
    assert demo.scene.local.violations == []
    assert demo.scene.local.crashes == []


def _prepared(folder: Path) -> Path:
    """Where all workers of this run of the tests see it: above their own temporary folders, or of this process."""
    worker = next((parent for parent in folder.parents if parent.name.startswith("popen-gw")), None)
    return _own() if worker is None else worker.parent / "demo-pasts"


@cache
def _own() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="crosswalk-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _publish(past: Path, prepared: Path) -> None:
    """Whole at once: whoever looks meanwhile sees none of it, or all. Another worker may have been faster."""
    own = prepared.with_name(f"{prepared.name} of {os.getpid()}")
    shutil.copytree(past, own)
    try:
        own.rename(prepared)
    except OSError:
        shutil.rmtree(own)


@asynccontextmanager
async def _turn(prepared: Path) -> AsyncIterator[None]:
    """One worker plays it, the others wait for that, to save work. A lock that a killed one left holds nobody up for
    ever; who goes on without it plays it, too, and leaves the lock alone."""
    lock = prepared.with_name(f"{prepared.name}.lock")
    mine = False
    with suppress(TimeoutError):
        async with asyncio.timeout(LOCKED_S):
            while not mine:
                try:
                    lock.mkdir(parents=True)
                    mine = True
                except FileExistsError:
                    await asyncio.sleep(0.1)
    try:
        yield
    finally:
        if mine:
            lock.rmdir()


def _moment(text: str) -> Any:
    return load_settings(None).model_validate({"CROSSWALK_START_AT": text}).start_at


@cache
def _contract() -> Contract | None:
    path = find_contract()
    return None if path is None else Contract.load(path)


def posts(demo: Demo) -> list[LiveMessage]:
    """What stands in the quiz channel, oldest first, as the new learner sees it."""
    return demo.scene.member("ines", demo.scene.quiz).messages(demo.scene.quiz)


def headings(demo: Demo) -> list[tuple[str, int]]:
    """Certification and day number of every post."""
    found = [re.match(r"\*\*(\w+) question of the day\*\*, day (\d+)", post.content) for post in posts(demo)]
    return [(match[1], int(match[2])) for match in found if match]


class Browser:
    """What the page asks of the server, by person and channel."""

    def __init__(self, demo: Demo, session: aiohttp.ClientSession) -> None:
        self.demo = demo
        self.session = session

    def user(self, key: str) -> str:
        """A person's id."""
        return str(self.demo.scene.users[key].id)

    def channel(self, name: str) -> str:
        """A channel's id; "dm": Ines's direct messages with the bot."""
        scene = self.demo.scene
        if name == "dm":
            return str(scene.local.world.dms_of(scene.users["ines"])[0].id)
        return str(next(c.id for c in scene.guild.channels.values() if c.name == name))

    async def get(self, name: str, **query: str) -> tuple[int, Any]:
        """Status and answer."""
        async with self.session.get(f"{self.demo.url}/page/{name}", params=query) as answer:
            return answer.status, await answer.json()

    async def post(self, name: str, body: object) -> tuple[int, Any]:
        """Status and answer."""
        async with self.session.post(f"{self.demo.url}/page/{name}", json=body) as answer:
            return answer.status, await answer.json()

    async def act(self, name: str, key: str = "ines", channel: str = "daily-quiz", **more: object) -> Any:
        """What somebody does there; it has to be accepted."""
        status, answer = await self.post(name, self.body(key, channel, **more))
        assert status == 200, answer
        return answer

    def body(self, key: str = "ines", channel: str = "daily-quiz", **more: object) -> dict[str, object]:
        """The body of what somebody does there."""
        return {"user": self.user(key), "channel": self.channel(channel), **more}

    async def messages(self, key: str = "ines", channel: str = "daily-quiz") -> list[Any]:
        """What somebody sees there."""
        status, answer = await self.get("messages", user=self.user(key), channel=self.channel(channel))
        assert status == 200, answer
        found: list[Any] = answer["messages"]
        return found
