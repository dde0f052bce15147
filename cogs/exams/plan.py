"""`/exam plan`: the plan with its picture, and its buttons and form. They live for ever: ids only."""

import asyncio
import io
from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.client import Interaction
from bot.errors import BadInput
from bot.features.exams.plan_calendar import calendar
from bot.features.exams.plan_looking import PlanShown
from bot.features.exams.plan_model import MINUTES, Exercise, Habits
from bot.features.exams.plan_outlook import EXERCISES
from bot.features.exams.plan_picture import picture
from bot.features.exams.plan_service import PlanService
from bot.ui import DurableButton, DurableModal, DurableView
from cogs.exams import plan_texts

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EXERCISES = tuple(Exercise)


def _plans(interaction: Interaction) -> PlanService:
    return interaction.client.services.exams.plans.members


async def show_plan(interaction: Interaction, certification: str | None) -> None:
    """The answer to the command, in private."""
    plans, member_id = _plans(interaction), interaction.user.id
    shown = await plans.open(member_id, certification)
    others = [name for name in await plans.certifications(member_id) if name != shown.exam.certification]
    await interaction.response.defer(ephemeral=True, thinking=True)
    await _render(interaction, shown, others)


async def _render(interaction: Interaction, shown: PlanShown, others: list[str] | None = None) -> None:
    """Put the plan into the deferred answer, or into the message of the button."""
    drawn = await asyncio.to_thread(picture, shown)
    file = discord.File(
        io.BytesIO(drawn), filename=plan_texts.PICTURE, description=plan_texts.described(shown)
    )
    await interaction.edit_original_response(
        embed=plan_texts.shown(shown, others or ()), attachments=[file], view=plan_view(shown)
    )


def plan_view(shown: PlanShown) -> DurableView:
    """What can be done with a plan; below it, practice exams to tick off."""
    exam_id = shown.exam.id
    view = DurableView(
        DaysButton(exam_id), CalendarButton(exam_id), WeeklyButton(exam_id, int(not shown.weekly))
    )
    for practice in shown.plan.practice:
        part = f" ({len(practice.done) + 1} of {practice.parts})" if practice.parts > 1 else ""
        name = EXERCISES[practice.exercise].capitalize()
        button = PractisedButton(exam_id, _EXERCISES.index(practice.exercise))
        button.label = f"☑ {name}" if practice.is_done else f"☐ {name}{part}"
        view.add_item(button)
    return view


class DaysButton(DurableButton, template=r"epd:([0-9]{1,15})"):
    """Asks for days, minutes and hour."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(
            label="Days and minutes", custom_id=f"epd:{exam_id}", style=discord.ButtonStyle.primary, row=0
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form, with what stands there."""
        shown = await _plans(interaction).show(self.exam_id, interaction.user.id)
        await interaction.response.send_modal(DaysForm(self.exam_id, shown.plan.goal.habits))


