"""The running bot as a whole: it outlives what ends a client, and wakes by itself."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from discord.gateway import DiscordWebSocket
from pydantic import SecretStr

from bot.app import App, open_services
from bot.client import COGS
from bot.clock import Clock
from bot.db import Tx
from bot.errors import BrokenProgram, SettingsError
from bot.schedule.carry import AT_ONCE
from sandbox.members import MemberDriver
from tests.community import at, community

# Twenty seconds of deliveries: more than leave while a client is replaced, on a loaded machine too.
MANY = 1000


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 (nothing tells of these; the loop only lets others run)
            await asyncio.sleep(0.01)


async def test_an_event_that_breaks_the_library_costs_a_connection_and_no_more(tmp_path: Path) -> None:
    async with (
        community(tmp_path) as town,
        open_services(town.settings, town.clock, library=town.content) as services,
    ):
        app = App(town.settings, services, reconnect_after_s=0.0)
        serving = asyncio.create_task(app.serve(wake=False))
        await app.ready.wait()
        first = app.client
        # discord.py ends an auto-sharded client at an exception in its parsers.
        broken = {"guild_id": str(town.guild.id), "type": 0, "id": None}
        town.local.gateway.to_guild(town.guild, "CHANNEL_UPDATE", broken)
        await _until(lambda: not app.ready.is_set())
        await _until(app.ready.is_set)
        assert app.client is not first
        town.app = app
        await town.add_track()
        await town.travel("2026-11-03T09:00:00+00:00")
        assert len(town.posts()) == 1
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def test_a_client_that_ends_in_the_middle_of_many_deliveries_leaves_few_in_doubt(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        community(tmp_path) as town,
        open_services(town.settings, town.clock, library=town.content) as services,
    ):
        app = App(town.settings, services, reconnect_after_s=0.0)
        serving = asyncio.create_task(app.serve())
        await app.ready.wait()

        async def many(tx: Tx) -> None:
            for number in range(MANY):
                await services.admin.notify(tx, town.guild.id, town.owner.id, f"Number {number}.")

        await services.db.write(many)
        inbox = MemberDriver(town.local, None, town.owner)
        await _until(inbox.dms)
        broken = {"guild_id": str(town.guild.id), "type": 0, "id": None}
        town.local.gateway.to_guild(town.guild, "CHANNEL_UPDATE", broken)
        await _until(lambda: not app.ready.is_set())
        await _until(app.ready.is_set)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        assert caplog.text.count("is in doubt") <= AT_ONCE
        assert len(inbox.dms()) < MANY, "a stop does not wait for all that is due"


async def test_while_discord_cannot_be_reached_it_is_asked_less_and_less_often(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        community(tmp_path) as town,
        open_services(town.settings, town.clock, library=town.content) as services,
    ):
        outage = town.local.faults.order("GET /users/@me", 1_000, "drop")
        app = App(town.settings, services, reconnect_after_s=0.01)
        serving = asyncio.create_task(app.serve(wake=False))
        await _until(lambda: caplog.text.count("follows in") == 4)
        outage.cancel()
        await app.ready.wait()
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        waits = [float(wait) for wait in re.findall(r"follows in ([\d.]+) s", caplog.text)]
        assert waits == [0.01, 0.02, 0.04, 0.08]


async def test_it_wakes_by_itself_and_stops_in_an_orderly_way(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        async with town.bot():
            await town.add_track(time="12:01")
        town.clock = Clock(at("2026-11-02T12:00:59+00:00"))
        town.local.clock = town.local.world.clock = town.clock.time
        async with open_services(town.settings, town.clock, library=town.content) as services:
            serving = asyncio.create_task(App(town.settings, services).serve())
            await _until(town.posts)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        assert len(town.posts()) == 1


async def test_an_end_in_the_very_moment_of_connecting_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until Python 3.12 `asyncio.wait_for` swallows a cancellation that comes when what it waits for is just done."""
    connect = DiscordWebSocket.from_client

    async def connect_and_be_stopped(*given: Any, **named: Any) -> DiscordWebSocket:
        socket = await connect(*given, **named)
        asyncio.get_running_loop().call_soon(serving.cancel)
        return socket

    monkeypatch.setattr(DiscordWebSocket, "from_client", connect_and_be_stopped)
    async with (
        community(tmp_path) as town,
        open_services(town.settings, town.clock, library=town.content) as services,
    ):
        serving = asyncio.create_task(App(town.settings, services).serve(wake=False))
        try:
            await asyncio.wait({serving}, timeout=60)
            assert serving.cancelled()
        finally:
            serving.cancel()


async def test_a_wrong_token_ends_it_with_a_sentence(tmp_path: Path) -> None:
    async with (
        community(tmp_path) as town,
        open_services(town.settings, town.clock, library=town.content) as services,
    ):
        wrong = town.settings.model_copy(update={"discord_token": SecretStr("x.y.z")})
        with pytest.raises(SettingsError, match="does not accept this DISCORD_TOKEN"):
            await App(wrong, services).serve(wake=False)


async def test_a_part_that_cannot_be_loaded_ends_it_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not tried again for ever, as a connection is."""
    monkeypatch.setattr("bot.client.COGS", (*COGS, "cogs.not_there"))
    async with (
        community(tmp_path) as town,
        open_services(town.settings, town.clock, library=town.content) as services,
    ):
        with pytest.raises(BrokenProgram, match=r"can't be loaded: cogs\.not_there"):
            await App(town.settings, services).serve(wake=False)


async def test_two_shards_when_there_are_too_many_servers_for_one(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        for number in range(2_500):
            town.local.install(town.token, town.local.create_guild(f"server {number}", town.owner))
        async with town.bot() as app:
            assert app.client is not None
            assert app.client.shard_count == 2
            assert len(app.client.guilds) == 2_501
            shards = {guild.shard_id for guild in app.client.guilds}
            assert shards == {0, 1}
            await town.add_track()
            await town.travel("2026-11-03T09:00:00+00:00")
            (post,) = town.posts()
            assert "Your streak" in (await town.learners[0].click(post, "A")).text()
