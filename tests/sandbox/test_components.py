"""Buttons, menus, modals, and the v2 components."""

import asyncio
import re
from typing import Any

import discord
import pytest
from discord import ui

from sandbox import DriverError
from tests.sandbox.conftest import Client, Community


class Answer(ui.DynamicItem[ui.Button[Any]], template=r"q:(?P<question>\d+):(?P<slot>\d)"):
    """A button that lives for ever, as the quiz has them."""

    def __init__(self, question: int, slot: int) -> None:
        self.question, self.slot = question, slot
        super().__init__(ui.Button(label="ABCD"[slot], custom_id=f"q:{question}:{slot}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> "Answer":
        return cls(int(match["question"]), int(match["slot"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(
            f"{interaction.user.name} {self.question}:{self.slot}", ephemeral=True
        )


def answers() -> ui.View:
    view = ui.View(timeout=None)
    for slot in range(4):
        view.add_item(Answer(7, slot))
    return view


async def post(community: Community, client: discord.Client, **content: Any) -> Any:
    """A post of the bot, as Mia sees it."""
    await community.text_channel(client).send(**content)
    return community.as_mia.messages(community.channel)[-1]


async def test_a_press_is_answered_in_private_also_after_a_restart(community: Community) -> None:
    first = Client()
    first.add_dynamic_items(Answer)
    async with community.running(first):
        seen = await post(community, first, content="Which code?", view=answers())
        assert [b.label for b in seen.buttons()] == ["A", "B", "C", "D"]
        assert (await community.as_mia.click(seen, "B")).message.content == "Mia 7:1"
    second = Client()
    second.add_dynamic_items(Answer)
    async with community.running(second):
        reply = await community.as_owner.click(seen, "q:7:3")
        assert reply.message.content == "Owner 7:3"
        assert reply.message.ephemeral
        assert [m.content for m in community.as_mia.messages(community.channel)] == ["Which code?", "Mia 7:1"]


async def test_many_presses_at_once(community: Community) -> None:
    client = Client()
    client.add_dynamic_items(Answer)
    community.local.deadline = 60.0  # that all are answered is the question, not how fast the machine is
    async with community.running(client):
        seen = await post(community, client, content="Which code?", view=answers())
        users = [community.local.create_user(f"user{n}") for n in range(50)]
        for user in users:
            community.local.add_member(community.guild, user)
        members = [community.local.member(community.guild, u) for u in users]
        replies = await asyncio.gather(*(m.click(seen, "A") for m in members))
        assert [r.message.content for r in replies] == [f"user{n} 7:0" for n in range(50)]


async def test_forged_presses_reach_the_bot(community: Community) -> None:
    client = Client()
    client.add_dynamic_items(Answer)
    async with community.running(client):
        seen = await post(
            community, client, content="Which code?", view=ui.View(timeout=None).add_item(Answer(7, 0))
        )
        with pytest.raises(DriverError, match="no component is called 'Z'; there is 'q:7:0 / A'"):
            await community.as_mia.click(seen, "Z")
        # discord.py itself looks for the component in the message before it runs a dynamic item.
        heard: asyncio.Future[str] = client.loop.create_future()

        @client.event
        async def on_interaction(interaction: discord.Interaction) -> None:
            assert interaction.data is not None
            heard.set_result(str(interaction.data.get("custom_id")))
            await interaction.response.send_message("no", ephemeral=True)

        reply = await community.as_mia.press_raw(community.channel, seen, "q:999:3")
        assert await heard == "q:999:3"
        assert reply.message.content == "no"


async def test_somebody_who_left_can_still_forge_a_press(community: Community) -> None:
    client = Client()
    client.add_dynamic_items(Answer)
    async with community.running(client):
        seen = await post(community, client, content="Which code?", view=answers())
        community.local.remove_member(community.guild, community.mia)
        with pytest.raises(DriverError, match="does not see"):
            await community.as_mia.click(seen, "A")
        reply = await community.as_mia.press_raw(community.channel, seen, "q:7:0")
        assert reply.message.content == "Mia 7:0"


async def test_a_button_can_change_its_message(community: Community) -> None:
    client = Client()
    view = ui.View(timeout=None)
    button: ui.Button[Any] = ui.Button(label="Count", custom_id="count")

    async def pressed(interaction: discord.Interaction) -> None:
        button.disabled = True
        await interaction.response.edit_message(content="pressed", view=view)
        await interaction.followup.send("thanks", ephemeral=True)

    button.callback = pressed  # type: ignore[method-assign]
    view.add_item(button)
    async with community.running(client):
        seen = await post(community, client, content="new", view=view)
        reply = await community.as_mia.click(seen, "Count")
        assert reply.message.id == seen.id
        assert seen.content == "pressed"
        assert seen.button("Count").disabled
        assert (await reply.followup()).content == "thanks"
        with pytest.raises(DriverError, match="disabled"):
            await community.as_mia.click(seen, "Count")


async def test_deferring_a_press_and_editing_later(community: Community) -> None:
    client = Client()
    view = ui.View(timeout=None)
    button: ui.Button[Any] = ui.Button(label="Go", custom_id="go")

    async def pressed(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="finished")

    button.callback = pressed  # type: ignore[method-assign]
    view.add_item(button)
    async with community.running(client):
        seen = await post(community, client, content="new", view=view)
        reply = await community.as_mia.click(seen, "Go")
        assert reply.deferred
        assert (await reply.wait()).content == "finished"
        assert seen.content == "finished"


async def test_menus_of_each_kind(community: Community) -> None:
    client = Client()
    view = ui.View(timeout=None)
    role = community.local.create_role(community.guild, "coders")
    options = [
        discord.SelectOption(label="Surgery", value="s"),
        discord.SelectOption(label="Radiology", value="r"),
    ]
    menus: list[ui.Select[Any] | ui.UserSelect[Any] | ui.RoleSelect[Any] | ui.ChannelSelect[Any]] = [
        ui.Select(custom_id="areas", placeholder="Areas", options=options, max_values=2),
        ui.UserSelect(custom_id="users"),
        ui.RoleSelect(custom_id="roles"),
        ui.ChannelSelect(custom_id="channels"),
    ]

    for menu in menus:

        async def chosen(interaction: discord.Interaction, menu: Any = menu) -> None:
            await interaction.response.send_message(",".join(getattr(v, "name", v) for v in menu.values))

        menu.callback = chosen  # type: ignore[method-assign]
        view.add_item(menu)
    async with community.running(client):
        seen = await post(community, client, content="choose", view=view)
        mia = community.as_mia
        assert (await mia.select(seen, "Areas", ["Radiology", "s"])).message.content == "r,s"
        assert (await mia.select(seen, "users", community.owner)).message.content == "Owner"
        assert (await mia.select(seen, "roles", role)).message.content == "coders"
        assert (await mia.select(seen, "channels", [community.channel])).message.content == "daily"
        with pytest.raises(DriverError, match="offers Surgery, Radiology"):
            await mia.select(seen, "areas", "Dentistry")
        with pytest.raises(DriverError, match="takes 1 to 2 values, not 0"):
            await mia.select(seen, "areas", [])


class Form(ui.Modal, title="Your exam"):
    note: ui.Label[Any] = ui.Label(text="Note", component=ui.TextInput(max_length=10, required=False))
    kind: ui.Label[Any] = ui.Label(
        text="Certification",
        description="One of them",
        component=ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="CPC", value="cpc"),
                discord.RadioGroupOption(label="CCS"),
            ]
        ),
    )
    areas: ui.Label[Any] = ui.Label(
        text="Areas",
        component=ui.CheckboxGroup(
            options=[
                discord.CheckboxGroupOption(label="Surgery", value="s"),
                discord.CheckboxGroupOption(label="Anesthesia", value="a"),
                discord.CheckboxGroupOption(label="Radiology", value="r", default=True),
            ],
            max_values=3,
        ),
    )
    agree: ui.Label[Any] = ui.Label(text="Remind me", component=ui.Checkbox(custom_id="agree"))
    days: ui.Label[Any] = ui.Label(
        text="Days",
        component=ui.Select(
            options=[
                discord.SelectOption(label="Monday", value="0"),
                discord.SelectOption(label="Sunday", value="6"),
            ],
            max_values=2,
            required=False,
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        inputs: list[Any] = [f.component for f in (self.note, self.kind, self.areas, self.agree, self.days)]
        note, kind, areas, agree, days = inputs
        text = f"{note.value}|{kind.value}|{','.join(areas.values)}|{agree.value}|{','.join(days.values)}"
        await interaction.response.send_message(text, ephemeral=True)


async def test_a_modal_with_every_kind_of_input(community: Community) -> None:
    client = Client()

    @client.tree.command(description="Exam")
    async def exam(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    async with community.running(client):
        mia = community.as_mia
        modal = (await mia.slash("exam")).modal
        assert modal is not None
        assert modal.title == "Your exam"
        assert list(modal.fields()) == ["Note", "Certification", "Areas", "Remind me", "Days"]
        values = {
            "Note": "soon",
            "Certification": "CPC",
            "Areas": ["Surgery", "a"],
            "agree": True,
            "Days": ["Sunday"],
        }
        reply = await mia.submit(modal, values)
        assert reply.message.content == "soon|cpc|s,a|True|6"
        assert reply.message.ephemeral

        modal = (await mia.slash("exam")).modal
        reply = await mia.submit(modal, {"Certification": "CCS"})
        assert reply.message.content == "|CCS|r|False|"

        modal = (await mia.slash("exam")).modal
        with pytest.raises(DriverError, match="'Certification' takes 1 to 1 values"):
            await mia.submit(modal, {})
        with pytest.raises(DriverError, match="0 to 10 characters, not 11"):
            await mia.submit(modal, {"Note": "x" * 11, "Certification": "CPC"})
        with pytest.raises(DriverError, match="the modal has no 'Notes'"):
            await mia.submit(modal, {"Notes": "x", "Certification": "CPC"})


async def test_a_modal_from_a_button_can_change_the_message(community: Community) -> None:
    client = Client()

    class Rename(ui.Modal, title="Rename"):
        name: ui.TextInput[Any] = ui.TextInput(label="New name")

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.edit_message(content=self.name.value)

    view = ui.View(timeout=None)
    button: ui.Button[Any] = ui.Button(label="Rename", custom_id="rename")

    async def pressed(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Rename())

    button.callback = pressed  # type: ignore[method-assign]
    view.add_item(button)
    async with community.running(client):
        seen = await post(community, client, content="old", view=view)
        opened = await community.as_mia.click(seen, "Rename")
        await community.as_mia.submit(opened.modal, {"New name": "new"})
        assert seen.content == "new"


async def test_v2_components(community: Community) -> None:
    client = Client()

    class Board(ui.LayoutView):
        def __init__(self) -> None:
            super().__init__(timeout=None)
            button: ui.Button[Any] = ui.Button(label="Why?", custom_id="why")

            async def why(interaction: discord.Interaction) -> None:
                await interaction.response.send_message("because", ephemeral=True)

            button.callback = why  # type: ignore[method-assign]
            box: ui.Container[Any] = ui.Container(
                ui.TextDisplay("# Board"),
                ui.Section("Mia 12", accessory=button),
                ui.Separator(),
                ui.MediaGallery(discord.MediaGalleryItem("attachment://chart.png")),
                accent_colour=0x00FF00,
            )
            self.add_item(box)

    async with community.running(client):
        picture = discord.File(__import__("io").BytesIO(b"png"), "chart.png")
        seen = await post(community, client, view=Board(), file=picture)
        assert seen.text() == "# Board\nMia 12"
        gallery = seen.components[0]["components"][3]
        assert gallery["items"][0]["media"]["url"] == seen.attachments[0].url
        assert (await community.as_mia.click(seen, "Why?")).message.content == "because"
        with pytest.raises(discord.HTTPException) as caught:
            await community.text_channel(client).send(view=Board())
        assert caught.value.code == 50035


async def test_a_message_with_two_equal_custom_ids_is_refused(community: Community) -> None:
    client = Client()
    async with community.running(client):
        view = ui.View(timeout=None)
        view.add_item(ui.Button(label="1", custom_id="same")).add_item(ui.Button(label="2", custom_id="same"))
        with pytest.raises(discord.HTTPException) as caught:
            await community.text_channel(client).send("x", view=view)
        assert caught.value.code == 50035
        assert community.as_mia.messages(community.channel) == []


async def test_a_button_in_a_private_reply_changes_it_for_its_reader_alone(community: Community) -> None:
    client = Client()
    view = ui.View(timeout=None)
    button: ui.Button[Any] = ui.Button(label="All reasons", custom_id="reasons")

    async def pressed(interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content="A, B, C, D", view=None)

    button.callback = pressed  # type: ignore[method-assign]
    view.add_item(button)

    @client.tree.command(description="Today")
    async def today(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("right", view=view, ephemeral=True)

    async with community.running(client):
        reply = await community.as_mia.slash("today")
        with pytest.raises(DriverError, match="does not see"):
            await community.as_owner.click(reply.message, "All reasons")
        after = await community.as_mia.click(reply.message, "All reasons")
        assert after.message.id == reply.message.id
        assert reply.text() == "A, B, C, D"
        assert reply.message.buttons() == []
        assert community.as_owner.messages(community.channel) == []
