"""How Discord's answers read: what is final, what may be tried again, and what nobody knows."""

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.schedule import Permanent, RetryLater
from bot.sending import outcomes


def answer(
    kind: type[discord.HTTPException], status: int, body: dict[str, Any] | str
) -> discord.HTTPException:
    """The library's error for an answer of Discord, or of what stands before it."""
    response: Any = SimpleNamespace(status=status, reason="so")
    return kind(response, body)


@pytest.mark.parametrize(
    "error",
    [
        answer(discord.Forbidden, 403, {"code": 50013, "message": "Missing Permissions"}),
        answer(discord.Forbidden, 403, {"code": 50001, "message": "Missing Access"}),
        answer(discord.NotFound, 404, {"code": 10003, "message": "Unknown Channel"}),
        answer(discord.HTTPException, 400, {"code": 50035, "message": "Invalid Form Body"}),
    ],
)
def test_what_discord_refuses_for_good(error: discord.HTTPException) -> None:
    with pytest.raises(Permanent), outcomes():
        raise error


@pytest.mark.parametrize(
    "error",
    [
        answer(discord.HTTPException, 429, "error code: 1015"),
        answer(discord.Forbidden, 403, "<html>Sorry, you have been blocked</html>"),
        answer(discord.Forbidden, 403, {"code": 40333, "message": "internal network error"}),
        answer(discord.NotFound, 404, "<html>"),
    ],
)
def test_what_stands_before_discord_says_nothing_about_a_channel(error: discord.HTTPException) -> None:
    """Else an hour's block of our address would pause every track of every server."""
    with pytest.raises(RetryLater), outcomes():
        raise error


@pytest.mark.parametrize(
    "error",
    [
        answer(discord.DiscordServerError, 503, "upstream connect error"),
        aiohttp.ServerDisconnectedError(),
        ConnectionResetError(),
        TimeoutError(),
    ],
)
def test_everyday_trouble_leaves_it_unknown_and_is_the_networks(error: Exception) -> None:
    """The outbox gives an OSError a line in the log, anything else a traceback: there may be thousands."""
    with pytest.raises(OSError), outcomes():  # noqa: PT011 - that it is one is all that counts
        raise error
