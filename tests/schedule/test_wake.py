"""APScheduler's jobs: they go on after errors, never overlap, and a stop waits for them."""

import asyncio
import logging

import pytest

from bot.errors import StorageBusy, StorageFull
from bot.schedule import Daily, Every, Waker


async def nothing() -> None:
    """A job with nothing to do."""


async def test_ticks_go_on_after_an_error_and_it_is_logged_with_an_id(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ticks = 0
    went_on = asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 1:
            raise RuntimeError("the first tick breaks")
        went_on.set()

    waker = Waker(tick, tick_s=0.01)
    waker.start()
    await went_on.wait()
    await waker.stop()
    [record] = [record for record in caplog.records if record.name == "crosswalk.schedule"]
    assert "The job tick failed" in record.message
    assert record.exc_info is not None
    assert record.message.split("[")[1].rstrip("]").isalnum()


async def test_a_trouble_that_lasts_is_told_when_it_begins_changes_and_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A full disk is not to be filled further by a traceback a second."""
    caplog.set_level(logging.INFO, "crosswalk.schedule")
    full, locked = StorageFull("the disk is full"), StorageBusy("it is locked")
    troubles = [full, full, full, locked, locked, None, None, full, None]
    over = asyncio.Event()

    async def tick() -> None:
        if not troubles:
            over.set()
        elif (trouble := troubles.pop(0)) is not None:
            raise trouble

    waker = Waker(tick, tick_s=0.01)
    waker.start()
    await over.wait()
    await waker.stop()
    told = [(record.levelname, record.message.partition(" [")[0]) for record in caplog.records]
    failed, works = ("ERROR", "The job tick failed"), ("INFO", "The job tick works again")
    begins = [(level, message.partition(";")[0]) for level, message in told]
    assert begins == [failed, failed, works, failed, works]
    assert [record.exc_info for record in caplog.records] == [None] * 5, "they explain themselves"
    assert "the disk is full" in caplog.text


async def test_a_job_that_still_runs_is_not_started_again(caplog: pytest.LogCaptureFixture) -> None:
    running, others = 0, 0
    gate, enough = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        nonlocal running
        running += 1
        await gate.wait()

    async def other() -> None:
        nonlocal others
        others += 1
        if others == 5:
            enough.set()

    waker = Waker(slow, [Every(0.01, "other", other)], tick_s=0.01)
    waker.start()
    await enough.wait()
    assert running == 1
    gate.set()
    await waker.stop()
    assert caplog.records == [], "a long tick is no cause for a warning each second"


async def test_a_stop_waits_for_what_runs(caplog: pytest.LogCaptureFixture) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    ended = False

    async def backup() -> None:
        nonlocal ended
        begun.set()
        await gate.wait()
        ended = True

    waker = Waker(nothing, [Every(0.01, "backup", backup)])
    waker.start()
    await begun.wait()
    stop = asyncio.create_task(waker.stop())
    await asyncio.sleep(0)
    gate.set()
    await stop
    assert ended
    assert caplog.records == []


async def test_a_stop_cuts_off_what_takes_too_long(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def endless() -> None:
        begun.set()
        await asyncio.Event().wait()

    waker = Waker(endless, tick_s=0.01)
    waker.start()
    await begun.wait()
    await waker.stop(timeout_s=0.01)
    assert "job tick was cut off" in caplog.text


async def test_stop_without_start_and_start_after_stop() -> None:
    ran = asyncio.Event()

    async def tick() -> None:
        ran.set()

    waker = Waker(tick, [Daily(3, 30, "backup", nothing)], tick_s=0.01)
    await waker.stop()
    waker.start()
    await ran.wait()
    await waker.stop()
    ran.clear()
    waker.start()
    await ran.wait()
    await waker.stop()


async def test_two_jobs_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="share a name"):
        Waker(nothing, [Every(1, "tick", nothing)])
