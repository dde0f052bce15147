"""All that the demo page shows and moves, once it is ready."""

from dataclasses import dataclass

from sandbox.deed_words import Said
from sandbox.deeds import Deed, Deeds
from sandbox.model import Json
from sandbox.running import RunningBot
from sandbox.scene import Scene
from sandbox.server import LocalDiscord
from sandbox.travel import OF_EXAMS, Goal, TimeMachine
from sandbox.trouble import Order, Trouble

_ORDERED = {
    Order.DOWN: "Discord is down, until a minute after the next thing that the bot wants by itself",
    Order.LOSE: "The next message will be posted, but its answer will be lost",
    Order.CLEAR: "No more trouble",
}


@dataclass(slots=True)
class Stage:
    """Tells the local Discord's `changes` of everything but messages, which tell by themselves."""

    scene: Scene
    bot: RunningBot
    machine: TimeMachine
    deeds: Deeds
    trouble: Trouble
    _online: bool = True

    def __post_init__(self) -> None:
        self.machine.changed = lambda: self._tell("clock", going=int(self.machine.journey is not None))
        self.machine.stepped = self._look
        self.trouble.changed = lambda: self._tell("faults")
        self.deeds.told = self._did
        self.bot.stopped = self._look  # a quick restart is over before the next look
        self.local.onlooker = self.deeds

    @property
    def local(self) -> LocalDiscord:
        """Where all of it happens."""
        return self.scene.local

    def goals(self) -> list[Json]:
        """Where one can travel: to exams only when the bot knows of them."""
        exams = self.local.world.command_for(self.local.bot(self.scene.token), self.scene.guild, "exam")
        return [{"to": goal.value, "label": goal.label} for goal in Goal if exams or goal not in OF_EXAMS]

    def clock_json(self) -> Json:
        """Speed, and the journey if there is one."""
        journey = self.machine.journey
        going = None if journey is None else {"to": journey.to, "share": journey.share}
        return {"speed": int(self.machine.speed), "going": going}

    def bot_json(self) -> Json:
        """Whether the bot is connected."""
        return {"online": self._online}

    async def cause(self, order: Order) -> None:
        """Trouble on order. Raises CrosswalkError when the bot does not come back."""
        if order is not Order.RESTART:
            await self.trouble.order(order)
            self.deeds.note(Said("fault", _ORDERED[order]))
            return
        async with self.machine.resting():
            self.deeds.note(Said("fault", "The bot is stopped…"))
            if self.trouble.look()["down"]:
                self.deeds.note(Said("fault", "Discord is down until the bot has tried once to come back"))
            await self.trouble.order(order)
            self.deeds.note(Said("fault", "…and is back, with a new connection and the same data"))
        self._look()

    def _did(self, deed: Deed) -> None:
        self._tell("did", deed_id=deed.id)

    def _look(self) -> None:
        self.trouble.pass_time()
        if self.bot.online is not self._online:
            self._online = self.bot.online
            self._tell("bot")

    def _tell(self, kind: str, **what: int) -> None:
        self.local.changes.tell(kind, **what)
