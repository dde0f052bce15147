"""The buttons and forms of focus sessions. They live for ever: ids only, and each press asks the service."""

from collections.abc import Mapping

import discord
from discord import ui

from bot.client import Interaction
from bot.features.focus.model import LEARNED_LONGEST, WORK_LONGEST, Session, Shown
from bot.features.focus.phases import Doing
from bot.ui import DurableButton, DurableModal, DurableView, present
from cogs.focus import texts

# The number in a custom_id that stands for the session's own message; others are changes of phase.
OWN = 0
_ENDED = "Ended."


def presser(interaction: Interaction) -> int:
    """Who acts, in a server or in direct messages. Raises NotAllowed for somebody who left the server."""
    return interaction.user.id if interaction.guild_id is None else present(interaction).id


class JoinButton(DurableButton, template=r"fj:([0-9]{1,15})"):
    """Takes part."""

    def __init__(self, session_id: int) -> None:
        self.session_id = session_id
        super().__init__(label="Join", custom_id=f"fj:{session_id}", style=discord.ButtonStyle.success)

    async def pressed(self, interaction: Interaction) -> None:
        """Say in private where the session stands; its message follows by itself."""
        shown = await interaction.client.services.focus.members.join(
            self.session_id, member_id=presser(interaction), channel_id=interaction.channel_id or 0
        )
        await interaction.response.send_message(
            texts.joined(shown), view=DurableView(WorkButton(self.session_id)), ephemeral=True
        )


class LeaveButton(DurableButton, template=r"fl:([0-9]{1,15}):([0-9]{1,2})"):
    """Takes part no longer. number: the change of phase under whose message it stands, or OWN."""

    def __init__(self, session_id: int, number: int) -> None:
        self.session_id = session_id
        super().__init__(label="Leave", custom_id=f"fl:{session_id}:{number}")

    async def pressed(self, interaction: Interaction) -> None:
        """Say in private what counts."""
        presence = await interaction.client.services.focus.members.leave(
            self.session_id, member_id=presser(interaction), channel_id=interaction.channel_id or 0
        )
        view = DurableView(LearnedButton(self.session_id, OWN)) if presence.minutes else DurableView()
        await interaction.response.send_message(texts.left(presence), view=view, ephemeral=True)


