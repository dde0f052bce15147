"""Reaching a server, its members and its threads: what is known of them, and what Discord's answers say."""

from typing import Literal

import discord

from bot.schedule import RetryLater
from bot.sending import ASK_AGAIN_S

# Minutes without a word after which Discord folds a thread away: the most it offers, a week.
FOLDED_AFTER: Literal[10080] = 10080

# 10007: not on the server; 10013: no such account any more; 50278: no server is shared any more.
_LEFT = frozenset({10007, 10013, 50278})
_TOO_MANY_THREADS = 160006


def server(client: discord.Client, guild_id: int) -> discord.Guild | None:
    """The server, or None when the bot is not on it. Raises RetryLater while that is not known.

    Just after a start, and while Discord has lost a server, its absence says nothing.
    """
    guild = client.get_guild(guild_id)
    if not client.is_ready() or (guild and guild.unavailable):
        raise RetryLater(ASK_AGAIN_S)
    return guild


def says_left(error: discord.HTTPException) -> bool:
    """Whether Discord refused because the member it is about has left, or has no account any more."""
    return error.code in _LEFT


async def member_of(guild: discord.Guild, member_id: int) -> discord.Member | None:
    """The member as Discord has them now, None when they have left: it does not tell of members by itself.

    Raises what it answers otherwise. Another 404 (from a proxy, of the server) says nothing of the member.
    """
    try:
        return await guild.fetch_member(member_id)
    except discord.NotFound as error:
        if not says_left(error):
            raise
        return None


async def has_left(guild: discord.Guild, member_id: int) -> bool:
    """Whether a member has left. Raises what Discord answers otherwise."""
    return await member_of(guild, member_id) is None


def says_too_many_threads(error: discord.HTTPException) -> bool:
    """Whether Discord refused because the server has as many open threads as it may have."""
    return error.code == _TOO_MANY_THREADS


async def own_thread(guild: discord.Guild, name: str) -> discord.Thread | None:
    """The open thread of that name that the bot itself made. Raises what Discord answers."""
    for thread in await guild.active_threads():
        if thread.owner_id == guild.me.id and thread.name == name:
            return thread
    return None
