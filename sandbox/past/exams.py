"""Exam dates: who sits what when, with whom they meet in their exam week, and how it went."""

from datetime import date, time, timedelta
from random import Random

from bot.schedule import local_date
from sandbox.past.story import Doing, Happening, Story, Unexpected, expect
from sandbox.reply import Reply
from sandbox.seen import BUTTON, LiveMessage, walk
from sandbox.snowflakes import EPOCH_MS

# Who says the day after how it went.
SITTING = ("sam", "amara", "maya", "tomas", "leo", "nadia")
TOLD_AT = time(20, 50)
PASSING = 0.75
RETAKE_AFTER = timedelta(weeks=9)
PASSED, NOT_YET = "I passed 🎉", "Not passed yet"
MEET = "Meet others in my exam week"
# Sam and Amara sit theirs in one week; these many days ago they say that they want to meet.
MEET_AGO = {"sam": 5, "amara": 4}
# Days ago, who ticks off how many practice exams, or parts of one.
PRACTISED = ((62, "sam", 2), (33, "sam", 2), (10, "sam", 3), (37, "maya", 2))
PLANNING = ("sam", "amara", "maya")
AMARAS_FIRST_AGO, SAMS_SET_AGO = 33, 70


def script(story: Story) -> list[Happening]:
    """The set-up, and everybody's dates."""
    today = story.today
    amaras, sams = _same_week(today)
    found = [story.at_the_start(16, lambda: _set_up(story))]
    dates: tuple[tuple[int, str, str, date, dict[str, object]], ...] = (
        (SAMS_SET_AGO, "sam", "CPC", sams, {"visibility": 1, "time": "9am"}),
        (66, "nadia", "CCS", today - timedelta(days=20), {"visibility": 1}),
        (57, "amara", "CPC", today - timedelta(days=AMARAS_FIRST_AGO), {}),
        (40, "maya", "CCS", _weekday(today + timedelta(days=44)), {"visibility": 1}),
        (
            28,
            "tomas",
            "CPC",
            _weekday(today + timedelta(days=31)),
            {"visibility": 1, "place": "Room 4, library"},
        ),
        (15, "leo", "CPC", _weekday(today + timedelta(days=76)), {}),
    )
    for ago, who, certification, on, more in dates:
        found += story.some_days_ago(ago, time(18, 40), _date(story, who, certification, on, more))
    found += story.some_days_ago(AMARAS_FIRST_AGO - 2, time(18, 20), _retake(story, amaras))
    if story.days > SAMS_SET_AGO:
        found += story.some_days_ago(SAMS_SET_AGO, time(18, 45), lambda: _fewer_days(story, "sam"))
        for ago, who, count in PRACTISED:
            found += story.some_days_ago(ago, time(19, 50), _practised(story, who, count))
        for who, ago in MEET_AGO.items():
            found += story.some_days_ago(ago, time(18, 15), _meet(story, who))
    return found


def day(story: Story, on: date) -> list[Happening]:
    """In the evening, those whose exam is over say how it went."""
    return [Happening(story.at(on, TOLD_AT), lambda: _tell(story, on))]


async def _set_up(story: Story) -> None:
    scene = story.scene
    given = {
        "board": scene.countdown,
        "time": "9am",
        "timezone": scene.zone,
        "threads": scene.rooms,
        "role": scene.certified,
    }
    expect(await story.member("priya", scene.mods).slash("admin exams set", given), "Set up")


def _date(story: Story, who: str, certification: str, on: date, more: dict[str, object]) -> Doing:
    async def act() -> None:
        member = story.member(who)
        given = {"certification": certification, "date": on.isoformat(), **more}
        expect(await member.slash("exam set", given), "Reminders")
        if who not in PLANNING:
            return
        shown = await (await member.slash("exam plan", certification=certification)).wait()
        if who == "maya" and any(button.label == "Send it each Monday" for button in shown.buttons()):
            await (await member.click(shown, "Send it each Monday")).wait()

    return act


async def _fewer_days(story: Story, who: str) -> None:
    """Sam studies on three days a week."""
    member = story.member(who)
    plan = await (await member.slash("exam plan")).wait()
    form = await member.click(plan, "Days and minutes")
    chosen = {"days": ["Tuesday", "Thursday", "Saturday"], "minutes": "45 minutes", "hour": "18:00"}
    await (await member.submit(form.modal, chosen)).wait()


def _practised(story: Story, who: str, count: int) -> Doing:
    """The first practice exams that are not ticked off yet, or parts of one."""

    async def act() -> None:
        member = story.member(who)
        plan = await (await member.slash("exam plan")).wait()
        for _ in range(count):
            open_ = next((button.label for button in plan.buttons() if button.label.startswith("☐")), None)
            if open_ is not None:
                plan = await (await member.click(plan, open_)).wait()

    return act


def _retake(story: Story, on: date) -> Doing:
    """Amara's second date, after the first did not work out (which she says by habit)."""

    async def act() -> None:
        member = story.member("amara")
        card = expect(await member.slash("exam list"), "not this time")
        form = await member.click(card.message, "Date of another try")
        expect(await member.submit(form.modal, {"date": on.isoformat()}), "CPC")

    return act


def _meet(story: Story, who: str) -> Doing:
    async def act() -> None:
        member = story.member(who)
        reply = await member.slash("exam list")
        if not _offers(reply, MEET):  # there are several: the first is the one ahead
            reply = await member.click(reply.message, _first(reply.message, "exc:"))
        expect(await member.click(reply.message, MEET), "You are in")

    return act


async def _tell(story: Story, on: date) -> None:
    """Whoever was asked in private that day answers there."""
    zone = story.scene.zone
    for who in SITTING:
        for message in reversed(story.member(who).dms()):
            if local_date(((message.id >> 22) + EPOCH_MS) // 1000, zone) != on:
                break
            if any(button.label == PASSED for button in message.buttons()):
                await _answer(story, who, message, on)
                break


async def _answer(story: Story, who: str, asked: LiveMessage, on: date) -> None:
    """Amara's first one did not work out, Nadia's did; of those to come the day decides."""
    member = story.member(who)
    first = on == story.today - timedelta(days=AMARAS_FIRST_AGO - 1)
    passed = not first if who in ("amara", "nadia") else Random(f"{who} {on}").random() < PASSING
    reply = await member.click(asked, PASSED if passed else NOT_YET)
    if not passed and who != "amara":
        form = await member.click(reply.message, "Set the date of the next try")
        await member.submit(form.modal, {"date": _weekday(on + RETAKE_AFTER).isoformat()})


def _same_week(today: date) -> tuple[date, date]:
    """Two days ahead in one week whose thread is open already: that is from the Friday before on."""
    monday = today + timedelta(days=2)
    monday -= timedelta(days=monday.weekday())
    return (
        max(monday + timedelta(days=2), today + timedelta(days=1)),
        max(monday + timedelta(days=4), today + timedelta(days=2)),
    )


def _weekday(on: date) -> date:
    """Nobody sits an exam on a Sunday."""
    return on + timedelta(days=on.weekday() == 6)


def _first(message: LiveMessage, beginning: str) -> str:
    """The custom_id of the first button that begins so."""
    for component in walk(message.components):
        if component["type"] == BUTTON and str(component.get("custom_id", "")).startswith(beginning):
            return str(component["custom_id"])
    raise Unexpected(f"there is no button {beginning}… under “{message.text()[:100]}”")


def _offers(reply: Reply, label: str) -> bool:
    return any(button.label == label for button in reply.message.buttons())