class WorkButton(DurableButton, template=r"fw:([0-9]{1,15})"):
    """Asks what the member works on."""

    def __init__(self, session_id: int) -> None:
        self.session_id = session_id
        super().__init__(label="What I work on", custom_id=f"fw:{session_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form, with what stands there."""
        work = await interaction.client.services.focus.members.work(
            self.session_id, member_id=presser(interaction), channel_id=interaction.channel_id or 0
        )
        await interaction.response.send_modal(WorkForm(self.session_id, work))


class WorkForm(DurableModal, title="What I work on", template=r"ffw:([0-9]{1,15})"):
    """What the member works on, for all to see in the session's message."""

    def __init__(self, session_id: int, work: str | None = None) -> None:
        super().__init__(custom_id=f"ffw:{session_id}")
        self.session_id = session_id
        field: ui.TextInput[WorkForm] = ui.TextInput(
            custom_id="work", required=False, max_length=WORK_LONGEST, default=work
        )
        self.add_item(
            ui.Label(
                text="I work on", description="Everybody here sees it. Empty takes it back.", component=field
            )
        )

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep it; the session's message follows by itself."""
        work = await interaction.client.services.focus.members.set_work(
            self.session_id,
            typed.get("work", ""),
            member_id=presser(interaction),
            channel_id=interaction.channel_id or 0,
        )
        text = "Noted. It stands in the session's message in a moment." if work else "Taken back."
        await interaction.response.send_message(text, ephemeral=True)


class EndButton(DurableButton, template=r"fe:([0-9]{1,15})"):
    """Ends the session; where others take part, it asks first, for it is theirs too."""

    def __init__(self, session_id: int) -> None:
        self.session_id = session_id
        super().__init__(label="End", custom_id=f"fe:{session_id}", style=discord.ButtonStyle.danger)

    async def pressed(self, interaction: Interaction) -> None:
        """End it, or ask."""
        ended = await _end(interaction, self.session_id, sure=False)
        if ended is None:
            view = DurableView(EndForAllButton(self.session_id))
            await interaction.response.send_message(texts.SURE_TO_END, view=view, ephemeral=True)
        else:
            await interaction.response.send_message(_ENDED, ephemeral=True)


class EndForAllButton(DurableButton, template=r"fy:([0-9]{1,15})"):
    """Ends the session for everybody."""

    def __init__(self, session_id: int) -> None:
        self.session_id = session_id
        super().__init__(
            label="Yes, end it for all", custom_id=f"fy:{session_id}", style=discord.ButtonStyle.danger
        )

    async def pressed(self, interaction: Interaction) -> None:
        """End it; those in it are told by its last message."""
        await _end(interaction, self.session_id, sure=True)
        await interaction.response.edit_message(content=_ENDED, view=None)


async def _end(interaction: Interaction, session_id: int, *, sure: bool) -> Session | None:
    return await interaction.client.services.focus.members.end(
        session_id,
        member_id=presser(interaction),
        channel_id=interaction.channel_id or 0,
        moderates=interaction.permissions.manage_messages,
        sure=sure,
    )


class LearnedButton(DurableButton, template=r"fk:([0-9]{1,15}):([0-9]{1,2})"):
    """Asks what the member learned. number: as for LeaveButton."""

    def __init__(self, session_id: int, number: int) -> None:
        self.session_id = session_id
        super().__init__(
            label="What I learned", custom_id=f"fk:{session_id}:{number}", style=discord.ButtonStyle.primary
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form, with what stands there."""
        learned = await interaction.client.services.focus.members.learned(
            self.session_id, member_id=presser(interaction), channel_id=interaction.channel_id or 0
        )
        await interaction.response.send_modal(LearnedForm(self.session_id, learned))


class LearnedForm(DurableModal, title="What did you learn?", template=r"ffk:([0-9]{1,15})"):
    """One line, for the member alone."""

    def __init__(self, session_id: int, learned: str | None = None) -> None:
        super().__init__(custom_id=f"ffk:{session_id}")
        self.session_id = session_id
        field: ui.TextInput[LearnedForm] = ui.TextInput(
            custom_id="learned", required=False, max_length=LEARNED_LONGEST, default=learned
        )
        self.add_item(
            ui.Label(text="I learned", description="Only you see it again: /focus stats", component=field)
        )

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep it."""
        learned = await interaction.client.services.focus.members.set_learned(
            self.session_id,
            typed.get("learned", ""),
            member_id=presser(interaction),
            channel_id=interaction.channel_id or 0,
        )
        text = "Kept. `/focus stats` shows it to you again." if learned else "Removed."
        await interaction.response.send_message(text, ephemeral=True)


def session_view(shown: Shown) -> DurableView:
    """What can be done under a session's message."""
    session = shown.session
    if shown.phase.doing is not Doing.OVER:
        work, end = WorkButton(session.id), EndButton(session.id)
        if session.guild_id is None:
            return DurableView(work, end)
        return DurableView(JoinButton(session.id), LeaveButton(session.id, OWN), work, end)
    studied = any(one.minutes for one in shown.people)
    return DurableView(LearnedButton(session.id, OWN)) if studied else DurableView()


def session_marker(session_id: int) -> str:
    """A custom_id that only a session's own message has, while it runs: finds it again after a crash."""
    return f"fe:{session_id}"


def change_view(session: Session, number: int) -> DurableView:
    """What can be done under the message of a change of phase."""
    if number < session.plan.changes:
        return DurableView(LeaveButton(session.id, number))
    learned = LearnedButton(session.id, number)
    if session.called_off:
        # Nobody learned anything; the button still marks the message.
        learned.label, learned.disabled = "Called off", True
    return DurableView(learned)


def change_marker(session: Session, number: int) -> str:
    """The custom_id that only this message has."""
    return f"{'fl' if number < session.plan.changes else 'fk'}:{session.id}:{number}"


DURABLE: tuple[type[DurableButton], ...] = (
    JoinButton,
    LeaveButton,
    WorkButton,
    EndButton,
    EndForAllButton,
    LearnedButton,
)
FORMS: tuple[type[DurableModal], ...] = (WorkForm, LearnedForm)
