"""Forms, menus, suggestions, pictures, files, failures: each as Discord shows it."""

import re

import pytest
from playwright.async_api import FilePayload, expect

from sandbox.demo import Demo
from tests.page.conftest import Open
from tests.page.second import HOSTILE

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_form_is_filled_in_and_sent(window: Open) -> None:
    async with window("rowan", "lounge") as rowan:
        parts = await rowan.shown("parts", "Parts")
        await parts.get_by_role("button", name="Open the form").click()
        form = rowan.page.get_by_role("dialog", name="About you")
        await expect(form.get_by_label("Name")).to_be_focused()
        await form.get_by_role("button", name="Send").click()
        await expect(form).to_be_visible()  # the name is needed
        await form.get_by_label("Name").fill("Rowan")
        await form.get_by_label("Exam").select_option("CCS")
        async with rowan.bringing("Rowan for ccs"):
            await form.get_by_role("button", name="Send").click()
        await expect(form).to_be_hidden()
        await expect(rowan.message("Rowan for ccs")).to_contain_text("Only you can see this")


async def test_a_menu_offers_descriptions_and_takes_several(window: Open) -> None:
    async with window("rowan", "lounge") as rowan:
        parts = await rowan.shown("parts", "Parts")
        await parts.get_by_role("button", name="Which days?").click()
        await expect(parts.get_by_role("option", name="Tue")).to_contain_text("All of Tue")
        choose = parts.get_by_role("button", name="Choose", exact=True)
        await expect(choose).to_be_disabled()
        for day in ("Wed", "Mon"):
            await parts.get_by_role("option", name=day).click()
        async with rowan.bringing(re.compile("Days (Mon, Wed|Wed, Mon)")):
            await choose.click()
        await parts.get_by_role("button", name="Who?").click()
        async with rowan.bringing("Hello Leo"):
            await parts.get_by_role("option", name="Leo").click()


async def test_suggestions_come_while_one_types(window: Open) -> None:
    async with window("tomas", "lounge") as tomas:
        await tomas.page.locator("#composer-box").fill("/quiz lead")
        await tomas.page.get_by_role("option", name="/quiz leaderboard").click()
        track = tomas.page.get_by_label("track")
        await track.fill("ccs")
        await tomas.page.get_by_role("option", name="CCS in #daily-quiz").click()
        async with tomas.bringing("Only you can see this"):
            await tomas.button("Send").click()
        await expect(tomas.message("Only you can see this")).to_contain_text("CCS")


async def test_options_may_be_typed_as_the_bot_writes_them(window: Open) -> None:
    async with window("tomas", "lounge") as tomas:
        await tomas.command("me settings TimeZone: Chicago leaderboards: false")
        await expect(tomas.page.get_by_label("timezone")).to_have_value("Chicago")
        leaderboards = tomas.page.get_by_label("leaderboards")
        await expect(leaderboards.locator("option:checked")).to_have_text("False")
        await expect(tomas.page.get_by_label("language")).to_have_value("")
        await tomas.button("Cancel").click()
        await tomas.command("mnemonic find cranial nerves: twelve")
        await expect(tomas.page.get_by_label("query")).to_have_value("cranial nerves: twelve")


async def test_what_is_missing_or_wrong_is_said_under_its_field(window: Open) -> None:
    async with window("tomas", "lounge") as tomas:
        await tomas.command("count")
        number, word = tomas.page.get_by_label("number"), tomas.page.get_by_label("word")
        for typed, said in (
            ("", "This is needed."),
            ("9", "From 1 to 5."),
            ("2.5", "A whole number, such as 5."),
        ):
            await number.fill(typed)
            await tomas.button("Send").click()
            await expect(number).to_have_attribute("aria-invalid", "true")
            await expect(tomas.page.get_by_text(said)).to_be_visible()
            await expect(number).to_be_focused()
        await number.fill("2")
        await word.fill("no")
        await tomas.button("Send").click()
        await expect(tomas.page.get_by_text("At least 3 characters.")).to_be_visible()
        await word.fill("tea")
        async with tomas.bringing("2 times tea"):
            await tomas.button("Send").click()


async def test_a_command_without_options_takes_send_once(window: Open) -> None:
    async with window("tomas", "lounge") as tomas:
        await tomas.shown("help", "One good question a day")
        await expect(tomas.page.locator("#composer-box")).to_have_value("")


async def test_a_picture_is_shown_once_and_grows(window: Open) -> None:
    async with window("rowan", "lounge") as rowan:
        shown = (await rowan.shown("picture", "Your plan")).get_by_role("img")
        await expect(shown).to_have_count(1)
        assert await shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
        await shown.click()
        viewer = rowan.page.get_by_role("dialog", name="Picture")
        await expect(viewer).to_be_visible()
        await rowan.page.keyboard.press("Escape")
        await expect(viewer).to_be_hidden()


async def test_a_file_is_handed_over(window: Open) -> None:
    async with window("rowan", "lounge") as rowan:
        await rowan.command("take")
        notes = FilePayload(name="notes.txt", mimeType="text/plain", buffer=b"Z codes last")
        await rowan.page.get_by_label("file").set_input_files(notes)
        async with rowan.bringing("notes.txt: Z codes last"):
            await rowan.button("Send").click()


async def test_what_fails_is_said_where_discord_says_it(window: Open, demo: Demo) -> None:
    local = demo.scene.local
    async with window("rowan", "lounge") as rowan:
        parts = await rowan.shown("parts", "Parts")
        patience, local.deadline = local.deadline, 0.2
        try:
            await parts.get_by_role("button", name="Say nothing").click()
            await expect(parts.get_by_role("alert")).to_have_text("This interaction failed")
            silence = await rowan.shown("silent", "The application did not respond")
            await expect(silence).to_contain_text("Only you can see this")
        finally:
            local.deadline = patience
        await parts.get_by_role("button", name="long label").click()
        await expect(parts).to_contain_text("Changed")
        await expect(parts.get_by_role("alert")).to_have_count(0)


async def test_the_newer_parts_are_drawn_and_stay_text(window: Open) -> None:
    async with window("rowan", "lounge") as rowan:
        shown = await rowan.shown("layout", "Week 3")
        await expect(shown).to_contain_text(HOSTILE)
        await expect(shown.get_by_role("button", name="Done")).to_be_visible()
        assert await shown.locator("script, img").count() == 0


async def test_a_script_in_a_mnemonic_stays_text(window: Open) -> None:
    async with window("maya", "lounge") as maya, window("leo", "lounge") as leo:
        title = await maya.page.title()
        await maya.page.locator("#composer-box").fill("/mnemonic add")
        await maya.button("Send").click()
        await maya.page.get_by_label("topic").fill("anatomy")
        await maya.page.get_by_role("option").first.click()
        await maya.page.get_by_label("text").fill(f"Zebra {HOSTILE}")
        async with maya.bringing("Zebra"):
            await maya.button("Send").click()
        await expect(maya.message("Zebra")).to_contain_text("<script>")
        await leo.page.locator("#composer-box").fill("/mnemonic find zebra")
        await leo.button("Send").click()
        async with leo.bringing("Zebra"):
            await leo.button("Send").click()
        await expect(leo.message("Zebra")).to_contain_text("<script>")
        for seen in (maya, leo):
            assert await seen.page.locator("#messages").locator("script, img[src=x]").count() == 0
            assert "taken" not in await seen.page.title()
        assert await maya.page.title() == title
