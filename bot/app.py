"""The composition root: opens everything once and passes it down. Nothing is global."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

import aiohttp
import discord
from discord.ext.commands import ExtensionError

from bot.client import CrosswalkClient, point_at
from bot.clock import Clock
from bot.db import Database
from bot.errors import BrokenProgram, SettingsError
from bot.features.buddies.worker import Matcher
from bot.features.codes.tables import Tables
from bot.housekeeping import Housekeeping
from bot.library import Library, load
from bot.library.single import Rules
from bot.schedule import Every, ScheduleService, Waker
from bot.services import Services
from bot.settings import Settings

log = logging.getLogger(__name__)

# After a client that lasted, a new one follows soon; after one that did not, twice as late as the last time: Discord
# takes the token back from a bot that begins a thousand sessions a day.
RECONNECT_AFTER_S, RECONNECT_MOST_S, LASTED_S = 5.0, 300.0, 600.0
REFRESH_EVERY_S = 20
CANCEL_AGAIN_AFTER_S = 0.5
# Whoever waits for a locked database is to hear of it within Discord's three seconds.
BUSY_TIMEOUT_MS = 2000


@asynccontextmanager
async def open_services(
    settings: Settings,
    clock: Clock,
    *,
    library: Library | None = None,
    send_timeout_s: float = 20.0,
    per_second: int = 45,
) -> AsyncIterator[Services]:
    """Everything below Discord, on an open database that is closed at the end. Raises StorageError, ContentError.

    send_timeout_s, per_second: as for ScheduleService.
    """
    if library is None:
        library = await asyncio.to_thread(load, settings.content)
    db = await Database.open(settings.database_url, clock=clock, busy_timeout_ms=BUSY_TIMEOUT_MS)
    schedule = ScheduleService(db, clock, send_timeout_s=send_timeout_s, per_second=per_second)
    tables = Tables(settings.codes)
    matcher = Matcher()
    try:
        yield Services(clock, db, library, schedule, tables, matcher, Rules(settings.content))
    finally:
        await schedule.close()
        await matcher.close()
        await tables.close()
        await db.close()


class App:
    """The running bot: one client at a time, replaced when it ends by a fault, and the wake-ups."""

    def __init__(
        self, settings: Settings, services: Services, *, reconnect_after_s: float = RECONNECT_AFTER_S
    ) -> None:
        self._settings = settings
        self._reconnect_after_s = reconnect_after_s
        self.services = services
        self.client: CrosswalkClient | None = None
        self.ready = asyncio.Event()

    def new_client(self) -> CrosswalkClient:
        """A client on this app's services. It is ready to be started once."""
        point_at(self._settings.discord_api)
        client = CrosswalkClient(self.services, spaced_identify=not self._settings.is_local)
        client.add_listener(self._on_ready, "on_ready")
        return client

    async def _on_ready(self) -> None:
        assert self.client is not None
        log.info("connected as %s; servers: %d", self.client.user, len(self.client.guilds))
        self.ready.set()

    async def serve(self, *, wake: bool = True) -> None:
        """Run until cancelled. A wrong token raises SettingsError, a cog that cannot be loaded BrokenProgram; any other
        end of the client starts a new one.

        wake: whether deliveries and housekeeping run by themselves (tests and simulations wake them by hand).
        """
        now, after_s = asyncio.get_running_loop().time, self._reconnect_after_s
        while True:
            begun = now()
            await self._serve_once(wake)
            if now() - begun > LASTED_S:
                after_s = self._reconnect_after_s
            log.warning("the connection to Discord ended; a new one follows in %g s", after_s)
            await asyncio.sleep(after_s)
            after_s = min(2 * after_s, RECONNECT_MOST_S)

    async def _serve_once(self, wake: bool) -> None:
        self.client = self.new_client()
        try:
            async with self.client:
                await self.client.login(self._settings.token)
                async with self._waking() if wake else nullcontext():
                    await _connect(self.client)
        except discord.LoginFailure:
            raise SettingsError(
                "Discord does not accept this DISCORD_TOKEN. Copy a new one from discord.com/developers "
                "(your application → Bot → Reset Token) into .env and start again."
            ) from None
        except ExtensionError as error:
            # Trying again would not mend it.
            log.exception("%s cannot be loaded", error.name)
            raise BrokenProgram(
                f"A part of the bot can't be loaded: {error.name}. Its files are damaged or were changed; your data "
                "are untouched. Undo the change, or install Crosswalk again. The log above says what is wrong."
            ) from None
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.error("the connection to Discord failed: %s", error)
        except Exception:
            log.exception("the client ended by a fault")
        finally:
            self.ready.clear()

    async def travel(self, to: float) -> None:
        """Move the clock to `to` (epoch seconds); all that falls due on the way is done in order, each at its time.

        For rehearsals and simulations: it needs a clock that may be moved, and `serve(wake=False)`.
        """
        clock, schedule = self.services.clock, self.services.schedule
        await schedule.run_until_idle()
        while (due := await schedule.wake_at()) is not None and due <= to:
            clock.move_to(max(due, clock.time()))
            await schedule.run_until_idle()
        clock.move_to(max(to, clock.time()))
        await schedule.run_until_idle()

    @asynccontextmanager
    async def _waking(self) -> AsyncIterator[None]:
        """Wake deliveries and housekeeping. What is under way ends before the client does; nothing new begins."""
        schedule, waker = self.services.schedule, self._waker()
        schedule.open()
        waker.start()
        try:
            yield
        finally:
            await schedule.close()
            await waker.stop()

    def _waker(self) -> Waker:
        jobs = (
            Every(REFRESH_EVERY_S, "refresh", self.refresh),
            *Housekeeping(self.services, self.is_connected).jobs(),
        )
        return Waker(self.services.schedule.tick, jobs)

    def is_connected(self) -> bool:
        """Whether Discord's events reach us."""
        return self.client is not None and self.client.is_ready() and not self.client.is_closed()

    async def refresh(self) -> None:
        """Bring up to date what messages show, such as the number of answers under open questions."""
        if self.client is not None and self.is_connected():
            for refresher in self.client.refreshers:
                await refresher()


async def _connect(client: CrosswalkClient) -> None:
    """Stay connected until the client ends, or this is cancelled.

    The library connects under `asyncio.wait_for`, which until Python 3.12 forgets a cancellation that comes in the very
    moment of success: the bot would be told to stop, and would not.
    """
    connection = asyncio.create_task(client.connect())
    try:
        await asyncio.wait({connection})
    finally:
        while not connection.done():
            connection.cancel()
            await asyncio.wait({connection}, timeout=CANCEL_AGAIN_AFTER_S)
    connection.result()
