"""Messages in channels and direct messages: rules, rights, files, threads."""

import io
from datetime import UTC, datetime

import discord
import pytest

from sandbox import DriverError, Permission
from tests.sandbox.conftest import BOT_PERMISSIONS, Client, Community


async def test_send_edit_fetch_and_delete(community: Community) -> None:
    async with community.running(Client()) as client:
        channel = community.text_channel(client)
        sent = await channel.send("hello", embed=discord.Embed(title="Title", description="Words"))
        seen = community.as_mia.messages(community.channel)[0]
        assert seen.text() == "hello\nTitle\nWords"
        assert seen.author == "Crosswalk"
        await sent.edit(content="hello again")
        assert (await channel.fetch_message(sent.id)).content == "hello again"
        assert seen.edited
        await sent.delete()
        assert community.as_mia.messages(community.channel) == []
        with pytest.raises(discord.NotFound) as caught:
            await channel.fetch_message(sent.id)
        assert caught.value.code == 10008
        with pytest.raises(discord.NotFound):
            await sent.edit(content="gone")


async def test_history_by_time_and_by_message(community: Community) -> None:
    async with community.running(Client()) as client:
        channel = community.text_channel(client)
        sent = []
        for number in range(6):
            community.clock.advance(60)
            sent.append(await channel.send(str(number)))
        since = datetime.fromtimestamp(community.clock.time() - 150, UTC)

        async def contents(**options: object) -> list[str]:
            return [m.content async for m in channel.history(**options)]  # type: ignore[arg-type]

        assert await contents(limit=3) == ["5", "4", "3"]
        assert await contents(after=since, oldest_first=True) == ["3", "4", "5"]
        assert await contents(before=sent[2]) == ["1", "0"]
        assert await contents(after=sent[1], limit=2, oldest_first=True) == ["2", "3"]
        assert sorted(await contents(around=sent[3], limit=3)) == ["2", "3", "4"]


async def test_missing_permissions(community: Community) -> None:
    local, app, channel = community.local, community.app, community.channel
    async with community.running(Client()) as client:
        target = community.text_channel(client)

        async def refused() -> int:
            with pytest.raises(discord.Forbidden) as caught:
                await target.send("x")
            return caught.value.code

        local.set_overwrites(channel, {app: (0, Permission.SEND_MESSAGES)})
        assert await refused() == 50013
        local.set_overwrites(channel, {app: (0, Permission.VIEW_CHANNEL)})
        assert await refused() == 50001
        local.set_overwrites(channel, {app: (0, Permission.READ_MESSAGE_HISTORY)})
        await target.send("x")
        assert [m async for m in target.history()] == []
        local.set_overwrites(channel, {app: (0, Permission.ATTACH_FILES)})
        with pytest.raises(discord.Forbidden):
            await target.send(file=discord.File(io.BytesIO(b"x"), "x.txt"))
        local.kick_bot(community.guild, app)
        assert await refused() == 50001
        local.install(app, community.guild, BOT_PERMISSIONS)
        local.delete_channel(channel)
        with pytest.raises(discord.NotFound) as caught:
            await target.send("x")
        assert caught.value.code == 10003


async def test_a_deleted_guild_is_gone(community: Community) -> None:
    async with community.running(Client()) as client:
        target = community.text_channel(client)
        community.local.delete_guild(community.guild)
        with pytest.raises(discord.NotFound) as caught:
            await target.send("x")
        assert caught.value.code == 10003
        with pytest.raises(discord.NotFound) as caught:
            await client.fetch_guild(community.guild.id)
        assert caught.value.code == 10004


async def test_a_nonce_is_sent_once(community: Community) -> None:
    async with community.running(Client()) as client:
        channel = community.text_channel(client)
        first = await channel.send("question", nonce="abc")
        again = await channel.send("question", nonce="abc")
        other = await channel.send("question", nonce="abd")
        assert again.id == first.id
        assert other.id != first.id
        assert len(community.as_mia.messages(community.channel)) == 2
        community.clock.advance(301)
        assert (await channel.send("question", nonce="abc")).id != first.id
        await other.delete()
        community.clock.advance(-301)
        with pytest.raises(discord.NotFound) as caught:
            await channel.send("question", nonce="abd")
        assert caught.value.code == 10008


async def test_direct_messages(community: Community) -> None:
    local = community.local
    stranger = local.create_user("Stranger")
    async with community.running(Client()) as client:
        user = await client.fetch_user(community.mia.id)
        await user.send("reminder")
        assert [m.content for m in community.as_mia.dms()] == ["reminder"]
        local.close_dms(community.mia)
        with pytest.raises(discord.Forbidden) as caught:
            await user.send("again")
        assert caught.value.code == 50007
        with pytest.raises(discord.Forbidden) as caught:
            await (await client.fetch_user(stranger.id)).send("who are you")
        assert caught.value.code == 50278
        with pytest.raises(discord.NotFound) as missing:
            await client.fetch_user(12345678901234567)
        assert missing.value.code == 10013


