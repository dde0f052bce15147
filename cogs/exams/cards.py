"""An exam on a card, and what can be done with it: dates, questions back, results. Ids only; the service decides."""

from collections.abc import Mapping

import discord

from bot.client import Interaction
from bot.dates import say_date
from bot.features.exams.model import Exam, Result, State
from bot.features.exams.results import Decided
from bot.features.exams.service import Shown
from bot.features.exams.setting import Answer, Settled, Typed, WhichDay
from bot.ui import DurableButton, DurableModal, DurableView
from cogs.challenges.forms import line
from cogs.exams import texts
from cogs.exams.cohorts import WeekButton
from cogs.exams.places import presser
from cogs.exams.reminding import RemindButton

_DATE_LONGEST, _TIME_LONGEST = 60, 20
_RESULTS = (Result.PASS, Result.NOT_YET, Result.MOVED)
_RESULT_LABELS = {Result.PASS: "I passed 🎉", Result.NOT_YET: "Not passed yet", Result.MOVED: "It was moved"}
_DECIDED = (State.PASSED, State.NOT_YET)


async def answer(interaction: Interaction, found: Answer, *, instead: bool = False) -> None:
    """Show that a date holds, or ask back. instead: in place of the question that was answered."""
    if isinstance(found, Settled):
        content, embed = texts.set_to(found.shown, found.before), texts.card(found.shown)
        view = await card_view(interaction, found.shown)
    elif isinstance(found, WhichDay):
        days = [DayButton(found.draft_id, place, say_date(day)) for place, day in enumerate(found.days)]
        content, embed, view = texts.which_day(found), None, DurableView(*days)
    else:
        moves = [
            ExamChoiceButton(found.draft_id, other.id, texts.move_label(other, found))
            for other in found.others
        ]
        added = ExamChoiceButton(found.draft_id, 0, texts.add_label(found))
        content, embed, view = texts.which_exam(found), None, DurableView(*moves, added)
    if instead:
        await interaction.response.edit_message(content=content, embed=embed, view=view)
    else:
        await interaction.response.send_message(
            content, embed=embed or discord.utils.MISSING, view=view, ephemeral=True
        )


class DayButton(DurableButton, template=r"exd:([0-9]{1,15}):([01])"):
    """Which day was meant, by its place in the question."""

    def __init__(self, draft_id: int, place: int, label: str = "This one") -> None:
        self.draft_id, self.place = draft_id, place
        style = discord.ButtonStyle.secondary if place else discord.ButtonStyle.primary
        super().__init__(label=label, custom_id=f"exd:{draft_id}:{place}", style=style)

    async def pressed(self, interaction: Interaction) -> None:
        """Settle it, or ask on."""
        setting = interaction.client.services.exams.setting
        found = await setting.choose_day(self.draft_id, presser(interaction), self.place)
        await answer(interaction, found, instead=True)


