"""A newcomer's small phone: what one needs next is in sight."""

import pytest
from playwright.async_api import FloatRect, expect

from sandbox.demo import Demo
from tests.page.conftest import Open
from tests.page.window import PHONE, SMALL, Window

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_small_phone_shows_what_one_needs_next(window: Open, demo: Demo) -> None:
    """A command's Send above what scrolls, the messages above it, the tour's words beside its buttons."""
    async with window("ines", "lounge", size=SMALL, coarse=True) as ines:
        await ines.page.locator("#composer-box").fill("/exam set")
        await ines.button("Send").click()
        await expect(ines.page.get_by_role("option").first).to_be_visible()
        for name in ("Send", "Cancel"):
            await expect(ines.button(name)).to_be_in_viewport(ratio=1)
        form, messages = await box_of(ines, ".command"), await box_of(ines, "#scroll")
        assert messages["height"] > 150
        assert messages["y"] + messages["height"] <= form["y"]
        await ines.button("Cancel").click()

        steps = ["answer", "why", "streak", "mnemonic", "buddy", "exam", "eve"]
        for number in range(len(steps)):
            await ines.page.evaluate(STEPS_DONE, [str(demo.scene.guild.id), steps[:number]])
            await ines.reload()
            await expect(ines.page.locator("#tour small")).to_have_text(f"Tour: {number + 1} of {len(steps)}")
            title, buttons = await box_of(ines, "#tour strong"), await box_of(ines, ".tour-buttons")
            words = await ines.page.locator("#tour strong").evaluate(WORDS)
            assert title["x"] + words <= buttons["x"], await ines.page.locator("#tour").inner_text()


# How wide a text is that wraps nowhere but where it must.
WORDS = """node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return Math.max(...[...range.getClientRects()].map((one) => one.right)) - node.getBoundingClientRect().left;
}"""
STEPS_DONE = "([guild, done]) => { localStorage[`tour ${guild}`] = JSON.stringify({ done, at: 0 }); }"


async def box_of(window: Window, selector: str) -> FloatRect:
    box = await window.page.locator(selector).bounding_box()
    assert box is not None
    return box


async def test_on_a_small_phone_a_journey_gives_its_room_to_what_comes(window: Open) -> None:
    async with window("tomas", size=SMALL, coarse=True) as tomas:
        await tomas.travel("Next question")
        await expect(tomas.page.locator("#goals")).to_be_hidden()
        await expect(tomas.button("Time")).to_be_focused()
        reply = await tomas.answer("B")
        await expect(tomas.page.locator("#tour strong")).to_have_text("See why")
        await expect(reply.locator(".head")).to_be_in_viewport()
        line = tomas.page.locator("#messages > .private .answered").last
        jump, whole = await line.get_by_role("button").bounding_box(), await line.bounding_box()
        assert jump is not None
        assert whole is not None
        assert jump["x"] + jump["width"] <= whole["x"] + whole["width"], "else only “…” is shown of it"


async def test_what_a_bot_thought_about_is_shown_from_its_beginning(window: Open) -> None:
    """And told to those who listen: as if it had come at once."""
    async with window("nadia", "lounge", size=SMALL, coarse=True) as nadia:
        shown = await nadia.shown("ponder", "What I thought")
        await shown.get_by_role("img").evaluate("image => image.decode()")
        await nadia.painted()
        await expect(shown.locator(".head")).to_be_in_viewport(ratio=1)
        await expect(nadia.page.locator("#live")).to_contain_text("Second: What I thought")


async def test_a_picture_does_not_push_out_of_sight_what_stands_under_it(window: Open) -> None:
    """It is loaded after its message was brought into view."""
    async with window("nadia", "lounge", size=PHONE, coarse=True) as nadia:
        shown = await nadia.shown("picture", "Your plan")
        await shown.get_by_role("img").evaluate("image => image.decode()")
        await expect(shown.get_by_role("button", name="Dismiss")).to_be_in_viewport(ratio=1)
        await expect(shown.locator(".head")).to_be_in_viewport(ratio=1)


async def test_what_is_brought_into_view_stays_there_when_the_room_becomes_smaller(window: Open) -> None:
    """As with an answer, which is shown from its beginning, and the tour's next step, which comes with it."""
    async with window("ines") as ines:
        far = await ines.page.evaluate("""async () => {
            const { show } = await import("/assets/room.js");
            const scroll = document.getElementById("scroll");
            const frame = () => new Promise(requestAnimationFrame);
            scroll.scrollTop = scroll.scrollHeight;
            for (let passed = 0; passed < 3; passed += 1) await frame();
            const [first] = document.querySelectorAll("#messages > .message");
            show((message) => `m${message.id}` === first.id);
            document.getElementById("tour").style.paddingBottom = "60px";
            for (let passed = 0; passed < 3; passed += 1) await frame();
            return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
        }""")
        assert far > 500
