"""Editing messages of a pair, so that they never show what somebody has hidden since, or took along."""

from typing import TypedDict

import discord

from bot.client import CrosswalkClient
from bot.errors import NotFound
from bot.features.buddies.shown import CHECK_IN, INTRODUCTION, ShownIn
from bot.schedule import Delivery, Receipt, RetryLater
from bot.sending import outcomes
from cogs.buddies import pair_texts
from cogs.buddies.reaching import Reach

OVER = "This is over, so what was shown here is gone."
_ARCHIVED = 50083


class _Now(TypedDict, total=False):
    content: str
    embed: discord.Embed | None


class RefreshCarrier:
    """Edits one message. It can always be done again."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._buddies = client.services.buddies
        self._reach = Reach(client)

    async def send(self, delivery: Delivery) -> Receipt:
        """Edit it to what it may show now."""
        shown = ShownIn.named(delivery.key)
        with outcomes():
            await self._reach.guild(delivery.guild_id)
            await self._edit(shown, await self._now(shown, delivery.guild_id))
            return Receipt(shown.message_id, shown.channel_id, self._client.services.clock.now())

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Nothing new has to be found."""
        return None

    async def _now(self, shown: ShownIn, guild_id: int) -> _Now:
        if await self._buddies.shown.over(shown):
            return self._gone(shown)
        try:
            if shown.what == INTRODUCTION:
                return await self._introduction(shown, guild_id)
            mini = await self._buddies.minis.standing(shown.pair_id)
            if shown.what == CHECK_IN:
                checkin = await self._buddies.checkins.checkin(int(shown.of))
                return {"embed": pair_texts.checkin(checkin, mini)}
            return {"embed": pair_texts.standing(mini) if mini and mini.week == shown.of else None}
        except NotFound:  # it ended meanwhile
            return self._gone(shown)

    async def _introduction(self, shown: ShownIn, guild_id: int) -> _Now:
        pairs = self._buddies.pairs
        embed_at = self._client.services.clock.now()
        if shown.place is None:
            found = await pairs.introduction(shown.pair_id)
            text = pair_texts.greeting(found)
        else:
            told = await pairs.hello(f"{shown.pair_id}:{shown.place}")
            found = told.introduction
            text = pair_texts.hello(found, told.member_id, (await self._reach.guild(guild_id)).name)
        return {"content": text, "embed": pair_texts.introduction(found, embed_at)}

    def _gone(self, shown: ShownIn) -> _Now:
        return {"content": OVER, "embed": None} if shown.what in (INTRODUCTION, CHECK_IN) else {"embed": None}

    async def _edit(self, shown: ShownIn, now: _Now) -> None:
        channel = self._client.get_partial_messageable(shown.channel_id)
        message = channel.get_partial_message(shown.message_id)
        nobody = discord.AllowedMentions.none()
        try:
            await message.edit(**now, allowed_mentions=nobody)
        except discord.HTTPException as error:
            if error.code != _ARCHIVED:
                raise
            await self._unfolded(shown, error)

    async def _unfolded(self, shown: ShownIn, error: discord.HTTPException) -> None:
        """Nothing can be edited in a folded thread: open it for a moment."""
        thread = await self._client.fetch_channel(shown.channel_id)
        if not isinstance(thread, discord.Thread):
            raise error
        await thread.edit(archived=False)
        try:
            now = await self._now(shown, thread.guild.id)
            message = thread.get_partial_message(shown.message_id)
            await message.edit(**now, allowed_mentions=discord.AllowedMentions.none())
        except discord.HTTPException as again:
            if again.code == _ARCHIVED:  # folded by another edit
                raise RetryLater(1) from again
            raise
        finally:
            if (await self._buddies.pairs.pair(shown.pair_id)).ended_at is not None:
                await thread.edit(archived=True)
