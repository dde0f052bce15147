"""The guide's buttons. They live for ever: their custom_ids hold credentials, or the answers so far."""

import discord

from bot.client import Interaction
from bot.features.guide import paths
from bot.features.guide.model import Page
from bot.ui import DurableButton, DurableView
from cogs.guide import path_texts, texts
from cogs.mnemonics.named import NamedButton

# A credential's abbreviation is its own id.
_ID = r"([A-Z][A-Z-]{1,9})"
# Discord has five.
LAST_ROW = 4


class AboutButton(NamedButton, template=rf"gi:{_ID}"):
    """A credential's figures, below."""

    def __init__(self, cert: str) -> None:
        self.cert = cert
        super().__init__(label=f"About {cert}", custom_id=f"gi:{cert}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        service = interaction.client.services.guide.service
        page = await service.info(interaction.guild_id, self.cert)
        await _below(interaction, texts.info(page, service.today()), info_view(page))


class AreasButton(NamedButton, template=rf"ga:{_ID}"):
    """What its exam asks, below."""

    def __init__(self, cert: str) -> None:
        self.cert = cert
        super().__init__(label="What it asks", custom_id=f"ga:{cert}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        service = interaction.client.services.guide.service
        sheet = service.directory.credential(self.cert)
        await _below(interaction, texts.areas(sheet, service.today()))


class CompareButton(NamedButton, template=rf"gc:{_ID}:{_ID}"):
    """Two side by side, below."""

    def __init__(self, left: str, right: str) -> None:
        self.left, self.right = left, right
        super().__init__(label=f"Compare {left} and {right}", custom_id=f"gc:{left}:{right}")

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        service = interaction.client.services.guide.service
        found = await service.compare(interaction.guild_id, self.left, self.right)
        await _below(
            interaction, texts.comparison(found, service.today()), compare_view(self.left, self.right)
        )


class LearnButton(DurableButton, template=r"ge"):
    """The ways to learn, below."""

    def __init__(self) -> None:
        super().__init__(label="Ways to learn", custom_id="ge")

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        service = interaction.client.services.guide.service
        pages = await service.learning(interaction.guild_id)
        await _below(interaction, texts.learning(pages, service.today()))


class WorthButton(DurableButton, template=r"gw"):
    """Pay and standing, below."""

    def __init__(self) -> None:
        super().__init__(label="Is it worth it?", custom_id="gw")

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        service = interaction.client.services.guide.service
        page = await service.worth(interaction.guild_id)
        await _below(interaction, texts.worth(page, service.today()))


class StartButton(DurableButton, template=r"gs"):
    """Asks the five questions, below."""

    def __init__(self) -> None:
        super().__init__(label="Which one fits me?", custom_id="gs")

    async def pressed(self, interaction: Interaction) -> None:
        """Ask the first."""
        await _below(interaction, path_texts.question(()), question_view(()))


class PathButton(DurableButton, template=r"gp:([0-5]{1,5})"):
    """An answer: the number is all answers so far, 0 for none. Asks the next in place, or shows where they lead."""

    def __init__(
        self,
        number: int,
        *,
        label: str = "",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        row: int | None = None,
    ) -> None:
        self.number = number
        super().__init__(label=label, custom_id=f"gp:{number}", style=style, row=row)

    async def pressed(self, interaction: Interaction) -> None:
        """Go on."""
        given = paths.digits(str(self.number))
        if len(given) < len(paths.QUESTIONS):
            await interaction.response.edit_message(
                embed=path_texts.question(given), view=question_view(given)
            )
            return
        service = interaction.client.services.guide.service
        found, pages = await service.path(interaction.guild_id, paths.answers(given))
        embed = path_texts.suggestion(found, pages, service.choice(found.choice), given, service.today())
        await interaction.response.edit_message(embed=embed, view=suggestion_view(found))


async def _below(interaction: Interaction, embed: discord.Embed, view: DurableView | None = None) -> None:
    """In private, so that what was read before stays in sight."""
    await interaction.response.send_message(embed=embed, view=view or DurableView(), ephemeral=True)


def info_view(page: Page) -> DurableView:
    """Where to go from a credential."""
    known = page.sheet.certification
    asks = (AreasButton(page.sheet.id),) if known and known.outlines else ()
    return DurableView(*asks, LearnButton(), WorthButton(), StartButton())


def compare_view(left: str, right: str) -> DurableView:
    """Where to go from two."""
    return DurableView(AboutButton(left), AboutButton(right), StartButton())


def question_view(given: tuple[int, ...]) -> DurableView:
    """A button an answer, one below the other since a row of them is too narrow on a phone; and the way back."""
    so_far, options = "".join(map(str, given)), paths.QUESTIONS[len(given)].options
    view = DurableView(
        *(
            PathButton(
                int(f"{so_far}{number}"), label=label, style=discord.ButtonStyle.primary, row=number - 1
            )
            for number, label in enumerate(options, 1)
        )
    )
    if given:
        view.add_item(PathButton(int(so_far[:-1] or "0"), label="Back", row=min(len(options), LAST_ROW)))
    return view


def suggestion_view(found: paths.Suggestion) -> DurableView:
    """What to look at next."""
    first, second = found.first.cert, found.second.cert if found.second else None
    more = (CompareButton(first, second),) if second else ()
    return DurableView(AboutButton(first), *more, LearnButton(), PathButton(0, label="Start over"))


BUTTONS: tuple[type[DurableButton], ...] = (
    AboutButton,
    AreasButton,
    CompareButton,
    LearnButton,
    WorthButton,
    StartButton,
    PathButton,
)
