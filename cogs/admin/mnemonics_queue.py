"""The moderators' queue: one thing at a time, with what can be decided. Each press asks for Manage Server again."""

from collections.abc import Awaitable, Mapping

import discord
from discord import TextStyle, ui

from bot.client import Interaction
from bot.errors import NotAllowed, NotFound
from bot.features.mnemonics.model import REASON_LONGEST, Asks, Case, Texts
from bot.features.mnemonics.moderating import Altered
from bot.ui import DurableButton, DurableModal, DurableView, present
from cogs.admin.access import NOT_ADMIN
from cogs.mnemonics import texts
from cogs.mnemonics.forms import ask_for_texts, giving_back, texts_in
from cogs.mnemonics.named import REF, NamedButton, NamedModal

EMPTY = "Nothing waits. New mnemonics, wishes to share and reports come here."
# By these numbers in custom_ids, which outlive the program: add at the end.
_ASKS = (Asks.POST, Asks.SHARE, Asks.REPORT)
# How many were left for later.
SKIP = "([0-9]{1,3})"
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


async def decide(interaction: Interaction, skip: int, decision: Awaitable[None], done: str) -> None:
    """Do it, and show what is next, after those that were left for later. What is out of date is shown as it is."""
    try:
        await decision
    except (Altered, NotFound) as refused:
        done = refused.message
    await show_queue(interaction, skip, done=done, again=interaction.message is not None)


