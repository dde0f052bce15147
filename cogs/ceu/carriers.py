"""Bringing reminders to members, in private."""

import discord

from bot.client import CrosswalkClient
from bot.schedule import Delivery, Receipt
from bot.sending import find_marked, outcomes, receipt
from cogs.ceu import texts
from cogs.ceu.records import reminder_marker, reminder_view


class ReminderCarrier:
    """A reminder by direct message."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._reminders = client.services.ceu.reminders

    async def send(self, delivery: Delivery) -> Receipt:
        """Send it, as things stand now."""
        with outcomes():
            told = await self._reminders.reminder(delivery.key)
            place = await self._client.create_dm(discord.Object(told.standing.record.member_id))
            message = await place.send(texts.reminder(told), view=reminder_view(told), nonce=delivery.nonce)
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        with outcomes():
            told = await self._reminders.reminder(delivery.key)
            place = await self._client.create_dm(discord.Object(told.standing.record.member_id))
            return await find_marked(self._client, place, delivery, reminder_marker(told))
