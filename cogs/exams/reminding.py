"""Reminders on Discord: what can be pressed under them, and the form that says when and where they come."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.client import Interaction
from bot.features.exams.model import ALL_REMINDERS, Exam, Where
from bot.features.exams.service import Shown
from bot.ui import DurableButton, DurableModal, DurableView
from cogs.challenges.forms import choice, line
from cogs.exams import texts
from cogs.exams.places import postable, presser

_HOUR_LONGEST = 20
_DM, _HERE, _THERE = "dm", "here", "there"


class RemindButton(DurableButton, template=r"exp:([0-9]{1,15})"):
    """Asks when and where to remind."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(label="Reminders", custom_id=f"exp:{exam_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form, with what holds now."""
        shown = await interaction.client.services.exams.own.one(self.exam_id, presser(interaction))
        await interaction.response.send_modal(RemindForm(self.exam_id, shown.exam, interaction.guild_id))


class RemindForm(DurableModal, title="Reminders", template=r"exk:([0-9]{1,15})"):
    """Which ones, at what hour, and where."""

    def __init__(self, exam_id: int, exam: Exam | None = None, guild_id: int | None = None) -> None:
        super().__init__(custom_id=f"exk:{exam_id}")
        self.exam_id = exam_id
        if exam is None:
            return  # sent off: what stands in it comes with the submission
        options = [
            discord.SelectOption(label=texts.milestone(days), value=str(days), default=days not in exam.off)
            for days in ALL_REMINDERS
        ]
        wanted: ui.Select[Any] = ui.Select(
            custom_id="days", options=options, min_values=0, max_values=len(options), required=False
        )
        self.add_item(ui.Label(text="Remind me", description="Choose nothing to stop them", component=wanted))
        self.add_item(
            line("hour", "At what time, by your clock", most=_HOUR_LONGEST, filled=f"{exam.hour:%H:%M}")
        )
        places = {_DM: "By direct message"}
        if exam.where is Where.CHANNEL:
            places[_THERE] = "In the channel where they come now"
        if guild_id is not None:
            places[_HERE] = "In this channel, where others see them too"
        chosen = _DM if exam.where is Where.DM else _THERE
        self.add_item(choice("where", "Where", places, chosen=[chosen]))

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep it, and show what comes now."""
        own, member_id = interaction.client.services.exams.own, presser(interaction)
        before = (await own.one(self.exam_id, member_id)).exam
        channel_id = {_HERE: None, _THERE: before.channel_id}.get(typed.get("where", _DM))
        if typed.get("where") == _HERE:
            channel_id = postable(interaction)
        wanted = set(typed.get("days", "").split(","))
        shown = await own.remind(
            self.exam_id,
            member_id,
            hour=typed.get("hour", ""),
            days=frozenset(days for days in ALL_REMINDERS if str(days) in wanted),
            channel_id=channel_id,
        )
        await interaction.response.send_message(texts.reminded(shown), ephemeral=True)


class SnoozeButton(DurableButton, template=r"exr:([0-9]{1,15}):([0-9]{1,15}):([0-9]{1,4})"):
    """Reminds again tomorrow. Its custom_id also lets the reminder be found again after a crash."""

    def __init__(self, exam_id: int, revision: int, days: int) -> None:
        self.exam_id = exam_id
        # On the day itself there is nothing to put off; the reminder is found by this button all the same.
        label = "Remind me tomorrow" if days else "Good luck"
        super().__init__(label=label, custom_id=f"exr:{exam_id}:{revision}:{days}", disabled=not days)

    async def pressed(self, interaction: Interaction) -> None:
        """Put it off by a day."""
        left = await interaction.client.services.exams.own.snooze(self.exam_id, presser(interaction))
        await interaction.response.send_message(texts.snoozed(left), ephemeral=True)


class StopButton(DurableButton, template=r"exs:([0-9]{1,15})"):
    """No more reminders of this exam."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(label="Stop", custom_id=f"exs:{exam_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Stop them."""
        await interaction.client.services.exams.own.stop(self.exam_id, presser(interaction))
        await interaction.response.send_message(texts.STOPPED, ephemeral=True)


class HereButton(DurableButton, template=r"exh:([0-9]{1,15})"):
    """Reminds in the channel where it is pressed."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(label="Remind me in this channel", custom_id=f"exh:{exam_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Do so from now on."""
        member_id, channel_id = presser(interaction), postable(interaction)
        shown = await interaction.client.services.exams.own.remind_in(self.exam_id, member_id, channel_id)
        await interaction.response.edit_message(content=texts.reminded(shown), view=None)


class PrivateButton(DurableButton, template=r"exv:([0-9]{1,15})"):
    """Reminds by direct message."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(label="By direct message", custom_id=f"exv:{exam_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Do so from now on."""
        own = interaction.client.services.exams.own
        shown = await own.remind_in(self.exam_id, presser(interaction), None)
        await interaction.response.edit_message(content=texts.reminded(shown), view=None)


def unreached_view(exam: Exam, *, in_server: bool) -> DurableView:
    """Under the word that a reminder could not be brought."""
    private = [PrivateButton(exam.id)] if exam.where is Where.CHANNEL else []
    return DurableView(*([HereButton(exam.id)] if in_server else []), *private)


async def open_dm(interaction: Interaction, shown: Shown) -> None:
    """Learn where their direct messages are, while nobody waits: on a busy morning it would be a request each."""
    reminders = interaction.client.services.exams.reminders
    _, known = await reminders.place(shown.exam.id)
    if known is not None or shown.exam.where is not Where.DM or not shown.allowed:
        return
    with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
        place = await interaction.client.create_dm(discord.Object(shown.exam.member_id))
        await reminders.reached_at(shown.exam.member_id, place.id)


async def tell_unreached(interaction: Interaction) -> None:
    """After an answer: reminders that could not be brought, once, with another way to bring them."""
    reminders, member_id = interaction.client.services.exams.reminders, interaction.user.id
    lost = await reminders.unreached(member_id)
    for exam, reason in lost[:3]:
        shown = await interaction.client.services.exams.own.one(exam.id, member_id)
        view = unreached_view(exam, in_server=interaction.guild_id is not None)
        await interaction.followup.send(texts.unreached(shown, reason), view=view, ephemeral=True)
    if lost:
        await reminders.told(member_id)


BUTTONS: tuple[type[DurableButton], ...] = (RemindButton, SnoozeButton, StopButton, HereButton, PrivateButton)
FORMS: tuple[type[DurableModal], ...] = (RemindForm,)
