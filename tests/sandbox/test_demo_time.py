"""The demo's clock, trouble on order, and what the bot did in words."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.errors import StorageFull
from bot.schedule import Delivery
from bot.schedule.attempt import Again, Arrived
from sandbox.deed_words import begins
from sandbox.delivery_words import DELIVERIES
from sandbox.demo import Demo
from sandbox.travel import Speed
from tests.sandbox.stage import Browser, headings, opened

DAYS = 3
HOUR = 3600


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with opened(tmp_path, days=DAYS) as found:
        yield found


@pytest.fixture
async def browser(demo: Demo) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as session:
        yield Browser(demo, session)


async def go(browser: Browser, to: str) -> float:
    """Travel as Ines; gives the instant of arrival."""
    status, answer = await browser.post("travel", {"to": to, "user": browser.user("ines")})
    assert status == 200, answer
    return float(answer["now"])


async def log(browser: Browser) -> list[Any]:
    """What the bot did, oldest first."""
    status, answer = await browser.get("log", limit="500")
    assert status == 200
    entries: list[Any] = answer["entries"]
    return entries


async def until_told(browser: Browser, text: str) -> Any:
    """The first entry that says so, as soon as it is there. Raises TimeoutError."""
    async with asyncio.timeout(60):
        while True:
            for entry in await log(browser):
                if text in entry["text"]:
                    return entry
            await asyncio.sleep(0.02)


async def test_thirteen_weeks_pass_with_every_question_once_and_members_live_on(
    demo: Demo, browser: Browser
) -> None:
    start = demo.app.services.clock.now()
    told = asyncio.create_task(journeys(browser))
    arrived = await go(browser, "weeks13")
    local = datetime.fromtimestamp(arrived, ZoneInfo(demo.scene.zone))
    assert (local.hour, local.minute) == (9, 0)
    assert (local.date() - datetime.fromtimestamp(start, ZoneInfo(demo.scene.zone)).date()).days == 91
    days = [day for name, day in headings(demo) if name == "CPC"]
    newest = max(days)
    assert newest == DAYS + 91
    assert days == list(range(newest - len(days) + 1, newest + 1))
    keen = await demo.app.services.quiz.streaks(demo.scene.guild.id, demo.scene.users["maya"].id)
    assert max(report.streak.length for report in keen) > 80, "the others go on answering meanwhile"
    shares = await told
    assert shares == sorted(shares)
    assert len(shares) > 2, "the page hears how far it is"


async def journeys(browser: Browser) -> list[float]:
    """The shares of the journey that the page is told of, until it has ended."""
    shares: list[float] = []
    async for event in events(browser):
        if event["kind"] == "clock" and event["going"] is not None:
            shares.append(event["going"]["share"])
        elif event["kind"] == "clock" and shares:
            return shares
    return shares


async def events(browser: Browser) -> AsyncIterator[Any]:
    """What the page is told as Ines."""
    address = f"{browser.demo.url}/page/events?user={browser.user('ines')}"
    async with browser.session.ws_connect(address) as socket:
        async for heard in socket:
            yield heard.json()


async def test_one_journey_at_a_time(demo: Demo, browser: Browser) -> None:
    """Two windows that press “In 13 weeks” do not go to half a year from now."""
    start = demo.app.services.clock.time()
    answers = await asyncio.gather(*(browser.post("travel", {"to": "tomorrow"}) for _ in range(3)))
    assert sorted(status for status, _ in answers) == [200, 409, 409]
    refused = [answer["error"] for status, answer in answers if status == 409]
    assert all(said.startswith("A journey is under way, perhaps from another window.") for said in refused)
    assert demo.app.services.clock.time() - start < 24 * HOUR
    await go(browser, "hour")


async def test_the_page_hears_of_a_journey_from_its_beginning_to_its_end(browser: Browser) -> None:
    """Also of one that fails or is short: whoever must not set out meanwhile has to know."""
    heard: list[bool] = []
    journey: asyncio.Task[float] | None = None
    async for event in events(browser):
        if event["kind"] == "hello":
            journey = asyncio.create_task(go(browser, "hour"))
        elif event["kind"] == "clock":
            heard.append(event["going"] is not None)
            if not heard[-1]:
                break
    assert journey is not None
    await journey
    assert heard[0] is True
    assert (await browser.get("state"))[1]["going"] is None


async def test_a_press_during_a_journey_waits_and_counts(browser: Browser) -> None:
    journey = asyncio.create_task(go(browser, "tomorrow"))
    await asyncio.sleep(0)
    answer = await browser.act("slash", command="quiz streak")
    assert not answer["failed"]
    await journey


async def test_played_faster_the_clock_runs_and_what_falls_due_is_done(demo: Demo, browser: Browser) -> None:
    await go(browser, "tomorrow")
    real, before = asyncio.get_running_loop().time(), demo.app.services.clock.time()
    assert (await browser.post("speed", {"speed": 3600}))[1]["speed"] == 3600
    async with asyncio.timeout(60):
        async for event in events(browser):
            if event["kind"] == "did" and "question of the day" in event["entry"]["text"]:
                break
    await browser.post("speed", {"speed": 1})
    passed = demo.app.services.clock.time() - before
    assert passed > 2 * HOUR
    assert passed < 3700 * (asyncio.get_running_loop().time() - real), "and not faster than that"
    assert (await browser.get("state"))[1]["speed"] == 1


async def test_a_new_speed_holds_from_now_on(demo: Demo) -> None:
    """Not for the seconds before, for which the clock could not be moved since somebody was pressing a button."""
    loop = asyncio.get_running_loop()
    async with demo.machine.acting():
        await steps(demo, 6)
        real, before = loop.time(), demo.app.services.clock.time()
        demo.machine.set_speed(Speed.HOURS)
    await steps(demo, 2)
    passed = demo.app.services.clock.time() - before
    assert 60 < passed <= 3600 * (loop.time() - real)


async def test_other_speeds_are_refused(browser: Browser) -> None:
    for speed in (0, 2, -1, "fast", 10**9, None):
        status, answer = await browser.post("speed", {"speed": speed})
        assert status == 400, speed
        assert "speed" in answer["error"]


async def test_without_an_exam_there_is_no_way_to_its_day(browser: Browser) -> None:
    status, answer = await browser.post("travel", {"to": "exam_day", "user": browser.user("ines")})
    assert status == 409
    assert answer["error"].startswith("Ines has no exam ahead")


async def test_the_page_learns_where_it_can_go(browser: Browser) -> None:
    _, state = await browser.get("state")
    goals = [goal["to"] for goal in state["goals"]]
    assert goals[:3] == ["hour", "next_question", "tomorrow"]
    assert "weeks13" in goals
    assert state["bot"] == {"online": True}
    assert state["faults"] == {"down": False, "down_until": None, "lose": False}


async def test_discord_down_for_a_minute_loses_no_question(demo: Demo, browser: Browser) -> None:
    demo.scene.local.deadline = 1.0  # members press on the way, and wait in vain
    assert (await browser.post("fault", {"do": "down"}))[1]["faults"]["down"] is True
    posts = len(headings(demo))
    await go(browser, "next_question")
    assert len(headings(demo)) == posts, "Discord is down"
    entry = await until_told(browser, "Discord was down")
    assert entry["ok"] is False
    assert entry["detail"].endswith("503")
    await until_told(browser, "the daily question")
    await go(browser, "hour")
    assert len(headings(demo)) == posts + 1
    await until_told(browser, "once, not twice")
    assert (await browser.get("state"))[1]["faults"]["down"] is False


async def test_a_lost_answer_posts_nothing_twice(demo: Demo, browser: Browser) -> None:
    await browser.post("fault", {"do": "lose"})
    posts = len(headings(demo))
    await go(browser, "next_question")
    await until_told(browser, "but no answer came back")
    await go(browser, "hour")
    await until_told(browser, "Looked for its own messages in #daily-quiz")
    assert len(headings(demo)) == posts + 1


async def test_trouble_can_be_called_off(demo: Demo, browser: Browser) -> None:
    await browser.post("fault", {"do": "down"})
    await browser.post("fault", {"do": "lose"})
    status, answer = await browser.post("fault", {"do": "clear"})
    assert (status, answer["faults"]) == (200, {"down": False, "down_until": None, "lose": False})
    posts = len(headings(demo))
    await go(browser, "next_question")
    assert len(headings(demo)) == posts + 1


async def test_a_restart_is_seen_and_told(browser: Browser) -> None:
    seen: list[bool] = []
    restarting: asyncio.Task[Any] | None = None
    async with asyncio.timeout(60):
        async for event in events(browser):
            if event["kind"] == "hello":
                restarting = asyncio.create_task(browser.post("fault", {"do": "restart"}))
            elif event["kind"] == "bot":
                seen.append(event["online"])
            if seen[-1:] == [True]:
                break
    assert restarting is not None
    assert (await restarting)[0] == 200
    assert seen == [False, True]
    texts = [entry["text"] for entry in await log(browser)]
    assert texts.index("The bot is stopped…") < texts.index("Logged in")
    assert not (await browser.act("slash", command="quiz streak"))["failed"]


async def test_a_restart_while_discord_is_down_is_refused_once(demo: Demo, browser: Browser) -> None:
    """The bot waits twice as long after each time: at the end of the minute it would wait for more than another."""
    for order in ("down", "restart"):
        assert (await browser.post("fault", {"do": order}))[0] == 200
    logins = [e["detail"] for e in await log(browser) if (e["detail"] or "").startswith("GET /users/@me ")]
    assert [detail.split()[-1] for detail in logins][-2:] == ["503", "200"]
    assert logins.count("GET /users/@me → 503") == 1
    assert demo.stage.bot.online
    assert (await browser.get("state"))[1]["faults"]["down"] is False
    await until_told(browser, "until the bot has tried once")


async def test_what_the_bot_did_reads_well(demo: Demo, browser: Browser) -> None:
    await browser.act("slash", command="quiz today")
    await browser.act("slash", command="quiz practice", options={"area": "CPC/anatomy"})
    await browser.act("complete", command="quiz practice", option="area", typed="ana")
    await browser.act("slash", key="priya", channel="study-hall", command="focus start")
    await until_told(browser, "Posted in #study-hall")
    await go(browser, "next_question")
    entries = await log(browser)
    texts = [entry["text"] for entry in entries]
    assert "Answered Ines in private (/quiz today)" in texts
    assert any(text.startswith("Offered Ines ") for text in texts)
    assert any(text.startswith("Posted in #daily-quiz: “CPC question of the day") for text in texts)
    assert [entry["id"] for entry in entries] == sorted(entry["id"] for entry in entries)
    (pressed,) = [entry for entry in entries if entry["text"] == "Answered Ines in private (/quiz today)"]
    assert (pressed["by"], pressed["what"], pressed["kind"]) == (
        browser.user("ines"),
        "quiz today",
        "private",
    )
    assert not any("<@" in text or "**" in text for text in texts)


async def test_the_log_is_bounded(demo: Demo, browser: Browser) -> None:
    assert (await browser.get("log", limit="x"))[0] == 400
    assert (await browser.get("log", limit="0"))[1]["entries"] == []


async def test_every_delivery_has_a_name(demo: Demo) -> None:
    assert set(demo.app.services.schedule._features) == set(DELIVERIES)


def test_members_are_named_in_first_words() -> None:
    body = {"content": "<@7> and <@8>, hello"}
    assert begins(body, {7: "Ines", 8: "Maya"}) == "“Ines and Maya, hello”"


@pytest.mark.parametrize(
    ("body", "first"),
    [
        ({"content": "**CPC question of the day**, day 3\nmore"}, "“CPC question of the day, day 3”"),
        ({"content": "", "embeds": [{"title": "Streak"}]}, "“Streak”"),
        ({"content": "<@123> <@&5>\nHello"}, "“Hello”"),
        ({"content": "x" * 200}, "“" + "x" * 69 + "…”"),
        ({}, ""),
    ],
)
def test_a_message_is_named_by_its_first_words(body: dict[str, Any], first: str) -> None:
    assert begins(body) == first


async def test_attempts_are_told_only_when_there_is_something_to_tell(demo: Demo) -> None:
    delivery = Delivery(1, "quiz.post", "1:2026-11-22", 1, 1, 1, None, 0, 9, 1, "sending", None, "n")
    deeds = demo.stage.deeds
    before = len(deeds.newest)
    deeds.attempted(delivery, Arrived(None))  # type: ignore[arg-type]
    assert len(deeds.newest) == before
    deeds.attempted(delivery, Again(4, unsure=False))
    assert deeds.newest[-1].said.text == "Discord did not take the daily question: will try again in 4 s"
    assert deeds.newest[-1].said.ok is False


async def steps(demo: Demo, number: int) -> None:
    """So many steps of the demo's clock."""
    machine, told = demo.machine, asyncio.Semaphore(0)
    before, machine.stepped = machine.stepped, told.release
    try:
        async with asyncio.timeout(60):
            for _ in range(number):
                await told.acquire()
    finally:
        machine.stepped = before


async def test_a_press_that_is_not_answered_holds_up_nobody(demo: Demo) -> None:
    """Nor the clock: it waits for whoever acts to be done, but not with everybody else behind it."""
    async with demo.machine.acting():
        await steps(demo, 3)
        async with asyncio.timeout(60), demo.machine.acting():
            pass


async def test_the_clock_goes_on_after_it_stumbled(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk, say: it may pass, and the demo would else stand still without a word."""

    def full(_: float) -> AsyncIterator[float]:
        raise StorageFull("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(demo.machine, "_pass", full)
        await steps(demo, 3)
    demo.machine.set_speed(Speed.HOURS)
    before = demo.app.services.clock.time()
    await steps(demo, 3)
    demo.machine.set_speed(Speed.REAL)
    assert demo.app.services.clock.time() - before > 60