class ApproveButton(NamedButton, template=rf"mqa:{REF}:([0-2]):([0-9]{{1,9}}):{SKIP}"):
    """Yes, to the version that stands above it."""

    def __init__(self, ref: str, asks: str, version: str, skip: str) -> None:
        self.ref, self.asks, self.version, self.skip = ref, _ASKS[int(asks)], int(version), int(skip)
        super().__init__(
            label=_YES[self.asks],
            custom_id=f"mqa:{ref}:{asks}:{version}:{skip}",
            style=discord.ButtonStyle.success,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Do it, and show the next."""
        guild_id = moderator_in(interaction)
        decision = interaction.client.services.mnemonics.moderating.approve(
            guild_id=guild_id, ref=self.ref, asks=self.asks, version=self.version
        )
        await decide(interaction, self.skip, decision, "✅ Done.")


class DeclineButton(NamedButton, template=rf"mqd:{REF}:([0-2]):{SKIP}"):
    """Asks why not."""

    def __init__(self, ref: str, asks: str, skip: str) -> None:
        self.ref, self.asks, self.skip = ref, asks, skip
        super().__init__(
            label="Take down" if _ASKS[int(asks)] is Asks.REPORT else "Decline",
            custom_id=f"mqd:{ref}:{asks}:{skip}",
            style=discord.ButtonStyle.danger,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form."""
        moderator_in(interaction)
        await interaction.response.send_modal(DeclineForm(self.ref, self.asks, self.skip))


class DeclineForm(NamedModal, title="Why not?", template=rf"mqd:{REF}:([0-2]):{SKIP}"):
    """A word to the author."""

    def __init__(self, ref: str, asks: str, skip: str) -> None:
        super().__init__(custom_id=f"mqd:{ref}:{asks}:{skip}")
        self.ref, self.asks, self.skip = ref, _ASKS[int(asks)], int(skip)
        field: ui.TextInput[DeclineForm] = ui.TextInput(
            custom_id="reason", style=TextStyle.paragraph, required=False, max_length=REASON_LONGEST
        )
        self.add_item(
            ui.Label(text="Why", description="The author reads it, without your name", component=field)
        )

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Decline, and show the next."""
        guild_id = moderator_in(interaction)
        decision = interaction.client.services.mnemonics.moderating.decline(
            guild_id=guild_id, ref=self.ref, asks=self.asks, why=typed.get("reason", "")
        )
        await decide(interaction, self.skip, decision, "Declined.")


class MendButton(DurableButton, template=rf"mqe:([0-9]{{1,15}}):([0-2]):{SKIP}"):
    """Opens the form with what it says."""

    def __init__(self, number: int, asks: int, skip: int) -> None:
        self.number, self.asks, self.skip = number, asks, skip
        super().__init__(label="Edit and approve", custom_id=f"mqe:{number}:{asks}:{skip}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        guild_id = moderator_in(interaction)
        found = await interaction.client.services.mnemonics.moderating.text(
            guild_id=guild_id, number=self.number, asks=_ASKS[self.asks]
        )
        await interaction.response.send_modal(MendForm(self.number, self.asks, self.skip, found.texts))


class MendForm(DurableModal, title="Edit and approve", template=rf"mqe:([0-9]{{1,15}}):([0-2]):{SKIP}"):
    """Other words for somebody's mnemonic."""

    def __init__(self, number: int, asks: int, skip: int, before: Texts | None = None) -> None:
        super().__init__(custom_id=f"mqe:{number}:{asks}:{skip}")
        self.number, self.asks, self.skip = number, _ASKS[asks], skip
        ask_for_texts(self, before)

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep them, approve, and show the next."""
        guild_id = moderator_in(interaction)
        decision = interaction.client.services.mnemonics.moderating.edit(
            guild_id=guild_id, number=self.number, asks=self.asks, **texts_in(typed)
        )
        with giving_back(typed):
            await decide(interaction, self.skip, decision, "✅ Changed and approved.")


class BanButton(DurableButton, template=rf"mqb:([0-9]{{1,15}}):([0-2]):{SKIP}"):
    """Asks whether to ban its author from posting, who is told so at once."""

    def __init__(self, number: int, asks: int, skip: int) -> None:
        self.case = number, asks, skip
        super().__init__(
            label="Decline and ban from posting",
            custom_id=f"mqb:{number}:{asks}:{skip}",
            style=discord.ButtonStyle.danger,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Ask."""
        moderator_in(interaction)
        back = LaterButton(self.case[2])
        back.label = "Back"
        await interaction.response.edit_message(
            content="Ban its author from posting here? What else of theirs waits is declined too, and they are told.",
            view=DurableView(ReallyBanButton(*self.case), back),
        )


class ReallyBanButton(DurableButton, template=rf"mqy:([0-9]{{1,15}}):([0-2]):{SKIP}"):
    """Its author posts here no more."""

    def __init__(self, number: int, asks: int, skip: int) -> None:
        self.number, self.asks, self.skip = number, _ASKS[asks], skip
        super().__init__(
            label="Yes, decline and ban",
            custom_id=f"mqy:{number}:{asks}:{skip}",
            style=discord.ButtonStyle.danger,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Do it, and show the next."""
        guild_id = moderator_in(interaction)
        decision = interaction.client.services.mnemonics.moderating.ban(
            guild_id=guild_id, number=self.number, asks=self.asks
        )
        done = "Declined, and its author can't post here any more. `/admin mnemonics allow` takes that back."
        await decide(interaction, self.skip, decision, done)


class LaterButton(DurableButton, template=f"mql:{SKIP}"):
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
    view = DurableView(
        ApproveButton(mnemonic.ref, str(asks), str(mnemonic.version), str(skip)),
        DeclineButton(mnemonic.ref, str(asks), str(skip)),
    )
    if not mnemonic.bundled:
        view.add_item(MendButton(mnemonic.number, asks, skip))
    if mnemonic.author_id is not None:
        view.add_item(BanButton(mnemonic.number, asks, skip))
    if waiting.left > 1:
        view.add_item(LaterButton((skip + 1) % waiting.left))
    return view


BUTTONS: tuple[type[DurableButton], ...] = (
    ApproveButton,
    DeclineButton,
    MendButton,
    BanButton,
    ReallyBanButton,
    LaterButton,
)
FORMS: tuple[type[DurableModal], ...] = (DeclineForm, MendForm)
