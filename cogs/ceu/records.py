"""Buttons and forms of what is kept with a body: cycle, credentials, reminders, rules."""

from collections.abc import Mapping

import discord

from bot.client import Interaction
from bot.features.ceu.model import ALL_REMINDERS, Kept, Reminder
from bot.features.ceu.reading import say_credits
from bot.ui import DurableButton, DurableModal, DurableView
from cogs.ceu import texts
from cogs.ceu.entries import ListButton, LogButton
from cogs.challenges.forms import line

_ID = r"([0-9]{1,15})"


class OpenButton(DurableButton, template=rf"ceo:{_ID}"):
    """Opens one record, where a member keeps several."""

    def __init__(self, record_id: int, body: str = "") -> None:
        self.record_id = record_id
        super().__init__(label=body, custom_id=f"ceo:{record_id}", style=discord.ButtonStyle.primary)

    async def pressed(self, interaction: Interaction) -> None:
        """Show it with what can be done with it."""
        kept = await _one(interaction, self.record_id)
        await interaction.response.send_message(
            embed=texts.overview([kept]), view=record_view(kept), ephemeral=True
        )


class CycleButton(DurableButton, template=rf"ceb:{_ID}"):
    """Opens the form that puts the cycle right."""

    def __init__(self, record_id: int) -> None:
        self.record_id = record_id
        super().__init__(label="Change the cycle", custom_id=f"ceb:{record_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open it, with how things are."""
        await interaction.response.send_modal(
            CycleForm(self.record_id, await _one(interaction, self.record_id))
        )


class CycleForm(DurableModal, title="Your cycle", template=rf"ceb:{_ID}"):
    """A cycle as the body says it is."""

    def __init__(self, record_id: int, kept: Kept | None = None) -> None:
        super().__init__(custom_id=f"ceb:{record_id}")
        self.record_id = record_id
        cycle = kept.now.cycle if kept else None
        own = kept.now.record.asked if kept and kept.now.cycle.number == 0 else None
        remind_at = f"{kept.now.record.remind_at:%H:%M}" if kept else ""
        self.add_item(
            line("begins", "It began on", most=40, filled=cycle.begins.isoformat() if cycle else "")
        )
        self.add_item(line("ends", "Its last day", most=40, filled=cycle.ends.isoformat() if cycle else ""))
        self.add_item(
            line(
                "asked",
                "Credits it asks for",
                most=10,
                hint="Empty: by the rules I know. First cycles can ask for less.",
                filled=say_credits(own) if own else "",
                needed=False,
            )
        )
        self.add_item(
            line(
                "remind_at",
                "Time of reminders",
                most=20,
                hint="By your clock",
                filled=remind_at,
                needed=False,
            )
        )

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep it, and show how things stand."""
        kept = await interaction.client.services.ceu.members.change_cycle(
            interaction.user.id,
            self.record_id,
            begins=typed.get("begins", ""),
            ends=typed.get("ends", ""),
            asked=typed.get("asked", ""),
            remind_at=typed.get("remind_at", ""),
            locale=interaction.locale.value,
        )
        await interaction.response.send_message(
            "Changed. Reminders follow.", embed=texts.overview([kept]), view=record_view(kept), ephemeral=True
        )


class RemindButton(DurableButton, template=rf"cer:{_ID}:([01])"):
    """Reminders of a record: on or off."""

    def __init__(self, record_id: int, wanted: int) -> None:
        self.record_id, self.wanted = record_id, bool(wanted)
        label = "Remind me" if wanted else "Stop reminders"
        super().__init__(label=label, custom_id=f"cer:{record_id}:{int(wanted)}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show it as it is now."""
        await _remind(interaction, self.record_id, self.wanted)
        kept = await _one(interaction, self.record_id)
        await interaction.response.edit_message(embed=texts.overview([kept]), view=record_view(kept))


class StopButton(DurableButton, template=rf"ces:{_ID}:{_ID}:([0-9])"):
    """Under a reminder: no more of them. Its custom_id also lets the reminder be found again after a crash."""

    def __init__(self, record_id: int, revision: int, which: int) -> None:
        self.record_id = record_id
        super().__init__(label="Stop reminders", custom_id=f"ces:{record_id}:{revision}:{which}")

    async def pressed(self, interaction: Interaction) -> None:
        """Stop them."""
        await _remind(interaction, self.record_id, False)
        await interaction.response.send_message(
            "No more reminders of this. `/ceu status` brings them back.", ephemeral=True
        )


class RulesButton(DurableButton, template=rf"ceq:{_ID}"):
    """What the body asks for, with sources."""

    def __init__(self, record_id: int) -> None:
        self.record_id = record_id
        super().__init__(label="The rules", custom_id=f"ceq:{record_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        kept = await _one(interaction, self.record_id)
        await interaction.response.send_message(embed=texts.rules(kept.now.rule), ephemeral=True)


class CredentialsButton(DurableButton, template=rf"ceh:{_ID}"):
    """Which credentials are kept, to remove one."""

    def __init__(self, record_id: int) -> None:
        self.record_id = record_id
        super().__init__(label="Credentials", custom_id=f"ceh:{record_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        kept = await _one(interaction, self.record_id)
        await interaction.response.send_message(
            texts.credentials(kept), view=_credentials_view(kept), ephemeral=True
        )


class RemoveButton(DurableButton, template=rf"cem:{_ID}:{_ID}"):
    """Keeps a credential no longer."""

    def __init__(self, record_id: int, credential_id: int, name: str = "") -> None:
        self.record_id, self.credential_id = record_id, credential_id
        super().__init__(
            label=f"Remove {name}",
            custom_id=f"cem:{record_id}:{credential_id}",
            style=discord.ButtonStyle.danger,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Remove it. `/ceu start` brings it back, with the credits, so nothing is asked."""
        name = await interaction.client.services.ceu.members.drop_credential(
            interaction.user.id, self.record_id, self.credential_id
        )
        await interaction.response.edit_message(
            content=f"{name} is not kept any more. Your credits stay; `/ceu start` brings it back.", view=None
        )


def record_view(kept: Kept) -> DurableView:
    """What can be done with a record."""
    record = kept.now.record
    return DurableView(
        LogButton(record.id),
        ListButton(record.id, 0),
        CycleButton(record.id),
        RemindButton(record.id, not record.reminds),
        RulesButton(record.id),
        CredentialsButton(record.id),
    )


def overview_view(kept: list[Kept]) -> DurableView:
    """One record's buttons, or a way to each of several."""
    if len(kept) == 1:
        return record_view(kept[0])
    return DurableView(*(OpenButton(each.now.record.id, each.now.rule.body) for each in kept))


def reminder_view(told: Reminder) -> DurableView:
    """What can be done under a reminder."""
    record = told.standing.record
    return DurableView(
        LogButton(record.id), StopButton(record.id, record.revision, ALL_REMINDERS.index(told.days))
    )


def reminder_marker(told: Reminder) -> str:
    """The custom_id that only this reminder has."""
    record = told.standing.record
    return f"ces:{record.id}:{record.revision}:{ALL_REMINDERS.index(told.days)}"


def _credentials_view(kept: Kept) -> DurableView:
    record = kept.now.record
    return DurableView(
        *(RemoveButton(record.id, held.id, held.certification) for held in record.credentials[:25])
    )


async def _one(interaction: Interaction, record_id: int) -> Kept:
    return await interaction.client.services.ceu.members.one(interaction.user.id, record_id)


async def _remind(interaction: Interaction, record_id: int, wanted: bool) -> None:
    await interaction.client.services.ceu.members.remind(interaction.user.id, record_id, wanted=wanted)


BUTTONS: tuple[type[DurableButton], ...] = (
    OpenButton,
    CycleButton,
    RemindButton,
    StopButton,
    RulesButton,
    CredentialsButton,
    RemoveButton,
)
FORMS: tuple[type[DurableModal], ...] = (CycleForm,)
