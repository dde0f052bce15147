"""What moderators and content editors press about a challenge: look at it, uphold, throw out, decline."""

from collections.abc import Mapping

import discord

from bot.client import Interaction
from bot.errors import NotFound
from bot.features.challenges.model import (
    CITATION_LONGEST,
    REASON_LONGEST,
    Case,
    ChallengeState,
)
from bot.features.quiz.model import LETTERS, Shown
from bot.ui import DurableButton, DurableModal, DurableView, present
from cogs.challenges import texts
from cogs.challenges.forms import REASONED, choice, line, paragraph
from cogs.mnemonics.forms import giving_back

_REASON_HINT = "Members read it with the answer"
_TOLD_HINT = "Whoever disputed it reads this"


async def require_editor(interaction: Interaction) -> discord.Member:
    """Whoever may decide here. Raises NotAllowed."""
    member = present(interaction)
    await interaction.client.services.challenges.calls.require(
        member.guild.id,
        manages=interaction.permissions.manage_guild,
        role_ids=[role.id for role in member.roles],
    )
    return member


def case_view(case: Case) -> DurableView:
    """What can be done about a challenge."""
    challenge_id = case.challenge.id
    buttons: list[DurableButton] = []
    if case.challenge.state is ChallengeState.OPEN:
        if case.shown is not None:
            buttons = [UpholdButton(challenge_id), ThrowOutButton(challenge_id)]
        buttons.append(DeclineButton(challenge_id))
    if len(case.voices) > 1:
        buttons.append(VoicesButton(challenge_id, 0, "All reasons"))
    if case.upcoming is not None:
        buttons.append(LookButton(case.upcoming, "Next challenge"))
    return DurableView(*buttons)


class LookButton(DurableButton, template=r"cq:([0-9]{1,15})"):
    """Shows a challenge to those who decide."""

    def __init__(self, challenge_id: int, label: str = "Look at it") -> None:
        self.challenge_id = challenge_id
        super().__init__(label=label, custom_id=f"cq:{challenge_id}", style=discord.ButtonStyle.primary)

    async def pressed(self, interaction: Interaction) -> None:
        """In private, with everything that is known of it."""
        member = await require_editor(interaction)
        case = await interaction.client.services.challenges.disputes.case(member.guild.id, self.challenge_id)
        await interaction.response.send_message(embeds=texts.case(case), view=case_view(case), ephemeral=True)


class VoicesButton(DurableButton, template=r"cj:([0-9]{1,15}):([0-9]{1,6})"):
    """Shows what members say about a challenge, from one of them on."""

    def __init__(self, challenge_id: int, first: int, label: str = "More reasons") -> None:
        self.challenge_id, self.first = challenge_id, first
        super().__init__(label=label, custom_id=f"cj:{challenge_id}:{first}")

    async def pressed(self, interaction: Interaction) -> None:
        """A few at a time."""
        member = await require_editor(interaction)
        case = await interaction.client.services.challenges.disputes.case(member.guild.id, self.challenge_id)
        embed = texts.voices(case, self.first)
        following = self.first + len(embed.fields)
        more = (
            [VoicesButton(self.challenge_id, following)] if self.first < following < len(case.voices) else []
        )
        await interaction.response.send_message(embed=embed, view=DurableView(*more), ephemeral=True)


class UpholdButton(DurableButton, template=r"cu:([0-9]{1,15})"):
    """Opens the form that says which answers are right."""

    def __init__(self, challenge_id: int) -> None:
        self.challenge_id = challenge_id
        super().__init__(
            label="Correct the answer", custom_id=f"cu:{challenge_id}", style=discord.ButtonStyle.success
        )

    async def pressed(self, interaction: Interaction) -> None:
        """With the options as the challenge shows them."""
        member = await require_editor(interaction)
        case = await interaction.client.services.challenges.disputes.case(member.guild.id, self.challenge_id)
        if case.shown is None:
            raise NotFound(texts.GONE)
        await interaction.response.send_modal(UpholdModal(self.challenge_id, case.shown))


