"""The guided tour, as somebody new takes it: each step ticks itself off by what really happened."""

import re

import pytest
from playwright.async_api import expect

from tests.page.conftest import Open
from tests.page.window import JOURNEY_MS, LONG, Window

pytestmark = [pytest.mark.asyncio(loop_scope="session"), LONG]


async def step_is(ines: Window, title: str) -> None:
    await expect(ines.page.locator("#tour strong")).to_have_text(title)


async def show_me(ines: Window) -> None:
    await ines.button("Show me").click()


async def test_from_the_first_answer_to_the_end(window: Open) -> None:
    """By “Show me”, and what it leads to. Put away, taken up and loaded anew in between: nothing is forgotten."""
    async with window("ines") as ines:
        await ines.travel("Next question")
        await step_is(ines, "Answer today's question")
        await show_me(ines)
        # The step may be ticked off just before the reply is drawn, and nobody is that fast.
        async with ines.bringing("Your answer"):
            await ines.page.keyboard.press("Enter")
        await step_is(ines, "See why")
        await show_me(ines)
        async with ines.bringing("Why, option by option"):
            await ines.page.keyboard.press("Enter")
        await step_is(ines, "Look at your streak")

        await ines.button("Put the tour away; the Tour button brings it back").click()
        await expect(ines.page.locator("#tour")).to_be_hidden()
        await ines.reload()
        await expect(ines.page.locator("#tour")).to_be_hidden()
        await ines.button("Tour").click()
        await step_is(ines, "Look at your streak")

        await show_me(ines)
        await ines.button("Send").click()
        await step_is(ines, "Find a mnemonic")
        await show_me(ines)
        await ines.button("Send").click()
        await step_is(ines, "Join a buddy round")
        await show_me(ines)
        await ines.button("Send").click()
        form = ines.page.get_by_role("dialog")
        await form.get_by_label("Exam month").fill("May 2027")
        async with ines.bringing("You're in"):
            await form.get_by_role("button", name="Send").click()
        await step_is(ines, "Set an exam date")
        await show_me(ines)
        await expect(ines.page.get_by_label("date")).to_have_value("in 10 weeks")
        await ines.page.get_by_label("date").fill("in 3 weeks")
        await ines.button("Send").click()
        await step_is(ines, "Travel to the day before")
        await show_me(ines)
        await ines.page.keyboard.press("Enter")
        await expect(ines.page.locator("#tour strong")).to_have_text("Well done", timeout=JOURNEY_MS)
        await expect(ines.page.locator("#tour")).to_contain_text("That was the tour")


async def test_what_is_only_opened_does_not_count(window: Open) -> None:
    """A step is done when the bot has done it, not when its command was looked at or refused."""
    async with window("leo") as leo:
        await leo.button("Steps").click()
        steps = leo.page.locator(".tour-list li")
        count = await steps.count()
        await expect(leo.page.locator(".tour-list .done")).to_have_count(0)
        await leo.page.locator("#composer-box").fill("/mnemonic find")
        await leo.button("Send").click()
        await leo.button("Send").click()
        await expect(leo.page.get_by_text("This is needed.")).to_be_visible()
        await leo.button("Cancel").click()
        await expect(leo.page.locator(".tour-list .done")).to_have_count(0)
        await leo.command("quiz streak")
        await expect(leo.page.locator(".tour-list .done")).to_have_count(1)
        await expect(leo.page.locator(".tour-list .done")).to_contain_text("Look at your streak")
        await expect(leo.page.locator("#tour small")).to_have_text(re.compile(rf"2 of {count}"))


async def test_it_starts_over_with_the_demo(window: Open) -> None:
    """`make demo FRESH=1` sets the clock back, and what was done then was not done now."""
    async with window("jonas") as jonas:
        await jonas.button("Steps").click()
        await jonas.command("quiz streak")
        done = jonas.page.locator(".tour-list .done")
        await expect(done).to_have_count(1)
        await jonas.reload()
        await jonas.button("Steps").click()
        await expect(done).to_have_count(1)
        await jonas.page.evaluate("""() => {
            const [key] = Object.keys(localStorage).filter((name) => name.startsWith("tour"));
            localStorage[key] = JSON.stringify({ ...JSON.parse(localStorage[key]), at: 9e9 });
        }""")
        await jonas.reload()
        await jonas.button("Steps").click()
        await expect(jonas.page.locator(".tour-list li").first).to_be_visible()
        await expect(done).to_have_count(0)
