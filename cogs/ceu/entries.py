"""Buttons and forms of single credits: log, see, edit, delete."""

from collections.abc import Mapping

import discord

from bot.client import Interaction
from bot.features.ceu.model import PROVIDER_LONGEST, TITLE_LONGEST, Credit, Logged, Page
from bot.features.ceu.reading import say_credits
from bot.library.guide import Renewal
from bot.ui import DurableButton, DurableModal, DurableView
from cogs.ceu import texts
from cogs.challenges.forms import choice, line

_ID = r"([0-9]{1,15})"


class LogButton(DurableButton, template=rf"cel:{_ID}"):
    """Opens the form for a credit."""

    def __init__(self, record_id: int) -> None:
        self.record_id = record_id
        super().__init__(
            label="Log a credit", custom_id=f"cel:{record_id}", style=discord.ButtonStyle.primary
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        kept = await interaction.client.services.ceu.members.one(interaction.user.id, self.record_id)
        await interaction.response.send_modal(LogForm(self.record_id, kept.now.rule))


class LogForm(DurableModal, title="A credit", template=rf"cel:{_ID}"):
    """A new credit."""

    def __init__(self, record_id: int, rule: Renewal | None = None) -> None:
        super().__init__(custom_id=f"cel:{record_id}")
        self.record_id = record_id
        if rule:
            _ask(self, rule, None)

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Log it."""
        found = await interaction.client.services.ceu.credits.add(
            interaction.user.id,
            whose=self.record_id,
            locale=interaction.locale.value,
            **_said(typed),
        )
        await show_logged(interaction, found)


class KeepButton(DurableButton, template=rf"cea:{_ID}"):
    """Counts one that looks like another."""

    def __init__(self, credit_id: int) -> None:
        self.credit_id = credit_id
        super().__init__(label="Add it all the same", custom_id=f"cea:{credit_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Count it."""
        found = await interaction.client.services.ceu.credits.keep(interaction.user.id, self.credit_id)
        await interaction.response.edit_message(content=texts.logged(found), view=credit_view(found.credit))


class DropButton(DurableButton, template=rf"ced:{_ID}"):
    """Forgets one that looks like another."""

    def __init__(self, credit_id: int) -> None:
        self.credit_id = credit_id
        super().__init__(
            label="No, it is the same", custom_id=f"ced:{credit_id}", style=discord.ButtonStyle.primary
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Forget it."""
        await interaction.client.services.ceu.credits.delete(interaction.user.id, self.credit_id)
        await interaction.response.edit_message(content="Left out: it is counted once.", view=None)


class ListButton(DurableButton, template=rf"cek:{_ID}:([0-9]{{1,6}})"):
    """Shows a record's credits, after as many as are skipped."""

    def __init__(self, record_id: int, skip: int) -> None:
        self.record_id, self.skip = record_id, skip
        super().__init__(label="Older" if skip else "See credits", custom_id=f"cek:{record_id}:{skip}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show them; older ones in place."""
        found = await interaction.client.services.ceu.credits.page(
            interaction.user.id, self.record_id, self.skip
        )
        embed, view = texts.page(found, self.skip), _page_view(found)
        if self.skip:
            await interaction.response.edit_message(embed=embed, view=view)
        else:
            await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


class CreditButton(DurableButton, template=rf"cec:{_ID}:([0-9])"):
    """Opens one from the list."""

    def __init__(self, credit_id: int, place: int) -> None:
        self.credit_id = credit_id
        super().__init__(label=str(place), custom_id=f"cec:{credit_id}:{place}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show it with what can be done with it."""
        found = await interaction.client.services.ceu.credits.one(interaction.user.id, self.credit_id)
        await interaction.response.send_message(
            texts.credit(found.credit), view=credit_view(found.credit), ephemeral=True
        )


class EditButton(DurableButton, template=rf"cee:{_ID}"):
    """Opens the form with what it says."""

    def __init__(self, credit_id: int) -> None:
        self.credit_id = credit_id
        super().__init__(label="Edit", custom_id=f"cee:{credit_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        found = await interaction.client.services.ceu.credits.one(interaction.user.id, self.credit_id)
        await interaction.response.send_modal(EditForm(self.credit_id, found))


class EditForm(DurableModal, title="A credit", template=rf"cee:{_ID}"):
    """Other particulars of a credit."""

    def __init__(self, credit_id: int, before: Logged | None = None) -> None:
        super().__init__(custom_id=f"cee:{credit_id}")
        self.credit_id = credit_id
        if before:
            _ask(self, before.standing.rule, before.credit)

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep them."""
        found = await interaction.client.services.ceu.credits.edit(
            interaction.user.id,
            self.credit_id,
            locale=interaction.locale.value,
            **_said(typed),
        )
        await interaction.response.send_message(
            texts.logged(found, "Changed"), view=credit_view(found.credit), ephemeral=True
        )


class DeleteButton(DurableButton, template=rf"cex:{_ID}"):
    """Asks once more."""

    def __init__(self, credit_id: int) -> None:
        self.credit_id = credit_id
        super().__init__(label="Delete", custom_id=f"cex:{credit_id}", style=discord.ButtonStyle.danger)

    async def pressed(self, interaction: Interaction) -> None:
        """Ask."""
        found = await interaction.client.services.ceu.credits.one(interaction.user.id, self.credit_id)
        await interaction.response.edit_message(
            content=f"Delete this?\n{texts.credit(found.credit)}\nDismiss this message to keep it.",
            view=DurableView(ReallyDeleteButton(self.credit_id)),
        )


class ReallyDeleteButton(DurableButton, template=rf"cey:{_ID}"):
    """Deletes it."""

    def __init__(self, credit_id: int) -> None:
        self.credit_id = credit_id
        super().__init__(
            label="Yes, delete it", custom_id=f"cey:{credit_id}", style=discord.ButtonStyle.danger
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Delete it."""
        found = await interaction.client.services.ceu.credits.delete(interaction.user.id, self.credit_id)
        await interaction.response.edit_message(content=f"Deleted. {texts.pace(found.standing)}", view=None)


async def show_logged(interaction: Interaction, found: Logged) -> None:
    """Say what became of it."""
    credit_id = found.credit.id
    if found.near is None:
        await interaction.response.send_message(
            texts.logged(found), view=credit_view(found.credit), ephemeral=True
        )
        return
    await interaction.response.send_message(
        texts.doubted(found), view=DurableView(DropButton(credit_id), KeepButton(credit_id)), ephemeral=True
    )


def credit_view(credit: Credit) -> DurableView:
    """What can be done with one."""
    return DurableView(EditButton(credit.id), DeleteButton(credit.id))


def _page_view(found: Page) -> DurableView:
    numbers = [CreditButton(one.id, place) for place, one in enumerate(found.credits, 1)]
    record_id = found.standing.record.id
    older = [ListButton(record_id, found.older)] if found.older else []
    return DurableView(*numbers, LogButton(record_id), *older)


def _ask(form: discord.ui.Modal, rule: Renewal, before: Credit | None) -> None:
    """The fields of a credit, with what stands there."""
    said = before.said if before else None
    fields = (
        line(
            "credits",
            "Credits",
            most=20,
            hint="The number on your certificate",
            example="1.5",
            filled=say_credits(said.hundredths) if said else "",
        ),
        line(
            "on",
            "Earned on",
            most=40,
            example="2026-11-15, 15 Nov or yesterday",
            filled=said.earned_on.isoformat() if said else "",
        ),
        line("provider", "From whom", most=PROVIDER_LONGEST, filled=said.provider if said else ""),
        line(
            "title",
            "Course",
            most=TITLE_LONGEST,
            hint="Tells two courses of one day apart",
            filled=said.title if said else "",
            needed=False,
        ),
        choice(
            "category",
            f"Where it counts for {rule.body}",
            rule.categories,
            chosen=(said.category.value,) if said else (),
        ),
    )
    for field in fields:
        form.add_item(field)


def _said(typed: Mapping[str, str]) -> dict[str, str]:
    """What stands in those fields."""
    return {name: typed.get(name, "") for name in ("credits", "on", "provider", "category", "title")}


BUTTONS: tuple[type[DurableButton], ...] = (
    LogButton,
    KeepButton,
    DropButton,
    ListButton,
    CreditButton,
    EditButton,
    DeleteButton,
    ReallyDeleteButton,
)
FORMS: tuple[type[DurableModal], ...] = (LogForm, EditForm)
