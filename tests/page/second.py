"""A second bot in the demo's server, which uses what ours does not: the page serves any bot."""

import io
from typing import Any

import discord
from discord import app_commands, ui
from PIL import Image

from sandbox.demo import Demo
from tests.sandbox.conftest import BOT_PERMISSIONS, Client

HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


class Form(ui.Modal, title="About you"):
    """A text, a menu, a person."""

    name: ui.Label[Any] = ui.Label(text="Name", component=ui.TextInput(custom_id="name", max_length=20))
    exam: ui.Label[Any] = ui.Label(
        text="Exam",
        description="The one you study for",
        component=ui.Select(
            custom_id="exam",
            options=[discord.SelectOption(label=name, value=name.lower()) for name in ("CPC", "CCS")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Say what was understood."""
        name, exam = self.name.component, self.exam.component
        assert isinstance(name, ui.TextInput)
        assert isinstance(exam, ui.Select)
        await interaction.response.send_message(f"{name.value} for {exam.values[0]}", ephemeral=True)


class Parts(ui.View):
    """Menus, long buttons, one that opens a form, one that is never answered."""

    @ui.select(
        custom_id="days",
        placeholder="Which days?",
        max_values=2,
        options=[
            discord.SelectOption(label=day, description=f"All of {day}") for day in ("Mon", "Tue", "Wed")
        ],
    )
    async def days(self, interaction: discord.Interaction[Any], menu: ui.Select[Any]) -> None:
        """Say which."""
        await interaction.response.send_message(f"Days {', '.join(menu.values)}", ephemeral=True)

    @ui.select(cls=ui.UserSelect, custom_id="who", placeholder="Who?")
    async def who(self, interaction: discord.Interaction[Any], menu: ui.UserSelect[Any]) -> None:
        """Say who."""
        await interaction.response.send_message(f"Hello {menu.values[0].name}", ephemeral=True)

    @ui.button(label="Open the form", row=2)
    async def form(self, interaction: discord.Interaction[Any], _: ui.Button[Any]) -> None:
        """Open it."""
        await interaction.response.send_modal(Form())

    @ui.button(label="Say nothing", row=2)
    async def nothing(self, _: discord.Interaction[Any], __: ui.Button[Any]) -> None:
        """Leave it unanswered: Discord shows that it failed."""

    @ui.button(label="A button with a rather long label", row=2)
    async def long(self, interaction: discord.Interaction[Any], _: ui.Button[Any]) -> None:
        """Change the message."""
        await interaction.response.edit_message(content="Changed")

    @ui.button(label="And another one just as long", row=2)
    async def other(self, interaction: discord.Interaction[Any], _: ui.Button[Any]) -> None:
        """Change it back."""
        await interaction.response.edit_message(content="Parts")


@app_commands.command(description="Shows one of each")
async def parts(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("Parts", view=Parts())


@app_commands.command(description="Shows a picture")
async def picture(interaction: discord.Interaction[Any]) -> None:
    embed = discord.Embed(title="Your plan").set_image(url="attachment://plan.png")
    await interaction.response.send_message(file=_plan(), embed=embed, ephemeral=True)


@app_commands.command(description="Thinks first, and has a lot to say then")
async def ponder(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    week = "Inpatient procedures, guidelines, and a practice exam on Saturday morning"
    text = "\n".join(f"Week {number}: {week}" for number in range(1, 9))
    embed = discord.Embed(title="What I thought", description=text).set_image(url="attachment://plan.png")
    await interaction.edit_original_response(attachments=[_plan()], embed=embed)


def _plan() -> discord.File:
    image = io.BytesIO()
    Image.new("RGB", (640, 320), (31, 90, 166)).save(image, "PNG")
    image.seek(0)
    return discord.File(image, "plan.png", description="Weeks by area")


@app_commands.command(description="Shows the newer parts")
async def layout(interaction: discord.Interaction[Any]) -> None:
    view = ui.LayoutView()
    box: ui.Container[Any] = ui.Container(accent_colour=0x1F5AA6)
    box.add_item(ui.TextDisplay("## Week 3\nInpatient procedures"))
    box.add_item(ui.Separator())
    box.add_item(ui.Section(ui.TextDisplay(HOSTILE), accessory=ui.Button(label="Done", custom_id="done")))
    view.add_item(box)
    await interaction.response.send_message(view=view)


@app_commands.command(description="Counts")
@app_commands.describe(number="From 1 to 5", word="At least three letters")
async def count(
    interaction: discord.Interaction[Any],
    number: app_commands.Range[int, 1, 5],
    word: app_commands.Range[str, 3, 10] = "word",
) -> None:
    await interaction.response.send_message(f"{number} times {word}", ephemeral=True)


@app_commands.command(description="Takes a file")
async def take(interaction: discord.Interaction[Any], file: discord.Attachment) -> None:
    text = (await file.read()).decode()
    await interaction.response.send_message(f"{file.filename}: {text}", ephemeral=True)


@app_commands.command(description="Is never answered")
async def silent(_: discord.Interaction[Any]) -> None:
    """Discord shows that the application did not respond."""


class Second:
    """It runs while this context lasts."""

    def __init__(self, demo: Demo) -> None:
        local = demo.scene.local
        self._token = local.create_bot("Second")
        local.install(self._token, demo.scene.guild, BOT_PERMISSIONS)
        self._client = Client()
        commands: list[app_commands.Command[Any, ..., Any]] = [
            parts,
            picture,
            ponder,
            layout,
            count,
            take,
            silent,
        ]
        for command in commands:
            self._client.tree.add_command(command)

    async def __aenter__(self) -> "Second":
        await self._client.login(self._token)
        self._task = self._client.loop.create_task(self._client.connect())
        await self._client.wait_until_ready()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()
        await self._task
