"""What the demo keeps between two starts, and when it begins anew."""

import asyncio
import json
import pickle
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.errors import StorageFull
from sandbox import community, keeping
from sandbox.demo import Demo
from sandbox.keeping import ABOUT, DATABASE, WORLD, fingerprint, look
from sandbox.seen import LiveMessage
from sandbox.travel import Goal
from sandbox.trouble import Order
from tests.sandbox.stage import Browser, opened, posts

DAYS = 3


@asynccontextmanager
async def brief(folder: Path, *, port: int = 0, fresh: bool = False) -> AsyncIterator[Demo]:
    """A demo with a short past."""
    async with opened(folder, days=DAYS, port=port, fresh=fresh) as demo:
        yield demo


def texts(demo: Demo) -> list[str]:
    """What stands in the quiz channel."""
    return [post.text() for post in lasting(demo)]


def lasting(demo: Demo) -> list[LiveMessage]:
    """The same without private replies."""
    return [post for post in posts(demo) if not post.ephemeral]


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def until(demo: Demo, happened: Callable[[], bool]) -> None:
    """Wait for it, by looking after each change."""
    if happened():
        return
    async for _ in demo.scene.local.changes.watch():
        if happened():
            return


async def answer(demo: Demo) -> str:
    """Ines presses A under the newest question; gives what she is told."""
    return (await demo.scene.member("ines", demo.scene.quiz).click(lasting(demo)[-1], "A")).text()


async def test_the_next_start_goes_on_from_the_last(tmp_path: Path) -> None:
    async with brief(tmp_path) as demo:
        await answer(demo)
        await demo.app.refresh()
        await demo.scene.member("ines", demo.scene.lounge).say(demo.scene.lounge, "I pressed A!")
        before, now, ids = texts(demo), demo.app.services.clock.now(), set(demo.scene.local.world.channels)
        token = demo.scene.token
    async with brief(tmp_path) as demo:
        assert texts(demo) == before
        assert demo.scene.token == token
        assert set(demo.scene.local.world.channels) == ids
        assert 0 <= demo.app.services.clock.now() - now < 120, "no time passes while it is off"
        assert not any(message.ephemeral for message in posts(demo)), (
            "as after a start of Discord's own client"
        )
        assert [m.content for m in demo.scene.local.messages(demo.scene.lounge)][-1] == "I pressed A!"
        assert "You answered A before" in await answer(demo)


async def test_what_is_posted_after_a_restart_has_newer_ids(tmp_path: Path) -> None:
    async with brief(tmp_path):
        pass
    async with brief(tmp_path) as demo:
        newest = max(max(c.messages, default=0) for c in demo.scene.local.world.channels.values())
        said = await demo.scene.member("ines", demo.scene.lounge).say(demo.scene.lounge, "Hello")
        assert said.id > newest


async def test_starting_over_forgets_what_one_did_but_plays_nothing_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with brief(tmp_path) as demo:
        before = len(demo.scene.local.messages(demo.scene.lounge))
        await demo.scene.member("ines", demo.scene.lounge).say(demo.scene.lounge, "Soon gone")

    async def never(*_: object) -> list[str]:
        raise AssertionError("it was played again")

    monkeypatch.setattr(community, "play_past", never)
    async with brief(tmp_path, fresh=True) as demo:
        assert len(demo.scene.local.messages(demo.scene.lounge)) == before


async def test_other_code_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with brief(tmp_path) as demo:
        await demo.scene.member("ines", demo.scene.lounge).say(demo.scene.lounge, "Of the old code")
    monkeypatch.setattr("sandbox.demo.fingerprint", lambda *_: "another")
    async with brief(tmp_path) as demo:
        assert "has changed since the last time" in demo.remark, "it is said, since work may be gone with it"
        assert "Of the old code" not in [m.content for m in demo.scene.local.messages(demo.scene.lounge)]
    kept = look(tmp_path / "past")
    assert kept is not None
    assert kept.fingerprint == "another"


def test_content_and_what_is_given_make_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("a: 1")
    first = fingerprint(tmp_path, 91)
    assert fingerprint(tmp_path, 91) == first
    assert fingerprint(tmp_path, 10) != first
    (tmp_path / "one.yaml").write_text("a: 2")
    assert fingerprint(tmp_path, 91) != first


