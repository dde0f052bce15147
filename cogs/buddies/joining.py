"""Joining: the form, and the buttons that say what buddies see."""

import re
from collections.abc import Mapping
from typing import Self

import discord
from discord import ui

from bot.client import Interaction
from bot.features.buddies.model import Beginning, JoinForm, Membership
from bot.features.buddies.terms import Share
from bot.ui import DurableButton, DurableModal, DurableView, present
from cogs.buddies import texts
from cogs.buddies.rows import in_row
from cogs.buddies.saying import month

ABOUT_CHARS, LINE_CHARS = 200, 100
# Ids of certifications and names of zones, as the library and the zone database have them.
_JOIN = re.compile(r"bf:([A-Za-z0-9-]{1,20}):([A-Za-z0-9_/+-]{1,40})")
_CHANGE = re.compile(r"bj:([A-Za-z0-9-]{1,20})")
# By these numbers in custom_ids, which outlive the program: add at the end.
_SHARES = (Share.STREAK, Share.AREAS, Share.EXAM, Share.ABOUT)
_LABELS = {
    Share.STREAK: "streak",
    Share.AREAS: "weak areas",
    Share.EXAM: "exam month",
    Share.ABOUT: "hours and line",
}


class JoinModal(DurableModal, title="Find a study buddy", template=_JOIN.pattern):
    """Five questions, all optional. Its custom_id holds what the command was given: certification and zone."""

    def __init__(self, certification: str, zone: str, before: Membership | None = None) -> None:
        super().__init__(title=f"Study buddy: {certification}", custom_id=f"bf:{certification}:{zone}")
        self.certification, self.zone = certification, zone
        filled = _filled(before) if before else JoinForm()
        self._ask("exam_month", "Exam month", "When you plan to sit it", "May 2027", filled.exam_month)
        self._ask(
            "hours", "Usual study hours", f"In {zone} time", "evenings, or 6-9pm, or weekends", filled.hours
        )
        wishes = "Accountability, explaining, practice: any or all of them"
        self._ask("goals", "What you want of a buddy", wishes, "accountability, practice", filled.goals)
        languages = "Your buddy always sees these"
        self._ask("languages", "Languages you study in", languages, "English, Spanish", filled.languages)
        line = f"Shown only if you say so. Up to {ABOUT_CHARS} characters"
        self._ask("about", "A line about you", line, "Second try, billing by day", filled.about, ABOUT_CHARS)

    def _ask(
        self, name: str, label: str, description: str, example: str, filled: str, most: int = LINE_CHARS
    ) -> None:
        field: ui.TextInput[JoinModal] = ui.TextInput(
            custom_id=name,
            required=False,
            max_length=most,
            placeholder=example,
            default=filled[:most] or None,
        )
        self.add_item(ui.Label(text=label, description=description, component=field))

    @classmethod
    def begun(cls, beginning: Beginning) -> Self:
        """The form after `/buddy join`, filled with what was said before."""
        return cls(beginning.certification, beginning.zone, beginning.before)

    @classmethod
    def rebuilt(cls, custom_id: str) -> Self | None:
        """From a custom_id, whose parts the service checks."""
        match = _JOIN.fullmatch(custom_id)
        return cls(match[1], match[2]) if match else None

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Join, and show what was understood."""
        member, services = present(interaction), interaction.client.services
        form = JoinForm(**{name: typed.get(name, "") for name in JoinForm.__dataclass_fields__})
        done = await services.buddies.members.join(
            guild_id=member.guild.id,
            member_id=member.id,
            certification=self.certification,
            zone=self.zone,
            form=form,
        )
        await interaction.response.send_message(
            embed=texts.joined(done, services.clock.now()), view=own_view(done.membership), ephemeral=True
        )


class ShareButton(DurableButton, template=r"bt:([0-3]):([01])"):
    """Shows something to buddies, or hides it again. Pressing it twice does no harm: it says what it leads to."""

    def __init__(self, place: int, shown: int) -> None:
        self.what, self.shown = _SHARES[place], bool(shown)
        super().__init__(
            label=f"{'Show' if shown else 'Hide'} my {_LABELS[self.what]}",
            custom_id=f"bt:{place}:{int(shown)}",
            style=discord.ButtonStyle.success if shown else discord.ButtonStyle.secondary,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Change it, and show everything as it is now."""
        member, services = present(interaction), interaction.client.services
        membership = await services.buddies.members.share(
            guild_id=member.guild.id, member_id=member.id, what=self.what, shown=self.shown
        )
        embed = texts.choices(membership, services.clock.now())
        await interaction.response.edit_message(embed=embed, view=own_view(membership))


class ChangeButton(DurableButton, template=_CHANGE.pattern):
    """Opens the form again, filled with what was said before."""

    def __init__(self, certification: str) -> None:
        self.certification = certification
        super().__init__(label="Change my answers", custom_id=f"bj:{certification}")

    @classmethod
    def rebuilt(cls, custom_id: str) -> Self | None:
        """From a custom_id, whose certification the service checks."""
        match = _CHANGE.fullmatch(custom_id)
        return cls(match[1]) if match else None

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        member = present(interaction)
        beginning = await interaction.client.services.buddies.members.begin(
            guild_id=member.guild.id,
            member_id=member.id,
            certification=self.certification,
            timezone=None,
        )
        await interaction.response.send_modal(JoinModal.begun(beginning))


def own_view(membership: Membership, *more: DurableButton) -> DurableView:
    """What a member can change of themselves, and more after it."""
    shares = [ShareButton(place, what not in membership.shares) for place, what in enumerate(_SHARES)]
    last = in_row(2, ChangeButton(membership.certification))
    return DurableView(*in_row(0, *shares[:2]), *in_row(1, *shares[2:]), *last, *in_row(3, *more))


def _filled(before: Membership) -> JoinForm:
    return JoinForm(
        exam_month=month(before.exam_month) if before.exam_month else "",
        hours=before.hours.text,
        goals=", ".join(sorted(before.goals)),
        languages=", ".join(before.languages),
        about=before.about,
    )


JOIN_BUTTONS: tuple[type[DurableButton], ...] = (ShareButton, ChangeButton)
