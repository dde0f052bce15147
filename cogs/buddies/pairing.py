"""The buttons of a pair: mini-quiz, check-in, nudge, and what helps when something is wrong."""

from collections.abc import Mapping
from contextlib import suppress

import discord
from discord import ui

from bot.client import Interaction
from bot.features.buddies.model import CheckIn, Pair
from bot.features.buddies.terms import Answer
from bot.ui import DurableButton, DurableModal, DurableView
from cogs.buddies import pair_texts, texts
from cogs.buddies.hooks import AreaHookButton, hooks_for
from cogs.buddies.parting import BlockButton, LeaveButton, RematchButton
from cogs.buddies.reaching import own_pair, still_in_pair, still_there
from cogs.buddies.rows import in_row
from cogs.buddies.saying import only
from cogs.quiz import texts as quiz_texts
from cogs.quiz.buttons import practice_view

REASON_CHARS = 500
# By these numbers in custom_ids, which outlive the program: add at the end.
_ANSWERS = (Answer.DONE, Answer.PARTLY, Answer.STRUGGLING)
_LABELS = {
    Answer.DONE: ("Done", "✅"),
    Answer.PARTLY: ("Partly", "🌗"),
    Answer.STRUGGLING: ("Struggling", "🆘"),
}


class MiniQuizButton(DurableButton, template=r"bz:([0-9]{1,15}):([0-9]{1,9})"):
    """Opens this week's mini-quiz, in private. mark: of the message it stands in, to find it again after a crash."""

    def __init__(self, pair_id: int, mark: int = 0) -> None:
        self.pair_id = pair_id
        style = discord.ButtonStyle.primary
        super().__init__(label="Mini-quiz", custom_id=f"bz:{pair_id}:{mark}", style=style)

    async def pressed(self, interaction: Interaction) -> None:
        """The next question; or, when it is done, how everybody did."""
        await still_in_pair(interaction, self.pair_id)
        minis = interaction.client.services.buddies.minis
        question = await minis.start(self.pair_id, interaction.user.id)
        if question is not None:
            embed, view = quiz_texts.round_question(question), practice_view(question)
            await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
            return
        mini = await minis.standing(self.pair_id)
        assert mini is not None
        await interaction.response.send_message(embed=pair_texts.standing(mini), ephemeral=True)


