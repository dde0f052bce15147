"""What moderators and content editors press about a suggested question: look at it, take it, decline."""

from collections.abc import Mapping

import discord

from bot.client import Interaction
from bot.features.challenges.model import REASON_LONGEST, SuggestionState
from bot.ui import DurableButton, DurableModal, DurableView
from cogs.challenges import suggestion_texts
from cogs.challenges.deciding import require_editor
from cogs.challenges.forms import REASONED, paragraph
from cogs.mnemonics.forms import giving_back

_AUTHOR_HINT = "The author reads this"


class SuggestionButton(DurableButton, template=r"cs:([0-9]{1,15})"):
    """Shows a suggested question to those who decide."""

    def __init__(self, suggestion_id: int, label: str = "Look at it") -> None:
        self.suggestion_id = suggestion_id
        super().__init__(label=label, custom_id=f"cs:{suggestion_id}", style=discord.ButtonStyle.primary)

    async def pressed(self, interaction: Interaction) -> None:
        """In private."""
        member = await require_editor(interaction)
        draft = await interaction.client.services.challenges.suggestions.show(
            member.guild.id, self.suggestion_id
        )
        waits = draft.suggestion.state is SuggestionState.WAITING
        buttons: list[DurableButton] = []
        if waits:
            buttons = [TakeButton(self.suggestion_id), RefuseButton(self.suggestion_id)]
        view = DurableView(*buttons, *_following(draft.upcoming))
        await interaction.response.send_message(
            embed=suggestion_texts.suggestion(draft), view=view, ephemeral=True
        )


def _following(upcoming: int | None) -> list[SuggestionButton]:
    """The way to another suggestion that waits."""
    return [SuggestionButton(upcoming, "Next suggestion")] if upcoming is not None else []


class TakeButton(DurableButton, template=r"ca:([0-9]{1,15})"):
    """Takes a suggestion into the server's bank."""

    def __init__(self, suggestion_id: int) -> None:
        self.suggestion_id = suggestion_id
        super().__init__(
            label="Take it into the bank", custom_id=f"ca:{suggestion_id}", style=discord.ButtonStyle.success
        )

    async def pressed(self, interaction: Interaction) -> None:
        """From now on it is asked here."""
        member, suggestions = (
            await require_editor(interaction),
            interaction.client.services.challenges.suggestions,
        )
        await suggestions.approve(member.guild.id, self.suggestion_id, by=member.id)
        upcoming = await suggestions.upcoming(member.guild.id, self.suggestion_id)
        view = DurableView(*_following(upcoming)) if upcoming is not None else None
        await interaction.response.edit_message(content=suggestion_texts.TAKEN, embed=None, view=view)


class RefuseButton(DurableButton, template=r"ce:([0-9]{1,15})"):
    """Opens the form that declines a suggestion."""

    def __init__(self, suggestion_id: int) -> None:
        self.suggestion_id = suggestion_id
        super().__init__(label="Decline", custom_id=f"ce:{suggestion_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Ask for the reason."""
        await require_editor(interaction)
        await interaction.response.send_modal(RefuseModal(self.suggestion_id))


class RefuseModal(DurableModal, title="Decline the question", template=r"cf:([0-9]{1,15})"):
    """Why a suggestion is not taken."""

    def __init__(self, suggestion_id: int) -> None:
        self.suggestion_id = suggestion_id
        super().__init__(custom_id=f"cf:{suggestion_id}")
        self.add_item(paragraph("reason", "Why", most=REASON_LONGEST, hint=_AUTHOR_HINT))

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Close it."""
        member, suggestions = (
            await require_editor(interaction),
            interaction.client.services.challenges.suggestions,
        )
        with giving_back(typed, REASONED):
            reason = typed.get("reason", "")
            await suggestions.decline(member.guild.id, self.suggestion_id, reason=reason, by=member.id)
        upcoming = await suggestions.upcoming(member.guild.id, self.suggestion_id)
        view = DurableView(*_following(upcoming))
        await interaction.response.send_message(suggestion_texts.REFUSED, view=view, ephemeral=True)


TAKING_BUTTONS: tuple[type[DurableButton], ...] = (SuggestionButton, TakeButton, RefuseButton)
TAKING_FORMS: tuple[type[DurableModal], ...] = (RefuseModal,)