class ExamChoiceButton(DurableButton, template=r"exw:([0-9]{1,15}):([0-9]{1,15})"):
    """Whether a date is a change of an exam, or another one (0)."""

    def __init__(self, draft_id: int, exam_id: int, label: str = "This one") -> None:
        self.draft_id, self.exam_id = draft_id, exam_id
        super().__init__(label=label, custom_id=f"exw:{draft_id}:{exam_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Do that."""
        setting = interaction.client.services.exams.setting
        found = await setting.choose_exam(self.draft_id, presser(interaction), self.exam_id or None)
        await answer(interaction, found, instead=True)


class CardButton(DurableButton, template=r"exc:([0-9]{1,15})"):
    """Opens one of the exams in the list."""

    def __init__(self, exam_id: int, label: str = "Open") -> None:
        self.exam_id = exam_id
        super().__init__(label=label, custom_id=f"exc:{exam_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show it below the list."""
        shown = await interaction.client.services.exams.own.one(self.exam_id, presser(interaction))
        await interaction.response.send_message(
            embed=texts.card(shown), view=await card_view(interaction, shown), ephemeral=True
        )


class MoveButton(DurableButton, template=r"exm:([0-9]{1,15})"):
    """Asks for another date; for the next try, after one that did not work out."""

    def __init__(self, exam_id: int, label: str = "Change the date") -> None:
        self.exam_id = exam_id
        super().__init__(label=label, custom_id=f"exm:{exam_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form."""
        shown = await interaction.client.services.exams.own.one(self.exam_id, presser(interaction))
        await interaction.response.send_modal(MoveForm(self.exam_id, 0, shown.exam))


class MoveForm(DurableModal, title="The new date", template=r"exf:([0-9]{1,15}):([01])"):
    """Another date. open_end: 1 where the exam was moved and may have none yet."""

    def __init__(self, exam_id: int, open_end: int, exam: Exam | None = None) -> None:
        super().__init__(custom_id=f"exf:{exam_id}:{open_end}")
        self.exam_id, self.open_end = exam_id, open_end
        self.add_item(
            line(
                "date",
                "Date",
                most=_DATE_LONGEST,
                hint="Leave it empty if there is none yet" if open_end else "",
                example="March 3, 2027-03-03, in 10 weeks",
                needed=not open_end,
            )
        )
        filled = f"{exam.at:%H:%M}" if exam and exam.at else ""
        self.add_item(line("time", "Time, if you know it", most=_TIME_LONGEST, filled=filled, needed=False))

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Move it, or ask back."""
        exams, member_id = interaction.client.services.exams, presser(interaction)
        if not typed.get("date") and self.open_end:
            found = await exams.results.decide(self.exam_id, member_id, Result.MOVED)
            await interaction.response.send_message(
                embed=texts.decided(found), view=after_view(found), ephemeral=True
            )
            return
        wish = Typed(typed.get("date", ""), str(interaction.locale), time=typed.get("time") or None)
        await answer(interaction, await exams.setting.move(self.exam_id, member_id, wish))


class RemoveButton(DurableButton, template=r"exx:([0-9]{1,15})"):
    """Asks before an exam is forgotten: on a phone it stands close to the others."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(label="Remove", custom_id=f"exx:{exam_id}", style=discord.ButtonStyle.danger)

    async def pressed(self, interaction: Interaction) -> None:
        """Ask."""
        await ask_to_remove(interaction, self.exam_id)


class SureButton(DurableButton, template=r"exy:([0-9]{1,15})"):
    """Forgets an exam."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(label="Yes, remove it", custom_id=f"exy:{exam_id}", style=discord.ButtonStyle.danger)

    async def pressed(self, interaction: Interaction) -> None:
        """Forget it."""
        exam = await interaction.client.services.exams.own.remove(self.exam_id, presser(interaction))
        await interaction.response.edit_message(content=texts.removed(exam), embed=None, view=None)


async def ask_to_remove(interaction: Interaction, exam_id: int) -> None:
    """Before an exam is forgotten."""
    shown = await interaction.client.services.exams.own.one(exam_id, presser(interaction))
    await interaction.response.send_message(
        texts.sure_to_remove(shown.exam), view=DurableView(SureButton(exam_id)), ephemeral=True
    )


class ResultButton(DurableButton, template=r"exq:([0-9]{1,15}):([0-9]{1,15}):([0-2])"):
    """How it went. The revision makes the question's message known from others."""

    def __init__(self, exam_id: int, revision: int, place: int) -> None:
        self.exam_id, self.result = exam_id, _RESULTS[place]
        style = discord.ButtonStyle.success if self.result is Result.PASS else discord.ButtonStyle.secondary
        super().__init__(
            label=_RESULT_LABELS[self.result], custom_id=f"exq:{exam_id}:{revision}:{place}", style=style
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Record it; for one that was moved, ask for the new date."""
        exams, member_id = interaction.client.services.exams, presser(interaction)
        if self.result is Result.MOVED:
            shown = await exams.own.one(self.exam_id, member_id)
            await interaction.response.send_modal(MoveForm(self.exam_id, 1, shown.exam))
            return
        found = await exams.results.decide(self.exam_id, member_id, self.result)
        await interaction.response.send_message(
            embed=texts.decided(found), view=after_view(found), ephemeral=True
        )


async def card_view(interaction: Interaction, shown: Shown) -> DurableView:
    """What can be done with an exam."""
    exam = shown.exam
    if exam.state in _DECIDED:
        return DurableView(MoveButton(exam.id, "Date of another try"), RemoveButton(exam.id))
    if exam.state is State.MOVED:
        return DurableView(MoveButton(exam.id, "Set the new date"), RemoveButton(exam.id))
    results = result_buttons(exam) if shown.days <= 0 else []
    offered = await interaction.client.services.exams.cohorts.offered(exam)
    week = [WeekButton(exam.id)] if offered else []
    return DurableView(*results, MoveButton(exam.id), RemindButton(exam.id), *week, RemoveButton(exam.id))


def list_view(mine: list[Shown]) -> DurableView:
    """A button for each."""
    return DurableView(*(CardButton(one.exam.id, texts.short(one.exam)) for one in mine))


def result_buttons(exam: Exam) -> list[DurableButton]:
    """How did it go?"""
    return [ResultButton(exam.id, exam.revision, place) for place in range(len(_RESULTS))]


def after_view(found: Decided) -> DurableView:
    """After a result was recorded."""
    exam = found.exam
    if found.next:
        return DurableView()
    labels = {State.NOT_YET: "Set the date of the next try", State.MOVED: "Set the new date"}
    return DurableView(*([MoveButton(exam.id, labels[exam.state])] if exam.state in labels else []))


BUTTONS: tuple[type[DurableButton], ...] = (
    DayButton,
    ExamChoiceButton,
    CardButton,
    MoveButton,
    RemoveButton,
    ResultButton,
    SureButton,
)
FORMS: tuple[type[DurableModal], ...] = (MoveForm,)
