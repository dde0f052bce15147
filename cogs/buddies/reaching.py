"""Reaching a pair on Discord: its server, its members, its thread; and noticing who has left."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import discord

from bot.client import CrosswalkClient, Interaction
from bot.errors import NotAllowed, NotFound
from bot.features.buddies.model import Introduction, Pair
from bot.reaching import FOLDED_AFTER, has_left, own_thread, says_left, says_too_many_threads, server
from bot.schedule import Permanent, RetryLater
from bot.sending import SERVER_GONE, THREADS_NEEDED, lacking, names
from bot.ui import present
from cogs.buddies.pair_texts import thread_name

# Messages in a thread that are looked at for who wrote.
LOOKED_AT = 1000

NO_CHANNEL = "no channel for buddies is set up."
CHANNEL_GONE = "the channel for buddies was deleted."
MEMBER_GONE = "the member is not on the server any more."
FULL = "the server has as many open threads as Discord allows."
UNSEEN = "not everybody in the pair can see the channel."


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything here raises Permanent or RetryLater, or what `bot.sending.outcomes` turns into these."""

    client: CrosswalkClient

    async def guild(self, guild_id: int) -> discord.Guild:
        """The server, once it is known whether the bot is on it."""
        guild = server(self.client, guild_id)
        if guild is None:
            await self.client.services.buddies.servers.gone(guild_id)
            raise Permanent(SERVER_GONE)
        return guild

    async def notice_who_left(self, guild_id: int, members: Iterable[int]) -> None:
        """Ask Discord for each. Whoever has left is taken out."""
        guild = await self.guild(guild_id)
        for member in members:
            if await has_left(guild, member):
                await self.client.services.buddies.pairs.gone(guild_id, member)

    async def notice_who_wrote(self, checkin_id: int) -> None:
        """Who wrote in their thread was heard of, though they pressed nothing. Only authors and times are looked at.

        A thread that is gone, or that the bot may not read, tells nothing.
        """
        try:
            pair, since = await self.client.services.buddies.pairs.signs_since(checkin_id)
        except NotFound:
            return
        if pair.thread_id is None:
            return
        await self.guild(pair.guild_id)
        thread = self.client.get_partial_messageable(pair.thread_id, guild_id=pair.guild_id)
        last: dict[int, int] = {}
        with suppress(discord.Forbidden, discord.NotFound):
            after = datetime.fromtimestamp(since, UTC)
            async for message in thread.history(after=after, limit=LOOKED_AT, oldest_first=False):
                if message.author.id in pair.members:
                    last.setdefault(message.author.id, int(message.created_at.timestamp()))
                if len(last) == len(pair.members):
                    break
        await self.client.services.buddies.pairs.wrote(pair.id, last)

    @asynccontextmanager
    async def noticing(self, guild_id: int, member_id: int) -> AsyncIterator[None]:
        """Around requests about one member: if they have left, they are taken out, and Permanent is raised."""
        try:
            yield
        except (discord.Forbidden, discord.NotFound) as error:
            if not says_left(error):
                raise
            await self.client.services.buddies.pairs.gone(guild_id, member_id)
            raise Permanent(MEMBER_GONE) from error

    async def thread_for(self, found: Introduction) -> discord.Thread:
        """The pair's thread with everybody in it, made where it is not there yet."""
        guild = await self.guild(found.pair.guild_id)
        if found.channel_id is None:
            raise Permanent(NO_CHANNEL)
        channel = guild.get_channel(found.channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise Permanent(CHANNEL_GONE)
        try:
            thread = await self._thread(channel, found.pair)
            for member in found.pair.members:
                await self._let_in(thread, found.pair, member)
        except discord.Forbidden as error:
            if not error.code:
                raise
            raise Permanent(_refused(channel)) from error
        except discord.HTTPException as error:
            if says_too_many_threads(error):
                raise Permanent(FULL) from error
            raise
        return thread

    async def _thread(self, channel: discord.TextChannel, pair: Pair) -> discord.Thread:
        if pair.thread_id is not None:
            known = await channel.guild.fetch_channel(pair.thread_id)
            if isinstance(known, discord.Thread):
                return known
        # Open to invitations: closed to them, the bot itself could let nobody in without Manage Threads. The weekly
        # check-in comes just in time before it is folded away.
        thread = await channel.create_thread(name=thread_name(pair), auto_archive_duration=FOLDED_AFTER)
        await self.client.services.buddies.pairs.threaded(pair.id, thread.id)
        return thread

    async def _let_in(self, thread: discord.Thread, pair: Pair, member: int) -> None:
        try:
            await thread.add_user(discord.Object(member))
        except discord.NotFound as error:
            if not says_left(error):
                raise
            await self.client.services.buddies.pairs.gone(pair.guild_id, member)
            # Who is left has to be read anew: a pair that ended gets no introduction, a smaller one another.
            raise RetryLater(1) from error

    async def find_thread(self, pair: Pair) -> int | None:
        """The pair's thread; one that an earlier attempt made is looked for by its name, and kept in mind."""
        if pair.thread_id is not None:
            return pair.thread_id
        guild = await self.guild(pair.guild_id)
        thread = await own_thread(guild, thread_name(pair))
        if thread is None:
            return None
        await self.client.services.buddies.pairs.threaded(pair.id, thread.id)
        return thread.id


async def still_there(interaction: Interaction, guild_id: int) -> None:
    """Before a press in a direct message counts. Raises NotAllowed for who is not in the server any more."""
    if interaction.guild_id is not None:
        present(interaction)
        return
    client = interaction.client
    try:
        guild = await Reach(client).guild(guild_id)
        async with Reach(client).noticing(guild_id, interaction.user.id):
            await guild.fetch_member(interaction.user.id)
    except Permanent:
        raise NotAllowed("You are not a member of that server any more, so this is not counted.") from None
    except (RetryLater, discord.NotFound):
        raise NotAllowed("I can't reach that server right now. Try again in a minute.") from None


async def still_in_pair(interaction: Interaction, pair_id: int) -> None:
    """The same for the server of a pair."""
    pair = await interaction.client.services.buddies.pairs.pair(pair_id)
    await still_there(interaction, pair.guild_id)


async def own_pair(interaction: Interaction, pair_id: int) -> Pair:
    """The pair, which the member is in: an old button does nothing but about its own. Raises NotFound, NotAllowed."""
    await still_in_pair(interaction, pair_id)
    return await interaction.client.services.buddies.pairs.sign(pair_id, interaction.user.id)


def _refused(channel: discord.TextChannel) -> str:
    missing = lacking(channel, THREADS_NEEDED)
    return f"the bot needs there: {names(missing)}." if missing.value else UNSEEN
