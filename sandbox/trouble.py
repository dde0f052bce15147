"""Trouble on order, for the curious: Discord is down for a minute, an answer is lost, the bot is restarted."""

from collections.abc import Callable
from enum import StrEnum

from sandbox.faults import Fault
from sandbox.model import Json
from sandbox.running import RunningBot
from sandbox.server import LocalDiscord

DOWN_S = 60.0
DOWN_STATUS = 503
_ALL, _POSTS = "[A-Z]+ (?!/gateway).*", r"POST /channels/\{channel_id\}/messages"
_ANSWERS = ("/interactions/", "/webhooks/")
_LOGIN = "/users/@me"
_ENDLESS = 10**9


class Order(StrEnum):
    """What is wanted."""

    DOWN = "down"
    LOSE = "lose"
    RESTART = "restart"
    CLEAR = "clear"


class Trouble:
    """down: Discord answers 503 to everything, until DOWN_S seconds of the demo's clock after the first thing that the
    bot wants by itself: so a journey lives through it, too, though others press buttons on the way. lose: the next
    message is posted, and its answer lost. restart: while Discord is down the bot is refused once. It waits twice as
    long after each time, so that at the end of the minute nobody would know whether it ever comes back.

    changed: called when there is more or less trouble.
    """

    def __init__(self, local: LocalDiscord, bot: RunningBot) -> None:
        self._local = local
        self._bot = bot
        self._down: Fault | None = None
        self._until: float | None = None
        self._lose: Fault | None = None
        self._restarting = False
        self.changed: Callable[[], None] = lambda: None

    async def order(self, wanted: Order) -> None:
        """Raises CrosswalkError when the bot does not come back."""
        faults = self._local.faults
        match wanted:
            case Order.DOWN:
                self._end_down()
                self._down = faults.order(_ALL, _ENDLESS, DOWN_STATUS)
            case Order.LOSE:
                if self._lose is None or not self._lose.left:
                    self._lose = faults.order(_POSTS, 1, "lose")
            case Order.RESTART:
                self._restarting = True
                try:
                    await self._bot.restart()
                finally:
                    self._restarting = False
            case Order.CLEAR:
                self._end_down()
                if self._lose is not None:
                    self._lose.cancel()
        self.changed()

    def look(self) -> Json:
        """As the page shows it."""
        return {
            "down": self._down is not None,
            "down_until": self._until,
            "lose": self._lose is not None and self._lose.left > 0,
        }

    def before_request(self, path: str) -> None:
        """To be called before each request of the bot."""
        self.pass_time()
        if self._down is None or path.startswith(_ANSWERS):
            return
        if self._restarting and path == _LOGIN:
            self._until = self._local.clock()
        elif self._until is None:
            self._until = self._local.clock() + DOWN_S
            self.changed()

    def pass_time(self) -> None:
        """To be called now and then: the minute ends."""
        if self._until is not None and self._local.clock() >= self._until:
            self._end_down()
            self.changed()

    def _end_down(self) -> None:
        if self._down is not None:
            self._down.cancel()
        self._down = self._until = None