async def test_who_is_pinged(community: Community) -> None:
    local, guild, mia = community.local, community.guild, community.mia
    role = local.create_role(guild, "quiz")
    pingable = local.create_role(guild, "pingable", mentionable=True)
    local.change_member(guild, mia, roles=[role, pingable])
    local.change_role(guild, guild.roles[guild.id], permissions=int(Permission.VIEW_CHANNEL))
    text = f"@everyone <@{mia.id}> <@&{role.id}> <@&{pingable.id}>"
    async with community.running(Client()) as client:
        channel = community.text_channel(client)
        await channel.send(text)
        await channel.send(text, allowed_mentions=discord.AllowedMentions.none())
        await channel.send(
            text, allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=[role])
        )
        free, none, chosen = community.as_owner.messages(community.channel)
        assert free.mentions == [mia.id]
        assert free.data["mention_roles"] == [str(pingable.id)]
        assert not free.data["mention_everyone"]
        assert [community.as_mia.is_pinged(m) for m in (free, none, chosen)] == [True, False, False]
        bot_role = next(r for r in guild.roles.values() if r.bot_id)
        local.change_role(guild, bot_role, permissions=BOT_PERMISSIONS | Permission.MENTION_EVERYONE)
        await channel.send(
            text, allowed_mentions=discord.AllowedMentions(everyone=True, users=False, roles=[role])
        )
        last = community.as_owner.messages(community.channel)[-1]
        assert last.data["mention_everyone"]
        assert last.data["mention_roles"] == [str(role.id)]


async def test_files_both_ways(community: Community) -> None:
    client = Client()

    @client.tree.command(description="Export")
    async def export(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(
            file=discord.File(io.BytesIO(b"zip"), "export.zip"), ephemeral=True
        )

    async with community.running(client):
        reply = await community.as_mia.slash("export")
        assert reply.message.attachments[0].content == b"zip"
        assert reply.message.attachments[0].filename == "export.zip"
        said = await community.as_mia.say(community.channel, "my file", [("a.csv", b"1,2")])
        fetched = await community.text_channel(client).fetch_message(said.id)
        assert fetched.attachments == []  # without the message-content intent
        bare = await client.http.request(discord.http.Route("GET", "/users/@me"))
        assert bare["username"] == "Crosswalk"
        own = await community.text_channel(client).send(file=discord.File(io.BytesIO(b"png"), "c.png"))
        assert await own.attachments[0].read() == b"png"
        assert own.attachments[0].content_type == "image/png"
        edited = await own.edit(attachments=[*own.attachments, discord.File(io.BytesIO(b"2"), "d.png")])
        assert [a.filename for a in edited.attachments] == ["c.png", "d.png"]
        edited = await edited.edit(attachments=[edited.attachments[1]])
        assert [a.filename for a in edited.attachments] == ["d.png"]
    # discord.py sends back all it got about a kept attachment; Discord reads the id alone.
    assert all("attachments[0]: Additional properties" in v for v in community.local.violations)
    community.local.violations.clear()


async def test_a_bot_does_not_read_what_members_write(community: Community) -> None:
    async with community.running(Client()) as client:
        said = await community.as_mia.say(community.channel, "secret")
        addressed = await community.as_mia.say(community.channel, f"<@{community.app.id}> open")
        channel = community.text_channel(client)
        assert (await channel.fetch_message(said.id)).content == ""
        assert (await channel.fetch_message(addressed.id)).content.endswith("open")


async def test_message_events_need_their_intent(community: Community) -> None:
    heard: list[str] = []

    class Listener(Client):
        async def on_message(self, message: discord.Message) -> None:
            heard.append(message.author.name)

    async with community.running(Listener()) as client:
        await community.text_channel(client).send("from the bot")
    async with community.running(
        Listener(intents=discord.Intents(guilds=True, guild_messages=True))
    ) as client:
        waiting = client.wait_for("message", timeout=60)
        await community.as_mia.say(community.channel, "hi")
        await waiting
    assert heard == ["Mia"]


async def test_limits_are_held(community: Community) -> None:
    async with community.running(Client()) as client:
        channel = community.text_channel(client)
        for content, code in (("x" * 2001, 50035), ("", 50006), ("   ", 50006)):
            with pytest.raises(discord.HTTPException) as caught:
                await channel.send(content)
            assert caught.value.code == code
        sent = await channel.send("x")
        with pytest.raises(discord.HTTPException) as caught:
            await sent.edit(content=None)
        assert caught.value.code == 50006
        assert community.as_mia.messages(community.channel)[0].content == "x"
        with pytest.raises(discord.HTTPException) as caught:
            await channel.send(file=discord.File(io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), "big.bin"))
        assert caught.value.status == 413


