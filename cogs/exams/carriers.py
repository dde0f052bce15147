"""Bringing reminders to Discord: by direct message, or into the channel that the member chose."""

import discord

from bot.client import CrosswalkClient
from bot.features.exams.model import AFTER
from bot.features.exams.reminders import Reminder
from bot.schedule import Delivery, Receipt
from bot.sending import find_marked, outcomes, receipt
from bot.ui import DurableView
from cogs.exams import texts
from cogs.exams.cards import MoveButton, result_buttons
from cogs.exams.cohorts import WeekButton
from cogs.exams.places import written_to
from cogs.exams.reminding import SnoozeButton, StopButton


class ReminderCarrier:
    """A reminder, or the question how it went."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._exams = client.services.exams

    async def send(self, delivery: Delivery) -> Receipt:
        """Send it, if it still holds."""
        with outcomes():
            found = await self._exams.reminders.prepared(delivery)
            place = await written_to(self._client, found.exam, found.dm_channel_id)
            await self._client.services.schedule.trying(delivery, place.id)
            message = await place.send(
                texts.reminder_line(found),
                embed=texts.reminder(found),
                view=await self._view(found),
                nonce=delivery.nonce,
                allowed_mentions=discord.AllowedMentions(users=[discord.Object(found.exam.member_id)]),
            )
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        with outcomes():
            exam, dm_channel_id = await self._exams.reminders.place(delivery.subject_id)
            _, revision, days = delivery.key.split(":")
            mark = f"exq:{exam.id}:{revision}" if int(days) == AFTER else f"exr:{exam.id}:{revision}:{days}"
            place = await written_to(self._client, exam, dm_channel_id)
            return await find_marked(self._client, place, delivery, mark)

    async def _view(self, found: Reminder) -> DurableView:
        """What can be pressed under it."""
        exam = found.exam
        if found.days == AFTER:
            return DurableView(*result_buttons(exam))
        week = [WeekButton(exam.id)] if await self._exams.cohorts.offered(exam) else []
        snooze = SnoozeButton(exam.id, exam.revision, found.days)
        return DurableView(snooze, MoveButton(exam.id), *week, StopButton(exam.id))
