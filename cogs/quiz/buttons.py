"""The quiz's buttons. They live for ever: their custom_ids hold ids only, and each press asks the service."""

from functools import lru_cache

import discord

from bot.client import Interaction
from bot.features.quiz.model import LETTERS, Post, RoundQuestion
from bot.ui import DurableButton, DurableView, present
from cogs.challenges.disputing import DisputeButton, DisputeRoundButton
from cogs.challenges.news import show_news
from cogs.exams.reminding import tell_unreached
from cogs.mnemonics.judging import hook_buttons, hooked
from cogs.quiz import texts


class AnswerButton(DurableButton, template=r"q:([0-9]{1,15}):([0-4])"):
    """One of the letters under a daily question."""

    def __init__(self, occurrence_id: int, place: int, *, prefix: str = "") -> None:
        self.occurrence_id, self.place = occurrence_id, place
        label = f"{prefix}{LETTERS[place]}"
        super().__init__(
            label=label, custom_id=f"q:{occurrence_id}:{place}", style=discord.ButtonStyle.primary
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Log the answer, and say in private what there is to learn."""
        member = present(interaction)
        answered = await interaction.client.services.quiz.answer(
            occurrence_id=self.occurrence_id, place=self.place, member_id=member.id, guild_id=member.guild.id
        )
        view = _under_answer(
            self.occurrence_id, hooked(interaction, answered.shown.question, answered.chosen)
        )
        await interaction.response.send_message(embed=texts.answer(answered), view=view, ephemeral=True)
        await show_news(interaction)
        await tell_unreached(interaction)


class ReasonsButton(DurableButton, template=r"qr:([0-9]{1,15})"):
    """Shows the reasons for all options to somebody who has answered."""

    def __init__(self, occurrence_id: int) -> None:
        self.occurrence_id = occurrence_id
        super().__init__(label="Reasons for all options", custom_id=f"qr:{occurrence_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show them in private."""
        member = present(interaction)
        answered = await interaction.client.services.quiz.explained(
            occurrence_id=self.occurrence_id, member_id=member.id, guild_id=member.guild.id
        )
        embed = texts.reasons(answered.shown, answered.chosen)
        await interaction.response.send_message(embed=embed, ephemeral=True)


@lru_cache(maxsize=2_000)
def _under_answer(occurrence_id: int, topic: str) -> DurableView:
    """Made once for all who answer alike: to make it takes a tenth of a press. topic: of the hook on offer, if any."""
    return DurableView(ReasonsButton(occurrence_id), *hook_buttons(topic), DisputeButton(occurrence_id))


class PracticeButton(DurableButton, template=r"qp:([0-9]{1,15}):([0-9]{1,2}):([0-4])"):
    """One of the letters under a practice question."""

    def __init__(self, round_id: int, position: int, place: int) -> None:
        self.round_id, self.position, self.place = round_id, position, place
        custom_id = f"qp:{round_id}:{position}:{place}"
        super().__init__(label=LETTERS[place], custom_id=custom_id, style=discord.ButtonStyle.primary)

    async def pressed(self, interaction: Interaction) -> None:
        """Log the answer, explain it in the question's place, and offer the next one."""
        outcome = await interaction.client.services.practice.answer(
            round_id=self.round_id, position=self.position, place=self.place, member_id=interaction.user.id
        )
        upcoming = outcome.upcoming
        following = [NextButton(self.round_id, upcoming.position)] if upcoming else []
        topic = hooked(interaction, outcome.question.shown.question, outcome.chosen)
        hooks = hook_buttons(topic, outcome.guild_id if interaction.guild_id is None else None)
        view = DurableView(*following, *hooks, DisputeRoundButton(self.round_id, self.position))
        embeds = [texts.round_question(outcome.question), texts.round_answer(outcome)]
        await interaction.response.edit_message(embeds=embeds, view=view)


class NextButton(DurableButton, template=r"qn:([0-9]{1,15}):([0-9]{1,2})"):
    """Goes on to a practice round's next question."""

    def __init__(self, round_id: int, position: int) -> None:
        self.round_id, self.position = round_id, position
        super().__init__(label="Next question", custom_id=f"qn:{round_id}:{position}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show it below, so that what was just learned stays in sight."""
        question = await interaction.client.services.practice.question(
            round_id=self.round_id, position=self.position, member_id=interaction.user.id
        )
        await interaction.response.send_message(
            embed=texts.round_question(question), view=practice_view(question), ephemeral=True
        )


def post_view(post: Post) -> DurableView:
    """The letters under a daily question."""
    places = range(len(post.shown.order))
    return DurableView(*(AnswerButton(post.occurrence.id, place) for place in places))


def practice_view(question: RoundQuestion) -> DurableView:
    """The letters under a practice question."""
    places = range(len(question.shown.order))
    return DurableView(*(PracticeButton(question.round_id, question.position, place) for place in places))


DURABLE: tuple[type[DurableButton], ...] = (AnswerButton, ReasonsButton, PracticeButton, NextButton)


def marker(occurrence_id: int) -> str:
    """What the custom_ids of an occurrence's post begin with: finds the post again after a crash."""
    return f"q:{occurrence_id}"
