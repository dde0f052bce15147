"""Bringing challenges' deliveries to Discord: calls to those who decide, and news to members."""

import discord

from bot.client import CrosswalkClient
from bot.features.challenges.model import Call
from bot.schedule import Delivery, Receipt
from bot.sending import find_marked, outcomes, receipt
from bot.ui import DurableView
from cogs.challenges import texts
from cogs.challenges.deciding import LookButton
from cogs.challenges.taking import SuggestionButton
from cogs.notes import PutAwayButton


class CallCarrier:
    """Says in the editors' channel that something waits for them."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._calls = client.services.challenges.calls

    async def send(self, delivery: Delivery) -> Receipt:
        """Mention the editors, and say what it is about."""
        with outcomes():
            call = await self._calls.call(delivery)
            roles = [discord.Object(call.role_id)] if call.role_id else []
            channel = self._channel(delivery, call)
            await self._client.services.schedule.trying(delivery, channel.id)
            message = await channel.send(
                texts.call(call),
                view=DurableView(self._button(call)),
                nonce=delivery.nonce,
                allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=roles),
            )
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        with outcomes():
            call = await self._calls.call(delivery)
            mark = str(self._button(call).custom_id)
            return await find_marked(self._client, self._channel(delivery, call), delivery, mark)

    def _button(self, call: Call) -> LookButton | SuggestionButton:
        return LookButton(call.subject_id) if call.is_challenge else SuggestionButton(call.subject_id)

    def _channel(self, delivery: Delivery, call: Call) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(call.channel_id, guild_id=delivery.guild_id)


class NewsCarrier:
    """Tells a member by direct message what became of what they wrote."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._news = client.services.challenges.news

    async def send(self, delivery: Delivery) -> Receipt:
        """Once."""
        with outcomes():
            news = await self._news.news(delivery.subject_id)
            guild = self._client.get_guild(news.guild_id)
            channel = await self._client.create_dm(discord.Object(news.member_id))
            message = await channel.send(
                embed=texts.news(news, guild.name if guild else ""),
                view=DurableView(PutAwayButton(f"cg:{news.id}", "Got it")),
                nonce=delivery.nonce,
            )
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        with outcomes():
            news = await self._news.news(delivery.subject_id)
            channel = await self._client.create_dm(discord.Object(news.member_id))
            return await find_marked(self._client, channel, delivery, f"cg:{news.id}")
