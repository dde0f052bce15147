"""The look-up's buttons. They live for ever: their custom_ids hold a code and a page, and each press looks it up."""

from typing import Self

from bot.client import Interaction
from bot.features.codes.model import Finding, Node
from bot.ui import DurableButton, DurableView
from cogs.codes import texts

_CODE = r"[0-9A-Z][0-9A-Z.-]{0,8}"


class OpenButton(DurableButton, template=rf"co:({_CODE}):([0-9]{{1,2}})"):
    """Shows a code in the place of what the message showed. page: of the list of what stands below it."""

    def __init__(self, code: str, page: int = 0, *, label: str = "", row: int | None = None) -> None:
        self.code, self.page = code, page
        super().__init__(label=label or code, custom_id=f"co:{code}:{page}", row=row)

    @classmethod
    def rebuilt(cls, custom_id: str) -> Self | None:
        """The button with this custom_id: a code is its own id."""
        match = cls._template.fullmatch(custom_id)
        return cls(match[1], int(match[2])) if match else None

    async def pressed(self, interaction: Interaction) -> None:
        """Look the code up, and show it."""
        found = await interaction.client.services.codes.entry(self.code)
        await interaction.response.edit_message(
            embed=texts.finding(found, self.page), view=finding_view(found, self.page)
        )


class NotesButton(DurableButton, template=rf"cn:({_CODE}):([0-9]{{1,2}})"):
    """Shows all notes of a code, a page at a time."""

    def __init__(self, code: str, page: int = 0, *, label: str = "", row: int | None = None) -> None:
        self.code, self.page = code, page
        super().__init__(label=label or "All notes", custom_id=f"cn:{code}:{page}", row=row)

    @classmethod
    def rebuilt(cls, custom_id: str) -> Self | None:
        """The button with this custom_id: a code is its own id."""
        match = cls._template.fullmatch(custom_id)
        return cls(match[1], int(match[2])) if match else None

    async def pressed(self, interaction: Interaction) -> None:
        """Look the notes up, and show that page of them."""
        found = await interaction.client.services.codes.entry(self.code)
        assert found.entry is not None
        page = texts.notes_page(found.entry, self.page)
        buttons: list[DurableButton] = [OpenButton(self.code, label=f"Back to {self.code}")]
        if page.more:
            buttons.append(NotesButton(self.code, page.number + 1, label="More notes"))
        await interaction.response.edit_message(embed=page.embed, view=DurableView(*buttons))


def finding_view(found: Finding, page: int = 0) -> DurableView:
    """Buttons to where one can go from here: codes in rows of five, then the way up, more and the notes."""
    if found.entry is None:
        return DurableView(*(_open(node, place) for place, node in enumerate(found.matches)))
    entry, view = found.entry, DurableView()
    shown = texts.listed(entry, page)
    for place, node in enumerate(shown.nodes):
        view.add_item(_open(node, place))
    if entry.path:
        above = entry.path[-1]
        view.add_item(OpenButton(above.code, label=f"⬆ {texts.mark(above)}", row=4))
    if shown.more:
        view.add_item(OpenButton(entry.node.code, shown.page + 1, label="More below", row=4))
    if texts.has_more_notes(entry):
        view.add_item(NotesButton(entry.node.code, row=4))
    return view


def _open(node: Node, place: int) -> OpenButton:
    return OpenButton(node.code, label=texts.mark(node), row=place // 5)


DURABLE: tuple[type[DurableButton], ...] = (OpenButton, NotesButton)
