"""Ordered trouble and rate limits, as the real client meets them."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import pytest

from bot.clock import Clock
from sandbox import LocalDiscord
from tests.sandbox.conftest import Client, Community, build

SEND = r"POST /channels/\d+/messages"


def contents(community: Community) -> list[str]:
    return [m.content for m in community.as_mia.messages(community.channel)]


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py waits 1 s, 3 s, 5 s… between its tries."""
    real = asyncio.sleep

    async def sleep(delay: float, result: Any = None) -> Any:
        return await real(min(delay, 0.01), result)

    monkeypatch.setattr(asyncio, "sleep", sleep)


@pytest.mark.parametrize("status", [500, 502, 504])
@pytest.mark.usefixtures("hurry")
async def test_server_errors_are_tried_again_by_the_client(community: Community, status: int) -> None:
    fault = community.local.faults.order(SEND, 2, status)
    async with community.running(Client()) as client:
        await community.text_channel(client).send("x")
    assert fault.hits == 2
    assert contents(community) == ["x"]
    tries = [r.status for r in community.local.requests if r.route.endswith("/messages")]
    assert tries == [status, status, 200]


async def test_503_is_not_tried_again(community: Community) -> None:
    community.local.faults.order("POST /channels/{channel_id}/messages", 1, 503)
    async with community.running(Client()) as client:
        with pytest.raises(discord.DiscordServerError):
            await community.text_channel(client).send("x")
    assert contents(community) == []


async def test_429_is_waited_for(community: Community) -> None:
    fault = community.local.faults.order(SEND, 1, 429, retry_after=0.05)
    async with community.running(Client()) as client:
        await community.text_channel(client).send("x")
    assert fault.hits == 1
    assert contents(community) == ["x"]


async def test_a_429_of_the_network_is_no_json(community: Community) -> None:
    community.local.faults.order(SEND, 1, "cloudflare")
    async with community.running(Client()) as client:
        with pytest.raises(discord.HTTPException) as caught:
            await community.text_channel(client).send("x")
    assert caught.value.status == 429


async def test_a_dropped_request_was_not_done(community: Community) -> None:
    community.local.faults.order(SEND, 1, "drop")
    async with community.running(Client()) as client:
        with pytest.raises((aiohttp.ClientError, OSError)):
            await community.text_channel(client).send("x")
        assert contents(community) == []
        await community.text_channel(client).send("y")
    assert contents(community) == ["y"]


async def test_a_lost_answer_was_done(community: Community) -> None:
    community.local.faults.order(SEND, 1, "lose")
    async with community.running(Client()) as client:
        with pytest.raises((aiohttp.ClientError, OSError)):
            await community.text_channel(client).send("x", nonce="n1")
        assert contents(community) == ["x"]
        await community.text_channel(client).send("x", nonce="n1")
    assert contents(community) == ["x"]


async def test_a_hanging_request_never_answers(community: Community) -> None:
    community.local.faults.order(SEND, 1, "hang")
    async with community.running(Client()) as client:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(community.text_channel(client).send("x"), 0.2)
    assert contents(community) == []


async def test_an_unknown_kind_is_refused(community: Community) -> None:
    with pytest.raises(ValueError, match="a fault is one of"):
        community.local.faults.order(SEND, 1, 418)


async def test_a_cancelled_fault_hits_no_more(community: Community) -> None:
    community.local.faults.order(SEND, 5, 503).cancel()
    async with community.running(Client()) as client:
        await community.text_channel(client).send("x")
    assert contents(community) == ["x"]


async def test_the_limit_of_a_channel(clock: Clock, aim: Callable[[LocalDiscord], None]) -> None:
    """The sixth message within 5 s is refused, and the headers say so before."""
    passed = 1000.0
    community = await build(clock, limits_clock=lambda: passed)
    aim(community.local)
    url = f"{community.local.api_url}/channels/{community.channel.id}/messages"
    headers = {"Authorization": f"Bot {community.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        for left in (4, 3, 2, 1, 0):
            async with session.post(url, json={"content": "x"}) as answer:
                assert answer.status == 200
                assert answer.headers["X-RateLimit-Remaining"] == str(left)
        async with session.post(url, json={"content": "x"}) as answer:
            assert answer.status == 429
            assert answer.headers["Via"]
            assert (await answer.json())["retry_after"] == pytest.approx(5.0)
        passed += 5.1
        async with session.post(url, json={"content": "x"}) as answer:
            assert answer.status == 200
    assert len(contents(community)) == 6
    await community.local.stop()


async def test_limits_can_be_left_out(clock: Clock, aim: Callable[[LocalDiscord], None]) -> None:
    community = await build(clock, enforce_limits=False)
    aim(community.local)
    headers = {"Authorization": f"Bot {community.token}"}
    url = f"{community.local.api_url}/channels/{community.channel.id}/messages"
    async with aiohttp.ClientSession(headers=headers) as session:
        for _ in range(12):  # a client of Discord would keep to them by itself
            async with session.post(url, json={"content": "x"}) as answer:
                assert answer.status == 200
    assert len(contents(community)) == 12
    await community.local.stop()


async def test_addresses_that_do_not_exist(community: Community) -> None:
    headers = {"Authorization": f"Bot {community.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"{community.local.api_url}/nothing") as answer:
            assert answer.status == 404
            assert await answer.json() == {"message": "404: Not Found", "code": 0}
        async with session.put(f"{community.local.api_url}/users/@me") as answer:
            assert answer.status == 405
        async with session.get(f"{community.local.api_url}/channels/abc") as answer:
            assert (await answer.json())["code"] == 50035
        async with session.post(
            f"{community.local.api_url}/channels/{community.channel.id}/messages", data=b"{"
        ) as answer:
            assert (await answer.json())["code"] == 50109
        async with session.get(
            f"{community.local.api_url}/users/@me", headers={"Authorization": "x"}
        ) as answer:
            assert answer.status == 401


@pytest.mark.usefixtures("hurry")
async def test_an_outage_and_its_end(community: Community) -> None:
    """Everything is down, the gateway too; when it ends, the bot is back by itself."""
    faults = community.local.faults
    async with community.running(Client()) as client:
        assert isinstance(client, Client)
        back = asyncio.create_task(client.happens("resumed"))
        await asyncio.sleep(0)
        outage = faults.order(".*", 1_000_000, 503)
        faults.drop()
        made = community.local.create_channel(community.guild, "made-meanwhile")
        with pytest.raises(discord.DiscordServerError):
            await community.text_channel(client).send("x")
        outage.cancel()
        await back
        assert client.get_channel(made.id) is not None
        await community.text_channel(client).send("y")
    assert contents(community) == ["y"]


async def test_ten_thousand_refused_requests_ban_the_address(
    clock: Clock, aim: Callable[[LocalDiscord], None]
) -> None:
    community = await build(clock)
    aim(community.local)
    limiter = community.local.limiter
    assert limiter is not None
    for _ in range(9_999):
        limiter.note_status(403)
    async with aiohttp.ClientSession() as session:
        for status, kind in ((401, "application/json"), (429, "text/plain")):
            async with session.get(f"{community.local.api_url}/users/@me") as answer:
                assert (answer.status, answer.content_type) == (status, kind)
    await community.local.stop()
