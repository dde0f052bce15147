"""What Discord's answers say of a member, and of a server."""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.reaching import has_left, says_left, says_too_many_threads, server
from bot.schedule import RetryLater
from tests.test_sending import answer


def client(guild: Any, *, ready: bool = True) -> discord.Client:
    """One that knows of one server, or of none."""
    return cast(discord.Client, SimpleNamespace(get_guild=lambda _: guild, is_ready=lambda: ready))


def guild(answered: discord.HTTPException | None) -> discord.Guild:
    """A server on which one member is asked for."""

    async def fetch_member(member_id: int) -> object:
        if answered is not None:
            raise answered
        return object()

    return cast(discord.Guild, SimpleNamespace(fetch_member=fetch_member))


@pytest.mark.parametrize(("code", "left"), [(10007, True), (10013, True), (10004, False), (0, False)])
async def test_a_member_has_left_only_when_discord_says_so(code: int, left: bool) -> None:
    """A proxy's 404, or a server that is gone, says nothing about the member: nothing of theirs may end by it."""
    error = answer(discord.NotFound, 404, {"code": code, "message": "?"})
    assert says_left(error) is left
    if left:
        assert await has_left(guild(error), 1)
    else:
        with pytest.raises(discord.NotFound):
            await has_left(guild(error), 1)


async def test_whoever_is_found_is_there() -> None:
    assert not await has_left(guild(None), 1)


def test_a_member_with_whom_no_server_is_shared_has_left() -> None:
    assert says_left(answer(discord.Forbidden, 403, {"code": 50278, "message": "No mutual guilds"}))
    assert not says_left(answer(discord.Forbidden, 403, {"code": 50007, "message": "Closed"}))


def test_the_limit_of_threads_is_told_from_other_refusals() -> None:
    assert says_too_many_threads(answer(discord.HTTPException, 400, {"code": 160006, "message": "Too many"}))
    assert not says_too_many_threads(
        answer(discord.HTTPException, 400, {"code": 50035, "message": "Invalid"})
    )


def test_that_a_server_is_missing_counts_once_all_servers_are_known() -> None:
    assert server(client(None), 1) is None
    with pytest.raises(RetryLater):
        server(client(None, ready=False), 1)


def test_a_server_that_discord_has_lost_for_now_is_asked_for_again_later() -> None:
    here = SimpleNamespace(unavailable=False)
    assert server(client(here), 1) is cast(Any, here)
    with pytest.raises(RetryLater):
        server(client(SimpleNamespace(unavailable=True)), 1)
    with pytest.raises(RetryLater):
        server(client(here, ready=False), 1)
