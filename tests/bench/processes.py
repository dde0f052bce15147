"""A bot in a process of its own: started, watched through its output, measured through Linux's /proc."""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
START_WITHIN_S = 120.0
STOP_WITHIN_S = 20.0


class BotProcess:
    """A running bot. Its figures need Linux."""

    def __init__(self, process: asyncio.subprocess.Process, started: float) -> None:
        self._process = process
        self._started = started
        self.output: list[str] = []
        self._reading = asyncio.create_task(self._read())
        self._news = asyncio.Condition()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            await self._tell(line.decode(errors="replace").rstrip())
        await self._tell("(the output ended)")

    async def _tell(self, line: str) -> None:
        async with self._news:
            self.output.append(line)
            self._news.notify_all()

    async def wait_for(self, pattern: str) -> float:
        """Seconds from the start until a line of the output matches. Raises RuntimeError with the output otherwise."""
        try:
            async with asyncio.timeout(START_WITHIN_S), self._news:
                await self._news.wait_for(lambda: self._seen(pattern) or self._process.returncode is not None)
        except TimeoutError:
            pass
        passed = time.monotonic() - self._started
        if not self._seen(pattern):
            raise RuntimeError("the bot did not say what was waited for:\n" + "\n".join(self.output))
        return passed

    def _seen(self, pattern: str) -> bool:
        return any(re.search(pattern, line) for line in self.output)

    def cpu_s(self) -> float:
        """Processor time so far, user and system, of all threads, in seconds (to 10 ms)."""
        stat = Path(f"/proc/{self.pid}/stat").read_text()
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK_S

    def memory_mb(self) -> tuple[float, float]:
        """Resident memory and the proportional share of it (RSS, PSS) in MB."""
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        found = {name: int(kb) / 1024 for name, kb in re.findall(r"^(\w+):\s+(\d+) kB", rollup, re.MULTILINE)}
        return found["Rss"], found["Pss"]

    async def stop(self) -> None:
        """Ask it to end, and see to it."""
        if self._process.returncode is None:
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_WITHIN_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._reading


@asynccontextmanager
async def running(module: str, *args: str, folder: Path, env: Mapping[str, str]) -> AsyncIterator[BotProcess]:
    """`python -m module args…` with `folder` as its working directory and only these settings."""
    foreign = ("CROSSWALK_", "DISCORD_", "BENCH_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    started = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *args,
        cwd=folder,
        env={**clean, **env, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    bot = BotProcess(process, started)
    try:
        yield bot
    finally:
        await bot.stop()
