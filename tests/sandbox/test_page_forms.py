"""Menus and forms on the demo page, with a second bot that uses them: the page serves any bot, not only ours."""

from collections.abc import AsyncIterator
from typing import Any, cast

import aiohttp
import discord
import pytest
import pytest_asyncio
from discord import app_commands, ui

from sandbox.demo import Demo
from tests.sandbox.conftest import BOT_PERMISSIONS, Client
from tests.sandbox.stage import Browser, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Form(ui.Modal, title="About you"):
    """One of each input that a form can have."""

    name: ui.Label[Any] = ui.Label(text="Name", component=ui.TextInput(custom_id="name", max_length=20))
    exam: ui.Label[Any] = ui.Label(
        text="Exam",
        description="The one you study for",
        component=ui.Select(
            custom_id="exam",
            options=[
                discord.SelectOption(label="CPC", value="1"),
                discord.SelectOption(label="CCS", value="2"),
            ],
        ),
    )
    friend: ui.Label[Any] = ui.Label(text="Friend", component=ui.UserSelect(custom_id="friend"))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Say what was understood."""
        name, exam, friend = (cast("Any", item.component) for item in (self.name, self.exam, self.friend))
        said = f"{name.value}, exam {exam.values[0]}, with {friend.values[0].name}"
        await interaction.response.send_message(said, ephemeral=True)


class Menus(ui.View):
    """A menu of options with digits as values, and one of people."""

    @ui.select(
        custom_id="days",
        max_values=2,
        options=[
            discord.SelectOption(label=day, value=str(n)) for n, day in enumerate(("Mon", "Tue", "Wed"))
        ],
    )
    async def days(self, interaction: discord.Interaction[Any], menu: ui.Select[Any]) -> None:
        """Say which."""
        await interaction.response.send_message(f"Days {', '.join(menu.values)}", ephemeral=True)

    @ui.select(cls=ui.UserSelect, custom_id="who")
    async def who(self, interaction: discord.Interaction[Any], menu: ui.UserSelect[Any]) -> None:
        """Say who."""
        await interaction.response.send_message(f"Hello {menu.values[0].name}", ephemeral=True)


@app_commands.command(description="Opens a form")
async def form(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_modal(Form())


@app_commands.command(description="Shows menus")
async def menus(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("Choose", view=Menus())


class Second:
    """Another bot in the demo's server."""

    def __init__(self, demo: Demo) -> None:
        local = demo.scene.local
        self.token = local.create_bot("Second")
        local.install(self.token, demo.scene.guild, BOT_PERMISSIONS)
        self.client = Client()
        self.client.tree.add_command(form)
        self.client.tree.add_command(menus)

    async def __aenter__(self) -> "Second":
        await self.client.login(self.token)
        self._task = self.client.loop.create_task(self.client.connect())
        await self.client.wait_until_ready()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()
        await self._task


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with (
        opened(tmp_path_factory.mktemp("demo")) as demo,
        Second(demo),
        aiohttp.ClientSession() as session,
    ):
        yield Browser(demo, session)


async def test_a_form_is_opened_filled_in_and_sent(browser: Browser) -> None:
    answer = await browser.act("slash", command="form")
    assert [row["label"] for row in answer["modal"]["components"]] == ["Name", "Exam", "Friend"]
    values = {"name": "Ines", "exam": ["2"], "friend": [browser.user("sam")]}
    sent = await browser.act("submit", interaction=answer["id"], values=values)
    assert sent["message"]["content"] == "Ines, exam 2, with Sam"


async def test_a_form_filled_in_wrongly_is_explained(browser: Browser) -> None:
    answer = await browser.act("slash", command="form")
    good = {"name": "Ines", "exam": ["2"], "friend": [browser.user("sam")]}
    mistakes: list[dict[str, object]] = [
        {"name": "x" * 21},
        {"exam": ["3"]},
        {"exam": []},
        {"friend": ["1"]},
        {"hobby": "chess"},
    ]
    for wrong in mistakes:
        body = browser.body(interaction=answer["id"], values={**good, **wrong})
        status, refusal = await browser.post("submit", body)
        assert status == 400, wrong
        assert refusal["error"].endswith(".")


async def test_anothers_form_cannot_be_sent(browser: Browser) -> None:
    answer = await browser.act("slash", command="form")
    status, refusal = await browser.post("submit", browser.body("maya", interaction=answer["id"], values={}))
    assert (status, refusal["error"]) == (400, "That form was opened for somebody else.")


async def test_an_answer_without_a_form_has_nothing_to_send(browser: Browser) -> None:
    answer = await browser.act("slash", command="help")
    status, refusal = await browser.post("submit", browser.body(interaction=answer["id"], values={}))
    assert (status, refusal["error"]) == (400, "No modal was opened.")


async def test_options_are_chosen_in_a_menu(browser: Browser) -> None:
    shown = (await browser.act("slash", command="menus"))["message"]
    answer = await browser.act("choose", message=shown["id"], custom_id="days", values=["0", "2"])
    assert answer["message"]["content"] == "Days 0, 2"
    answer = await browser.act("choose", message=shown["id"], custom_id="who", values=[browser.user("leo")])
    assert answer["message"]["content"] == "Hello Leo"
    for custom_id, values in (
        ("days", ["7"]),
        ("days", []),
        ("who", ["1"]),
        ("who", ["Leo"]),
        ("what", ["1"]),
    ):
        body = browser.body(message=shown["id"], custom_id=custom_id, values=values)
        status, refusal = await browser.post("choose", body)
        assert status == 400, (custom_id, values)
        assert refusal["error"].endswith(".")
