"""The local Discord as a process of its own: the same driver over its control API."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands, ui

from sandbox import DriverError, Permission
from sandbox.contract import find_contract
from sandbox.remote import Remote, RemoteDiscord, RemoteFile
from tests.sandbox.conftest import BOT_PERMISSIONS, Client

START = "2027-03-14T01:00:00Z"


@pytest.fixture
async def remote(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RemoteDiscord]:
    contract = find_contract()
    checked = ["--contract", str(contract)] if contract else []
    async with await RemoteDiscord.launch("--frozen", "--start-at", START, "--no-limits", *checked) as made:
        monkeypatch.setattr(discord.http.Route, "BASE", made.api_url)
        monkeypatch.setattr(
            discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws{made.url[4:]}/gateway")
        )
        yield made


class Bot(Client):
    """A command with an answer of each kind."""

    def __init__(self) -> None:
        super().__init__()

        @self.tree.command(description="Private")
        async def whisper(interaction: discord.Interaction, area: app_commands.Range[int, 1, 3]) -> None:
            await interaction.response.send_message(f"area {area}", ephemeral=True)

        @self.tree.command(description="Later")
        async def later(interaction: discord.Interaction) -> None:
            await interaction.response.defer(thinking=True)
            await interaction.followup.send("done")
            await interaction.followup.send("more")

        @self.tree.command(description="File")
        async def take(interaction: discord.Interaction, file: discord.Attachment) -> None:
            await interaction.response.send_message((await file.read()).decode())

        @self.tree.command(description="Form")
        async def form(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(Form())


class Form(ui.Modal, title="Form"):
    word: ui.TextInput["Form"] = ui.TextInput(label="Word")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(self.word.value)


async def start(client: discord.Client, token: str) -> asyncio.Task[None]:
    await client.login(token)
    running = asyncio.create_task(client.connect())
    await asyncio.wait_for(client.wait_until_ready(), 60)
    return running


async def people(remote: RemoteDiscord) -> tuple[Remote, Remote, Remote, Remote]:
    """Bot, guild, channel, Mia."""
    bot, owner, mia = (
        await remote.create_bot("Crosswalk"),
        await remote.create_user("Owner"),
        await remote.create_user("Mia"),
    )
    guild = await remote.create_guild("Coders", owner)
    channel = await remote.create_channel(guild, "daily")
    await remote.add_member(guild, mia)
    await remote.install(bot, guild, BOT_PERMISSIONS)
    return bot, guild, channel, mia


async def test_a_member_does_everything_from_another_process(remote: RemoteDiscord) -> None:
    bot, guild, channel, user = await people(remote)
    mia = remote.member(guild, user)
    async with Bot() as client:
        running = await start(client, bot.token)
        reply = await mia.slash("whisper", area=2)
        assert reply.message.content == "area 2"
        assert reply.message.ephemeral
        assert [m.content for m in await mia.messages(channel)] == ["area 2"]
        assert await remote.messages(channel) == []
        with pytest.raises(DriverError, match="takes 1 to 3, not 4"):
            await mia.slash("whisper", area=4)

        reply = await mia.slash("later")
        assert reply.deferred
        assert (await reply.wait()).content == "done"
        assert (await reply.followup()).content == "more"

        reply = await mia.slash("take", file=RemoteFile("a.txt", b"from Mia"))
        assert reply.text() == "from Mia"

        opened = await mia.slash("form")
        assert opened.modal is not None
        assert (await mia.submit(opened.modal, {"Word": "hello"})).text() == "hello"

        await (await client.fetch_user(user.id)).send("psst")
        assert [m.content for m in await mia.dms()] == ["psst"]

        said = await mia.say(channel, "hi all", [("a.csv", b"1,2")])
        assert said.attachments[0].filename == "a.csv"
        await client.close()
        await running
    assert (await remote.get("requests"))["violations"] == []


async def test_buttons_and_faults_from_another_process(remote: RemoteDiscord) -> None:
    bot, guild, channel, user = await people(remote)
    mia = remote.member(guild, user)
    async with Bot() as client:
        running = await start(client, bot.token)
        view = ui.View(timeout=None)
        button: ui.Button[ui.View] = ui.Button(label="A", custom_id="q:1:0")

        async def pressed(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("right", ephemeral=True)

        button.callback = pressed  # type: ignore[method-assign]
        target = client.get_channel(channel.id)
        assert isinstance(target, discord.TextChannel)
        await remote.order(r"POST /channels/\d+/messages", 1, "lose")
        with pytest.raises((aiohttp.ClientError, OSError)):
            await target.send("Which?", view=view.add_item(button), nonce="n")
        await target.send("Which?", view=view, nonce="n")
        (post,) = await mia.messages(channel)
        assert (await mia.click(post, "A")).text() == "right"
        with pytest.raises(DriverError, match="no component is called 'B'"):
            await mia.click(post, "B")
        forged = await mia.press_raw(channel, post, "q:1:0")
        assert forged.text() == "right"
        back = asyncio.create_task(client.wait_for("resumed", timeout=60))
        await asyncio.sleep(0)
        await remote.gateway_fault("drop")
        await back
        await client.close()
        await running


async def test_the_clock_is_moved_from_outside(remote: RemoteDiscord) -> None:
    at = discord.utils.parse_time(START).timestamp()
    assert await remote.now() == at
    assert await remote.move_clock(forward=3600) == at + 3600
    assert await remote.move_clock(to=at + 7200) == at + 7200


async def test_changes_are_told_to_those_concerned(remote: RemoteDiscord) -> None:
    _, guild, channel, user = await people(remote)
    mia = remote.member(guild, user)
    async with aiohttp.ClientSession() as session, session.get(f"{remote.url}/sandbox/events") as events:
        assert (await events.content.readline()) == b": connected\n"
        said = await mia.say(channel, "hello")
        while True:
            line = await asyncio.wait_for(events.content.readline(), 60)
            if line.startswith(b"data: "):
                told = json.loads(line[6:])
                if told["kind"] == "message":
                    break
        assert told["channel_id"] == str(channel.id)
        assert told["message_id"] == str(said.id)
        assert told["seen_by"] is None


async def test_the_world_as_a_page_shows_it(remote: RemoteDiscord) -> None:
    bot, guild, channel, user = await people(remote)
    hidden = await remote.create_channel(
        guild,
        "staff",
        overwrites=[
            {"id": str(guild.id), "type": 0, "allow": "0", "deny": str(Permission.VIEW_CHANNEL.value)}
        ],
    )
    seen = (await remote.get("world", user=user.id))["guilds"][0]
    assert [c["name"] for c in seen["channels"]] == ["daily"]
    everything = (await remote.get("world"))["guilds"][0]
    assert [c["id"] for c in everything["channels"]] == [str(channel.id), str(hidden.id)]
    async with Bot() as client:
        running = await start(client, bot.token)
        offered = (await remote.get("commands", user=user.id, guild=guild.id))["commands"]
        assert sorted(c["name"] for c in offered) == ["form", "later", "take", "whisper"]
        await client.close()
        await running


async def test_what_the_control_api_refuses(remote: RemoteDiscord) -> None:
    with pytest.raises(DriverError, match="there is no 'conquer'"):
        await remote.build("conquer")
    with pytest.raises(DriverError, match="not there: 5"):
        await remote.build("delete_channel", channel=5)
    with pytest.raises(DriverError, match="there is no fault"):
        await remote.gateway_fault("explode")
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{remote.url}/sandbox/build", data='{"do": "create_user", "name": "x"}') as answer,
    ):
        assert answer.status == 415
