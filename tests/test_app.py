"""The running bot as a whole: it outlives what ends a client, and wakes by itself."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App, open_services
from bot.clock import Clock
from bot.errors import SettingsError
from tests.community import at, community


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
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


async def test_a_wrong_token_ends_it_with_a_sentence(tmp_path: Path) -> None:
    async with (
        community(tmp_path) as town,
        open_services(town.settings, town.clock, library=town.content) as services,
    ):
        wrong = town.settings.model_copy(update={"discord_token": SecretStr("x.y.z")})
        with pytest.raises(SettingsError, match="does not accept this DISCORD_TOKEN"):
            await App(wrong, services).serve(wake=False)
