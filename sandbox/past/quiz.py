"""The daily questions: the moderator sets them up, and each member answers by habit."""

from datetime import date, time
from random import Random

from sandbox.members import MemberDriver
from sandbox.past.story import Doing, Happening, Story, expect
from sandbox.reply import Reply
from sandbox.scene import PEOPLE, Person
from sandbox.seen import LiveMessage

TRACKS = {"CPC": (time(9), "9am"), "CCS": (time(12), "noon")}
EARLIEST = time(0)
SHOW_HOOK, HOOK_HELPS = "Show the hook", "Helps me"


def script(story: Story) -> list[Happening]:
    """The set-up, as on a real server."""
    return [story.at_the_start(0, lambda: _set_up(story))]


def day(story: Story, on: date) -> list[Happening]:
    """Who answers which of the day's questions when, and whether rightly. The same days give the same."""
    found: list[Happening] = []
    for person in PEOPLE:
        found += _answers(story, person, on)
    return found


async def _set_up(story: Story) -> None:
    scene = story.scene
    for certification, (_, written) in TRACKS.items():
        reply = await story.member("priya", scene.mods).slash(
            "admin track add",
            {
                "certification": certification,
                "channel": scene.quiz,
                "time": written,
                "timezone": scene.zone,
                **({"ping": scene.crew} if certification == "CPC" else {}),
            },
        )
        expect(reply, "Set up")


def _answers(story: Story, person: Person, on: date) -> list[Happening]:
    habit = person.habit
    if habit is None or (on.weekday() >= 5 and not habit.weekends):
        return []
    if habit.since is not None and (story.today - on).days > habit.since:
        return []
    found: list[Happening] = []
    for certification, (wall, _) in TRACKS.items():
        rng = Random(f"{person.key} {certification} {on}")
        if rng.random() < habit.tracks.get(certification, 0.0):
            right = rng.random() < habit.right
            at = story.at(on, wall) + int(3600 * rng.uniform(*habit.hours))
            found.append(Happening(at, _press(story, person.key, certification, right, rng)))
    return found


def _press(story: Story, key: str, certification: str, right: bool, rng: Random) -> Doing:
    async def act() -> None:
        if (reply := await answer(story, key, certification, right, rng)) is not None and not right:
            await _look_at_hook(story.member(key, story.scene.quiz), reply, rng)

    return act


async def answer(story: Story, key: str, certification: str, right: bool, rng: Random) -> Reply | None:
    """Somebody answers the open question of that track; None when there is none, or they have already."""
    scene = story.scene
    for post, chosen in await story.services.quiz.today(scene.guild.id, scene.users[key].id):
        if post.track.certification != certification or chosen is not None:
            continue
        shown = post.shown
        letters = [
            letter for letter, option in shown.options() if shown.question.is_right(option.key) is right
        ]
        record = scene.quiz.messages[post.occurrence.message_id or 0]
        return await story.member(key, scene.quiz).click(
            LiveMessage(scene.local.world, record), rng.choice(letters)
        )
    return None


async def _look_at_hook(member: MemberDriver, reply: Reply, rng: Random) -> None:
    """After a wrong answer, some look at the memory hook, and some say that it helps."""
    if rng.random() < 0.4 or reply.failed or SHOW_HOOK not in _labels(reply):
        return
    hook = await member.click(reply.message, SHOW_HOOK)
    if rng.random() < 0.4 and not hook.failed and HOOK_HELPS in _labels(hook):
        await member.click(hook.message, HOOK_HELPS)


def _labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.message.buttons()]
