"""What somebody has opened, typed or marked stays when the page is drawn anew, as it is for every change."""

import asyncio
from collections.abc import Callable

import pytest
from playwright.async_api import Locator, Route, expect

from sandbox.demo import Demo
from sandbox.model import Message
from tests.page.conftest import Open
from tests.page.window import Window

pytestmark = pytest.mark.asyncio(loop_scope="session")

HUSH = "Nobody has answered yet. ||a secret|| `code` and a line that can be marked"


class Redrawing:
    """Changes what stands in a room, and waits until the window shows it."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._number = 0

    async def shown(self, window: Window, shown: Locator) -> None:
        """This message has another number in its text."""
        self._number += 1
        text = f"{self._number} answered"

        def change(record: Message) -> None:
            record.content = record.content.replace(record.content.split(".")[0], text)

        self.change(await ident(shown), change)
        await expect(shown).to_contain_text(text)

    def change(self, message: int, change: Callable[[Message], None]) -> None:
        """A message, as an edit by its author does."""
        local = self._demo.scene.local
        record = self._demo.scene.lounge.messages[message]
        change(record)
        record.version += 1
        local.changes.message("message", record)

    async def everything(self, window: Window, named: str = "lounge") -> None:
        """All that stands on the page, for something is different: the room's topic, and perhaps its name."""
        self._number += 1
        lounge = self._demo.scene.lounge
        lounge.topic, lounge.name = f"Topic {self._number}", named
        self._demo.scene.local.changes.tell("guild")
        await expect(window.page.locator("#room-topic")).to_have_text(lounge.topic)
        await window.painted()


async def ident(shown: Locator) -> int:
    return int((await shown.get_attribute("id") or "").removeprefix("m"))


@pytest.fixture
def redrawing(demo: Demo) -> Redrawing:
    return Redrawing(demo)


async def test_an_open_menu_stays_open_with_what_is_chosen(window: Open, redrawing: Redrawing) -> None:
    async with window("rowan", "lounge") as rowan:
        parts = await rowan.shown("parts", "Parts")
        await parts.get_by_role("button", name="Which days?").click()
        await parts.get_by_role("option", name="Wed").click()
        await rowan.page.keyboard.press("Home")
        await redrawing.shown(rowan, parts)
        await redrawing.everything(rowan)
        await expect(parts.get_by_role("listbox")).to_be_focused()
        await expect(parts.get_by_role("option", name="Wed")).to_have_attribute("aria-selected", "true")
        await rowan.page.keyboard.press(" ")
        async with rowan.bringing("Days Wed, Mon"):
            await parts.get_by_role("button", name="Choose", exact=True).click()


async def test_a_menu_that_gets_other_options_stays_open(window: Open, redrawing: Redrawing) -> None:
    def rename(record: Message) -> None:
        record.components[0]["components"][0]["options"][0]["label"] = "Monday"

    async with window("rowan", "lounge") as rowan:
        parts = await rowan.shown("parts", "Parts")
        await parts.get_by_role("button", name="Which days?").click()
        await parts.get_by_role("option", name="Wed").click()
        redrawing.change(await ident(parts), rename)
        await expect(parts.get_by_role("option", name="Monday")).to_be_visible()
        await expect(parts.get_by_role("listbox")).to_be_focused()
        await expect(parts.get_by_role("option", name="Wed")).to_have_attribute("aria-selected", "true")


async def test_a_menu_that_was_used_shows_what_the_bot_shows(window: Open, redrawing: Redrawing) -> None:
    async with window("rowan", "lounge") as rowan:
        parts = await rowan.shown("parts", "Parts")
        await parts.get_by_role("button", name="Who?").click()
        async with rowan.bringing("Hello Leo"):
            await parts.get_by_role("option", name="Leo").click()
            await expect(parts.get_by_role("button", name="Who?: Leo")).to_be_visible()
        await redrawing.shown(rowan, parts)
        await expect(parts.get_by_role("button", name="Who?", exact=True)).to_be_visible()


async def test_spoilers_and_marked_text_stay(window: Open, redrawing: Redrawing) -> None:
    async with window("maya", "lounge") as maya:
        said = await maya.say(HUSH, "a line that can be marked")
        await said.get_by_role("button", name="Spoiler: show").click()
        await said.locator("code").dblclick()
        for _ in range(2):
            await redrawing.shown(maya, said)
            await redrawing.everything(maya)
        await expect(said.get_by_text("a secret")).to_be_visible()
        assert await maya.page.evaluate("getSelection().toString().trim()") == "code"


