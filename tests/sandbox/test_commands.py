"""Slash commands from registration to the answer."""

import asyncio
from typing import Literal

import discord
import pytest
from discord import app_commands

from sandbox import DriverError, Permission
from tests.sandbox.conftest import Client, Community


def quiz_client() -> Client:
    client = Client()
    quiz = app_commands.Group(name="quiz", description="Daily question")
    admin = app_commands.Group(
        name="admin",
        description="Set-up",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )
    track = app_commands.Group(name="track", description="Tracks", parent=admin)

    @quiz.command(description="Boards")
    async def leaderboard(
        interaction: discord.Interaction,
        period: Literal["week", "month"],
        count: app_commands.Range[int, 1, 10] = 3,
    ) -> None:
        await interaction.response.send_message(f"{period} {count}", ephemeral=True)

    @track.command(description="Add a track")
    async def add(
        interaction: discord.Interaction,
        channel: discord.TextChannel,
        timezone: str,
        role: discord.Role | None = None,
        user: discord.Member | None = None,
        active: bool = True,
        weight: float = 1.0,
        file: discord.Attachment | None = None,
    ) -> None:
        content = await file.read() if file else b""
        names = [channel.name, timezone, role and role.name, user and user.name, active, weight, content]
        await interaction.response.send_message(" ".join(str(n) for n in names))

    @add.autocomplete("timezone")
    async def zones(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        zones = ["Europe/Berlin", "America/New_York"]
        return [app_commands.Choice(name=z, value=z) for z in zones if current.casefold() in z.casefold()]

    client.tree.add_command(quiz)
    client.tree.add_command(admin)
    return client


async def test_a_subcommand_gets_its_options_and_answers_in_private(community: Community) -> None:
    async with community.running(quiz_client()):
        reply = await community.as_mia.slash("quiz leaderboard", period="week", count=5)
        assert not reply.failed
        assert reply.message.content == "week 5"
        assert reply.message.ephemeral
        assert [m.content for m in community.as_mia.messages(community.channel)] == ["week 5"]
        assert community.as_owner.messages(community.channel) == []


async def test_a_group_in_a_group_gets_resolved_things(community: Community) -> None:
    role = community.local.create_role(community.guild, "quizzers")
    async with community.running(quiz_client()):
        member = community.as_owner
        reply = await member.slash(
            "admin track add",
            channel=community.channel,
            timezone="UTC",
            role=role,
            user=community.mia,
            active=False,
            weight=2,
            file=member.upload("a.txt", b"hello"),
        )
        assert reply.message.content == "daily UTC quizzers Mia False 2.0 b'hello'"
        assert not reply.message.ephemeral
        assert [m.content for m in community.as_mia.messages(community.channel)] == [reply.message.content]


async def test_autocompletion(community: Community) -> None:
    async with community.running(quiz_client()):
        choices = await community.as_owner.autocomplete(
            "admin track add", "timezone", "berl", channel=community.channel
        )
        assert choices == [{"name": "Europe/Berlin", "value": "Europe/Berlin"}]


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("quiz leaderboard", {}, "required: period"),
        ("quiz leaderboard", {"period": "year"}, "offers week, month"),
        ("quiz leaderboard", {"period": "week", "count": 11}, "1 to 10, not 11"),
        ("quiz leaderboard", {"period": "week", "count": "3"}, "whole number"),
        ("quiz leaderboard", {"period": "week", "bogus": 1}, "no option 'bogus'; there is count, period"),
        ("quiz", {}, "needs a subcommand: leaderboard"),
        ("quiz nothing", {}, "no subcommand 'nothing'"),
        ("nothing", {}, "no bot here has a command /nothing; there is admin, quiz"),
    ],
)
async def test_the_driver_refuses_what_the_client_would(
    community: Community, command: str, options: dict[str, object], says: str
) -> None:
    async with community.running(quiz_client()):
        with pytest.raises(DriverError, match=says):
            await community.as_mia.slash(command, options)


async def test_a_command_for_managers_is_hidden_from_members_but_can_be_forged(community: Community) -> None:
    async with community.running(quiz_client()):
        with pytest.raises(DriverError, match="lacks the permissions"):
            await community.as_mia.slash("admin track add", channel=community.channel, timezone="UTC")
        forged = await community.as_mia.slash(
            "admin track add", channel=community.channel, timezone="UTC", force=True
        )
        assert forged.message.content.startswith("daily UTC")
        manager = community.local.create_role(community.guild, "managers", Permission.MANAGE_GUILD)
        community.local.change_member(community.guild, community.mia, roles=[manager])
        reply = await community.as_mia.slash("admin track add", channel=community.channel, timezone="UTC")
        assert not reply.failed


