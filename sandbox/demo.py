"""`crosswalk demo`: a local Discord, a ready-made community, the real bot, and a page to try them on.

Everything stays on this machine: the local Discord listens on loopback only, and the bot is given its address and
a token that is worth nothing elsewhere, whatever DISCORD_TOKEN says.
"""

import asyncio
import logging
import re
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn

from bot.app import App
from bot.clock import Clock
from bot.errors import CrosswalkError, SettingsError, StorageError
from bot.library import load
from bot.logs import set_up_logging
from bot.settings import LogLevel, Settings, load_settings
from sandbox.community import Community
from sandbox.contract import Contract
from sandbox.deed_words import Said
from sandbox.keeping import fingerprint
from sandbox.past import DAYS
from sandbox.scene import PEOPLE, Scene
from sandbox.server import LocalDiscord
from sandbox.stage import Stage
from sandbox.travel import TimeMachine
from sandbox.web import Page

_log = logging.getLogger(__name__)

FOLDER = Path(".demo")
SAVE_EVERY_S = 60.0
OPENED_WITHIN_S = 10.0
# Three parts, of which the first is the bot's id in base64: what Discord gives out.
_REAL_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{5,8}\.[\w-]{25,}")

OnProgress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo. troubles: what of the past did not go as told, when it was played just now. remark: why it does
    not go on from the last time; empty when it does, or when there was none."""

    url: str
    stage: Stage
    troubles: list[str]
    remark: str = ""

    @property
    def app(self) -> App:
        """The bot, as it runs now."""
        return self.stage.bot.app

    @property
    def scene(self) -> Scene:
        """Who and what there is."""
        return self.stage.scene

    @property
    def machine(self) -> TimeMachine:
        """The clock."""
        return self.stage.machine


def run_demo(port: int, *, fresh: bool = False, ignore_token: bool = False) -> int:
    """Run it until Ctrl+C; returns the exit code. Raises SettingsError for a port that cannot be, or a real token."""
    if not 0 <= port <= 65_535:
        raise SettingsError(f"--port can't be {port}: it is a number from 0 to 65535. Example: --port 8765")
    settings = load_settings()
    if not ignore_token:
        refuse_real_token(settings)
    set_up_logging(LogLevel.WARNING, settings.log_format)
    asyncio.run(_run(port, settings, Console(), fresh))
    return 0


def refuse_real_token(settings: Settings) -> None:
    """Raises SettingsError for what looks like a bot's real token: nobody should have to wonder where it went."""
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    if _REAL_TOKEN.search(token):
        raise SettingsError(
            "DISCORD_TOKEN (in the environment, or in .env) looks like a real bot's. The demo needs none and never "
            "talks to Discord, so it does not start with one by accident. Start it without: "
            "DISCORD_TOKEN=none make demo. Or say that the token may stay, unused: make demo IGNORE_TOKEN=1"
        )


async def _run(port: int, settings: Settings, console: Console, fresh: bool) -> None:
    task = asyncio.current_task()
    assert task is not None
    _cancel_on_signals(task)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    progress = Progress(*columns, console=console, transient=True)
    bar = progress.add_task("Starting", total=1.0)
    ready = False
    progress.start()
    try:
        async with open_demo(
            port,
            settings,
            fresh=fresh,
            on_progress=lambda text, share: progress.update(bar, description=text, completed=share),
        ) as demo:
            progress.stop()
            ready = True
            _greet(console, demo, port)
            await demo.stage.bot.ended()
    except asyncio.CancelledError:
        pass
    finally:
        progress.stop()
    kept = "What happened in it is kept in .demo/ for the next time." if ready else "It was not ready yet."
    console.print(f"The demo has ended. {kept}")


def _cancel_on_signals(task: "asyncio.Task[object]") -> None:
    """A second one comes easily, and would break off the keeping; a third one is meant."""
    heard = count(1)

    def end() -> None:
        if next(heard) != 2:
            task.cancel()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # Windows has no signal handlers on its event loop; there Ctrl+C cancels through asyncio.run.
        with suppress(NotImplementedError, AttributeError):
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), end)


def _greet(console: Console, demo: Demo, wanted_port: int) -> None:
    if wanted_port and demo.scene.local.port != wanted_port:
        console.print(f"Port {wanted_port} is in use, so the page has another one.")
    if demo.remark:
        console.print(demo.remark)
    first = PEOPLE[0]
    text = (
        f"Open [bold]{demo.url}[/bold] in your browser.\n\n"
        f"You are {first.name} ({first.about}); at the top of the page you can become anybody else.\n"
        "The bot is the real one; only Discord is local. Nothing leaves this machine.\n"
        "Ctrl+C ends it, and the next time it goes on from there. `make demo FRESH=1` starts over."
    )
    console.print(Panel(text, title="Crosswalk is running", expand=False))


