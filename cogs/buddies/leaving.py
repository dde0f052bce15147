"""Taking whoever has left a pair out of its thread: the same however it came, so that nothing shows a block."""

from collections.abc import AsyncIterator

import discord

from bot.client import CrosswalkClient
from bot.features.buddies.model import Pair
from bot.schedule import Delivery, Permanent, Receipt, RetryLater
from bot.sending import outcomes
from cogs.buddies.reaching import Reach

# An introduction, and Discord's own words about whom the bot let in, are among the first messages of a thread.
FIRST_MESSAGES = 10
_ARCHIVED, _NO_CHANNEL = 50083, 10003
_REFUSED = "Discord does not let me. I need Manage Threads there."


class OutCarrier:
    """Takes them out while the others go on. It can always be done again."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client

    async def send(self, delivery: Delivery) -> Receipt:
        """Take them out."""
        with outcomes():
            pair = await self._client.services.buddies.pairs.pair(delivery.subject_id)
            if not await let_out(self._client, pair):
                raise Permanent(_REFUSED)
            return Receipt(0, pair.thread_id or 0, self._client.services.clock.now())

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Nothing has to be found."""
        return None


async def let_out(client: CrosswalkClient, pair: Pair) -> bool:
    """Leave only those in a pair's thread who did not leave the pair. Raises what `outcomes` reads.

    Returns whether Discord let the bot do so. An old thread is folded away again.
    """
    guild = await Reach(client).guild(pair.guild_id)
    try:
        thread = await client.fetch_channel(pair.thread_id) if pair.thread_id else None
    except discord.NotFound as error:
        if error.code != _NO_CHANNEL:
            raise
        return True
    if not isinstance(thread, discord.Thread):
        return True
    left, staying = await client.services.buddies.pairs.left_and_staying(pair.id)
    # Of those who had their data removed, only the thread still knows that they were let in.
    known = {member async for member in _let_in(thread, pair, guild.me.id)}
    out = ({*left} | known) - {*staying, guild.me.id}
    folded = bool(out) and thread.archived
    if folded:
        thread = await thread.edit(archived=False)
    allowed = True
    for member in out:
        try:
            await thread.remove_user(discord.Object(member))
        except (discord.NotFound, discord.Forbidden) as error:
            if not error.code:  # a proxy's word, not Discord's
                raise
            allowed = allowed and isinstance(error, discord.NotFound)
        except discord.HTTPException as error:
            if error.code == _ARCHIVED:  # folded meanwhile
                raise RetryLater(1) from error
            raise
    if folded and pair.ended_at is not None:
        await close(thread)
    return allowed


async def _let_in(thread: discord.Thread, pair: Pair, me: int) -> AsyncIterator[int]:
    async for message in thread.history(limit=FIRST_MESSAGES, oldest_first=True):
        added = message.type is discord.MessageType.recipient_add
        if message.author.id == me and (added or message.id == pair.message_id):
            for member in message.raw_mentions or [one.id for one in message.mentions]:
                yield member


async def close(thread: discord.Thread) -> None:
    """Fold a thread away: a server has room for a thousand open ones. Lock it where the bot may."""
    if thread.parent and thread.permissions_for(thread.guild.me).manage_threads:
        await thread.edit(archived=True, locked=True)
    else:
        await thread.edit(archived=True)
