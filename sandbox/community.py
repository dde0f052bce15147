"""The demo's community: as it was left, or as it was prepared once, or played from the beginning."""

import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from pydantic import SecretStr

from bot.clock import Clock
from bot.library import Library
from bot.schedule import local_date
from bot.settings import Settings
from sandbox.deeds import Deeds
from sandbox.keeping import About, Unreadable, bring_back, forget, keep, look, tidy
from sandbox.past import Life, Story, play_past, start_of_past
from sandbox.running import RunningBot
from sandbox.scene import Scene, build_scene, choose_zone
from sandbox.server import LocalDiscord
from sandbox.stage import Stage
from sandbox.travel import TimeMachine
from sandbox.trouble import Trouble

_log = logging.getLogger(__name__)

# What is kept: as it was left the last time, and as it was when its past had been played.
NOW, PAST = "now", "past"
# An older past is played anew, so that a community that starts over is of about today.
PAST_KEEPS_S = 7 * 86_400

_CHANGED = "The code or the content has changed since the last time, so the community begins anew."
_BROKEN = "What was kept of the last time was damaged, so the community begins anew."

OnProgress = Callable[[str, float], None]


class Community:
    """Opens it on a local Discord that listens already, and keeps it.

    While the demo does not run, no time passes in it. print_: of code and content; what was kept under another one is
    let go. remark: why it could not go on from the last time; empty when nothing is worth saying.
    """

    def __init__(
        self, local: LocalDiscord, clock: Clock, library: Library, print_: str, folder: Path, days: int
    ) -> None:
        self._local = local
        self._clock = clock
        self._library = library
        self._print = print_
        self._folder = folder
        self._days = days
        self._real = Clock()
        self.remark = ""

    async def open(
        self, stack: AsyncExitStack, settings: Settings, database: Path, fresh: bool, on_progress: OnProgress
    ) -> tuple[Stage, list[str]]:
        """The community with the bot in it; and what of the past did not go as told. `stack` ends the bot."""
        if fresh:
            forget(self._folder / NOW)
        present = self._clock.time()
        scene = self._brought_back(database, on_progress)
        kept = scene is not None
        if scene is None:
            zone = choose_zone(present)
            # An hour earlier, so that the world exists when the story begins.
            self._clock.move_to(start_of_past(present, zone, self._days) - 3600)
            scene = build_scene(self._local, zone)
        settings = settings.model_copy(update={"discord_token": SecretStr(scene.token)})
        bot = RunningBot(settings, self._clock, self._library)
        stack.push_async_callback(bot.stop)
        trouble = Trouble(self._local, bot)
        deeds = Deeds(self._local, trouble)
        bot.started = lambda app: app.services.schedule.watch(deeds.attempted)
        on_progress("Starting the bot", 0.1)
        await bot.start()
        troubles = [] if kept else await self._play(bot, scene, present, on_progress)
        story = Story(bot, scene, local_date(int(self._clock.time()), scene.zone), self._days)
        machine = TimeMachine(bot, scene.zone, scene.guild.id, Life(story))
        return Stage(scene, bot, machine, deeds, trouble), troubles

    async def save(self, stage: Stage, name: str = NOW) -> None:
        """Keep everything as it is now. Nothing may act meanwhile."""
        await self._keep(stage.scene, stage.bot, name)

    def _brought_back(self, database: Path, on_progress: OnProgress) -> Scene | None:
        on_progress("Looking for the community", 0.05)
        for name in (NOW, PAST):
            folder = self._folder / name
            tidy(folder, self._real.time())
            about = look(folder)
            if about is None:
                continue
            if about.fingerprint != self._print:
                self.remark = self.remark or _CHANGED
                continue
            if name == PAST and self._real.time() - about.made > PAST_KEEPS_S:
                continue
            try:
                self._clock.move_to(about.now)
                return bring_back(folder, about, self._local, database)
            except Unreadable as error:
                _log.info("what is kept in %s cannot be read: %s", folder, error)
                self.remark = _BROKEN
                forget(folder)
        return None

    async def _play(
        self, bot: RunningBot, scene: Scene, present: float, on_progress: OnProgress
    ) -> list[str]:
        """From the set-up to the present."""
        began = self._real.time()
        story = Story(bot, scene, local_date(int(present), scene.zone), self._days)
        text = "Playing the community's last three months (once)"
        troubles = await play_past(
            story, lambda: present + self._real.time() - began, lambda share: on_progress(text, share)
        )
        for trouble in troubles:
            _log.warning("in the community's past: %s", trouble)
        await self._keep(scene, bot, PAST)
        return troubles

    async def _keep(self, scene: Scene, bot: RunningBot, name: str) -> None:
        about = About(self._print, self._clock.time(), self._real.time())
        await keep(self._folder / name, about, self._local, scene, bot.app.services.db, self._clock)
