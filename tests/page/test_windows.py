"""Who one is: another member in one press, and two windows that are two members."""

import asyncio
import re

import pytest
from playwright.async_api import Route, WebSocketRoute, expect

from sandbox.demo import Demo
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


async def test_what_only_one_may_see_the_other_does_not(window: Open, demo: Demo) -> None:
    """In a room of its own: in the others they may have private replies from before."""
    corner = demo.scene.local.create_channel(demo.scene.guild, "quiet-corner")
    async with window("sam", corner.name) as sam, window("nadia", corner.name) as nadia:
        await sam.shown("help", "Only you can see this")
        await sam.page.locator("#composer-box").fill("Anybody awake?")
        await sam.page.keyboard.press("Enter")
        await expect(nadia.message("Anybody awake?")).to_be_visible()
        await expect(nadia.page.locator(".private")).to_have_count(0)
        await expect(sam.page.locator(".private")).to_have_count(1)
        await sam.button("Dismiss").click()
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
        await expect(tomas.page).to_have_url(re.compile("#priya/lounge$"))
        await tomas.page.locator("#composer-box").fill("/admin")
        await expect(tomas.page.get_by_role("option").first).to_contain_text("/admin")


async def test_a_look_around_as_the_former_member_does_not_bring_them_back(window: Open, demo: Demo) -> None:
    """It is begun while the other member's state is on its way, and answered before anything is told to them."""
    keys = {str(demo.scene.users[key].id): key for key in ("tomas", "priya")}
    asked, answered = ({key: asyncio.Event() for key in keys.values()} for _ in range(2))
    told: asyncio.Queue[WebSocketRoute] = asyncio.Queue()
    heard: list[str | bytes] = []

    async def held(route: Route) -> None:
        key = next(key for ident, key in keys.items() if f"user={ident}" in route.request.url)
        asked[key].set()
        await answered[key].wait()
        await route.continue_()

    def held_back(socket: WebSocketRoute) -> None:
        socket.connect_to_server().on_message(
            lambda text: socket.send(text) if told.empty() else heard.append(text)
        )
        told.put_nowait(socket)

    async with window("tomas", "lounge") as tomas:
        priya = str(demo.scene.users["priya"].id)
        await tomas.page.route("**/page/state?*", held)
        await tomas.page.route_web_socket(re.compile(f"/page/events.user={priya}$"), held_back)
        await tomas.page.evaluate(BECOME_AND_LOOK, priya)
        for key in keys.values():
            await asked[key].wait()
        answered["priya"].set()
        while told.empty() or not heard:
            await tomas.painted()
        async with tomas.page.expect_response("**/page/state?*") as response:
            answered["tomas"].set()
        await (await response.value).finished()
        await tomas.painted()
        socket = told.get_nowait()
        for text in heard:
            socket.send(text)
        await expect(tomas.page).to_have_url(re.compile("#priya/lounge$"))
        await expect(tomas.page.get_by_role("button", name="Priya, moderator, this is you")).to_be_visible()
        await expect(tomas.page.locator("#channels")).to_contain_text("mods")


# Become another member, and then do something that has the page look around, as what was done before may have.
BECOME_AND_LOOK = """async (person) => {
    document.querySelector(`[data-person="${person}"]`).click();
    const { tellDeed } = await import("/assets/acts.js");
    tellDeed({ kind: "nothing", what: "" });
}"""


async def test_what_comes_elsewhere_is_marked(window: Open) -> None:
    async with window("leo", "lounge") as leo, window("maya", "daily-quiz") as maya:
        room = leo.page.locator("#channels button").filter(has_text="daily-quiz")
        await expect(room).not_to_contain_text("new")
        await maya.page.locator("#composer-box").fill("What a question")
        await maya.page.keyboard.press("Enter")
        await expect(room).to_contain_text("new")
        await room.click()
        await expect(leo.message("What a question")).to_be_visible()
        await expect(room).not_to_contain_text("new")


async def test_older_messages_come_when_wanted(window: Open, demo: Demo) -> None:
    """In a room of its own: in the others it would depend on what other tests have said there."""
    hall = demo.scene.local.create_channel(demo.scene.guild, "long-hall")
    await demo.scene.member("jonas", hall).say(hall, "Hello")
    async with window("nadia", hall.name) as nadia, window("jonas", hall.name) as jonas:
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


async def test_an_address_by_hand(window: Open) -> None:
    async with window("ines", "lounge") as ines:
        page = await ines.page.context.new_page()
        await page.goto(f"{ines.url}/#%E0%A4%A/lounge")
        await expect(page.locator("#messages > .message").first).to_be_visible()
        await expect(page.locator("#notice")).to_be_hidden()


async def test_an_old_message_that_changes_stays_where_it_is(window: Open, demo: Demo) -> None:
    """A vote or a correction months later is no news, and leaves nothing out between it and what is shown."""
    scene = demo.scene
    sam = scene.member("sam", scene.hooks)
    first = await sam.say(scene.hooks, "The first line")
    for number in range(60):
        await sam.say(scene.hooks, f"Hook {number:02}")
    async with window("maya", "memory-hooks") as maya:
        await expect(maya.message("Hook 59")).to_be_visible()
        record = scene.hooks.messages[first.id]
        record.version += 1
        scene.local.changes.message("message", record)
        await sam.say(scene.hooks, "The last line")
        await expect(maya.message("The last line")).to_be_visible()
        await expect(maya.page.get_by_text("The first line")).to_have_count(0)
        await maya.button("Show older messages").click()
        await expect(maya.page.locator("#messages .text").filter(has_text="Hook")).to_have_count(60)


async def test_lines_and_files_go_as_they_are_written(window: Open) -> None:
    async with window("maya", "lounge") as maya:
        box = maya.page.locator("#composer-box")
        await box.fill("First line")
        await maya.page.keyboard.press("Shift+Enter")
        await maya.page.keyboard.type("second line")
        await maya.page.keyboard.press("Enter")
        await expect(maya.message("second line").locator(".text").last).to_have_text(
            "First line\nsecond line"
        )
        big = {"name": "big.bin", "mimeType": "application/octet-stream", "buffer": bytes(5_000_001)}
        await maya.page.locator("#composer input[type=file]").set_input_files(big)  # type: ignore[arg-type]
        await maya.button("Send").click()
        await expect(maya.page.locator("#notice")).to_contain_text("big.bin is too big: 5 MB are the most.")
