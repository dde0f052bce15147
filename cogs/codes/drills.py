"""Drills on Discord: one message each, answered in place. Buttons hold all that a drill is made from."""

import discord
from discord.utils import escape_markdown

from bot.client import Interaction
from bot.features.codes.drill_service import DrillId, OpenDrill
from bot.features.codes.drills import OPTIONS, DrillOption
from bot.features.codes.model import EDITION
from bot.ui import ACCENT, DurableButton, DurableView
from cogs.codes.buttons import OpenButton

LETTERS = "ABCD"
RENEWED = "The code tables, or the year, have changed since that drill. Here is a new one."
_IDS = r"([0-9]{1,7}):([0-9]):([0-9]{1,10}):([0-9]{4}):([0-9]{1,9})"


class DrillButton(DurableButton, template=rf"cd:{_IDS}:([0-3])"):
    """One of the letters under a drill."""

    def __init__(self, area: int, kind: int, edition: int, year: int, seed: int, place: int) -> None:
        self.drill_id, self.place = DrillId(area, kind, edition, year, seed), place
        super().__init__(
            label=LETTERS[place],
            custom_id=f"cd:{area}:{kind}:{edition}:{year}:{seed}:{place}",
            style=discord.ButtonStyle.primary,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Say whether it was right, and why, in the drill's place."""
        opened = await interaction.client.services.drills.opened(self.drill_id)
        if opened.renewed:
            await interaction.response.edit_message(embed=asked(opened), view=letters(opened))
            return
        view = DurableView(_next(opened.id), OpenButton(opened.drill.subject.code, label="Look it up"))
        await interaction.response.edit_message(embed=answered(opened, self.place), view=view)


class NextDrillButton(DurableButton, template=rf"cx:{_IDS}"):
    """Goes on to another drill of the same area and kind."""

    def __init__(self, area: int, kind: int, edition: int, year: int, seed: int) -> None:
        self.drill_id = DrillId(area, kind, edition, year, seed)
        super().__init__(
            label="Next drill",
            custom_id=f"cx:{area}:{kind}:{edition}:{year}:{seed}",
            style=discord.ButtonStyle.primary,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Show it below, so that what was just learned stays in sight."""
        opened = await interaction.client.services.drills.again(self.drill_id)
        await interaction.response.send_message(embed=asked(opened), view=letters(opened), ephemeral=True)


def letters(opened: OpenDrill) -> DurableView:
    """The letters under a drill."""
    own = opened.id
    return DurableView(
        *(DrillButton(own.area, own.kind, own.edition, own.year, own.seed, place) for place in range(OPTIONS))
    )


def asked(opened: OpenDrill) -> discord.Embed:
    """A drill that waits for its answer."""
    drill = opened.drill
    options = [
        f"**{letter}** {_plain(option)}" for letter, option in zip(LETTERS, drill.options, strict=True)
    ]
    before = [RENEWED, ""] if opened.renewed else []
    return discord.Embed(
        title=f"Drill: {drill.kind.label}",
        description="\n".join([*before, drill.ask, "", *options]),
        colour=ACCENT,
    ).set_footer(text=f"Made from {EDITION}. Drills are for practice; nothing is scored.")


def answered(opened: OpenDrill, place: int) -> discord.Embed:
    """The same drill with its answer, and the reason of each option."""
    drill, chosen = opened.drill, opened.drill.options[place]
    right = next(letter for letter, option in zip(LETTERS, drill.options, strict=True) if option.right)
    verdict = f"✅ Right: {right}" if chosen.right else f"❌ You pressed {LETTERS[place]}; right is {right}"
    parts = [drill.ask]
    for letter, option in zip(LETTERS, drill.options, strict=True):
        sign = "✅" if option.right else "❌" if option is chosen else "▫️"
        parts.append(f"{sign} **{letter}** {_plain(option)}\n{escape_markdown(option.why)}")
    return discord.Embed(title=verdict, description="\n\n".join(parts), colour=ACCENT).set_footer(
        text=f"Read off {EDITION}."
    )


def _next(own: DrillId) -> NextDrillButton:
    return NextDrillButton(own.area, own.kind, own.edition, own.year, own.seed)


def _plain(option: DrillOption) -> str:
    return escape_markdown(option.text)


DURABLE: tuple[type[DurableButton], ...] = (DrillButton, NextDrillButton)
