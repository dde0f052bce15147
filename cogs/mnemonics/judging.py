"""Reading, voting and reporting: the buttons under a mnemonic, in private and in a channel."""

from collections.abc import Mapping, Sequence

import discord
from discord import TextStyle, ui

from bot.client import Interaction
from bot.features.mnemonics.model import REASON_LONGEST, Period, Shown
from bot.library import Question
from bot.ui import DurableButton, DurableModal, DurableView, present
from cogs.mnemonics import texts
from cogs.mnemonics.adding import TrickButton
from cogs.mnemonics.named import REF, TOPIC, NamedButton, NamedModal
from cogs.mnemonics.where import GUILD, acting, named

SHOW_HOOK = "Show the hook"


class VoteButton(NamedButton, template=rf"mnv:{REF}:([01]){GUILD}"):
    """Says whether it helps. One vote each; the same again takes it back."""

    def __init__(self, ref: str, up: str, guild_id: str | None = None) -> None:
        self.ref, self.up, self.guild_id = ref, up == "1", guild_id
        super().__init__(
            label="Helps me" if self.up else "Not for me",
            emoji="👍" if self.up else "👎",
            custom_id=f"mnv:{ref}:{up}{named(guild_id)}",
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Count it, and show the figures: in place where only the member sees them."""
        guild_id, member_id = await acting(interaction, self.guild_id)
        shown = await interaction.client.services.mnemonics.members.vote(
            guild_id=guild_id, member_id=member_id, ref=self.ref, up=self.up
        )
        if interaction.message is not None and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(embed=texts.one(shown))
        else:
            await interaction.response.send_message(embed=texts.one(shown), ephemeral=True)


class ReportButton(NamedButton, template=rf"mnr:{REF}{GUILD}"):
    """Opens the form that tells moderators what is wrong with it."""

    def __init__(self, ref: str, guild_id: str | None = None) -> None:
        self.ref, self.guild_id = ref, guild_id
        super().__init__(label="Report", custom_id=f"mnr:{ref}{named(guild_id)}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        guild_id, _ = await acting(interaction, self.guild_id)
        await interaction.client.services.mnemonics.members.reportable(guild_id, self.ref)
        await interaction.response.send_modal(ReportForm(self.ref, self.guild_id))


class ReportForm(NamedModal, title="What is wrong with it?", template=rf"mnr:{REF}{GUILD}"):
    """A reason."""

    def __init__(self, ref: str, guild_id: str | None = None) -> None:
        super().__init__(custom_id=f"mnr:{ref}{named(guild_id)}")
        self.ref, self.guild_id = ref, guild_id
        field: ui.TextInput[ReportForm] = ui.TextInput(
            custom_id="reason", style=TextStyle.paragraph, max_length=REASON_LONGEST
        )
        self.add_item(ui.Label(text="Reason", description="Only moderators read it", component=field))

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Put it into the moderators' queue."""
        guild_id, member_id = await acting(interaction, self.guild_id)
        await interaction.client.services.mnemonics.members.report(
            guild_id=guild_id, member_id=member_id, ref=self.ref, why=typed.get("reason", "")
        )
        await interaction.response.send_message("Thank you. The moderators look at it.", ephemeral=True)


class OpenButton(NamedButton, template=rf"mno:{REF}:([0-9])"):
    """Opens one of a list."""

    def __init__(self, ref: str, place: str) -> None:
        self.ref = ref
        super().__init__(label=place, custom_id=f"mno:{ref}:{place}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show all of it below."""
        member = present(interaction)
        shown = await interaction.client.services.mnemonics.members.show(
            guild_id=member.guild.id, member_id=member.id, ref=self.ref
        )
        await interaction.response.send_message(embed=texts.one(shown), view=one_view(shown), ephemeral=True)


class AnotherButton(NamedButton, template=rf"mng:{TOPIC}?"):
    """Another one at random, on the same topic if there was one."""

    def __init__(self, topic: str | None) -> None:
        self.topic = topic
        super().__init__(
            label="Another one", custom_id=f"mng:{topic or ''}", style=discord.ButtonStyle.primary
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Show it in place."""
        shown = await any_one(interaction, self.topic)
        await interaction.response.edit_message(embed=texts.one(shown), view=random_view(shown, self.topic))


class HookButton(NamedButton, template=rf"mnh:{TOPIC}{GUILD}"):
    """After a wrong answer: the hook for its topic. Who has seen it is known, so that it can be told if it helps."""

    def __init__(self, topic: str, guild_id: str | None = None) -> None:
        self.topic, self.guild_id = topic, guild_id
        super().__init__(
            label=SHOW_HOOK,
            emoji="💡",
            custom_id=f"mnh:{topic}{named(guild_id)}",
            style=discord.ButtonStyle.success,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Show it below what was just learned."""
        guild_id, member_id = await acting(interaction, self.guild_id)
        shown = await interaction.client.services.mnemonics.recall.hook_for(
            guild_id=guild_id, member_id=member_id, topic=self.topic
        )
        await show_one(interaction, shown, self.guild_id)


class WeekButton(DurableButton, template=r"mnw:([0-9]{1,20}):([0-9]{8})"):
    """Under the best of the week: the same, to open and vote on. Its custom_id also marks the post."""

    def __init__(self, guild_id: int, day: int) -> None:
        super().__init__(label="Look closer and vote", custom_id=f"mnw:{guild_id}:{day}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show the best of now, in private."""
        member = present(interaction)
        shown = await interaction.client.services.mnemonics.members.top(
            guild_id=member.guild.id, member_id=member.id, period=Period.WEEK
        )
        embed = texts.top(shown, Period.WEEK)
        await interaction.response.send_message(embed=embed, view=list_view(shown), ephemeral=True)


def one_view(shown: Shown, guild_id: str | None = None) -> DurableView:
    """What can be done with one: nothing with one's own here. guild_id: in a direct message, the server."""
    return DurableView() if shown.own else DurableView(*judged(shown.mnemonic.ref, guild_id))


def judged(ref: str, guild_id: str | None = None) -> Sequence[DurableButton]:
    """Votes and report."""
    return VoteButton(ref, "1", guild_id), VoteButton(ref, "0", guild_id), ReportButton(ref, guild_id)


async def show_one(interaction: Interaction, shown: Shown, guild_id: str | None) -> None:
    """All of one, in private below. guild_id: in a direct message, the server."""
    view = one_view(shown, guild_id)
    await interaction.response.send_message(embed=texts.one(shown), view=view, ephemeral=True)


def random_view(shown: Shown, topic: str | None) -> DurableView:
    """The same, and another one."""
    return DurableView(AnotherButton(topic), *(() if shown.own else judged(shown.mnemonic.ref)))


def list_view(shown: Sequence[Shown]) -> DurableView:
    """A number for each of a list."""
    return DurableView(*(OpenButton(item.mnemonic.ref, str(n)) for n, item in enumerate(shown, 1)))


async def any_one(interaction: Interaction, topic: str | None) -> Shown:
    """One at random. Raises NotFound."""
    member = present(interaction)
    return await interaction.client.services.mnemonics.members.random(
        guild_id=member.guild.id, member_id=member.id, topic=topic, seed=interaction.id
    )


def hooked(interaction: Interaction, question: Question, chosen: str) -> str:
    """The topic on which an answer shows that a hook would help; empty after a right one."""
    known = interaction.client.services.mnemonics.members.has_topic(question.topic)
    return question.topic if known and not question.is_right(chosen) else ""


def hook_buttons(topic: str, guild_id: int | None = None) -> Sequence[DurableButton]:
    """What helps on a topic; nothing without one. guild_id: in a direct message, the server whose question it was."""
    where = str(guild_id) if guild_id is not None else None
    return (HookButton(topic, where), TrickButton(topic, where)) if topic else ()


BUTTONS: tuple[type[DurableButton], ...] = (
    VoteButton,
    ReportButton,
    OpenButton,
    AnotherButton,
    HookButton,
    WeekButton,
)
FORMS: tuple[type[DurableModal], ...] = (ReportForm,)
