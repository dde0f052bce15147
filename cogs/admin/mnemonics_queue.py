"""The moderators' queue: one thing at a time, with what can be decided. Each press asks for Manage Server again."""

from collections.abc import Mapping

import discord
from discord import TextStyle, ui

from bot.client import Interaction
from bot.errors import NotAllowed
from bot.features.mnemonics.model import REASON_LONGEST, Asks, Case, Texts
from bot.ui import DurableButton, DurableModal, DurableView, present
from cogs.admin.access import NOT_ADMIN
from cogs.mnemonics import texts
from cogs.mnemonics.forms import ask_for_texts, texts_in
from cogs.mnemonics.named import REF, NamedButton, NamedModal

EMPTY = "Nothing waits. New mnemonics, wishes to share and reports come here."
# By these numbers in custom_ids, which outlive the program: add at the end.
_ASKS = (Asks.POST, Asks.SHARE, Asks.REPORT)
_YES = {Asks.POST: "Approve", Asks.SHARE: "Agree", Asks.REPORT: "Keep it"}


def moderator_in(interaction: Interaction) -> int:
    """The server whose moderator acts. Raises NotAllowed."""
    guild_id = present(interaction).guild.id
    if not interaction.permissions.manage_guild:
        raise NotAllowed(NOT_ADMIN)
    return guild_id


async def show_queue(interaction: Interaction, skip: int = 0, *, done: str = "", again: bool = True) -> None:
    """The next thing to decide. again: in place of the one before."""
    waiting = await interaction.client.services.mnemonics.moderating.queue(moderator_in(interaction), skip)
    view = case_view(waiting, skip) if waiting else DurableView()
    embeds = [texts.case(waiting)] if waiting else []
    content = "\n".join(filter(None, (done, "" if waiting else EMPTY))) or None
    if again:
        await interaction.response.edit_message(content=content, embeds=embeds, view=view)
    else:
        await interaction.response.send_message(content, embeds=embeds, view=view, ephemeral=True)


class ApproveButton(NamedButton, template=rf"mqa:{REF}:([0-2])"):
    """Yes."""

    def __init__(self, ref: str, asks: str) -> None:
        self.ref, self.asks = ref, _ASKS[int(asks)]
        super().__init__(
            label=_YES[self.asks], custom_id=f"mqa:{ref}:{asks}", style=discord.ButtonStyle.success
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Do it, and show the next."""
        guild_id = moderator_in(interaction)
        await interaction.client.services.mnemonics.moderating.approve(
            guild_id=guild_id, ref=self.ref, asks=self.asks
        )
        await show_queue(interaction, done="✅ Done.")


class DeclineButton(NamedButton, template=rf"mqd:{REF}:([0-2])"):
    """Asks why not."""

    def __init__(self, ref: str, asks: str) -> None:
        self.ref, self.asks = ref, asks
        super().__init__(
            label="Take down" if _ASKS[int(asks)] is Asks.REPORT else "Decline",
            custom_id=f"mqd:{ref}:{asks}",
            style=discord.ButtonStyle.danger,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form."""
        moderator_in(interaction)
        await interaction.response.send_modal(DeclineForm(self.ref, self.asks))


class DeclineForm(NamedModal, title="Why not?", template=rf"mqd:{REF}:([0-2])"):
    """A word to the author."""

    def __init__(self, ref: str, asks: str) -> None:
        super().__init__(custom_id=f"mqd:{ref}:{asks}")
        self.ref, self.asks = ref, _ASKS[int(asks)]
        field: ui.TextInput[DeclineForm] = ui.TextInput(
            custom_id="reason", style=TextStyle.paragraph, required=False, max_length=REASON_LONGEST
        )
        self.add_item(
            ui.Label(text="Why", description="The author reads it, without your name", component=field)
        )

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Decline, and show the next."""
        guild_id = moderator_in(interaction)
        await interaction.client.services.mnemonics.moderating.decline(
            guild_id=guild_id, ref=self.ref, asks=self.asks, why=typed.get("reason", "")
        )
        await show_queue(interaction, done="Declined.", again=interaction.message is not None)


class MendButton(DurableButton, template=r"mqe:([0-9]{1,15}):([0-2])"):
    """Opens the form with what it says."""

    def __init__(self, number: int, asks: int) -> None:
        self.number, self.asks = number, asks
        super().__init__(label="Edit and approve", custom_id=f"mqe:{number}:{asks}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        guild_id = moderator_in(interaction)
        found = await interaction.client.services.mnemonics.moderating.text(
            guild_id=guild_id, number=self.number, asks=_ASKS[self.asks]
        )
        await interaction.response.send_modal(MendForm(self.number, self.asks, found.texts))


class MendForm(DurableModal, title="Edit and approve", template=r"mqe:([0-9]{1,15}):([0-2])"):
    """Other words for somebody's mnemonic."""

    def __init__(self, number: int, asks: int, before: Texts | None = None) -> None:
        super().__init__(custom_id=f"mqe:{number}:{asks}")
        self.number, self.asks = number, _ASKS[asks]
        ask_for_texts(self, before)

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep them, approve, and show the next."""
        guild_id = moderator_in(interaction)
        await interaction.client.services.mnemonics.moderating.edit(
            guild_id=guild_id, number=self.number, asks=self.asks, **texts_in(typed)
        )
        await show_queue(interaction, done="✅ Changed and approved.", again=interaction.message is not None)


class BanButton(DurableButton, template=r"mqb:([0-9]{1,15}):([0-2])"):
    """Its author posts here no more."""

    def __init__(self, number: int, asks: int) -> None:
        self.number, self.asks = number, _ASKS[asks]
        super().__init__(
            label="Decline and ban from posting",
            custom_id=f"mqb:{number}:{asks}",
            style=discord.ButtonStyle.danger,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Do it, and show the next."""
        guild_id = moderator_in(interaction)
        await interaction.client.services.mnemonics.moderating.ban(
            guild_id=guild_id, number=self.number, asks=self.asks
        )
        done = "Declined, and its author can't post here any more. `/admin mnemonics allow` takes that back."
        await show_queue(interaction, done=done)


class LaterButton(DurableButton, template=r"mql:([0-9]{1,3})"):
    """Leaves it for later, and goes on to the next."""

    def __init__(self, skip: int) -> None:
        self.skip = skip
        super().__init__(label="Later", custom_id=f"mql:{skip}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show the next."""
        await show_queue(interaction, self.skip)


def case_view(waiting: Case, skip: int) -> DurableView:
    """What can be decided about it."""
    mnemonic, asks = waiting.shown.mnemonic, _ASKS.index(waiting.asks)
    view = DurableView(ApproveButton(mnemonic.ref, str(asks)), DeclineButton(mnemonic.ref, str(asks)))
    if not mnemonic.bundled:
        view.add_item(MendButton(mnemonic.number, asks))
    if mnemonic.author_id is not None:
        view.add_item(BanButton(mnemonic.number, asks))
    if waiting.left > 1:
        view.add_item(LaterButton((skip + 1) % waiting.left))
    return view


BUTTONS: tuple[type[DurableButton], ...] = (ApproveButton, DeclineButton, MendButton, BanButton, LaterButton)
FORMS: tuple[type[DurableModal], ...] = (DeclineForm, MendForm)