class ThrowOutButton(DurableButton, template=r"ct:([0-9]{1,15})"):
    """Opens the form that throws a question out."""

    def __init__(self, challenge_id: int) -> None:
        self.challenge_id = challenge_id
        super().__init__(
            label="Throw it out", custom_id=f"ct:{challenge_id}", style=discord.ButtonStyle.danger
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Ask for the reason."""
        await require_editor(interaction)
        await interaction.response.send_modal(ThrowOutModal(self.challenge_id))


class DeclineButton(DurableButton, template=r"cd:([0-9]{1,15})"):
    """Opens the form that declines a challenge."""

    def __init__(self, challenge_id: int) -> None:
        self.challenge_id = challenge_id
        super().__init__(label="Decline", custom_id=f"cd:{challenge_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Ask for the reason."""
        await require_editor(interaction)
        await interaction.response.send_modal(DeclineModal(self.challenge_id))


class _RulingForm(DurableModal, title="Decide", template=r"(?!)"):
    """Reason and citation of a ruling, and what follows from it."""

    def __init__(self, challenge_id: int, custom_id: str) -> None:
        self.challenge_id = challenge_id
        super().__init__(custom_id=custom_id)

    def _add_reason(self) -> None:
        self.add_item(paragraph("reason", "Why", most=REASON_LONGEST, hint=_REASON_HINT))
        label = "Where it says so"
        self.add_item(line("citation", label, most=CITATION_LONGEST, example="OCG I.B.14", needed=False))

    async def _uphold(
        self, interaction: Interaction, typed: Mapping[str, str], accepted: frozenset[str]
    ) -> None:
        """Regrading may take a second: say at once that it was heard."""
        member = await require_editor(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        with giving_back(typed, REASONED):
            decided = await interaction.client.services.challenges.disputes.uphold(
                member.guild.id,
                self.challenge_id,
                accepted,
                reason=typed.get("reason", ""),
                citation=typed.get("citation", ""),
                by=member.id,
            )
        await interaction.followup.send(texts.decided(decided), view=_next(decided.upcoming), ephemeral=True)


class UpholdModal(_RulingForm, title="Correct the answer", template=r"cv:([0-9]{1,15})"):
    """Which options count as right from now on; one or several."""

    def __init__(self, challenge_id: int, shown: Shown | None = None) -> None:
        super().__init__(challenge_id, f"cv:{challenge_id}")
        if shown is not None:
            options = {option.key: f"{letter}: {option.text}" for letter, option in shown.options()}
            self.add_item(
                choice("right", "What counts as right", options, hint="One, or several", most=len(options))
            )
        self._add_reason()

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Rule so, and regrade."""
        chosen = frozenset(key for key in typed.get("right", "").split(",") if key in LETTERS and key)
        await self._uphold(interaction, typed, chosen or frozenset("?"))


class ThrowOutModal(_RulingForm, title="Throw the question out", template=r"cy:([0-9]{1,15})"):
    """The question counts for nobody, and is never asked here again."""

    def __init__(self, challenge_id: int) -> None:
        super().__init__(challenge_id, f"cy:{challenge_id}")
        self._add_reason()

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Rule so, and regrade."""
        await self._uphold(interaction, typed, frozenset())


class DeclineModal(DurableModal, title="Decline the challenge", template=r"cx:([0-9]{1,15})"):
    """The question stands as it is."""

    def __init__(self, challenge_id: int) -> None:
        self.challenge_id = challenge_id
        super().__init__(custom_id=f"cx:{challenge_id}")
        self.add_item(paragraph("reason", "Why it stands", most=REASON_LONGEST, hint=_TOLD_HINT))

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Close it."""
        member = await require_editor(interaction)
        with giving_back(typed, REASONED):
            decided = await interaction.client.services.challenges.disputes.decline(
                member.guild.id, self.challenge_id, reason=typed.get("reason", ""), by=member.id
            )
        await interaction.response.send_message(
            texts.decided(decided), view=_next(decided.upcoming), ephemeral=True
        )


def _next(upcoming: int | None) -> DurableView:
    """The way to what waits still."""
    return DurableView(*([LookButton(upcoming, "Next challenge")] if upcoming is not None else []))


DECIDING_BUTTONS: tuple[type[DurableButton], ...] = (
    LookButton,
    VoicesButton,
    UpholdButton,
    ThrowOutButton,
    DeclineButton,
)
DECIDING_FORMS: tuple[type[DurableModal], ...] = (UpholdModal, ThrowOutModal, DeclineModal)