class DaysForm(DurableModal, title="When do you study?", template=r"epf:([0-9]{1,15})"):
    """Days, minutes a day, and when sessions begin."""

    def __init__(self, exam_id: int, habits: Habits | None = None) -> None:
        super().__init__(custom_id=f"epf:{exam_id}")
        self.exam_id = exam_id
        now = habits or Habits()
        self.add_item(_choice("days", "Days", list(enumerate(_DAYS)), now.days, most=len(_DAYS)))
        minutes = [(minutes, f"{minutes} minutes") for minutes in MINUTES]
        self.add_item(_choice("minutes", "Minutes a day, breaks included", minutes, {now.minutes}))
        hours = [(hour, f"{hour:02}:00") for hour in range(24)]
        self.add_item(_choice("hour", "From, by your clock", hours, {now.hour}))

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep them, and show the plan anew."""
        shown = await _plans(interaction).change(self.exam_id, interaction.user.id, _habits(typed))
        await interaction.response.defer()
        await _render(interaction, shown)


def _habits(typed: Mapping[str, str]) -> Habits:
    """What was chosen. Raises BadInput for what no list offers."""
    try:
        days = frozenset(int(day) for day in typed["days"].split(","))
        habits = Habits(days, int(typed["minutes"]), int(typed["hour"]))
    except (KeyError, ValueError):
        raise BadInput("Choose your days, the minutes and the hour from the lists.") from None
    if not days <= frozenset(range(7)):
        raise BadInput("Choose days from Monday to Sunday.")
    return habits


def _choice(
    name: str, label: str, options: list[tuple[int, str]], chosen: frozenset[int] | set[int], *, most: int = 1
) -> ui.Label[Any]:
    listed = [
        discord.SelectOption(label=text, value=str(value), default=value in chosen) for value, text in options
    ]
    return ui.Label(text=label, component=ui.Select(custom_id=name, options=listed, max_values=most))


class CalendarButton(DurableButton, template=r"epc:([0-9]{1,15})"):
    """Gives the plan as a calendar file."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(label="Calendar file", custom_id=f"epc:{exam_id}", row=0)

    async def pressed(self, interaction: Interaction) -> None:
        """Send the file in private."""
        export = await _plans(interaction).export(self.exam_id, interaction.user.id)
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await asyncio.to_thread(calendar, export, interaction.client.services.clock.now())
        name = f"study-plan-{export.shown.exam.certification.lower()}.ics"
        await interaction.followup.send(
            "Open it on your phone or computer to put the plan into your calendar. When the plan has changed, take "
            "it again: it updates what is there.",
            file=discord.File(io.BytesIO(data), filename=name),
            ephemeral=True,
        )


class WeeklyButton(DurableButton, template=r"epw:([0-9]{1,15}):([01])"):
    """Turns the weekly message on or off."""

    def __init__(self, exam_id: int, wanted: int) -> None:
        self.exam_id = exam_id
        self.wanted = bool(wanted)
        label = "Send it each Monday" if wanted else "No weekly message"
        super().__init__(label=label, custom_id=f"epw:{exam_id}:{wanted}", row=0)

    async def pressed(self, interaction: Interaction) -> None:
        """Keep it, and show the plan anew."""
        shown = await _plans(interaction).change(self.exam_id, interaction.user.id, weekly=self.wanted)
        await interaction.response.defer()
        await _render(interaction, shown)


class PractisedButton(DurableButton, template=r"epx:([0-9]{1,15}):([0-3])"):
    """Ticks off a practice exam, or its next part."""

    def __init__(self, exam_id: int, exercise: int) -> None:
        self.exam_id = exam_id
        self.exercise = _EXERCISES[exercise]
        super().__init__(
            label=EXERCISES[self.exercise].capitalize(), custom_id=f"epx:{exam_id}:{exercise}", row=1
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Keep it, and show the plan anew."""
        shown = await _plans(interaction).practised(self.exam_id, interaction.user.id, self.exercise)
        await interaction.response.defer()
        await _render(interaction, shown)


class WholeButton(DurableButton, template=r"epb:([0-9]{1,15}):([0-9]{8})"):
    """Shows the whole plan. day: of the weekly message under which it stands, which is found again by it."""

    def __init__(self, exam_id: int, day: int) -> None:
        self.exam_id = exam_id
        super().__init__(
            label="Whole plan", custom_id=f"epb:{exam_id}:{day}", style=discord.ButtonStyle.primary
        )

    async def pressed(self, interaction: Interaction) -> None:
        """In private."""
        shown = await _plans(interaction).show(self.exam_id, interaction.user.id)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await _render(interaction, shown)


class EnoughButton(DurableButton, template=r"epo:([0-9]{1,15})"):
    """No more weekly messages."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(label="Stop these", custom_id=f"epo:{exam_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Say so."""
        await _plans(interaction).change(self.exam_id, interaction.user.id, weekly=False)
        await interaction.response.send_message(
            "No more weekly messages about this plan. `/exam plan` turns them on again.", ephemeral=True
        )


BUTTONS: tuple[type[DurableButton], ...] = (
    DaysButton,
    CalendarButton,
    WeeklyButton,
    PractisedButton,
    WholeButton,
    EnoughButton,
)
FORMS: tuple[type[DurableModal], ...] = (DaysForm,)
