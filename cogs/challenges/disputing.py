"""“Something wrong with this question?”: the button under every private answer, and its form."""

from collections.abc import Mapping

from bot.client import Interaction
from bot.features.challenges.model import CITATION_LONGEST, REASON_LONGEST, DisputeKind
from bot.features.quiz.model import Shown
from bot.ui import DurableButton, DurableModal, present
from cogs.challenges import texts
from cogs.challenges.forms import REASONED, choice, line, paragraph
from cogs.mnemonics.forms import giving_back
from cogs.mnemonics.where import acting

LABEL = "Something wrong with this question?"
TITLE = "Something wrong with it?"


async def _of_occurrence(interaction: Interaction, occurrence_id: int) -> tuple[int, Shown]:
    """The server, and the daily question as the member saw it. Raises NotFound before they have answered."""
    member = present(interaction)
    answered = await interaction.client.services.quiz.explained(
        occurrence_id=occurrence_id, member_id=member.id, guild_id=member.guild.id
    )
    return member.guild.id, answered.shown


async def _of_round(interaction: Interaction, round_id: int, position: int) -> tuple[int, Shown]:
    """The same of a practice round, which may stand in direct messages: buddies' mini-quizzes do."""
    guild_id, question = await interaction.client.services.practice.explained(
        round_id=round_id, position=position, member_id=interaction.user.id
    )
    await acting(interaction, str(guild_id))
    return guild_id, question.shown


async def _dispute(interaction: Interaction, disputed: tuple[int, Shown], typed: Mapping[str, str]) -> None:
    guild_id, shown = disputed
    with giving_back(typed, REASONED):
        joined = await interaction.client.services.challenges.disputes.dispute(
            guild_id=guild_id,
            member_id=interaction.user.id,
            shown=shown,
            kind=typed.get("kind", ""),
            reason=typed.get("reason", ""),
            citation=typed.get("citation", ""),
        )
    await interaction.response.send_message(texts.joined(joined), ephemeral=True)


class _DisputeForm(DurableModal, title=TITLE, template=r"(?!)"):
    """What is wrong, why, and where it says so."""

    def __init__(self, custom_id: str) -> None:
        super().__init__(custom_id=custom_id)
        kinds = {kind.value: kind.label for kind in DisputeKind}
        self.add_item(choice("kind", "What is wrong", kinds))
        hint = "Others see the options in another order: quote them instead of naming letters"
        self.add_item(paragraph("reason", "Why", most=REASON_LONGEST, hint=hint))
        example = "ICD-10-CM guideline I.C.9.a.2"
        self.add_item(
            line(
                "citation",
                "Where it says so, if you know",
                most=CITATION_LONGEST,
                example=example,
                needed=False,
            )
        )


class DisputeModal(_DisputeForm, title=TITLE, template=r"cm:([0-9]{1,15})"):
    """About a daily question."""

    def __init__(self, occurrence_id: int) -> None:
        self.occurrence_id = occurrence_id
        super().__init__(f"cm:{occurrence_id}")

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Open a challenge, or join the open one."""
        await _dispute(interaction, await _of_occurrence(interaction, self.occurrence_id), typed)


class DisputeRoundModal(_DisputeForm, title=TITLE, template=r"cn:([0-9]{1,15}):([0-9]{1,2})"):
    """About a question of a practice round."""

    def __init__(self, round_id: int, position: int) -> None:
        self.round_id, self.position = round_id, position
        super().__init__(f"cn:{round_id}:{position}")

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Open a challenge, or join the open one."""
        await _dispute(interaction, await _of_round(interaction, self.round_id, self.position), typed)


class DisputeButton(DurableButton, template=r"cb:([0-9]{1,15})"):
    """Opens the form about a daily question."""

    def __init__(self, occurrence_id: int) -> None:
        self.occurrence_id = occurrence_id
        super().__init__(label=LABEL, custom_id=f"cb:{occurrence_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """For whoever has answered."""
        await _of_occurrence(interaction, self.occurrence_id)
        await interaction.response.send_modal(DisputeModal(self.occurrence_id))


class DisputeRoundButton(DurableButton, template=r"cr:([0-9]{1,15}):([0-9]{1,2})"):
    """Opens the form about a question of a practice round."""

    def __init__(self, round_id: int, position: int) -> None:
        self.round_id, self.position = round_id, position
        super().__init__(label=LABEL, custom_id=f"cr:{round_id}:{position}")

    async def pressed(self, interaction: Interaction) -> None:
        """For whoever has answered."""
        await _of_round(interaction, self.round_id, self.position)
        await interaction.response.send_modal(DisputeRoundModal(self.round_id, self.position))


DISPUTE_BUTTONS: tuple[type[DurableButton], ...] = (DisputeButton, DisputeRoundButton)
DISPUTE_FORMS: tuple[type[DurableModal], ...] = (DisputeModal, DisputeRoundModal)