async def test_a_guild_command_is_not_offered_in_direct_messages(community: Community) -> None:
    async with community.running(quiz_client()):
        alone = community.local.member(None, community.mia)
        with pytest.raises(DriverError, match="not there in direct messages"):
            await alone.slash("admin track add", timezone="UTC")
        reply = await alone.slash("quiz leaderboard", period="month")
        assert reply.message.content == "month 3"
        assert [m.content for m in alone.dms()] == ["month 3"]


async def test_a_bot_that_does_not_answer_in_time_has_failed(community: Community) -> None:
    client = Client()
    late: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    go_on = asyncio.Event()

    @client.tree.command(description="Slow")
    async def slow(interaction: discord.Interaction) -> None:
        await go_on.wait()
        try:
            await interaction.response.send_message("too late")
        except discord.NotFound as error:
            late.set_result(error.code)

    community.local.deadline = 0.2
    async with community.running(client):
        reply = await community.as_mia.slash("slow")
        assert reply.failed
        with pytest.raises(DriverError, match="did not answer in time"):
            _ = reply.message
        go_on.set()
        assert await asyncio.wait_for(late, 60) == 10062
        assert community.as_mia.messages(community.channel) == []


async def test_the_three_seconds_also_pass_on_the_clock(community: Community) -> None:
    client = Client()
    codes: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @client.tree.command(description="Slow")
    async def slow(interaction: discord.Interaction) -> None:
        community.clock.advance(3.5)
        with pytest.raises(discord.NotFound) as caught:
            await interaction.response.send_message("too late")
        codes.set_result(caught.value.code)

    async with community.running(client):
        assert (await community.as_mia.slash("slow")).failed
        assert await asyncio.wait_for(codes, 60) == 10062


async def test_a_second_answer_is_refused(community: Community) -> None:
    client = Client()
    codes: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @client.tree.command(description="Twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("first")
        interaction.response._response_type = None  # discord.py would not even ask Discord
        with pytest.raises(discord.HTTPException) as caught:
            await interaction.response.send_message("second")
        codes.set_result(caught.value.code)

    async with community.running(client):
        reply = await community.as_mia.slash("twice")
        assert await asyncio.wait_for(codes, 60) == 40060
        assert reply.message.content == "first"


async def test_defer_follow_up_edit_and_delete(community: Community) -> None:
    client = Client()
    finished = asyncio.Event()

    @client.tree.command(description="Long")
    async def long(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("done")
        more = await interaction.followup.send("and more", ephemeral=True, wait=True)
        await more.edit(content="and much more")
        public = await interaction.followup.send("for all", wait=True)
        await public.delete()
        original = await interaction.original_response()
        await original.edit(content=original.content + "!")
        finished.set()

    async with community.running(client):
        reply = await community.as_mia.slash("long")
        assert reply.deferred
        assert (await reply.wait()).ephemeral
        await asyncio.wait_for(finished.wait(), 60)
        assert reply.message.content == "done!"
        assert [f.content for f in reply.followups] == ["and much more", "for all"]
        assert [f.deleted for f in reply.followups] == [False, True]
        assert [m.content for m in community.as_mia.messages(community.channel)] == ["done!", "and much more"]
        assert community.as_owner.messages(community.channel) == []


async def test_the_token_of_an_interaction_ends_after_15_minutes(community: Community) -> None:
    client = Client()
    codes: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @client.tree.command(description="Wait")
    async def wait(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        community.clock.advance(14 * 60)
        await interaction.edit_original_response(content="still there")
        community.clock.advance(2 * 60)
        with pytest.raises(discord.HTTPException) as caught:
            await interaction.followup.send("too late")
        codes.set_result(caught.value.code)

    async with community.running(client):
        reply = await community.as_mia.slash("wait")
        await reply.wait()
        assert await asyncio.wait_for(codes, 60) == 50027
        assert reply.message.content == "still there"


async def test_no_bot_no_answer(community: Community) -> None:
    async with community.running(quiz_client()):
        pass
    assert (await community.as_mia.slash("quiz leaderboard", period="week")).failed
