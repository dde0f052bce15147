"""Forms live as long as buttons: what is sent off after a restart arrives, and mistakes are said."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import discord
from discord import ui

from bot.client import CrosswalkClient, Interaction
from bot.errors import BadInput
from bot.ui import DurableButton, DurableModal, DurableView
from tests.community import Community, community


class Wish(DurableModal, title="Your wish", template=r"wish:([0-9]{1,3})"):
    """A form with two fields; refuses an empty wish."""

    def __init__(self, number: int) -> None:
        super().__init__(custom_id=f"wish:{number}")
        self.number = number
        self.add_item(ui.Label(text="Wish", component=ui.TextInput(custom_id="wish", required=False)))
        self.add_item(ui.Label(text="Why", component=ui.TextInput(custom_id="why", required=False)))

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        if not typed["wish"]:
            raise BadInput("Write a wish.")
        await interaction.response.send_message(
            f"{self.number}: {typed['wish']}, {typed['why']}", ephemeral=True
        )


class Ask(DurableButton, template=r"ask:([0-9]{1,3})"):
    """Opens the form."""

    def __init__(self, number: int) -> None:
        super().__init__(label="Ask", custom_id=f"ask:{number}")
        self.number = number

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(Wish(self.number))


async def ready(town: Community) -> Any:
    """The button's message, and the button and form made known to the running client."""
    assert town.app is not None
    client = town.app.client
    assert isinstance(client, CrosswalkClient)
    client.add_durable(Ask)
    client.add_forms(Wish)
    channel = client.get_partial_messageable(town.quiz.id, guild_id=town.guild.id)
    await channel.send("Wishes", view=DurableView(Ask(7)))
    return town.posts()[-1]


async def test_what_is_typed_arrives_without_spaces_around_it(town: Community) -> None:
    member = town.learners[0]
    pressed = await member.click(await ready(town), "Ask")
    reply = await member.submit(pressed.modal, {"Wish": "  a pass ", "Why": "soon"})
    assert reply.text() == "7: a pass, soon"


async def test_a_mistake_is_said_in_private(town: Community) -> None:
    member = town.learners[0]
    pressed = await member.click(await ready(town), "Ask")
    reply = await member.submit(pressed.modal, {"Wish": "   "})
    assert reply.text() == "Write a wish."
    assert reply.message.ephemeral


async def test_a_form_opened_before_a_restart_is_taken_after_it(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        member = town.learners[0]
        async with town.bot():
            pressed = await member.click(await ready(town), "Ask")
        async with town.bot():
            await ready(town)
            reply = await member.submit(pressed.modal, {"Wish": "more sleep"})
            assert reply.text() == "7: more sleep,"


async def test_a_form_that_nobody_knows_is_answered(town: Community) -> None:
    member = town.learners[0]
    pressed = await member.click(await ready(town), "Ask")
    assert town.app is not None
    assert town.app.client is not None
    town.app.client._forms = ()
    reply = await member.submit(pressed.modal, {"Wish": "x"})
    assert "not in use any more" in reply.text()


async def test_the_library_keeps_no_form() -> None:
    assert Wish(1).is_finished()
    assert isinstance(Wish(1), discord.ui.Modal)
