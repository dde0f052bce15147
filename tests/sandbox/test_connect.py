"""Connecting, shards, and getting back after trouble."""

import asyncio
import json
import zlib

import aiohttp
import discord
import pytest

from sandbox import LocalDiscord
from tests.sandbox.conftest import Client, Community


async def test_a_bot_connects_and_sees_its_guild(community: Community) -> None:
    async with community.running(Client()) as client:
        assert client.user is not None
        assert client.user.name == "Crosswalk"
        guild = client.get_guild(community.guild.id)
        assert guild is not None
        assert guild.name == "Coders"
        assert [c.name for c in guild.channels] == ["daily"]
        assert guild.me.guild_permissions.send_messages
        assert guild.member_count == 3
        assert [m.name for m in guild.members] == ["Crosswalk"]
        assert client.application_id == community.app.id
    assert community.local.violations == []


async def test_a_wrong_token_is_refused(community: Community) -> None:
    client = Client()
    with pytest.raises(discord.LoginFailure):
        await client.start("nonsense")
    await client.close()


async def test_changes_of_the_world_reach_the_bot(community: Community) -> None:
    local, guild = community.local, community.guild
    async with community.running(Client()) as client:
        assert isinstance(client, Client)
        waiting = asyncio.create_task(client.happens("guild_channel_create"))
        await asyncio.sleep(0)
        channel = local.create_channel(guild, "more")
        assert (await waiting).id == channel.id

        waiting = asyncio.create_task(client.happens("guild_channel_update"))
        await asyncio.sleep(0)
        local.set_overwrites(channel, {community.app: (0, 1 << 11)})
        _, after = await waiting
        assert not after.permissions_for(after.guild.me).send_messages

        waiting = asyncio.create_task(client.happens("guild_role_create"))
        await asyncio.sleep(0)
        role = local.create_role(guild, "quiz")
        assert (await waiting).id == role.id

        waiting = asyncio.create_task(client.happens("guild_channel_delete"))
        await asyncio.sleep(0)
        local.delete_channel(channel)
        assert (await waiting).id == channel.id

        waiting = asyncio.create_task(client.happens("guild_join"))
        await asyncio.sleep(0)
        second = local.create_guild("Second", community.owner)
        local.install(community.token, second)
        assert (await waiting).id == second.id

        waiting = asyncio.create_task(client.happens("guild_remove"))
        await asyncio.sleep(0)
        local.kick_bot(second, community.token)
        assert (await waiting).id == second.id


async def test_several_shards_share_the_guilds(community: Community) -> None:
    for number in range(5):
        local_guild = community.local.create_guild(f"g{number}", community.owner)
        community.local.install(community.token, local_guild)

    class Sharded(discord.AutoShardedClient):
        async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
            pass

    client = Sharded(intents=discord.Intents(guilds=True), shard_count=3, guild_ready_timeout=0.05)
    async with community.running(client):
        assert len(client.guilds) == 6
        held = {
            s.shard_id: [g.id for g in community.local.gateway.guilds_of(s)]
            for s in community.local.gateway.sessions.values()
        }
        assert sorted(held) == [0, 1, 2]
        assert all(held.values())
        for shard, ids in held.items():
            assert all((i >> 22) % 3 == shard for i in ids)
        assert sum(len(ids) for ids in held.values()) == 6


async def test_after_a_drop_the_bot_resumes_and_misses_nothing(community: Community) -> None:
    async with community.running(Client()) as client:
        assert isinstance(client, Client)
        back = asyncio.create_task(client.happens("resumed"))
        await asyncio.sleep(0)
        community.local.faults.drop()
        made = community.local.create_channel(community.guild, "made-meanwhile")
        await back
        assert client.get_channel(made.id) is not None
        assert client.seen.count("READY") == 1


async def test_a_request_to_reconnect_is_followed(community: Community) -> None:
    async with community.running(Client()) as client:
        assert isinstance(client, Client)
        back = asyncio.create_task(client.happens("resumed"))
        await asyncio.sleep(0)
        community.local.faults.ask_reconnect()
        await back
        assert client.seen.count("READY") == 1


