"""The real bot on the local Discord: started, stopped, and started again on the same data."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress

from bot.app import App, open_services
from bot.clock import Clock
from bot.errors import SettingsError
from bot.library import Library
from bot.settings import Settings

READY_WITHIN_S = 30.0
# The demo's Discord has no rate limits: the bot would wait for real seconds, and weeks pass in a few of them.
PER_SECOND = 10_000
# Discord may be down just then.
BACK_WITHIN_S = 150.0


class RunningBot:
    """One bot, of which one App runs at a time.

    started: called with each new App before it connects.
    """

    def __init__(self, settings: Settings, clock: Clock, library: Library) -> None:
        self._settings = settings
        self._library = library
        self.clock = clock
        self.started: Callable[[App], None] = lambda _app: None
        self.stopped: Callable[[], None] = lambda: None
        self._app: App | None = None
        self._stack = AsyncExitStack()
        self._serving: asyncio.Task[None] | None = None
        self._over = asyncio.Event()
        self._opened = asyncio.Event()

    @property
    def app(self) -> App:
        """The present one."""
        assert self._app is not None, "the bot was not started"
        return self._app

    @property
    def running(self) -> bool:
        """Whether its data are open."""
        return self._app is not None

    @property
    def online(self) -> bool:
        """Whether it is connected."""
        return self._app is not None and self._app.is_connected()

    async def start(self, within_s: float = READY_WITHIN_S) -> None:
        """Open its data and connect; back when it is ready and its commands are known. Raises CrosswalkError."""
        services = await self._stack.enter_async_context(
            open_services(self._settings, self.clock, library=self._library, per_second=PER_SECOND)
        )
        self._app = app = App(self._settings, services)
        self._opened.set()
        self.started(app)
        serving = self._serving = asyncio.create_task(app.serve(wake=False))
        serving.add_done_callback(self._note_end)
        ready = asyncio.create_task(app.ready.wait())
        try:
            await asyncio.wait({serving, ready}, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
            if serving is not self._serving:
                raise SettingsError("The bot was stopped before it was ready.")
            if serving.done():
                serving.result()
            if app.client is None or not app.ready.is_set():
                raise SettingsError(f"The bot did not get ready within {within_s:.0f} seconds. Start again.")
            await app.client.commands_known.wait()
        finally:
            ready.cancel()

    async def stop(self) -> None:
        """Leave Discord and close its data. Nothing happens when it does not run."""
        self._app = None
        self._opened.clear()
        self.stopped()
        serving, self._serving = self._serving, None  # so that its end is known to be meant
        if serving is not None:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        await self._stack.aclose()

    async def opened(self, within_s: float) -> bool:
        """Wait until its data are open; whether they are."""
        with suppress(TimeoutError):
            # `asyncio.wait_for` may forget that it was cancelled, until Python 3.12.
            async with asyncio.timeout(within_s):
                await self._opened.wait()
        return self.running

    async def reach(self, instant: float) -> None:
        """Move the clock there (epoch seconds), with everything that falls due on the way; quick when nothing does."""
        due = await self.app.services.schedule.wake_at()
        if due is not None and due <= instant:
            await self.app.travel(instant)
        else:
            self.clock.move_to(max(instant, self.clock.time()))

    async def restart(self) -> None:
        """A real stop, and a new client on the same data."""
        await self.stop()
        await self.start(BACK_WITHIN_S)

    async def ended(self) -> None:
        """Wait until it ends by itself, which takes a fault; a restart is no end. Raises what it was."""
        await self._over.wait()
        if self._serving is not None:
            self._serving.result()

    def _note_end(self, serving: asyncio.Task[None]) -> None:
        if serving is self._serving:
            self._over.set()
