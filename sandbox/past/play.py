"""Plays the story: each thing at its time, with everything that the bot does in between."""

import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta

from bot.schedule import local_date
from sandbox.errors import DiscordError
from sandbox.keeping import forget_private_replies
from sandbox.past import buddies, credits, disputes, exams, focus, hooks, practice, quiz, talk
from sandbox.past.story import Happening, Story, Unexpected
from sandbox.seen import DriverError

_log = logging.getLogger(__name__)

CHAPTERS = (
    quiz.script,
    talk.script,
    practice.script,
    hooks.script,
    buddies.script,
    focus.script,
    disputes.script,
    exams.script,
    credits.script,
)
# What members do every day, in the past and from now on.
HABITS = (quiz.day, buddies.day, exams.day)


async def play_past(
    story: Story,
    present: Callable[[], float],
    on_progress: Callable[[float], None] = lambda _: None,
) -> list[str]:
    """From the set-up by the moderator to the present; returns what did not go as told, which does not end it.

    present: epoch seconds; it goes on while the past is played. on_progress: hears the share (0 to 1) that is done.
    The clock has to stand at `start_of_past` or before.
    """
    until = present()
    happenings = [happening for chapter in CHAPTERS for happening in chapter(story)]
    for day in (story.first + timedelta(days=n) for n in range(story.days)):
        happenings += [happening for habit in HABITS for happening in habit(story, day)]
    happenings = sorted((h for h in happenings if h.at <= until), key=lambda h: h.at)
    troubles = []
    for number, happening in enumerate(happenings):
        await story.bot.reach(happening.at)
        if (trouble := await _act(happening)) is not None:
            troubles.append(trouble)
        on_progress((number + 1) / len(happenings))
    await story.bot.reach(present())
    await story.bot.app.refresh()
    forget_private_replies(story.scene.local)
    return troubles


class Life:
    """How the community goes on after the past: its habits, as time comes to them."""

    def __init__(self, story: Story) -> None:
        now = story.services.clock.now()
        self._story = story
        self._day = local_date(now, story.scene.zone)
        self._coming = deque(self._of_day(after=now))

    def next_before(self, instant: float) -> Happening | None:
        """The next thing that members do until then, taken out of what is to come."""
        while not self._coming or self._coming[0].at > instant:
            begins = self._story.at(self._day + timedelta(days=1), quiz.EARLIEST)
            if self._coming or begins > instant:
                return None
            self._day += timedelta(days=1)
            self._coming.extend(self._of_day())
        return self._coming.popleft()

    async def act(self, happening: Happening) -> None:
        """It is done if it can be: the bot may be away, or what it is about may be gone."""
        await _act(happening)

    def _of_day(self, after: float = 0.0) -> list[Happening]:
        found = [happening for habit in HABITS for happening in habit(self._story, self._day)]
        return sorted((h for h in found if h.at > after), key=lambda h: h.at)


async def _act(happening: Happening) -> str | None:
    """What did not go as told."""
    try:
        await happening.act()
    except (DriverError, DiscordError, Unexpected, KeyError) as error:
        _log.info("the community's story: %r", error)
        return repr(error)
    return None
