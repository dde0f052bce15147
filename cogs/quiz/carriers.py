"""Bringing the quiz's deliveries to Discord: the post, its close, and the number of answers in between."""

import asyncio
import logging
from contextlib import suppress
from weakref import WeakValueDictionary

import aiohttp
import discord

from bot.client import CrosswalkClient
from bot.errors import NotFound
from bot.features.quiz.model import Occurrence, OccurrenceState, Post
from bot.schedule import Delivery, Permanent, Receipt
from bot.sending import find_marked, outcomes, receipt
from cogs.quiz import texts
from cogs.quiz.buttons import marker, post_view

log = logging.getLogger(__name__)

COUNTS_AT_ONCE = 20


class PostCarrier:
    """Sends a track's post, or finds it where an earlier attempt left it."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._quiz = client.services.quiz

    async def send(self, delivery: Delivery) -> Receipt:
        """Post the question."""
        with outcomes():
            post = await self._post(delivery)
            message = await self._channel(post).send(
                texts.headline(post),
                embed=texts.question(post),
                view=post_view(post),
                nonce=delivery.nonce,
                allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=True),
            )
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """The post, if it is in the channel."""
        with outcomes():
            post = await self._post(delivery)
            mark = marker(post.occurrence.id)
            return await find_marked(self._client, self._channel(post), delivery, mark)

    async def _post(self, delivery: Delivery) -> Post:
        assert delivery.nominal_date is not None
        return await self._quiz.post_on(delivery.subject_id, delivery.nominal_date)

    def _channel(self, post: Post) -> discord.PartialMessageable:
        channel_id = post.occurrence.channel_id or post.track.channel_id
        return self._client.get_partial_messageable(channel_id, guild_id=post.track.guild_id)


class PostEditor:
    """Edits posts: the close, and the number of answers. One edit of a post at a time, so that the close stays."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._quiz = client.services.quiz
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def send(self, delivery: Delivery) -> Receipt:
        """Close a post: show the answer. Doing it twice does no harm."""
        async with self._lock(delivery.subject_id):
            with outcomes():
                return await self._show_closed(delivery.subject_id)

    async def correct(self, delivery: Delivery) -> Receipt:
        """Show what a ruling says: of an open post only that its question is out."""
        async with self._lock(delivery.subject_id):
            with outcomes():
                post = await self._quiz.post(delivery.subject_id)
                if post.occurrence.state is not OccurrenceState.OPEN:
                    return await self._show_closed(delivery.subject_id)
                message = self._message(post.track.guild_id, post.occurrence)
                await message.edit(embed=texts.question(post))
                return self._receipt(message)

    async def _show_closed(self, occurrence_id: int) -> Receipt:
        try:
            outcome = await self._quiz.closed(occurrence_id)
        except NotFound:
            return await self._show_withdrawn(occurrence_id)
        message = self._message(outcome.post.track.guild_id, outcome.post.occurrence)
        await message.edit(embed=texts.closed(outcome), view=post_view(outcome.post))
        return self._receipt(message)

    async def _show_withdrawn(self, occurrence_id: int) -> Receipt:
        """Its question is in no bank any more: nothing can be shown or pressed."""
        message = self._message(*await self._quiz.stands(occurrence_id))
        await message.edit(embed=texts.withdrawn(), view=None)
        return self._receipt(message)

    def _receipt(self, message: discord.PartialMessage) -> Receipt:
        return Receipt(message.id, message.channel.id, self._client.services.clock.now())

    async def find(self, delivery: Delivery) -> Receipt | None:
        """An edit is simply made again."""
        return None

    async def refresh_counts(self) -> None:
        """Show how many have answered, under the posts that are furthest behind.

        One that Discord does not take must not hold up the others, nor the close: it is left for the next time.
        """
        within_s = self._client.services.schedule.send_timeout_s
        for occurrence_id in await self._quiz.stale_counts(COUNTS_AT_ONCE):
            try:
                async with asyncio.timeout(within_s), self._lock(occurrence_id):
                    await self._refresh(occurrence_id)
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                log.warning("the number of answers under post %s stays as it was: %r", occurrence_id, error)

    async def _refresh(self, occurrence_id: int) -> None:
        post = await self._quiz.post(occurrence_id)
        if post.occurrence.closes_at <= self._client.services.clock.now():
            return
        # The next post tells the admins; asking again here would only add to Discord's count of refusals.
        with suppress(discord.Forbidden, discord.NotFound):
            message = self._message(post.track.guild_id, post.occurrence)
            await message.edit(embed=texts.question(post))
        await self._quiz.count_shown(occurrence_id, post.occurrence.answered)

    def _lock(self, occurrence_id: int) -> asyncio.Lock:
        return self._locks.setdefault(occurrence_id, asyncio.Lock())

    def _message(self, guild_id: int, occurrence: Occurrence) -> discord.PartialMessage:
        if occurrence.channel_id is None or occurrence.message_id is None:
            raise Permanent("its post is not known.")
        channel = self._client.get_partial_messageable(occurrence.channel_id, guild_id=guild_id)
        return channel.get_partial_message(occurrence.message_id)


class PostCorrector:
    """Edits posts where a server's ruling changed what they have to say. By the same locks as the close."""

    def __init__(self, editor: PostEditor) -> None:
        self._editor = editor

    async def send(self, delivery: Delivery) -> Receipt:
        """Show what holds now. Doing it twice does no harm."""
        return await self._editor.correct(delivery)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """An edit is simply made again."""
        return None