@asynccontextmanager
async def open_demo(
    port: int,
    settings: Settings,
    *,
    folder: Path = FOLDER,
    fresh: bool = False,
    days: int = DAYS,
    contract: Contract | None = None,
    on_progress: OnProgress = lambda _text, _share: None,
) -> AsyncIterator[Demo]:
    """The demo, ready to be used; at its end everything is kept in `folder`.

    port: taken when it is free, else any that is. fresh: what was kept of the last time is let go. days: how long the
    community's past is. on_progress: what is being done, and which share (0 to 1) of it. Raises SettingsError,
    ContentError, StorageError.
    """
    on_progress("Reading the questions", 0.0)
    library, print_ = await asyncio.gather(
        asyncio.to_thread(load, settings.content),
        asyncio.to_thread(fingerprint, settings.content, settings.start_at, days),
    )
    clock = Clock(settings.start_instant)
    page = Page()
    async with AsyncExitStack() as stack:
        local = await _listen(clock, port, page, contract)
        stack.push_async_callback(local.stop)
        own_folder = folder / str(local.port)
        stack.callback(shutil.rmtree, own_folder, ignore_errors=True)
        _make_anew(own_folder)
        database = own_folder / "crosswalk.sqlite3"
        community = Community(local, clock, library, print_, folder, days)
        bot_settings = _bot_settings(settings, local, database)
        stage, troubles = await community.open(stack, bot_settings, database, fresh, on_progress)
        async with _kept(community, stage):
            page.stage = stage
            try:
                yield Demo(local.base_url, stage, troubles, community.remark)
            finally:
                page.stage = None


def _make_anew(own_folder: Path) -> None:
    # A demo that was killed may have left one; two that run at once have different ports.
    shutil.rmtree(own_folder, ignore_errors=True)
    try:
        own_folder.mkdir(parents=True)
    except OSError as error:
        raise SettingsError(
            f"The demo can't make its folder {own_folder}: {error.strerror}. Delete what stands there, or start where "
            "you may write."
        ) from None


@asynccontextmanager
async def _kept(community: Community, stage: Stage) -> AsyncIterator[None]:
    """While the community lives: its clock runs, and what happens is kept now and then, and at the end."""
    stage.machine.start()
    saving = asyncio.create_task(_save_now_and_then(community, stage))
    try:
        yield
    finally:
        saving.cancel()
        await asyncio.gather(saving, return_exceptions=True)
        await stage.machine.stop()
        # It may be restarting.
        if not await stage.bot.opened(OPENED_WITHIN_S):
            raise StorageError("The bot was not running at the end, so the last minute is not kept.")
        await community.save(stage)


async def _save_now_and_then(community: Community, stage: Stage) -> None:
    """So that little is lost when the demo is killed. What is in the way, such as a full disk, may pass."""
    saved, well = stage.local.changes.version, True
    while True:
        await asyncio.sleep(SAVE_EVERY_S)
        version = stage.local.changes.version
        if version == saved or not stage.bot.online:
            continue
        try:
            async with stage.machine.standing():
                await community.save(stage)
            saved, well = version, True
        except CrosswalkError as error:
            if well:
                text = f"What happens is not kept on disk for now. {error.message}"
                _log.warning("%s", text)
                stage.deeds.note(Said("fault", text, ok=False))
            well = False


async def _listen(clock: Clock, port: int, page: Page, contract: Contract | None) -> LocalDiscord:
    """A local Discord with the page on it, on that port or, when it is taken, on a free one."""
    for candidate in dict.fromkeys((port, 0)):
        # No rate limits: see PER_SECOND.
        local = LocalDiscord(clock.time, port=candidate, enforce_limits=False, contract=contract)
        page.add_to(local)
        try:
            await local.start()
        except OSError as error:
            await local.stop()
            if candidate == 0:
                raise SettingsError(
                    f"No port of this machine can be listened on: {error.strerror}."
                ) from None
            continue
        return local
    raise AssertionError("unreachable")


def _bot_settings(settings: Settings, local: LocalDiscord, database: Path) -> Settings:
    """The bot's settings: its own content, but this Discord and this database, and for now no token at all."""
    return settings.model_copy(
        update={
            "discord_token": SecretStr(""),
            "discord_api": local.api_url,
            "database_url": f"sqlite:///{database.as_posix()}",
        }
    )