class Nasty:
    """Unpickled in the usual way it would run something."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.trace,)


async def test_what_cannot_be_read_is_made_anew_and_never_run(tmp_path: Path) -> None:
    trace = tmp_path / "was-run"
    async with brief(tmp_path) as demo:
        before = texts(demo)
    for found in (b"", b"\x80\x05garbage", pickle.dumps({"world": Nasty(trace)}), pickle.dumps({})):
        for name in ("now", "past"):
            (tmp_path / name / WORLD).write_bytes(found)
        async with brief(tmp_path) as demo:
            assert len(texts(demo)) == len(before)
            assert "damaged" in demo.remark
        assert not trace.exists()


@pytest.mark.parametrize("left", [0, 100_000])
async def test_half_a_database_counts_as_damaged(tmp_path: Path, left: int) -> None:
    """A bot on it would not start for ever after, or start with no tracks in a community that has questions."""
    async with brief(tmp_path):
        pass
    database = tmp_path / "now" / DATABASE
    database.write_bytes(database.read_bytes()[:left])
    async with brief(tmp_path) as demo:
        assert "damaged" in demo.remark
        assert (await demo.app.services.tracks.all(demo.scene.guild.id)) != []


async def test_what_was_left_between_two_renames_is_taken_up(tmp_path: Path) -> None:
    """As after kill -9 in just that moment. Of older leavings nothing stays."""
    async with brief(tmp_path) as demo:
        await demo.scene.member("ines", demo.scene.lounge).say(demo.scene.lounge, "Not to be lost")
    (tmp_path / "now").rename(tmp_path / "now.4711.new")
    shutil.copytree(tmp_path / "past", tmp_path / "now.4711.old")
    async with brief(tmp_path) as demo:
        assert demo.scene.local.messages(demo.scene.lounge)[-1].content == "Not to be lost"
    (tmp_path / "now").rename(tmp_path / "now.4711.new")
    async with brief(tmp_path, fresh=True) as demo:
        assert demo.scene.local.messages(demo.scene.lounge)[-1].content != "Not to be lost"
    assert left_in(tmp_path) == {"now", "past"}


async def test_an_end_on_a_journey_keeps_one_moment(tmp_path: Path) -> None:
    async with brief(tmp_path) as demo:
        journey = asyncio.create_task(demo.machine.go(Goal.WEEKS13))
        await until(demo, lambda: demo.machine.journey is not None)
    assert journey.done(), "nothing goes on while it is kept"
    async with brief(tmp_path) as demo:
        assert demo.app.services.clock.time() <= await journey + 60
        for post, _ in await demo.app.services.quiz.today(demo.scene.guild.id, demo.scene.users["ines"].id):
            assert post.occurrence.message_id in demo.scene.quiz.messages


async def test_an_end_while_the_bot_restarts_keeps_everything(tmp_path: Path) -> None:
    async with brief(tmp_path) as demo:
        await demo.scene.member("ines", demo.scene.lounge).say(demo.scene.lounge, "Said before")
        await demo.stage.bot.stop()
        starting = asyncio.create_task(demo.stage.bot.start())
    await asyncio.gather(starting, return_exceptions=True)
    async with brief(tmp_path) as demo:
        assert demo.scene.local.messages(demo.scene.lounge)[-1].content == "Said before"


async def test_a_full_disk_is_said_and_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, full, kept = keeping.keep, True, asyncio.Event()

    async def keep(*given: Any) -> None:
        if full:
            raise StorageFull("The disk is full.")
        await real(*given)
        kept.set()

    monkeypatch.setattr("sandbox.demo.SAVE_EVERY_S", 0.05)
    async with brief(tmp_path) as demo:
        monkeypatch.setattr(community, "keep", keep)
        await asyncio.sleep(0)  # the keeping task begins
        await demo.scene.member("ines", demo.scene.lounge).say(demo.scene.lounge, "Hello")
        await until(
            demo, lambda: any("The disk is full." in deed.said.text for deed in demo.stage.deeds.newest)
        )
        full = False
        await kept.wait()


@pytest.mark.parametrize("about", ["", "[]", "{}", json.dumps({"fingerprint": "x", "now": "?", "made": 0})])
def test_a_broken_note_counts_as_nothing_kept(tmp_path: Path, about: str) -> None:
    (tmp_path / ABOUT).write_text(about)
    assert look(tmp_path) is None


async def test_files_are_found_on_another_port(tmp_path: Path) -> None:
    async with brief(tmp_path) as demo, aiohttp.ClientSession() as session:
        file = {"file": "notes of mine #1.txt", "content": "SGVsbG8="}
        await Browser(demo, session).act("say", channel="lounge", text="", files=[file])
        first, port = demo.url, demo.scene.local.port
    with socket.create_server(("127.0.0.1", port)):  # so that it is not given out again
        async with brief(tmp_path) as demo, aiohttp.ClientSession() as session:
            assert demo.url != first
            await same_file(demo, session)


async def same_file(demo: Demo, session: aiohttp.ClientSession) -> None:
    (attachment,) = demo.scene.local.messages(demo.scene.lounge)[-1].attachments
    assert attachment.url.startswith(demo.url)
    async with session.get(attachment.url) as found:
        assert await found.read() == b"Hello"


async def test_a_restart_of_the_bot_loses_nothing(tmp_path: Path) -> None:
    async with brief(tmp_path) as demo:
        first, ended = demo.app, asyncio.create_task(demo.stage.bot.ended())
        await answer(demo)
        ended = asyncio.create_task(demo.stage.bot.ended())
        await asyncio.sleep(0)
        await demo.stage.cause(Order.RESTART)
        assert not ended.done(), "the demo would end with it"
        ended.cancel()
        assert demo.app is not first
        assert not ended.done(), "the demo goes on"
        ended.cancel()
        assert demo.stage.bot.online
        assert "You answered A before" in await answer(demo)
