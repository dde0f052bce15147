"""What authors do with their own: edit, share, delete."""

from collections.abc import Mapping

import discord

from bot.client import Interaction
from bot.features.mnemonics.model import Changed, Page, Sharing, Shown, State, Texts
from bot.ui import DurableButton, DurableModal, DurableView, present
from cogs.mnemonics import texts
from cogs.mnemonics.forms import ask_for_texts, giving_back, texts_in

_ANEW = "\nIt says something else than what others judged, so votes and results begin anew."
_KEPT = "\nIt still says what others judged, so votes and results stay."


class OwnButton(DurableButton, template=r"mnm:([0-9]{1,15}):([0-9])"):
    """Opens one of one's own from the list."""

    def __init__(self, number: int, place: int) -> None:
        self.number = number
        super().__init__(label=str(place), custom_id=f"mnm:{number}:{place}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show it with what can be done with it."""
        shown = await _own(interaction, self.number)
        await interaction.response.send_message(embed=texts.one(shown), view=own_view(shown), ephemeral=True)


class OlderButton(DurableButton, template=r"mnl:([0-9]{1,15})"):
    """Goes on in the list of one's own."""

    def __init__(self, before: int) -> None:
        self.before = before
        super().__init__(label="Older", custom_id=f"mnl:{before}", style=discord.ButtonStyle.primary)

    async def pressed(self, interaction: Interaction) -> None:
        """Show the next ones in place."""
        member = present(interaction)
        page = await interaction.client.services.mnemonics.authors.mine(
            guild_id=member.guild.id, member_id=member.id, before=self.before
        )
        await interaction.response.edit_message(embed=texts.mine(page), view=page_view(page))


class EditButton(DurableButton, template=r"mne:([0-9]{1,15})"):
    """Opens the form with what it says."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(label="Edit", custom_id=f"mne:{number}", style=discord.ButtonStyle.primary)

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        shown = await _own(interaction, self.number)
        await interaction.response.send_modal(EditForm(self.number, shown.mnemonic.texts))


class EditForm(DurableModal, title="Your mnemonic", template=r"mne:([0-9]{1,15})"):
    """Other words for one's own."""

    def __init__(self, number: int, before: Texts | None = None) -> None:
        super().__init__(custom_id=f"mne:{number}")
        self.number = number
        ask_for_texts(self, before)

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep them, and show it as it is now."""
        member = present(interaction)
        with giving_back(typed):
            changed = await interaction.client.services.mnemonics.authors.edit(
                guild_id=member.guild.id, member_id=member.id, number=self.number, **texts_in(typed)
            )
        if changed.near:
            draft = changed.mnemonic.number
            view = DurableView(ChangeAnywayButton(self.number, draft), LeaveItButton(draft))
            embed = texts.near(changed.near, changed.mnemonic)
            await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
            return
        shown = await _own(interaction, self.number)
        await interaction.response.send_message(
            _changed(changed), embed=texts.one(shown), view=own_view(shown), ephemeral=True
        )


class ChangeAnywayButton(DurableButton, template=r"mnz:([0-9]{1,15}):([0-9]{1,15})"):
    """Changes it although something is like the new words, which are kept as a draft."""

    def __init__(self, number: int, draft: int) -> None:
        self.number, self.draft = number, draft
        super().__init__(
            label="Change it anyway", custom_id=f"mnz:{number}:{draft}", style=discord.ButtonStyle.primary
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Show it as it is now."""
        member = present(interaction)
        changed = await interaction.client.services.mnemonics.authors.edit_anyway(
            guild_id=member.guild.id, member_id=member.id, number=self.number, draft=self.draft
        )
        shown = await _own(interaction, self.number)
        await interaction.response.edit_message(
            content=_changed(changed), embed=texts.one(shown), view=own_view(shown)
        )


class LeaveItButton(DurableButton, template=r"mnk:([0-9]{1,15})"):
    """Forgets the draft of the new words."""

    def __init__(self, draft: int) -> None:
        self.draft = draft
        super().__init__(label="Leave it as it was", custom_id=f"mnk:{draft}")

    async def pressed(self, interaction: Interaction) -> None:
        """Say so."""
        member = present(interaction)
        await interaction.client.services.mnemonics.authors.drop(
            guild_id=member.guild.id, member_id=member.id, number=self.draft
        )
        await interaction.response.edit_message(
            content="Nothing was changed: `/mnemonic mine` shows it.", embed=None, view=None
        )


def _changed(changed: Changed) -> str:
    waits = changed.mnemonic.state is State.WAITING
    text = "Changed. A moderator looks at it first." if waits else "Changed."
    if changed.judged:
        text += _ANEW if changed.anew else _KEPT
    return text


class ShareButton(DurableButton, template=r"mns:([0-9]{1,15}):([01])"):
    """Asks to share it with all servers, or takes that back."""

    def __init__(self, number: int, wanted: int) -> None:
        self.number, self.wanted = number, bool(wanted)
        super().__init__(
            label="Share with all servers" if wanted else "Keep it in this server",
            custom_id=f"mns:{number}:{int(wanted)}",
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Show it as it is now."""
        member = present(interaction)
        shown = await interaction.client.services.mnemonics.authors.share(
            guild_id=member.guild.id, member_id=member.id, number=self.number, wanted=self.wanted
        )
        await interaction.response.edit_message(embed=texts.one(shown), view=own_view(shown))


class DeleteButton(DurableButton, template=r"mnx:([0-9]{1,15})"):
    """Asks once more."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(label="Delete", custom_id=f"mnx:{number}", style=discord.ButtonStyle.danger)

    async def pressed(self, interaction: Interaction) -> None:
        """Ask."""
        await _own(interaction, self.number)
        view = DurableView(ReallyDeleteButton(self.number))
        await interaction.response.edit_message(
            content="Delete it for good, with its votes? Dismiss this message to keep it.", view=view
        )


class ReallyDeleteButton(DurableButton, template=r"mny:([0-9]{1,15})"):
    """Deletes it."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(label="Yes, delete it", custom_id=f"mny:{number}", style=discord.ButtonStyle.danger)

    async def pressed(self, interaction: Interaction) -> None:
        """Delete it, in the channel too."""
        member = present(interaction)
        await interaction.client.services.mnemonics.authors.delete(
            guild_id=member.guild.id, member_id=member.id, number=self.number
        )
        await interaction.response.edit_message(content="Deleted.", embed=None, view=None)


def own_view(shown: Shown) -> DurableView:
    """What can be done with one's own."""
    number = shown.mnemonic.number
    share = [ShareButton(number, shown.mnemonic.sharing is Sharing.NO)]
    return DurableView(
        EditButton(number),
        *(share if shown.mnemonic.state is State.SHOWN else []),
        DeleteButton(number),
    )


def page_view(page: Page) -> DurableView:
    """A number for each, and a way to the older ones."""
    numbers = [OwnButton(item.mnemonic.number, place) for place, item in enumerate(page.shown, 1)]
    return DurableView(*numbers, *([OlderButton(page.older)] if page.older else []))


async def _own(interaction: Interaction, number: int) -> Shown:
    member = present(interaction)
    return await interaction.client.services.mnemonics.authors.own(
        guild_id=member.guild.id, member_id=member.id, number=number
    )


BUTTONS: tuple[type[DurableButton], ...] = (
    OwnButton,
    OlderButton,
    EditButton,
    ChangeAnywayButton,
    LeaveItButton,
    ShareButton,
    DeleteButton,
    ReallyDeleteButton,
)
FORMS: tuple[type[DurableModal], ...] = (EditForm,)
