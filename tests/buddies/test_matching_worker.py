"""Matching in its own process: it answers, ends when idle, outlives a death, and is gone when the bot is."""

import asyncio
import multiprocessing
import os
import select
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess

import pytest

from bot.features.buddies.matching import match_round
from bot.features.buddies.matching_model import Round
from bot.features.buddies.worker import Matcher
from tests.buddies.pools import pool

PATIENCE_S = 30.0


@asynccontextmanager
async def matcher(idle_s: float = PATIENCE_S, answer_within_s: float = PATIENCE_S) -> AsyncIterator[Matcher]:
    it = Matcher(idle_s=idle_s, answer_within_s=answer_within_s)
    try:
        yield it
    finally:
        await it.close()


def workers() -> list[BaseProcess]:
    """Those of this process that live."""
    return [child for child in multiprocessing.active_children() if child.name == "buddies-matching"]


async def test_it_answers_as_the_function_does_from_one_process() -> None:
    rounds = [pool(count, count, blocked=0.1, met=1) for count in (0, 2, 30, 500)]
    async with matcher() as it:
        assert workers() == [], "started before it was needed"
        answers = await asyncio.gather(*(it.match(round_) for round_ in rounds))
        assert answers == [match_round(round_) for round_ in rounds]
        assert len(workers()) == 1
    assert workers() == []


async def test_a_bad_round_is_told_and_the_next_is_answered() -> None:
    good = pool(2, 1)
    async with matcher() as it:
        with pytest.raises(ValueError, match="twice"):
            await it.match(Round(good.candidates * 2, good.today))
        assert await it.match(good) == match_round(good)


async def test_a_worker_that_was_killed_is_replaced() -> None:
    round_ = pool(40, 1)
    async with matcher() as it:
        await it.match(round_)
        (worker,) = workers()
        worker.kill()
        worker.join(PATIENCE_S)
        assert await it.match(round_) == match_round(round_)
        (other,) = workers()
        assert other.pid != worker.pid


async def test_an_idle_worker_ends_and_another_comes_when_needed() -> None:
    round_ = pool(2, 1)
    async with matcher(idle_s=0.05) as it:
        await it.match(round_)
        for worker in workers():
            await asyncio.to_thread(worker.join, PATIENCE_S)
        assert workers() == []
        assert await it.match(round_) == match_round(round_)


async def test_no_answer_in_time_is_an_error_and_not_for_ever() -> None:
    async with matcher(answer_within_s=0) as it:
        with pytest.raises(RuntimeError, match="no matching within"):
            await it.match(pool(3000, 1))
        assert workers() == []


async def test_closing_gives_up_what_is_under_way() -> None:
    async with matcher() as it:
        await it.match(pool(2, 1))
        under_way = asyncio.create_task(it.match(pool(20_000, 1)))
        waiting = asyncio.create_task(it.match(pool(2, 1)))
        await asyncio.sleep(0)  # both are handed over to their threads
        await it.close()
        for task in (under_way, waiting):
            with pytest.raises(RuntimeError):
                await task
        assert workers() == []
        with pytest.raises(RuntimeError, match="closed"):
            await it.match(pool(2, 1))


async def test_a_cancelled_round_leaves_the_matcher_usable() -> None:
    round_ = pool(2, 1)
    async with matcher() as it:
        task = asyncio.create_task(it.match(pool(500, 1)))
        await asyncio.sleep(0)
        task.cancel()
        assert await it.match(round_) == match_round(round_)


SCRIPT = """
import asyncio, multiprocessing, sys
from bot.features.buddies.worker import Matcher
from tests.buddies.pools import pool

async def main():
    await Matcher().match(pool(3, 1))
    (worker,) = multiprocessing.active_children()
    print(worker.pid, *(name for name in ("rustworkx", "numpy") if name in sys.modules), flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_the_worker_ends_when_the_bot_is_killed_and_the_bot_never_loads_rustworkx() -> None:
    with subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        pid, *loaded = bot.stdout.readline().split()
        assert loaded == []
        worker = os.pidfd_open(int(pid))
        bot.kill()
    try:
        ended, _, _ = select.select([worker], [], [], PATIENCE_S)
        assert ended, "the worker lives on without its bot"
    finally:
        os.close(worker)
