"""Time: journeys, how fast it runs, and trouble on the way."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from sandbox.demo import Demo
from sandbox.looks import Looks
from sandbox.model import Json, User
from tests.page.conftest import Open
from tests.page.window import JOURNEY_MS, LONG

pytestmark = [pytest.mark.asyncio(loop_scope="session"), LONG]


async def test_the_next_question_comes(window: Open) -> None:
    async with window("ines") as ines:
        for _ in range(2):
            before = await ines.message("question of the day").get_attribute("id")
            await ines.travel("Next question")
            post = ines.message("question of the day")
            await expect(post).not_to_have_attribute("id", before or "")
            await expect(post).to_contain_text("Nobody has answered yet")


async def test_a_journey_is_over_when_what_came_on_it_is_shown(
    window: Open, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever then presses under the newest question presses under that of the day they went to."""
    go_on, all_changes = asyncio.Event(), Looks.changes

    async def held(looks: Looks, user: User) -> AsyncIterator[Json]:
        async for change in all_changes(looks, user):
            await go_on.wait()
            yield change

    monkeypatch.setattr(Looks, "changes", held)
    async with window("sam") as sam:
        before = await sam.message("question of the day").get_attribute("id")
        async with sam.page.expect_response("**/page/travel"):
            await sam.button("Next question").click()
        await sam.page.evaluate(
            "fetch('/page/state').then((answer) => answer.json())"
        )  # the answer has been heard
        await expect(sam.button("Next question")).to_be_disabled()
        go_on.set()
        await sam.over()
        assert await sam.message("question of the day").get_attribute("id") != before


async def test_weeks_pass_in_order_while_one_watches(window: Open) -> None:
    """Everything that falls due in between comes, each day's question once and in its order."""
    async with window("maya") as maya:
        clock = await maya.page.locator("#clock strong").inner_text()
        await maya.travel("In 13 weeks")
        assert await maya.page.locator("#clock strong").inner_text() != clock
        posts = maya.page.locator("#messages .text").filter(has_text="question of the day")
        found = [
            re.match(r"(\w+) question of the day, day (\d+)", text) for text in await posts.all_inner_texts()
        ]
        days = [(match[1], int(match[2])) for match in found if match]
        assert len(days) > 20
        for name in {name for name, _ in days}:
            numbers = [number for one, number in days if one == name]
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


async def test_while_one_travels_no_other_window_sets_out(
    window: Open, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that is open nor one that is opened meanwhile: both together would go to half a year from now."""
    go_on, on_the_way = asyncio.Event(), demo.machine._pass

    async def held(to: float) -> AsyncIterator[float]:
        if demo.machine.journey is not None:  # the running clock comes this way, too
            await go_on.wait()
        async for now in on_the_way(to):
            yield now

    async with window("sam", "lounge") as sam, window("leo", "lounge") as leo:
        with monkeypatch.context() as patched:
            patched.setattr(demo.machine, "_pass", held)
            try:
                await sam.button("In an hour").focus()
                await sam.page.keyboard.press("Enter")
                async with window("maya", "lounge") as late:
                    for other in (leo, late):
                        await expect(other.button("In 13 weeks")).to_be_disabled()
            finally:
                go_on.set()
            await sam.over()
        await leo.over()
        await expect(leo.button("In 13 weeks")).to_be_enabled()
        await expect(sam.button("In an hour")).to_be_focused()


async def test_time_runs_as_fast_as_is_wanted(window: Open) -> None:
    async with window("ines") as ines:
        clock = ines.page.locator("#clock strong")
        before = await clock.inner_text()
        try:
            await ines.button("1 h/s").click()
            await expect(ines.button("1 h/s")).to_have_attribute("aria-pressed", "true")
            await expect(clock).not_to_have_text(before)
        finally:  # the demo is that of all tests here
            await ines.button("Real time").click()
        await expect(ines.button("Real time")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ("Discord down for a minute", "Discord was down"),
        ("Lose the next answer", "but no answer came back"),
        ("Restart the bot", "…and is back"),
    ],
)
async def test_trouble_loses_nothing(window: Open, trouble: str, told: str) -> None:
    """Ordered in the panel: the next question still comes, once, and the panel tells how it went."""
    async with window("priya") as priya:
        await priya.button("What the bot did").click()
        await priya.button(trouble).click()
        await expect(priya.button(trouble)).not_to_have_attribute("aria-busy", "true", timeout=JOURNEY_MS)
        before = await priya.message("question of the day").get_attribute("id")
        await priya.travel("Next question")
        await priya.travel("In an hour")
        post = priya.message("question of the day")
        await expect(post).not_to_have_attribute("id", before or "")
        texts = (
            await priya.page.locator("#messages .text")
            .filter(has_text="question of the day")
            .all_inner_texts()
        )
        headings = [t.split("\n")[0].removesuffix("(edited)").strip() for t in texts]
        assert len(headings) == len(set(headings))
        log = priya.page.locator("#log")
        await expect(log.get_by_text(told).first).to_be_visible()
        await expect(priya.page.locator("#trouble")).to_have_text("All is well.")


async def test_over_an_exam(window: Open) -> None:
    """A date is set, and time goes to the day before and to the day itself: the bot writes on the way."""
    async with window("jonas", "lounge") as jonas:
        await jonas.page.locator("#composer-box").fill("/")
        await expect(jonas.page.get_by_role("option").first).to_be_visible()
        await jonas.page.get_by_role("option", name="/exam set").click()
        await jonas.page.get_by_label("date").fill("in 2 weeks")
        await jonas.page.get_by_label("certification").fill("CPC")
        # Suggestions are open, and close when the button is pressed: it must not move away under the pointer.
        await expect(jonas.page.get_by_role("option", name="CPC · ").first).to_be_visible()
        async with jonas.bringing("Only you can see this"):
            await jonas.button("Send").click()
        await expect(jonas.message("Only you can see this")).to_contain_text("CPC")
        messages = jonas.page.locator("#dms button")
        heading = jonas.page.get_by_role("heading", level=1)
        for label, said in (
            ("Day before my exam", "Your CPC exam is tomorrow"),
            ("My exam day", "Today is your CPC exam"),
        ):
            await jonas.travel(label)
            await expect(messages).to_contain_text("new")
            await messages.click()
            await expect(jonas.message(said)).to_be_visible()
            await jonas.page.locator("#channels button").filter(has_text="lounge").click()
            await expect(heading).to_have_text("#lounge")
