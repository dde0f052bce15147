"""Who one is: another member in one press, and two windows that are two members."""

import re

import pytest
from playwright.async_api import expect

from tests.page.conftest import Open

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_two_members_see_each_others_presses_live(window: Open) -> None:
    async with window("sam") as sam, window("nadia") as nadia:
        await sam.travel("Next question")
        post = nadia.message("question of the day")
        await expect(post).to_contain_text("Nobody has answered yet")
        await sam.answer("B")
        await expect(post).to_contain_text("1 answered")
        await nadia.answer("C")
        for seen in (sam, nadia):
            await expect(seen.message("question of the day")).to_contain_text("2 answered")


async def test_what_only_one_may_see_the_other_does_not(window: Open) -> None:
    async with window("sam", "lounge") as sam, window("nadia", "lounge") as nadia:
        await sam.command("help")
        await expect(sam.message("Only you can see this")).to_be_visible()
        await sam.page.locator("#composer-box").fill("Anybody awake?")
        await sam.page.keyboard.press("Enter")
        await expect(nadia.message("Anybody awake?")).to_be_visible()
        await expect(nadia.page.locator(".private")).to_have_count(0)
        await sam.button("Dismiss").last.click()
        await expect(sam.page.locator(".private")).to_have_count(0)
        await sam.reload()
        await expect(sam.page.locator(".private")).to_have_count(0)


async def test_one_press_makes_you_somebody_else(window: Open) -> None:
    async with window("tomas", "lounge") as tomas:
        await expect(tomas.page.locator("#channels")).not_to_contain_text("mods")
        await tomas.page.get_by_role("button", name=re.compile("^Priya, moderator")).click()
        await expect(tomas.page.locator("#channels")).to_contain_text("mods")
        await expect(tomas.page.get_by_role("button", name=re.compile("this is you"))).to_contain_text(
            "Priya"
        )
        assert "#priya/lounge" in tomas.page.url
        await tomas.page.locator("#composer-box").fill("/admin")
        await expect(tomas.page.get_by_role("option").first).to_contain_text("/admin")


async def test_what_comes_elsewhere_is_marked(window: Open) -> None:
    async with window("leo", "lounge") as leo, window("maya", "daily-quiz") as maya:
        await maya.page.locator("#composer-box").fill("What a question")
        await maya.page.keyboard.press("Enter")
        room = leo.page.locator("#channels button").filter(has_text="daily-quiz")
        await expect(room).to_contain_text("new")
        await room.click()
        await expect(leo.message("What a question")).to_be_visible()
        await expect(room).not_to_contain_text("new")


async def test_older_messages_come_when_wanted(window: Open) -> None:
    async with window("nadia", "lounge") as nadia, window("jonas", "lounge") as jonas:
        said = jonas.page.locator("#composer-box")
        for number in range(60):
            await said.fill(f"Line {number:02}")
            await jonas.page.keyboard.press("Enter")
            await expect(said).to_have_value("")
        await nadia.reload()
        lines = nadia.page.locator("#messages .text").filter(has_text="Line")
        await expect(nadia.message("Line 59")).to_be_visible()
        await expect(nadia.page.get_by_text("Line 00")).to_have_count(0)
        await nadia.button("Show older messages").click()
        await expect(lines).to_have_count(60)
        assert await lines.all_inner_texts() == [f"Line {number:02}" for number in range(60)]
        await expect(nadia.button("Show older messages")).to_be_hidden()


async def test_eight_windows_at_once(window: Open) -> None:
    """A browser opens six HTTP connections to a host, so what a window holds open must not be one of them."""
    async with window("ines", "lounge") as ines:
        for person in ("maya", "priya", "rowan", "sam", "nadia", "leo", "tomas"):
            page = await ines.page.context.new_page()
            await page.goto(f"{ines.url}/#{person}/lounge")
            await expect(page.locator("#messages > .message").first).to_be_visible()
