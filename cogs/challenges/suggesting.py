"""`/quiz suggest`: a question in three short forms, checked at once, sent when it is sound."""

from collections.abc import Mapping

import discord

from bot.client import Interaction
from bot.features.challenges.model import Draft, Suggestion
from bot.features.challenges.suggested import DIFFICULTIES, KINDS, STEPS, WRONG
from bot.library import Trap
from bot.library.shapes import OPTION_LIMIT, STEM_LIMIT, WHY_LIMIT
from bot.ui import DurableButton, DurableModal, DurableView, present
from cogs.challenges import suggestion_texts
from cogs.challenges.forms import choice, line, paragraph

_TITLES = ("Your question: 1 of 3", "Wrong answers: 2 of 3", "Traps: 3 of 3")
_LABELS = ("1 Question", "2 Wrong answers", "3 Traps")


async def begin(interaction: Interaction, area: str, topic: str) -> None:
    """Begin a draft, and open its first form."""
    member, suggestions = present(interaction), interaction.client.services.challenges.suggestions
    suggestion = await suggestions.begin(
        guild_id=member.guild.id, member_id=member.id, area=area, topic=topic
    )
    await interaction.response.send_modal(
        StepModal(suggestion.id, 0, suggestion, await suggestions.documents())
    )


class StepModal(DurableModal, title="Your question", template=r"cw:([0-9]{1,15}):([0-2])"):
    """One of the three forms, filled with what was written before."""

    def __init__(
        self,
        suggestion_id: int,
        step: int,
        suggestion: Suggestion | None = None,
        documents: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title=_TITLES[step], custom_id=f"cw:{suggestion_id}:{step}")
        self.suggestion_id, self.step = suggestion_id, step
        if suggestion is not None:
            (self._question, self._wrong, self._traps)[step](suggestion.written, documents or {})

    def _question(self, before: Mapping[str, str], documents: Mapping[str, str]) -> None:
        hint = "A situation, ending in one question. In your own words"
        self.add_item(
            paragraph("stem", "The question", most=STEM_LIMIT, hint=hint, filled=before.get("stem", ""))
        )
        self.add_item(line("right", "The right answer", most=OPTION_LIMIT, filled=before.get("right", "")))
        filled = before.get("right_why", "")
        self.add_item(paragraph("right_why", "Why it is right", most=WHY_LIMIT, filled=filled))
        chosen = (before.get("doc", ""),)
        self.add_item(choice("doc", "Where it can be looked up", documents, chosen=chosen))
        hint = "Section, paragraph or chapter; for your own reasoning, its subject"
        example, filled = "I.C.9.a.2, or 45 CFR 164.312(b)", before.get("sec", "")
        self.add_item(
            line("sec", "Which place in it", most=OPTION_LIMIT, hint=hint, example=example, filled=filled)
        )

    def _wrong(self, before: Mapping[str, str], _: Mapping[str, str]) -> None:
        hint = "First line: the answer. Below, on a new line: why it is wrong"
        for number in WRONG:
            filled = "\n".join(filter(None, (before.get(f"wrong{number}"), before.get(f"why{number}"))))
            most = OPTION_LIMIT + WHY_LIMIT + 1
            self.add_item(
                paragraph(f"wrong{number}", f"Wrong answer {number}", most=most, hint=hint, filled=filled)
            )

    def _traps(self, before: Mapping[str, str], _: Mapping[str, str]) -> None:
        traps = {trap.value: trap.label for trap in Trap}
        for number in WRONG:
            label = f"Trap of: {before.get(f'wrong{number}', number)}"
            self.add_item(choice(f"trap{number}", label, traps, chosen=(before.get(f"trap{number}", ""),)))
        self.add_item(choice("kind", "What it asks for", KINDS, chosen=(before.get("kind", ""),)))
        self.add_item(
            choice("difficulty", "How hard it is", DIFFICULTIES, chosen=(before.get("difficulty", ""),))
        )

    async def submitted(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """Keep it, and show what is still to do."""
        member = present(interaction)
        draft = await interaction.client.services.challenges.suggestions.write(
            self.suggestion_id, member.id, self.step, typed
        )
        embed, view = suggestion_texts.draft(draft), draft_view(draft)
        if interaction.message is None:
            await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
        else:
            await interaction.response.edit_message(embed=embed, view=view)


class StepButton(DurableButton, template=r"ck:([0-9]{1,15}):([0-2])"):
    """Opens one of the forms."""

    def __init__(self, suggestion_id: int, step: int, *, due: bool = False) -> None:
        self.suggestion_id, self.step = suggestion_id, step
        style = discord.ButtonStyle.primary if due else discord.ButtonStyle.secondary
        super().__init__(label=_LABELS[step], custom_id=f"ck:{suggestion_id}:{step}", style=style)

    async def pressed(self, interaction: Interaction) -> None:
        """Filled with what was written before."""
        member, suggestions = present(interaction), interaction.client.services.challenges.suggestions
        suggestion = await suggestions.draft(self.suggestion_id, member.id)
        documents = await suggestions.documents()
        await interaction.response.send_modal(StepModal(self.suggestion_id, self.step, suggestion, documents))


class ClearButton(DurableButton, template=r"cl:([0-9]{1,15})"):
    """Asks once more before everything is taken out of a draft: it stands beside “Send”."""

    def __init__(self, suggestion_id: int) -> None:
        self.suggestion_id = suggestion_id
        super().__init__(label="Start over", custom_id=f"cl:{suggestion_id}")

    async def pressed(self, interaction: Interaction) -> None:
        """Ask, below the draft, which stays as it is."""
        await interaction.client.services.challenges.suggestions.draft(
            self.suggestion_id, present(interaction).id
        )
        view = DurableView(ReallyClearButton(self.suggestion_id))
        await interaction.response.send_message(suggestion_texts.CLEAR, view=view, ephemeral=True)


class ReallyClearButton(DurableButton, template=r"co:([0-9]{1,15})"):
    """Takes everything out of a draft, for another question."""

    def __init__(self, suggestion_id: int) -> None:
        self.suggestion_id = suggestion_id
        super().__init__(
            label="Yes, start over", custom_id=f"co:{suggestion_id}", style=discord.ButtonStyle.danger
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Show the empty draft in its place."""
        member, suggestions = present(interaction), interaction.client.services.challenges.suggestions
        draft = await suggestions.clear(self.suggestion_id, member.id)
        await interaction.response.edit_message(
            content=None, embed=suggestion_texts.draft(draft), view=draft_view(draft)
        )


class SendButton(DurableButton, template=r"cz:([0-9]{1,15})"):
    """Gives the question to the moderators."""

    def __init__(self, suggestion_id: int) -> None:
        self.suggestion_id = suggestion_id
        super().__init__(
            label="Send it to the moderators",
            custom_id=f"cz:{suggestion_id}",
            style=discord.ButtonStyle.success,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Once it is sound."""
        member = present(interaction)
        await interaction.client.services.challenges.suggestions.send(self.suggestion_id, member.id)
        await interaction.response.edit_message(content=suggestion_texts.SENT, view=None)


def draft_view(draft: Draft) -> DurableView:
    """The forms, the next one to fill in first; and sending, once all is sound."""
    written, ident = draft.suggestion.written, draft.suggestion.id
    due = next((n for n, step in enumerate(STEPS) if any(not written.get(name) for name in step)), None)
    steps = [StepButton(ident, step, due=step == due) for step in range(len(STEPS))]
    clear = [ClearButton(ident)] if written.get("stem") else []
    return DurableView(*steps, *([SendButton(ident)] if draft.shown else []), *clear)


SUGGEST_BUTTONS: tuple[type[DurableButton], ...] = (StepButton, ClearButton, ReallyClearButton, SendButton)
SUGGEST_FORMS: tuple[type[DurableModal], ...] = (StepModal,)
