"""Study buddies: who joins when, and the weekly check-ins in their threads. One waits for somebody today."""

from datetime import date, time
from random import Random

from bot.schedule import local_date
from sandbox.past.story import Doing, Happening, Story, Unexpected, expect
from sandbox.seen import LiveMessage
from sandbox.snowflakes import EPOCH_MS

# Days ago, who, certification, what they write into the form.
JOINING = (
    (
        80,
        "sam",
        "CPC",
        {"goals": "accountability, practice", "hours": "evenings", "about": "Slow and steady"},
    ),
    (79, "tomas", "CPC", {"goals": "accountability", "hours": "evenings, weekdays"}),
    (66, "nadia", "CCS", {"goals": "explaining", "hours": "6-9pm", "about": "Inpatient by day"}),
    (65, "maya", "CCS", {"goals": "explaining, practice", "hours": "evenings"}),
    (
        38,
        "amara",
        "CPC",
        {"goals": "practice", "hours": "mornings", "about": "Second try, and not the last word"},
    ),
    (37, "leo", "CPC", {"goals": "accountability", "hours": "9pm-12am"}),
    (
        1,
        "lucia",
        "CPC",
        {"goals": "accountability, practice", "hours": "evenings", "languages": "English, Spanish"},
    ),
)
CHECK_IN_AT = time(20, 30)
ANSWERS = ("Done", "Done", "Done", "Partly", "Partly", "Struggling")


def script(story: Story) -> list[Happening]:
    """The set-up, and who joins."""
    found = [story.at_the_start(12, lambda: _set_up(story))]
    for ago, who, certification, typed in JOINING:
        found += story.some_days_ago(ago, time(18, 5), _join(story, who, certification, typed))
    return found


def day(story: Story, on: date) -> list[Happening]:
    """In the evening, whoever got a check-in that day answers it."""
    return [Happening(story.at(on, CHECK_IN_AT), lambda: _check_in(story, on))]


async def _set_up(story: Story) -> None:
    given = {"channel": story.scene.rooms, "day": "Monday", "time": "5pm", "timezone": story.scene.zone}
    expect(await story.member("priya", story.scene.mods).slash("admin buddies set", given), "Set up")


def _join(story: Story, who: str, certification: str, typed: dict[str, str]) -> Doing:
    async def act() -> None:
        member = story.member(who)
        form = await member.slash("buddy join", certification=certification, timezone=story.scene.zone)
        if form.modal is None:
            raise Unexpected(f"no form was opened for {who}")
        joined = await member.submit(form.modal, typed)
        for shown in ("Show my streak", "Show my hours and line") if "about" in typed else ():
            await member.click(joined.message, shown)

    return act


async def _check_in(story: Story, on: date) -> None:
    scene = story.scene
    people = {scene.users[who].id: who for _, who, _, _ in JOINING}
    for thread in list(scene.guild.threads.values()):
        for ident in reversed(thread.order):
            if local_date(((ident >> 22) + EPOCH_MS) // 1000, scene.zone) != on:
                break
            message = LiveMessage(scene.local.world, thread.messages[ident])
            if not any(button.label == "Done" for button in message.buttons()):
                continue
            for member_id in list(thread.thread.members if thread.thread else ()):
                if (who := people.get(member_id)) is not None:
                    rng = Random(f"{who} {on} check-in")
                    await story.member(who, thread).click(message, rng.choice(ANSWERS))
            break
