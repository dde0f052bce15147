"""Bringing the weekly message of a plan to its member."""

import discord

from bot.client import CrosswalkClient
from bot.features.exams.plan_looking import PlanShown
from bot.schedule import Delivery, Permanent, Receipt
from bot.sending import find_marked, outcomes, receipt
from bot.ui import DurableView
from cogs.exams import plan_texts
from cogs.exams.places import written_to
from cogs.exams.plan import EnoughButton, WholeButton


class WeekCarrier:
    """Where the reminders of the exam come: in private, or in a channel."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._plans = client.services.exams.plans.members
        self._reminders = client.services.exams.reminders

    async def send(self, delivery: Delivery) -> Receipt:
        """The week as it is planned now."""
        with outcomes():
            shown = await self._plans.show(delivery.subject_id)
            if not shown.weekly:
                raise Permanent("the weekly message is not wanted any more.")
            place = await self._place(shown.exam.id)
            await self._client.services.schedule.trying(delivery, place.id)
            message = await place.send(
                self._text(shown),
                view=DurableView(
                    WholeButton(shown.exam.id, _day(delivery)),
                    EnoughButton(shown.exam.id),
                ),
                nonce=delivery.nonce,
                allowed_mentions=discord.AllowedMentions(users=[discord.Object(shown.exam.member_id)]),
            )
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        with outcomes():
            marker = f"epb:{delivery.subject_id}:{_day(delivery)}"
            place = await self._place(delivery.subject_id)
            return await find_marked(self._client, place, delivery, marker)

    async def _place(self, exam_id: int) -> discord.DMChannel | discord.PartialMessageable:
        exam, dm_channel_id = await self._reminders.place(exam_id)
        return await written_to(self._client, exam, dm_channel_id)

    @staticmethod
    def _text(shown: PlanShown) -> str:
        """In a channel, it says whose it is."""
        text = plan_texts.week(shown)
        return text if shown.exam.channel_id is None else f"<@{shown.exam.member_id}> {text}"[:2000]


def _day(delivery: Delivery) -> int:
    """Its Monday, by its name: one that comes late is no occurrence of the schedule."""
    return int(delivery.key.rpartition(":")[2].replace("-", ""))
