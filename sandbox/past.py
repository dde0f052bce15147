"""The demo community's last days, played through the real bot: nothing is written into its tables."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from bot.app import App
from bot.errors import SettingsError
from bot.schedule import instant, local_date
from sandbox.scene import PEOPLE, Person, Scene
from sandbox.seen import LiveMessage

DAYS = 10  # of questions, today's included
SET_UP_AT = time(8)
TRACKS = {"CPC": (time(9), "9am"), "CCS": (time(12), "noon")}

# Days ago, local time, who, what.
SMALL_TALK = (
    (
        9,
        time(8, 20),
        "rowan",
        "Welcome, everybody! From today there is a question every morning in <#{quiz}>.",
    ),
    (8, time(10, 5), "sam", "The daily question got me with the seventh character again…"),
    (
        8,
        time(10, 9),
        "maya",
        "Read the reasons for *all* options. The trap it names is always the same one for me.",
    ),
    (6, time(13, 30), "nadia", "The CCS one at noon is my *lunch break* now."),
    (4, time(22, 45), "leo", "Is a quarter to eleven at night still “today”? Asking for a friend."),
    (4, time(22, 51), "priya", "Until the next one comes, yes. `/quiz today` shows what is open."),
    (2, time(17, 15), "tomas", "Weekdays only for me. See you on `/quiz leaderboard`."),
    (1, time(19, 5), "priya", "Say hello to <@{ines}>, who starts with CPC this week."),
    (1, time(19, 12), "ines", "Hi! I have not dared to press a letter yet."),
    (0, time(9, 40), "maya", "Just press one, <@{ines}>. Only you see whether it was right."),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something a member does at an instant (epoch seconds)."""

    at: int
    act: Callable[[], Awaitable[None]]


async def play_past(
    app: App,
    scene: Scene,
    present: Callable[[], float],
    on_progress: Callable[[float], None] = lambda _: None,
) -> None:
    """From the set-up by the moderator to the present, each thing at its time.

    present: epoch seconds; it goes on while the past is played. on_progress: hears the share (0 to 1) that is done.
    The clock has to stand at `start_of_past` or before.
    """
    happenings = _script(app, scene, present())
    for number, happening in enumerate(happenings):
        await app.travel(happening.at)
        await happening.act()
        on_progress((number + 1) / len(happenings))
    await app.travel(present())
    await app.refresh()
    _forget_private_replies(scene)


def start_of_past(until: float, zone: str) -> int:
    """The instant (epoch seconds) of the set-up."""
    return instant(_today(until, zone) - timedelta(days=DAYS - 1), SET_UP_AT, zone)


def _today(until: float, zone: str) -> date:
    return local_date(int(until), zone)


def _script(app: App, scene: Scene, until: float) -> list[Happening]:
    """Everything that happens before `until`, in order. The same days give the same script."""
    first = _today(until, scene.zone) - timedelta(days=DAYS - 1)
    found = [Happening(instant(first, SET_UP_AT, scene.zone), lambda: _set_up(scene))]
    found += _talk(scene, until)
    for day in (first + timedelta(days=n) for n in range(DAYS)):
        for person in PEOPLE:
            found += _answers(app, scene, person, day)
    return sorted((h for h in found if h.at <= until), key=lambda h: h.at)


def _talk(scene: Scene, until: float) -> list[Happening]:
    names = {key: user.id for key, user in scene.users.items()} | {"quiz": scene.quiz.id}

    def say(who: str, text: str) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            await scene.member(who, scene.lounge).say(scene.lounge, text.format(**names))

        return act

    today = _today(until, scene.zone)
    return [
        Happening(instant(today - timedelta(days=ago), wall, scene.zone), say(who, text))
        for ago, wall, who, text in SMALL_TALK
    ]


def _answers(app: App, scene: Scene, person: Person, day: date) -> list[Happening]:
    """When this person answers which of the day's questions, and whether rightly, by habit."""
    habit = person.habit
    if habit is None or (day.weekday() >= 5 and not habit.weekends):
        return []
    found: list[Happening] = []
    for certification, (wall, _) in TRACKS.items():
        rng = Random(f"{person.key} {certification} {day}")
        if rng.random() < habit.tracks.get(certification, 0.0):
            right = rng.random() < habit.right
            at = instant(day, wall, scene.zone) + int(3600 * rng.uniform(*habit.hours))
            found.append(Happening(at, _press(app, scene, person, certification, right, rng)))
    return found


def _press(
    app: App, scene: Scene, person: Person, certification: str, right: bool, rng: Random
) -> Callable[[], Awaitable[None]]:
    async def act() -> None:
        user = scene.users[person.key]
        for post, chosen in await app.services.quiz.today(scene.guild.id, user.id):
            if post.track.certification != certification or chosen is not None:
                continue
            shown = post.shown
            letters = [
                letter for letter, option in shown.options() if (option.key == shown.question.answer) is right
            ]
            record = scene.quiz.messages[post.occurrence.message_id or 0]
            message = LiveMessage(scene.local.world, record)
            await scene.member(person.key, scene.quiz).click(message, rng.choice(letters))

    return act


async def _set_up(scene: Scene) -> None:
    """The moderator sets up the tracks, as on a real server."""
    for certification, (_, written) in TRACKS.items():
        reply = await scene.member("priya", scene.mods).slash(
            "admin track add",
            {
                "certification": certification,
                "channel": scene.quiz,
                "time": written,
                "timezone": scene.zone,
                **({"ping": scene.crew} if certification == "CPC" else {}),
            },
        )
        if reply.failed or "Set up" not in reply.text():
            answer = "no answer in time" if reply.failed else reply.text()
            raise SettingsError(f"The demo could not set up its {certification} track: {answer}")


def _forget_private_replies(scene: Scene) -> None:
    """As Discord's own client does at its next start."""
    for channel in scene.guild.channels.values():
        for ident in channel.whispers:
            del channel.messages[ident]
        channel.whispers.clear()
