"""For everybody: by keyboard alone, by screen reader, on a phone, light and dark."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Locator, expect

from sandbox.demo import Demo
from tests.page.conftest import Open
from tests.page.window import PHONE, WIDE, Window

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def nothing(_: Window) -> None:
    """The page as it opens."""


async def private_reply(window: Window) -> None:
    reply = await window.shown("quiz streak", "Only you can see this")  # one from before stands there perhaps
    await expect(reply).not_to_contain_text("is thinking")


async def command_open(window: Window) -> None:
    await window.page.locator("#composer-box").fill("/quiz practice")
    await window.button("Send").click()
    await expect(window.page.get_by_label("area")).to_be_visible()


async def suggestions(window: Window) -> None:
    await window.page.locator("#composer-box").fill("/")
    await expect(window.page.get_by_role("option").first).to_be_visible()


async def bot_panel(window: Window) -> None:
    await window.button("What the bot did").click()
    await window.page.get_by_label("Show the requests themselves").check()
    await expect(window.page.locator("#log code").first).to_be_visible()


async def form(window: Window) -> None:
    parts = await window.shown("parts", "Parts")
    await parts.get_by_role("button", name="Open the form").click()
    await expect(window.page.get_by_role("dialog")).to_be_visible()


async def menu_open(window: Window) -> None:
    parts = await window.shown("parts", "Parts")
    await parts.get_by_role("button", name="Which days?").click()
    await expect(parts.get_by_role("listbox")).to_be_focused()


STATES = (nothing, private_reply, command_open, suggestions, bot_panel, form, menu_open)


# Colours do not depend on the width, nor structure on the colours: two runs see all of it.
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
async def test_axe_finds_nothing_serious(
    window: Open, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    for prepare in STATES:
        await axe_is_content(window, prepare, size, scheme)


async def axe_is_content(
    window: Open, prepare: Callable[[Window], Awaitable[None]], size: tuple[int, int], scheme: str
) -> None:
    async with window("tomas", "lounge", size=size, scheme=scheme) as opened:
        await prepare(opened)
        await opened.page.evaluate(
            "Promise.allSettled(document.getAnimations().map(a => a.finished)).then(() => null)"
        )
        found: list[Any] = (await Axe().run(opened.page, options={"resultTypes": ["violations"]})).response[
            "violations"
        ]
        serious = [
            (v["id"], [n["html"][:160] for n in v["nodes"]])
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], prepare.__name__


async def test_everything_by_keyboard(window: Open) -> None:
    """From the address bar: to the message box, a command, its reply's button, another channel, another member."""
    async with window("leo") as leo:
        keys = leo.page.keyboard
        await leo.travel("Next question")
        await leo.reload()
        await keys.press("Tab")
        await keys.press("Enter")
        await expect(leo.page.locator("#composer-box")).to_be_focused()

        await keys.type("/quiz to")
        await expect(leo.page.get_by_role("option", name="/quiz today")).to_be_visible()
        await keys.press("ArrowDown")
        async with leo.bringing("Press a letter"):
            await keys.press("Enter")
        await expect(leo.message("Press a letter")).to_contain_text("Only you can see this")

        await leo.page.locator("#scroll").focus()
        await keys.press("End")
        await expect(leo.page.locator(".message").last).to_be_focused()
        await keys.press("Tab")
        await expect(leo.page.locator(".message").last.get_by_role("button").first).to_be_focused()
        async with leo.bringing("Your answer"):
            await keys.press("Enter")

        await keys.press("Alt+ArrowDown")
        await expect(leo.page.get_by_role("heading", level=1)).to_have_text("#lounge")
        await leo.page.get_by_role("button", name="Maya, keen learner").focus()
        await keys.press("Enter")
        await expect(leo.page.get_by_role("button", name="Maya, keen learner, this is you")).to_be_focused()


async def test_a_menu_and_a_form_by_keyboard(window: Open) -> None:
    async with window("rowan", "lounge") as rowan:
        keys = rowan.page.keyboard
        parts = await rowan.shown("parts", "Parts")
        opener = parts.get_by_role("button", name="Which days?")
        await opener.focus()
        await keys.press("Enter")
        await keys.press("t")
        await keys.press(" ")
        async with rowan.bringing("Days Tue"):
            await keys.press("Enter")
        await parts.get_by_role("button", name="Open the form").focus()
        await keys.press("Enter")
        await expect(rowan.page.get_by_label("Name")).to_be_focused()
        await keys.press("Escape")
        await expect(parts.get_by_role("button", name="Open the form")).to_be_focused()


async def test_new_messages_are_told_to_those_who_listen(window: Open) -> None:
    async with window("leo", "lounge") as leo, window("sam", "lounge") as sam:
        await sam.page.locator("#composer-box").fill("Good morning, *everybody*")
        await sam.page.keyboard.press("Enter")
        await expect(
            leo.page.get_by_role("status").filter(has_text="Sam: Good morning, everybody")
        ).to_have_count(1)