async def test_an_invalid_session_makes_the_bot_identify_again(community: Community) -> None:
    async with community.running(Client()) as client:
        assert isinstance(client, Client)
        again = asyncio.create_task(client.happens("ready"))
        await asyncio.sleep(0)
        community.local.faults.invalidate()
        await again
        assert client.seen.count("READY") == 2


async def test_a_forgotten_session_cannot_be_resumed(community: Community) -> None:
    async with community.running(Client()) as client:
        assert isinstance(client, Client)
        again = asyncio.create_task(client.happens("ready"))
        await asyncio.sleep(0)
        community.local.faults.drop()
        community.local.faults.forget_sessions()
        await again
        assert client.seen.count("READY") == 2
        assert "RESUMED" not in client.seen


async def test_a_silent_gateway_is_left_by_the_bot(community: Community) -> None:
    community.local.heartbeat_ms = 100
    async with community.running(Client(heartbeat_timeout=0.5)) as client:
        assert isinstance(client, Client)
        back = asyncio.create_task(client.happens("resumed"))
        await asyncio.sleep(0)
        community.local.faults.silence()
        made = community.local.create_channel(community.guild, "unheard")
        await back
        assert client.get_channel(made.id) is not None


async def _close_code(local: LocalDiscord, *frames: object, query: str = "?v=10&encoding=json") -> int | None:
    """What the gateway closes with when it gets those frames."""
    async with aiohttp.ClientSession() as session, session.ws_connect(local.gateway_url + query) as ws:
        for frame in frames:
            await ws.send_str(frame if isinstance(frame, str) else json.dumps(frame))
        async with asyncio.timeout(60):
            while (await ws.receive()).type is not aiohttp.WSMsgType.CLOSE:
                pass
        return ws.close_code


def _identify(token: str, **more: object) -> dict[str, object]:
    return {"op": 2, "d": {"token": token, "intents": 1, "properties": {}, **more}}


async def test_close_codes(community: Community) -> None:
    local, token = community.local, community.token
    assert await _close_code(local, "no json") == 4002
    assert await _close_code(local, {"op": 99}) == 4001
    assert await _close_code(local, {"op": 3, "d": {}}) == 4003
    assert await _close_code(local, _identify("wrong")) == 4004
    assert await _close_code(local, _identify(token), _identify(token)) == 4005
    assert await _close_code(local, _identify(token, shard=[2, 2])) == 4010
    assert await _close_code(local, _identify(token, intents="all")) == 4013
    assert await _close_code(local, _identify(token, intents=1 << 15)) == 4014
    assert await _close_code(local, query="?v=6") == 4012


async def test_a_resume_from_the_future_is_refused(community: Community) -> None:
    async with community.running(Client()):
        session = next(iter(community.local.gateway.sessions.values()))
        frame = {"op": 6, "d": {"token": community.token, "session_id": session.id, "seq": 10_000}}
        assert await _close_code(community.local, frame) == 4007


async def test_with_and_without_compression(community: Community) -> None:
    for query, expects in (
        ("?v=10", aiohttp.WSMsgType.TEXT),
        ("?v=10&compress=zlib-stream", aiohttp.WSMsgType.BINARY),
    ):
        url = community.local.gateway_url + query
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as ws:
            message = await ws.receive()
            assert message.type is expects
            text = message.data
            if isinstance(text, bytes):
                assert text.endswith(b"\x00\x00\xff\xff")
                text = zlib.decompressobj().decompress(text).decode()
            assert json.loads(text)["op"] == 10


async def test_a_bot_with_2500_guilds_needs_no_second_shard_but_with_2501_it_does(
    community: Community,
) -> None:
    local = community.local
    for number in range(2499):
        local.install(community.token, local.create_guild(f"g{number}", community.owner))
    async with community.running(Client()) as client:
        assert len(client.guilds) == 2500
    local.install(community.token, local.create_guild("one more", community.owner))
    assert await _close_code(local, _identify(community.token)) == 4011
