"""`crosswalk demo`: a local Discord, a ready-made community, the real bot, and a page to try them on.

Everything stays on this machine: the local Discord listens on loopback only, and the bot is given its address and
a token that is worth nothing elsewhere, whatever DISCORD_TOKEN says.
"""

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn

from bot.app import App, open_services
from bot.clock import Clock
from bot.errors import SettingsError
from bot.library import load
from bot.logs import set_up_logging
from bot.settings import LogLevel, Settings, load_settings
from sandbox.contract import Contract
from sandbox.past import play_past, start_of_past
from sandbox.scene import PEOPLE, Scene, build_scene, choose_zone
from sandbox.server import LocalDiscord
from sandbox.travel import TimeMachine
from sandbox.web import Page, Stage

FOLDER = Path(".demo")
READY_WITHIN_S = 30.0

OnProgress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo."""

    url: str
    app: App
    scene: Scene
    machine: TimeMachine
    serving: "asyncio.Task[None]"


def run_demo(port: int) -> int:
    """Run it until Ctrl+C; returns the exit code. Raises SettingsError for a port that cannot be."""
    if not 0 <= port <= 65_535:
        raise SettingsError(f"--port can't be {port}: it is a number from 0 to 65535. Example: --port 8765")
    settings = load_settings()
    set_up_logging(LogLevel.WARNING, settings.log_format)
    asyncio.run(_run(port, settings, Console()))
    return 0


async def _run(port: int, settings: Settings, console: Console) -> None:
    task = asyncio.current_task()
    assert task is not None
    for name in (signal.SIGINT, signal.SIGTERM):
        # Windows has no signal handlers on its event loop; there Ctrl+C cancels through asyncio.run.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    progress = Progress(*columns, console=console, transient=True)
    bar = progress.add_task("Starting", total=1.0)
    progress.start()
    try:
        async with open_demo(
            port,
            settings,
            on_progress=lambda text, share: progress.update(bar, description=text, completed=share),
        ) as demo:
            progress.stop()
            _greet(console, demo, port)
            await demo.serving
    except asyncio.CancelledError:
        pass
    finally:
        progress.stop()
    console.print("The demo has ended.")


def _greet(console: Console, demo: Demo, wanted_port: int) -> None:
    if wanted_port and demo.scene.local.port != wanted_port:
        console.print(f"Port {wanted_port} is in use, so the page has another one.")
    first = PEOPLE[0]
    text = (
        f"Open [bold]{demo.url}[/bold] in your browser.\n\n"
        f"You are {first.name} ({first.about}); at the top of the page you can become anybody else.\n"
        "The bot is the real one; only Discord is local. Nothing leaves this machine, and nothing is kept.\n"
        "Ctrl+C ends it."
    )
    console.print(Panel(text, title="Crosswalk is running", expand=False))


@asynccontextmanager
async def open_demo(
    port: int,
    settings: Settings,
    *,
    folder: Path = FOLDER,
    contract: Contract | None = None,
    on_progress: OnProgress = lambda _text, _share: None,
) -> AsyncIterator[Demo]:
    """The demo, ready to be used; it is stopped and its database removed at the end.

    port: taken when it is free, else any that is. folder: where the database goes, in a folder of its own.
    on_progress: what is being done, and which share (0 to 1) of it. Raises SettingsError, ContentError, StorageError.
    """
    on_progress("Reading the questions", 0.0)
    library = await asyncio.to_thread(load, settings.content)
    present = Clock(settings.start_instant)
    zone = choose_zone(present.time())
    # An hour earlier, so that the world exists when the story begins.
    clock = Clock(start_of_past(present.time(), zone) - 3600)
    page = Page()
    local = await _listen(clock, port, page, contract)
    own_folder = folder / str(local.port)
    try:
        # A demo that was killed may have left one; two that run at once have different ports.
        shutil.rmtree(own_folder, ignore_errors=True)
        scene = build_scene(local, zone)
        bot_settings = _bot_settings(settings, local, scene, own_folder)
        async with (
            open_services(bot_settings, clock, library=library) as services,
            _serving(App(bot_settings, services)) as (app, serving),
        ):
            text = "Playing the community's last days"
            await play_past(app, scene, present.time, lambda share: on_progress(text, share))
            async with _on_stage(page, app, scene) as machine:
                yield Demo(local.base_url, app, scene, machine, serving)
    finally:
        await local.stop()
        shutil.rmtree(own_folder, ignore_errors=True)


@asynccontextmanager
async def _on_stage(page: Page, app: App, scene: Scene) -> AsyncIterator[TimeMachine]:
    """The page shows the community, and time goes on."""
    machine = TimeMachine(app, scene.zone, scene.guild.id)
    machine.start()
    page.stage = Stage(scene, machine)
    try:
        yield machine
    finally:
        page.stage = None
        await machine.stop()


async def _listen(clock: Clock, port: int, page: Page, contract: Contract | None) -> LocalDiscord:
    """A local Discord with the page on it, on that port or, when it is taken, on a free one."""
    for candidate in dict.fromkeys((port, 0)):
        # Its rate limits go by the demo's clock: a jump in time refills them, so the past plays quickly.
        local = LocalDiscord(clock.time, port=candidate, limits_clock=clock.time, contract=contract)
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


def _bot_settings(settings: Settings, local: LocalDiscord, scene: Scene, folder: Path) -> Settings:
    """The bot's settings: its own content, but this Discord, this token, this database."""
    return settings.model_copy(
        update={
            "discord_token": SecretStr(scene.token),
            "discord_api": local.api_url,
            "database_url": f"sqlite:///{folder.as_posix()}/crosswalk.sqlite3",
        }
    )


@asynccontextmanager
async def _serving(app: App) -> AsyncIterator[tuple[App, "asyncio.Task[None]"]]:
    """The bot, connected, with its commands known. The time machine wakes it."""
    serving = asyncio.create_task(app.serve(wake=False))
    ready = asyncio.create_task(app.ready.wait())
    try:
        await asyncio.wait({serving, ready}, timeout=READY_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        if app.client is None or not app.ready.is_set():
            raise SettingsError(
                f"The bot did not get ready within {READY_WITHIN_S:.0f} seconds. Start again."
            )
        await app.client.commands_known.wait()
        yield app, serving
    finally:
        ready.cancel()
        serving.cancel()
        await asyncio.gather(serving, ready, return_exceptions=True)
