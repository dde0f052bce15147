"""A morning with 10,000 exam reminders due in the same minute: how fast they leave, and what presses feel of it."""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.app import open_services
from bot.clock import Clock
from bot.db import Tx
from bot.features.exams.model import Wish
from bot.settings import Settings
from sandbox.members import MemberDriver
from sandbox.seen import LiveMessage
from tests.bench.bench_presses import LETTERS, TRACKS, Press, post_questions
from tests.bench.figures import Aim, Figure
from tests.bench.processes import running
from tests.bench.stage import CROSSWALK_READY, Stage, Town, new_folder, settle, stage
from tests.community import library

TITLE = "A morning with 10,000 reminders"
BASELINE = "usual"
REMINDERS = 10_000
PER_SECOND = 45
# The questions are posted in the first minute; the reminders are due at nine.
BEGIN, MORNING = "2026-11-02T08:57:40+00:00", "2026-11-02T09:00:00+00:00"
PRESSES_PER_SECOND, USUAL_S = 20, 60
PREPARED_AT_ONCE = 500


async def set_exams(scene: Stage, town: Town, folder: Path) -> None:
    """Everybody has an exam in a week; the bot knows their direct messages, as after an earlier reminder."""
    clock = Clock(scene.clock.now() - 86_400, frozen=True)
    on = date.fromisoformat(MORNING[:10]) + timedelta(days=7)
    (folder / "data").mkdir()
    address = f"sqlite:///{folder}/data/crosswalk.sqlite3"
    settings = Settings.model_validate({"CROSSWALK_DATABASE_URL": address})
    async with open_services(settings, clock, library=library()) as services:
        exams = services.exams

        async def add(tx: Tx, member_id: int) -> None:
            wish = Wish(member_id, town.guild.id, "CPC", on, None, "UTC", zone_given=False)
            await exams.members.add(tx, wish)

        async def prepare(member: MemberDriver) -> None:
            await services.db.write(lambda tx: add(tx, member.user.id))
            await exams.reminders.reached_at(member.user.id, scene.local.dm(town.token, member.user).id)

        for first in range(0, REMINDERS, PREPARED_AT_ONCE):
            await asyncio.gather(*map(prepare, town.members[first : first + PREPARED_AT_ONCE]))


class Presses:
    """Members who answer the day's questions at a steady rate, whether others are answered yet or not."""

    def __init__(self, town: Town, posts: list[LiveMessage]) -> None:
        self._left: Iterator[Press] = (
            (member, post, LETTERS[number % len(LETTERS)])
            for post in posts
            for number, member in enumerate(town.members)
        )

    async def p99_ms(self, stop: asyncio.Event) -> float:
        """Press until `stop` is set. Returns what 99 of 100 answers did not exceed, in ms."""
        took: list[float] = []
        tasks: list[asyncio.Task[None]] = []
        begun = time.perf_counter()
        while not stop.is_set():
            tasks.append(asyncio.create_task(self._press(took)))
            await asyncio.sleep(max(0.0, begun + len(tasks) / PRESSES_PER_SECOND - time.perf_counter()))
        await asyncio.gather(*tasks)
        return sorted(took)[int(len(took) * 0.99)] * 1000

    async def _press(self, took: list[float]) -> None:
        member, post, letter = next(self._left)
        begun = time.perf_counter()
        reply = await member.click(post, letter)
        took.append(time.perf_counter() - begun)
        # One that a loaded machine leaves unanswered counts with the three seconds that it took.
        if not reply.failed and "Your streak" not in reply.text():
            raise RuntimeError(f"a press was answered with {reply.text()!r}")

    async def usual_ms(self) -> float:
        """The same for a while without anything else."""
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(USUAL_S, stop.set)
        return await self.p99_ms(stop)


def sent_at(folder: Path) -> list[int]:
    """When reminders were sent, by the database of the bot."""
    database = sqlite3.connect(f"file:{folder}/data/crosswalk.sqlite3?mode=ro", uri=True)
    try:
        rows = database.execute(
            "SELECT done_at FROM deliveries WHERE kind = 'exam.remind' AND state = 'sent' ORDER BY done_at"
        ).fetchall()
    finally:
        database.close()
    return [row[0] for row in rows]


async def all_sent(folder: Path, stop: asyncio.Event) -> list[int]:
    """Wait for every reminder, then set `stop`."""
    try:
        async with asyncio.timeout(900):
            while True:
                found = await asyncio.to_thread(sent_at, folder)
                if len(found) == REMINDERS:
                    return found
                await asyncio.sleep(1)
    finally:
        stop.set()


async def measure(folder: Path) -> tuple[float, float, float]:
    """Reminders a second; p99 of presses during them, and without them, in ms."""
    async with AsyncExitStack() as stack:
        scene = await stack.enter_async_context(stage(BEGIN))
        town = scene.town("Crosswalk", members=REMINDERS, channels=TRACKS)
        home = new_folder(folder, "crosswalk")
        await set_exams(scene, town, home)
        scene.clock.move_to(datetime.fromisoformat(BEGIN).timestamp())
        settle()
        crosswalk = await stack.enter_async_context(
            running("bot", "run", folder=home, env=scene.settings(town.token))
        )
        await crosswalk.wait_for(CROSSWALK_READY)
        presses = Presses(town, await post_questions(scene, town))
        before = await presses.usual_ms()
        await asyncio.sleep(max(0.0, datetime.fromisoformat(MORNING).timestamp() - scene.clock.time()))
        stop = asyncio.Event()
        during, found = await asyncio.gather(presses.p99_ms(stop), all_sent(home, stop))
        after = await presses.usual_ms()
        doubled = [member for member in town.members if len(member.dms()) != 1]
        if doubled:
            raise RuntimeError(f"{len(doubled)} members did not get exactly one reminder")
    return REMINDERS / (found[-1] - found[0] + 1), during, (before + after) / 2


async def measured() -> list[Figure]:
    """Measure, and tell."""
    with tempfile.TemporaryDirectory() as folder:
        rate, during, usual = await measure(Path(folder))
    return [
        Figure("reminders", "/s", rate, PER_SECOND, Aim(at_least=0.95), note="beside Discord's pace"),
        Figure(
            "99 of 100 presses within",
            "ms",
            during,
            usual,
            Aim(at_most=2),
            note=f"{PRESSES_PER_SECOND} presses a second all the while",
        ),
    ]