class CheckInButton(DurableButton, template=r"bi:([0-9]{1,15})"):
    """Shows the running check-in, in private."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        super().__init__(label="Check in", custom_id=f"bi:{pair_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        pair = await own_pair(interaction, self.pair_id)
        checkins = interaction.client.services.buddies.checkins
        await show_checkin(interaction, await checkins.latest(pair.guild_id, interaction.user.id))


class NudgeButton(DurableButton, template=r"bn:([0-9]{1,15})"):
    """A friendly word to the buddy."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        super().__init__(label="Nudge", emoji="👋", custom_id=f"bn:{pair_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """In the thread for everybody there, else by direct message."""
        await still_in_pair(interaction, self.pair_id)
        nudged = await interaction.client.services.buddies.pairs.nudge(self.pair_id, interaction.user.id)
        if nudged.in_thread:
            text = pair_texts.nudge(nudged, interaction.user.id)
            await interaction.response.send_message(text, allowed_mentions=only(nudged.partners))
        else:
            await interaction.response.send_message(texts.NUDGED, ephemeral=True)


class TroubleButton(DurableButton, template=r"bw:([0-9]{1,15})"):
    """Shows what can be done when a pair does not work."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        super().__init__(label="Something's wrong", custom_id=f"bw:{pair_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Offer it, in private."""
        await still_in_pair(interaction, self.pair_id)
        kinds = (RematchButton, BlockButton, ReportButton, LeaveButton)
        view = DurableView(*(in_row(row, kind(self.pair_id))[0] for row, kind in enumerate(kinds)))
        await interaction.response.send_message(texts.TROUBLE, view=view, ephemeral=True)


class ReportButton(DurableButton, template=r"bq:([0-9]{1,15})"):
    """Opens the report."""

    def __init__(self, pair_id: int) -> None:
        self.pair_id = pair_id
        super().__init__(label="Report to the moderators", custom_id=f"bq:{pair_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        await still_in_pair(interaction, self.pair_id)
        await interaction.response.send_modal(ReportModal(self.pair_id))


class AnswerButton(DurableButton, template=r"bk:([0-9]{1,15}):([0-2])"):
    """How the week went. Its custom_id also lets a check-in be found again after a crash."""

    def __init__(self, checkin_id: int, place: int) -> None:
        self.checkin_id, self.answer = checkin_id, _ANSWERS[place]
        label, emoji = _LABELS[self.answer]
        super().__init__(label=label, emoji=emoji, custom_id=f"bk:{checkin_id}:{place}")

    async def pressed(self, interaction: Interaction) -> None:
        """Keep the answer, and show it to everybody in the pair."""
        await still_there(
            interaction, await interaction.client.services.buddies.checkins.guild(self.checkin_id)
        )
        checkins = interaction.client.services.buddies.checkins
        found = await checkins.answer(self.checkin_id, interaction.user.id, self.answer)
        embed = await checkin_embed(interaction, found)
        await interaction.response.edit_message(embed=embed)
        assert interaction.message is not None
        for place in await checkins.messages(found.id):
            if place.message_id != interaction.message.id:
                channel = interaction.client.get_partial_messageable(place.channel_id)
                # Theirs to delete, or to shut: the answer is kept, and the next check-in comes anew.
                with suppress(discord.Forbidden, discord.NotFound):
                    await channel.get_partial_message(place.message_id).edit(embed=embed)


class StillButton(DurableButton, template=r"bs:([0-9]{1,15}):([0-2])"):
    """The answer to "Still there?". place: whom of the pair it is for."""

    def __init__(self, checkin_id: int, place: int) -> None:
        self.key = f"{checkin_id}:{place}"
        style = discord.ButtonStyle.primary
        super().__init__(label="I'm still here", custom_id=f"bs:{self.key}", style=style)

    async def pressed(self, interaction: Interaction) -> None:
        """The pair goes on."""
        checkin_id = int(self.key.partition(":")[0])
        await still_there(interaction, await interaction.client.services.buddies.checkins.guild(checkin_id))
        checkins = interaction.client.services.buddies.checkins
        await checkins.still_here(self.key, interaction.user.id)
        text = pair_texts.still_here(interaction.user.id)
        await interaction.response.edit_message(content=text, view=None)


class ReportModal(DurableModal, title="Report to the moderators", template=r"bp:([0-9]{1,15})"):
    """What happened in a pair."""

    def __init__(self, pair_id: int) -> None:
        super().__init__(custom_id=f"bp:{pair_id}")
        self.pair_id = pair_id
        field: ui.TextInput[ReportModal] = ui.TextInput(
            custom_id="reason", style=discord.TextStyle.paragraph, max_length=REASON_CHARS
        )
        hint = "Only the moderators read this; they see who wrote it"
        self.add_item(ui.Label(text="What happened?", description=hint, component=field))

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Hand it to the moderators."""
        await still_in_pair(interaction, self.pair_id)
        buddies = interaction.client.services.buddies
        pair = await buddies.pairs.pair(self.pair_id)
        await buddies.safety.report(
            guild_id=pair.guild_id,
            member_id=interaction.user.id,
            reason=typed.get("reason", ""),
            pair_id=pair.id,
        )
        await interaction.response.send_message(texts.REPORTED, ephemeral=True)


def pair_view(pair: Pair) -> DurableView:
    """What a pair can do, under its introduction."""
    first = MiniQuizButton(pair.id), CheckInButton(pair.id)
    return DurableView(*in_row(0, *first), *in_row(1, NudgeButton(pair.id), TroubleButton(pair.id)))


def checkin_view(checkin: CheckIn) -> DurableView:
    """What a pair can do under its check-in."""
    more = MiniQuizButton(checkin.pair.id), *hooks_for(checkin), NudgeButton(checkin.pair.id)
    return DurableView(*in_row(0, *_answers(checkin)), *in_row(1, *more))


def _answers(checkin: CheckIn) -> list[AnswerButton]:
    return [AnswerButton(checkin.id, place) for place in range(len(_ANSWERS))]


async def checkin_embed(interaction: Interaction, found: CheckIn) -> discord.Embed:
    """The check-in with the week's mini-quiz."""
    mini = await interaction.client.services.buddies.minis.standing(found.pair.id)
    return pair_texts.checkin(found, mini)


async def show_checkin(interaction: Interaction, found: CheckIn) -> None:
    """The running check-in, in private. Without the nudge, which is said where it is pressed."""
    embed, view = await checkin_embed(interaction, found), DurableView(*_answers(found), *hooks_for(found))
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


PAIR_BUTTONS: tuple[type[DurableButton], ...] = (
    MiniQuizButton,
    CheckInButton,
    NudgeButton,
    TroubleButton,
    ReportButton,
    AnswerButton,
    AreaHookButton,
    StillButton,
)