async def test_another_secret_is_hidden_again(window: Open, redrawing: Redrawing) -> None:
    def another(record: Message) -> None:
        record.content = record.content.replace("a secret", "another one")

    async with window("maya", "lounge") as maya:
        said = await maya.say(HUSH, "a line that can be marked")
        await said.get_by_role("button", name="Spoiler: show").click()
        redrawing.change(await ident(said), another)
        await expect(said.get_by_role("button", name="Spoiler: show")).to_be_visible()
        await expect(said.get_by_text("another one")).to_be_hidden()


async def test_who_looks_at_older_messages_keeps_the_place(
    window: Open, demo: Demo, redrawing: Redrawing
) -> None:
    scene = demo.scene
    for number in range(40):
        await scene.member("sam", scene.lounge).say(scene.lounge, f"Place {number:02}")
    async with window("nadia", "lounge") as nadia:
        await expect(nadia.message("Place 39")).to_be_visible()
        for up in (100, 900):  # near the end, and far from it
            place = await nadia.page.locator("#scroll").evaluate(
                "(s, up) => { s.scrollTop = s.scrollHeight - s.clientHeight - up; return s.scrollTop; }", up
            )
            await redrawing.shown(nadia, nadia.page.locator("#messages > .message").last)
            await redrawing.everything(nadia)
            assert await nadia.page.locator("#scroll").evaluate("s => s.scrollTop") == place


async def test_half_a_message_and_half_a_command_stay(window: Open, redrawing: Redrawing) -> None:
    """Also when the room has another name, or other commands are offered in it."""
    async with window("tomas", "lounge") as tomas:
        box = tomas.page.locator("#composer-box")
        await box.fill("Half a sent")
        await redrawing.everything(tomas, named="parlour")
        await tomas.page.keyboard.type("ence")
        await expect(box).to_have_value("Half a sentence")
        await expect(box).to_have_attribute("aria-label", "Message #parlour, or type / for commands")
        await tomas.command("count")
        await tomas.page.get_by_label("number").fill("3")
        await redrawing.everything(tomas, named="lounge")
        await expect(tomas.page.get_by_label("number")).to_be_focused()
        async with tomas.bringing("3 times word"):
            await tomas.button("Send").click()


async def test_half_a_form_stays(window: Open, redrawing: Redrawing) -> None:
    async with window("rowan", "lounge") as rowan:
        parts = await rowan.shown("parts", "Parts")
        await parts.get_by_role("button", name="Open the form").click()
        form = rowan.page.get_by_role("dialog", name="About you")
        await form.get_by_label("Exam").select_option("CCS")
        await form.get_by_label("Name").fill("Row")
        await redrawing.shown(rowan, parts)
        await redrawing.everything(rowan)
        await rowan.page.keyboard.type("an")
        async with rowan.bringing("Rowan for ccs"):
            await form.get_by_role("button", name="Send").click()


async def test_it_also_stays_when_the_connection_was_lost(window: Open, demo: Demo) -> None:
    """The page asks for everything again then."""
    async with window("rowan", "lounge") as rowan:
        parts = await rowan.shown("parts", "Parts")
        await parts.get_by_role("button", name="Which days?").click()
        await (
            rowan.page.locator("#channels button")
            .filter(has_text="lounge")
            .evaluate("node => node.marked = 1")
        )
        seen = asyncio.Event()

        async def held(route: Route) -> None:
            await seen.wait()
            await route.continue_()

        await rowan.page.route("**/page/state?*", held)  # else it may be back before anybody has looked
        demo.scene.local.changes.close()
        await expect(rowan.page.locator("#notice")).to_contain_text("is lost")
        seen.set()
        await expect(rowan.page.locator("#notice")).to_be_hidden()
        sam = demo.scene.member("sam", demo.scene.lounge)
        await sam.say(demo.scene.lounge, "After it")
        await expect(rowan.message("After it")).to_be_visible()
        await expect(parts.get_by_role("listbox")).to_be_focused()
        assert (
            await rowan.page.locator("#channels button")
            .filter(has_text="lounge")
            .evaluate("node => node.marked")
            == 1
        )


async def test_a_press_counts_though_the_button_is_drawn_anew_under_it(
    window: Open, redrawing: Redrawing
) -> None:
    async with window("rowan", "lounge") as rowan:
        parts = await rowan.shown("parts", "Parts")
        await parts.get_by_role("button", name="Open the form").hover()
        await rowan.page.mouse.down()
        await redrawing.shown(rowan, parts)
        await rowan.page.mouse.up()
        await expect(rowan.page.get_by_role("dialog", name="About you")).to_be_visible()