async def test_mentions_are_told_by_name(window: Open, demo: Demo) -> None:
    scene = demo.scene
    role = next(role for role in scene.guild.roles.values() if role.name == "Quiz crew")
    said = f"<@{scene.users['maya'].id}> and <@&{role.id}>, see <#{scene.quiz.id}> and </quiz today:1>"
    async with window("leo", "lounge") as leo, window("sam", "lounge") as sam:
        await sam.page.locator("#composer-box").fill(said)
        await sam.page.keyboard.press("Enter")
        heard = leo.page.get_by_role("status").filter(has_text="Sam:")
        await expect(heard).to_have_text("Sam: @Maya and @Quiz crew, see #daily-quiz and /quiz today")


async def test_a_phone_shows_it_all(window: Open) -> None:
    async with window("tomas", size=PHONE, coarse=True) as tomas:
        await tomas.travel("Next question")
        await no_wider_than_the_screen(tomas)
        await tomas.answer("A")
        await no_wider_than_the_screen(tomas)
        await tomas.button("Channels").click()
        await tomas.page.locator("#channels button").filter(has_text="lounge").click()
        await expect(tomas.page.get_by_role("heading", level=1)).to_have_text("#lounge")
        await expect(tomas.page.locator("#channels")).to_be_hidden()
        await tomas.button("What the bot did").click()
        await expect(tomas.page.locator("#log .entry").first).to_be_visible()
        await no_wider_than_the_screen(tomas)
        await tomas.button("Close: What the bot did").click()
        await tomas.button("Members").click()
        await expect(tomas.page.locator("#panel")).to_contain_text("Maya")


async def test_buttons_wrap_as_on_discord(window: Open) -> None:
    """As wide as their labels: four letters stand side by side, long ones go to the next line."""
    async with window("rowan", "lounge", size=PHONE, coarse=True) as rowan:
        row = (await rowan.shown("parts", "Parts")).locator(".row").last
        places = await places_of(row.get_by_role("button"))
        assert len(places) == 4
        assert len({top for top, _ in places}) > 1
        assert all(right <= PHONE[0] for _, right in places)
        await no_wider_than_the_screen(rowan)
        await rowan.page.goto(f"{rowan.url}/#rowan/daily-quiz")
        letters = rowan.message("question of the day").locator(".row button")
        await expect(letters).to_have_count(4)
        assert len({top for top, _ in await places_of(letters)}) == 1


async def places_of(buttons: Locator) -> list[tuple[int, int]]:
    """Top and right edge of each, in pixels; of all at one moment, since messages may come meanwhile."""
    edges = "all => all.map(one => one.getBoundingClientRect()).map(({top, right}) => [top, right])"
    return [(round(top), round(right)) for top, right in await buttons.evaluate_all(edges)]


async def no_wider_than_the_screen(window: Window) -> None:
    widest = await window.page.evaluate(
        "Math.max(document.scrollingElement.scrollWidth, document.getElementById('scroll').scrollWidth)"
    )
    assert widest <= PHONE[0]


async def test_the_colours_follow_the_system_until_told(window: Open) -> None:
    async with window("leo", scheme="dark") as leo:
        colour = "getComputedStyle(document.body).backgroundColor"
        dark = await leo.page.evaluate(colour)
        await leo.button("Use the light colours").click()
        light = await leo.page.evaluate(colour)
        assert light != dark
        await leo.reload()
        assert await leo.page.evaluate(colour) == light
        await leo.button("Use the dark colours").click()
        assert await leo.page.evaluate(colour) == dark


async def test_who_reads_is_not_thrown_out_by_an_answer(window: Open) -> None:
    """A message that is drawn anew, since somebody else answered, keeps the focus; with it a reader keeps the place."""
    async with window("nadia") as nadia, window("jonas") as jonas:
        await nadia.travel("Next question")
        post = await nadia.newest("question of the day")
        await expect(post).to_contain_text("Nobody has answered yet")
        # It may come later to the other window, where the one before can still be answered.
        newest = await post.get_attribute("id") or ""
        await expect(jonas.message("question of the day")).to_have_attribute("id", newest)
        await nadia.page.locator("#scroll").focus()
        await nadia.page.keyboard.press("End")
        await expect(post).to_be_focused()
        await jonas.answer("B")
        await expect(post).to_contain_text("1 answered")
        await expect(post).to_be_focused()


async def test_a_journey_is_told_once_it_is_over(window: Open) -> None:
    async with window("nadia", "lounge") as nadia:
        said = await nadia.page.evaluate("""async () => {
            const { announce, keepCalm } = await import("/assets/dom.js");
            const live = document.getElementById("live");
            const heard = [];
            const wait = () => new Promise((done) => setTimeout(done, 400));
            keepCalm(true);
            for (const word of ["one", "two", "three", "four"]) {
                announce(word);
                await wait();
                heard.push(live.textContent);
            }
            keepCalm(false);
            await wait();
            return [heard.some((text) => /one|two|three|four/.test(text)), live.textContent];
        }""")
        assert said == [False, "4 messages. The last: four"]


async def test_little_height_leaves_room_for_messages(window: Open) -> None:
    """1280 by 800 at 200 % and at 400 %."""
    for size in ((640, 400), (320, 256)):
        async with window("nadia", "lounge", size=size) as nadia:
            box = await nadia.page.locator("#scroll").bounding_box()
            assert box is not None
            assert box["height"] > 200
            await nadia.page.locator("#composer-box").focus()
            await expect(nadia.page.locator("#composer-box")).to_be_in_viewport()
            assert await nadia.page.evaluate("document.scrollingElement.scrollWidth") <= size[0]
