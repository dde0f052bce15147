"""The story's frame: its days, and who acts in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.schedule import instant, local_date
from bot.services import Services
from sandbox.members import MemberDriver
from sandbox.model import Channel
from sandbox.reply import Reply
from sandbox.running import RunningBot
from sandbox.scene import Scene

DAYS = 91  # of questions, today's included
SET_UP_AT = time(8)

Doing = Callable[[], Awaitable[object]]


class Unexpected(Exception):
    """The bot did not do what the story counts on; says what it did."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that members do at an instant (epoch seconds)."""

    at: int
    act: Doing


@dataclass(frozen=True, slots=True)
class Story:
    """Everything is told from `today`, a local date in the scene's zone; `days` are played, today's included."""

    bot: RunningBot
    scene: Scene
    today: date
    days: int = DAYS

    @property
    def services(self) -> Services:
        """Of the bot that runs now: it may have been restarted since."""
        return self.bot.app.services

    @property
    def first(self) -> date:
        """The day of the set-up."""
        return self.today - timedelta(days=self.days - 1)

    def at(self, day: date, wall: time) -> int:
        """The instant of a local time."""
        return instant(day, wall, self.scene.zone)

    def some_days_ago(self, ago: int, wall: time, act: Doing) -> list[Happening]:
        """On that day; nothing when the story begins later."""
        return [Happening(self.at(self.today - timedelta(days=ago), wall), act)] if ago < self.days else []

    def at_the_start(self, minutes: int, act: Doing) -> Happening:
        """On the first day, so many minutes after the set-up begins."""
        return Happening(self.at(self.first, SET_UP_AT) + 60 * minutes, act)

    def member(self, key: str, channel: Channel | None = None) -> MemberDriver:
        """Acts for that person, in the lounge if nowhere else."""
        return self.scene.member(key, channel or self.scene.lounge)

    async def settle(self) -> None:
        """The bot does what is due now."""
        await self.services.schedule.run_until_idle()


def start_of_past(until: float, zone: str, days: int = DAYS) -> int:
    """The instant (epoch seconds) of the set-up."""
    return instant(local_date(int(until), zone) - timedelta(days=days - 1), SET_UP_AT, zone)


def expect(reply: Reply, text: str) -> Reply:
    """The same reply, if it says `text`. Raises Unexpected."""
    said = "no answer in time" if reply.failed else reply.text()
    if text not in said:
        raise Unexpected(f"“{text}” was expected, and there was: {said[:300]}")
    return reply