async def test_threads(community: Community) -> None:
    local, guild = community.local, community.guild
    bot_role = next(r for r in guild.roles.values() if r.bot_id)
    rights = Permission.CREATE_PUBLIC_THREADS | Permission.CREATE_PRIVATE_THREADS | Permission.MANAGE_THREADS
    rights |= Permission.SEND_MESSAGES_IN_THREADS
    local.change_role(guild, bot_role, permissions=BOT_PERMISSIONS | rights)
    async with community.running(Client()) as client:
        channel = community.text_channel(client)
        post = await channel.send("question")
        public = await post.create_thread(name="talk")
        assert public.id == post.id
        await public.send("in the thread")
        there = local.world.channels[public.id]
        assert [m.content for m in community.as_mia.messages(there)] == ["in the thread"]
        private = await channel.create_thread(name="pair", type=discord.ChannelType.private_thread)
        hidden = local.world.channels[private.id]
        await private.send("just us")
        assert community.as_mia.messages(hidden) == []
        with pytest.raises(DriverError):
            await community.as_mia.say(hidden, "let me in")
        await private.add_user(discord.Object(community.mia.id))
        assert [m.content for m in community.as_mia.messages(hidden)] == ["just us"]
        assert community.mia.id in [m.id for m in await private.fetch_members()]
        await private.remove_user(discord.Object(community.mia.id))
        assert community.as_mia.messages(hidden) == []
        await public.edit(archived=True)
        assert [t.id async for t in channel.archived_threads()] == [public.id]
        assert [t.id for t in await channel.guild.active_threads()] == [private.id]
        await community.as_mia.say(there, "wake up")
        assert there.thread is not None
        assert not there.thread.archived
        await private.delete()
        with pytest.raises(discord.NotFound) as caught:
            await private.send("gone")
        assert caught.value.code == 10003


async def test_pins_and_reactions(community: Community) -> None:
    local, guild = community.local, community.guild
    bot_role = next(r for r in guild.roles.values() if r.bot_id)
    async with community.running(Client()) as client:
        channel = community.text_channel(client)
        sent = await channel.send("read me")
        with pytest.raises(discord.Forbidden):
            await sent.pin()
        rights = Permission.PIN_MESSAGES | Permission.ADD_REACTIONS
        local.change_role(guild, bot_role, permissions=BOT_PERMISSIONS | rights)
        await sent.pin()
        assert [m.id async for m in channel.pins()] == [sent.id]
        await sent.unpin()
        assert [m async for m in channel.pins()] == []
        await sent.add_reaction("👍")
        fetched = await channel.fetch_message(sent.id)
        assert [(str(r.emoji), r.count) for r in fetched.reactions] == [("👍", 1)]


async def test_roles_of_members(community: Community) -> None:
    local, guild = community.local, community.guild
    role = local.create_role(guild, "quiz")
    high = local.create_role(guild, "bots", Permission.MANAGE_ROLES)
    top = local.create_role(guild, "top")
    local.change_member(guild, community.app.user, roles=[high])
    async with community.running(Client()) as client:
        here = client.get_guild(guild.id)
        assert here is not None
        member = await here.fetch_member(community.mia.id)
        await member.add_roles(discord.Object(role.id))
        assert guild.members[community.mia.id].roles == {role.id}
        await member.remove_roles(discord.Object(role.id))
        assert guild.members[community.mia.id].roles == set()
        with pytest.raises(discord.Forbidden) as caught:
            await member.add_roles(discord.Object(top.id))
        assert caught.value.code == 50013
        local.remove_member(guild, community.mia)
        with pytest.raises(discord.NotFound) as missing:
            await here.fetch_member(community.mia.id)
        assert missing.value.code == 10007


async def test_a_second_invitation_changes_the_permissions(community: Community) -> None:
    async with community.running(Client()) as client:
        waiting = client.wait_for("guild_role_update", timeout=60)
        community.local.install(community.app, community.guild, BOT_PERMISSIONS | Permission.MANAGE_ROLES)
        await waiting
        guild = client.get_guild(community.guild.id)
        assert guild is not None
        assert guild.me.guild_permissions.manage_roles


async def test_default_avatars_are_pictures(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.asset.Asset, "BASE", community.local.base_url)
    async with community.running(Client()) as client:
        user = await client.fetch_user(community.mia.id)
        assert (await user.display_avatar.read()).startswith(b"\x89PNG")
